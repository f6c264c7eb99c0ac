//! What routing looks at.

use crate::{id::AgentId, time::Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is known of a conversation, as far as it says who should answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What it is about, if that is known or guessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<Guess>,
    /// The customer's tier, in the site's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// How the customer sounds, roughly.
    #[serde(default)]
    pub mood: Mood,
    /// The language of what they wrote (ISO 639-1), if it could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who answered for it, or for another conversation of the customer, before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<AgentId>,
    /// It was on hold with `previous`, and comes back.
    #[serde(default)]
    pub returning: bool,
    /// When it, or another conversation of the customer, was closed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Timestamp>,
    /// That was lately: they are back.
    #[serde(default)]
    pub reopened: bool,
    /// When open promises to the customer are due.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promised: Vec<Timestamp>,
    /// How many of them count.
    #[serde(default)]
    pub promises: u32,
    /// Since when the customer waits for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Timestamp>,
    /// A promise, or the answer that all customers may expect in time, is overdue.
    #[serde(default)]
    pub overdue: bool,
    /// The team that somebody handed it to: rules choose no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Agents who declined it, or let the offer pass: nobody gives it to them again by itself.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub declined: BTreeSet<AgentId>,
    /// Names of working hours (`[hours]` of the policy) that run now.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub open: BTreeSet<String>,
    /// Since when it waits; queues are first come, first served within a priority.
    pub since: Timestamp,
    /// When this is looked at; the desk fills it in.
    #[serde(default)]
    pub now: Timestamp,
}

/// What something is about, and how sure that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// A name of the policy's list.
    pub name: String,
    /// How sure, 0 to 100; an agent's word is 100.
    pub percent: u8,
}

/// How a customer sounds, roughly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mood {
    /// Annoyed or worried.
    Upset,
    /// Neither.
    #[default]
    Calm,
    /// Friendly.
    Pleased,
}
