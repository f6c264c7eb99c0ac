//! The history card: what an agent must know before the timeline.

use super::{agent::OfferLine, thread::PromiseLine};
use crate::{
    handoff::{HandoffNote, Party},
    id::{AgentId, ConversationId, MessageId},
    identity::{IdentifierKind, Standing},
    routing::{Decision, Guess},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// `GET /v1/sites/{site}/desk/conversations/{id}/card`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The place in the journal that it was made from.
    pub seq: u64,
    /// What to call the customer.
    pub title: String,
    /// The customer's tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// What they are known by, and how that was proven.
    pub known_by: Vec<KnownBy>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<Guess>,
    /// Who said so; none: it was read from what the customer wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent_by: Option<AgentId>,
    /// The last note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<NoteLine>,
    /// An offer that nobody has accepted yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferLine>,
    /// While it waits: where it goes as of when the card was asked for, and why nobody has it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<Decision>,
    /// What was promised and is not kept yet, the next due first.
    pub promises: Vec<PromiseLine>,
    /// What happened, in a few sentences.
    pub summary: Summary,
    /// The customer's other conversations, the most relevant to the present question first.
    pub earlier: Vec<EarlierLine>,
    /// What is not known.
    pub missing: Vec<Missing>,
    /// A handoff note to begin with.
    pub draft: NoteDraft,
}

/// What a customer is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownBy {
    /// Its kind.
    pub kind: IdentifierKind,
    /// Its value.
    pub value: String,
    /// Claimed or proven.
    pub standing: Standing,
    /// How, and when, in one sentence.
    pub because: String,
}

/// A note that was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteLine {
    /// Its author.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// It.
    pub note: HandoffNote,
}

/// What happened, in a few sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The sentences, in the order of the thread.
    pub lines: Vec<SummaryLine>,
    /// How they came about, in one sentence for agents.
    pub method: String,
}

/// One sentence of a summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryLine {
    /// It.
    pub text: String,
    /// The place of the message that it stands in, or that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// That message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// The customer said it.
    #[serde(default)]
    pub by_customer: bool,
}

/// Another conversation of the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierLine {
    /// It.
    pub conversation: ConversationId,
    /// What it was about: the subject, else how it began.
    pub title: String,
    /// Whether it is open.
    pub open: bool,
    /// When it was last active.
    pub at: Timestamp,
    /// Words that it shares with the present question, the most telling first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<String>,
}

/// Something that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// What: `identity`, `claim`, `intent`, `owner`, `promise`.
    pub what: String,
    /// What is missing and what would mend it, in one sentence.
    pub text: String,
    /// The conversation that is claimed, for `claim`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
}

/// A handoff note to begin with: filled in from the history, to be edited and signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDraft {
    /// What the customer wants.
    pub wants: String,
    /// What was done.
    pub done: String,
    /// What was promised.
    pub promised: String,
    /// What is to be done next; for the agent to say.
    pub next: String,
    /// Who may answer for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Party>,
    /// By when.
    pub due: Timestamp,
}
