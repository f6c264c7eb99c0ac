//! What a console asks of the desk besides its sockets.

use super::{agent::Wish, problem::Problem};
use crate::{
    id::{AgentId, CommandKey, ConversationId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// `POST /v1/sites/{site}/desk/bulk`: the same wish for several conversations, each decided by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkWanted {
    /// The idempotency key: sending again is safe.
    pub key: CommandKey,
    /// Which, at most 100.
    pub conversations: Vec<ConversationId>,
    /// What.
    pub wish: Wish,
}

/// The answer to [`BulkWanted`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkDone {
    /// How it went with each, in the order asked for.
    pub outcomes: Vec<BulkOutcome>,
}

/// How it went with one conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkOutcome {
    /// Which.
    pub conversation: ConversationId,
    /// Why not; none: it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// One line of `GET /v1/sites/{site}/desk/examples`: a sentence of a customer, and what an agent said that it is about.
/// Once accepted, it is learned beside the examples of the rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExampleLine {
    /// Its id.
    pub id: String,
    /// What it is about, by its name in the rules.
    pub intent: String,
    /// The sentence.
    pub text: String,
    /// Who said what it is about.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
}

/// `POST /v1/sites/{site}/desk/examples/{id}`: what is done with an example. Answered with 204.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleVerdict {
    /// It is learned; otherwise it is forgotten.
    pub accept: bool,
}
