//! The whole desk, for whoever leads a team.

use crate::{
    id::{AgentId, ConversationId},
    routing::{Because, Decision, Priority},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// `GET /v1/sites/{site}/desk/board`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// When it was made.
    pub at: Timestamp,
    /// The teams.
    pub teams: Vec<TeamLine>,
    /// The agents.
    pub agents: Vec<LoadLine>,
    /// What waits, in the order in which it is served.
    pub queue: Vec<QueueLine>,
    /// The last decisions, the latest first.
    pub decisions: Vec<DecisionLine>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamLine {
    /// Its name in the policy.
    pub team: String,
    /// The name that people read.
    pub label: String,
    /// Its working hours run now.
    pub at_work: bool,
    /// How many wait for it.
    pub waiting: u32,
    /// Since when the first of them waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest: Option<Timestamp>,
    /// How long its handoffs of the last seven days took; none: there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoffs: Option<HandoffTimes>,
}

/// How long it took until somebody answered for what was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoffTimes {
    /// How many handoffs were accepted.
    pub handoffs: u32,
    /// The time in the middle, in milliseconds: half of them took no longer.
    pub median_ms: i64,
    /// The longest, in milliseconds.
    pub slowest_ms: i64,
}

/// What an agent has to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadLine {
    /// Who.
    pub agent: AgentId,
    /// The name.
    pub name: String,
    /// The teams that they are in.
    pub teams: Vec<String>,
    /// What they can do.
    pub skills: Vec<String>,
    /// Here now.
    pub present: bool,
    /// Takes new conversations.
    pub available: bool,
    /// Units of work now.
    pub load: u32,
    /// Units at most.
    pub capacity: u32,
    /// Their open conversations, the latest first; those on hold too.
    pub conversations: Vec<ConversationId>,
}

/// Something that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueLine {
    /// It.
    pub conversation: ConversationId,
    /// What it is called.
    pub title: String,
    /// The team that it waits for.
    pub team: String,
    /// How soon it is served.
    pub priority: Priority,
    /// Since when it waits.
    pub since: Timestamp,
    /// Why it went there, and why nobody has it yet.
    pub because: Vec<Because>,
}

/// A decision of the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionLine {
    /// Of which conversation.
    pub conversation: ConversationId,
    /// What it is called.
    pub title: String,
    /// When.
    pub at: Timestamp,
    /// It.
    pub decision: Decision,
}
