//! The rules of routing, as the policy has them.

use super::Mood;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Teams, and the rules that choose among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Whether conversations are given to agents. If not, agents take them.
    pub assign: bool,
    /// The team of what no rule sends elsewhere: one of `teams`.
    pub default_team: String,
    /// Below this confidence, 0 to 100, a guessed intent counts as unsure.
    pub sure_from: u8,
    /// How long a conversation waits for the agent who knows the customer and has no room, in milliseconds.
    pub wait_for_previous_ms: i64,
    /// How soon whoever waits for an answer has one, in milliseconds of working time: the same for all, however they came.
    pub answer_within_ms: i64,
    /// The working time that counts for it: a name of `[hours]`; none: around the clock.
    pub answer_hours: Option<String>,
    /// Whoever writes so soon after their conversation was closed is back, in milliseconds.
    pub back_within_ms: i64,
    /// A customer who waits goes back to the queue when the owner was away so long, in milliseconds.
    pub take_back_after_ms: i64,
    /// The teams, by name.
    pub teams: BTreeMap<String, Team>,
    /// What people call that which customers write about, by its name.
    pub intents: BTreeMap<String, String>,
    /// The rules, in the order in which they are tried.
    pub rules: Vec<Rule>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// The name that people read.
    pub label: String,
    /// When it is at work: a name of `[hours]`; none: always.
    pub hours: Option<String>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name: its key path is `routing.rule.<name>`.
    pub name: String,
    /// Its place: lower ones are tried first.
    pub order: u32,
    /// When it holds.
    pub when: When,
    /// The team; none: the default one.
    pub team: Option<String>,
    /// Skills that the agent must have.
    pub skills: Vec<String>,
    /// How soon it is served.
    pub priority: Priority,
    /// How many units of capacity it takes.
    pub weight: u32,
    /// Who answers for this rule.
    pub owner: String,
    /// The beginning (UTC) of the day by which it must be looked at again.
    pub review_by: Timestamp,
}

/// Conditions: all that are named must hold. One without any always holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// It is about one of these, surely enough.
    pub intents: Vec<String>,
    /// What it is about is not known surely enough.
    pub unsure: Option<bool>,
    /// The customer's tier is one of these.
    pub tiers: Vec<String>,
    /// The customer sounds so.
    pub mood: Option<Mood>,
    /// They write one of these languages (ISO 639-1).
    pub languages: Vec<String>,
    /// It, or another conversation of the customer, was closed lately.
    pub reopened: Option<bool>,
    /// A promise to them is open.
    pub promised: Option<bool>,
    /// A promise to them, or the answer that all may expect in time, is overdue.
    pub overdue: Option<bool>,
    /// These working hours run, or with `closed` do not: a name of `[hours]`.
    pub open: Option<String>,
    /// These working hours do not run.
    pub closed: Option<String>,
}

/// How soon something is served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// When nothing else waits.
    Low,
    /// In turn.
    #[default]
    Normal,
    /// Before the usual.
    High,
    /// First.
    Urgent,
}
