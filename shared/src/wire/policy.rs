//! What the console and the edge say to each other about a site's policy.

use crate::{id::ConversationId, time::Timestamp};
use serde::{Deserialize, Serialize};

/// `GET /v1/sites/{site}/desk/policy`: the rules in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyFile {
    /// 1, 2, 3 …; 0 while the site has no file of its own.
    pub version: u64,
    /// The site's own file (TOML): what it changes of the defaults.
    pub text: String,
    /// The rules that Weft comes with (TOML).
    pub defaults: String,
    /// The versions so far, the latest first; at most 100.
    pub versions: Vec<PolicyVersion>,
}

/// One version of a site's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// Its number.
    pub version: u64,
    /// Who made it: an agent's id, or "operator".
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The version that it brings back, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restores: Option<u64>,
}

/// `PUT …/desk/policy`: a new version. Answered with [`PolicyFile`]; `conflict` when `base` is not the latest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyWanted {
    /// The version that it was made from.
    pub base: u64,
    /// The file (TOML).
    pub text: String,
}

/// `POST …/desk/policy/restore`: an earlier version is in force again, as a new one. Answered with [`PolicyFile`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreWanted {
    /// Which; none means the one before the present.
    #[serde(default)]
    pub version: Option<u64>,
}

/// `POST …/desk/policy/check`: is this file right? Answered with [`PolicyChecked`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckWanted {
    /// The file (TOML).
    pub text: String,
}

/// The answer to [`CheckWanted`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyChecked {
    /// Every error, one a line, each with its key path; empty when it is right.
    pub errors: Vec<String>,
}

/// `GET …/desk/policy/report`: how the rules are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleReport {
    /// When it was made.
    pub at: Timestamp,
    /// How many days of conversations it looked at.
    pub days: u32,
    /// Every rule that has an owner, by key path.
    pub rules: Vec<RuleLine>,
    /// Rules that contradict each other, one sentence each.
    pub contradictions: Vec<String>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleLine {
    /// Its key path.
    pub path: String,
    /// Who answers for it; none means that nobody does any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The beginning (UTC) of the day by which it must be looked at.
    pub review_by: Timestamp,
    /// That day is over.
    pub overdue: bool,
    /// How often it mattered in the time that was looked at.
    pub fired: u64,
}

/// `POST …/desk/policy/dry-run`: what would have been otherwise. Answered with [`DryRun`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRunWanted {
    /// The changed file (TOML).
    pub text: String,
    /// Over how many days, 1 to 90.
    pub days: u32,
}

/// The answer to [`DryRunWanted`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRun {
    /// How many conversations were replayed.
    pub conversations: u32,
    /// How many of their events.
    pub events: u64,
    /// What would have been otherwise; at most 500 lines.
    pub differences: Vec<Difference>,
    /// How many differences there are in all.
    pub total: u64,
}

/// Something that would have been otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// In which conversation.
    pub conversation: ConversationId,
    /// At which entry.
    pub seq: u64,
    /// Of what kind: `disclosure`, `refusal`, `promise`, `switch`.
    pub kind: String,
    /// As it was, in one sentence.
    pub before: String,
    /// As it would have been.
    pub after: String,
}
