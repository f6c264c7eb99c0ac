//! Handoffs: the short note that moves a conversation to another owner, or its customer to another medium.

mod alike;
mod check;
#[cfg(test)]
mod tests;
mod times;

pub(crate) use alike::is_copy;
pub use check::{Context, Wanted, check, promises_something};
pub use times::{Handed, LATELY, times};

use crate::{
    id::{AgentId, HandoffId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Whom a conversation is handed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// An agent, who accepts or declines.
    Agent(AgentId),
    /// A team, by its name in the policy: it goes to the team's queue.
    Team(String),
}

/// The note. Its author is whoever hands off; the server sets that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoffNote {
    /// What the customer wants.
    pub wants: String,
    /// What was done.
    pub done: String,
    /// What was promised to them; "nothing" is an answer.
    pub promised: String,
    /// What is to be done next.
    pub next: String,
    /// Who answers for it from now on.
    pub owner: Party,
    /// By when the next step is due.
    pub due: Timestamp,
}

/// How long the fields of a note are, in characters, and how long an offer holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteLimits {
    /// Of `wants`: the least and the most.
    pub wants: (usize, usize),
    /// Of `done`.
    pub done: (usize, usize),
    /// Of `promised`.
    pub promised: (usize, usize),
    /// Of `next`.
    pub next: (usize, usize),
    /// The farthest that `due` may lie ahead, in milliseconds.
    pub due_within_ms: i64,
    /// How long an offer to an agent holds, in milliseconds.
    pub accept_within_ms: i64,
    /// What the customer is told; `{{who}}`, `{{promise}}` and `{{site}}` are filled in. None: nothing.
    pub told: Option<String>,
    /// Words that say nothing by themselves, such as "ok" or "see above".
    pub empty_words: Vec<String>,
}

/// A handoff on its way, or the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handoff {
    /// It.
    pub id: HandoffId,
    /// Who signed the note.
    pub by: AgentId,
    /// To whom.
    pub to: Party,
    /// The note.
    pub note: HandoffNote,
    /// When it was offered: the clock of handoff time starts.
    pub offered: Timestamp,
    /// When the offer ends; none for a team.
    pub expires: Option<Timestamp>,
    /// When somebody accepted it: the clock stops.
    pub accepted: Option<Timestamp>,
}

/// Why a note is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteProblem {
    /// The field.
    pub field: &'static str,
    /// The key path of the rule.
    pub rule: String,
    /// What is wrong, in one sentence.
    pub why: String,
    /// What would be right.
    pub example: &'static str,
}
