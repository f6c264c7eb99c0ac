//! Search: within a conversation and across them.

use crate::{
    channel::Channel,
    id::{AgentId, ConversationId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// `GET /v1/sites/{site}/desk/search?q=…`: words, and phrases in quotes, all of which must occur; a word of three
/// characters or more finds words that begin so. Capitals and accents make no difference. Beside `q`: `conversation`,
/// `channel`, `owner`, `intent`, `state` (`open` or `closed`), `from` and `until` (days in UTC as in `2026-11-22`, both
/// included), `after` (a cursor).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was found, the latest first.
    pub hits: Vec<Hit>,
    /// Where the next page begins; none: this was the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One message or note that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Where.
    pub conversation: ConversationId,
    /// The place in its journal.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Over which medium; none: a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// What the conversation is about: its subject, else how it began.
    pub title: String,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
    /// Whether it is open.
    pub open: bool,
    /// The text around what was found: pieces, each with whether it is what was looked for.
    pub around: Vec<(String, bool)>,
}
