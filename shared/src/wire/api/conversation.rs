//! Conversations, as other programs see and change them.

use super::Moment;
use crate::{
    channel::Channel,
    evidence::Assurance,
    handoff::Party,
    id::{AgentId, AttachmentId, ConversationId, CustomerId, HandoffId, MessageId},
    message::Delivery,
    routing::Priority,
};
use serde::{Deserialize, Serialize};

/// Whether a conversation goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It does.
    Open,
    /// It ended; a new message or an agent reopens it.
    Closed,
}

/// One conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Conversation {
    /// Its id, for ever.
    pub id: ConversationId,
    /// Whose it is.
    pub customer: CustomerId,
    /// What it is about, where the customer said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Whether it goes on.
    pub state: State,
    /// Who answers for it; absent: it waits in the queue, or is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
    /// The team that it is with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Since when it waits in the queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queued_since: Option<Moment>,
    /// It is on hold: its owner waits for something.
    pub on_hold: bool,
    /// An offer that nobody has accepted yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// Handoffs that were accepted, the earliest first: how long each took.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handoffs: Vec<HandoffTime>,
    /// The medium of the last message; absent: there is none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// What the customer writes about, by a name of the site's policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
    /// The customer's tier, in the site's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// How soon it is served among what waits.
    pub priority: Priority,
    /// Its tags.
    pub tags: Vec<String>,
    /// The customer wrote last.
    pub waiting: bool,
    /// When it began.
    pub opened_at: Moment,
    /// When it last changed, in any way.
    pub updated_at: Moment,
    /// When the last message came or went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_at: Option<Moment>,
    /// Where it goes on, if its messages were moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues_in: Option<ConversationId>,
    /// The last place in its journal.
    pub seq: u64,
}

/// A handoff that nobody has accepted yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offer {
    /// Which.
    pub handoff: HandoffId,
    /// Who signed the note.
    pub by: AgentId,
    /// To whom.
    pub to: Party,
    /// When the offer ends; absent for a team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Moment>,
}

/// A handoff that was accepted. The time between is its handoff time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandoffTime {
    /// Which.
    pub handoff: HandoffId,
    /// When it was offered.
    pub offered_at: Moment,
    /// When somebody answered for it.
    pub accepted_at: Moment,
}

/// A page of conversations, the latest begun first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConversationPage {
    /// Them.
    pub conversations: Vec<Conversation>,
    /// The cursor of the next page; absent: this was the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Whose a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Sender {
    /// The customer's.
    Customer,
    /// Of somebody who does not take part, but wrote to the thread.
    Outsider,
    /// An agent's.
    Agent,
    /// A rule's.
    System,
}

/// One message. Addresses are not here: they belong to the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The place in the conversation's journal.
    pub seq: u64,
    /// When it was taken in or sent.
    pub at: Moment,
    /// The medium.
    pub channel: Channel,
    /// Whose it is.
    pub from: Sender,
    /// The agent, if it is an agent's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
    /// The name that its writer gave; unproven for customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The level of proof that it came with; absent for what went out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Assurance>,
    /// The subject, where the medium has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The text: plain.
    pub text: String,
    /// How far it got; absent for what came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
    /// Files that came or went with it.
    pub attachments: Vec<File>,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct File {
    /// Its id.
    pub id: AttachmentId,
    /// The name that its sender gave.
    pub name: String,
    /// The size in bytes.
    pub size: u64,
}

/// A page of messages, the earliest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessagePage {
    /// Them.
    pub messages: Vec<Message>,
    /// The cursor of the next page; absent: this was the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// An answer in the name of an agent. It takes the conversation if nobody has it, within the agent's capacity; it is
/// refused when a colleague has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// Who answers.
    pub agent: AgentId,
    /// The text: 1 to 10,000 characters.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 10000), regex(pattern = r"\S")))]
    pub text: String,
    /// The medium; absent: the one on which the customer was heard last, if it can be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
}

/// A note that customers never see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// Who notes it.
    pub agent: AgentId,
    /// The text: 1 to 4,000 characters.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 4000), regex(pattern = r"\S")))]
    pub text: String,
    /// Colleagues to tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<AgentId>,
}

/// What the tags are from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTags {
    /// Who says so.
    pub agent: AgentId,
    /// All of them: at most 20, of 1 to 40 characters, all of them visible.
    #[cfg_attr(feature = "schema", schemars(length(max = 20), inner(length(min = 1, max = 40), regex(pattern = crate::schema::VISIBLE))))]
    pub tags: Vec<String>,
}

/// A handoff with its note. The server checks the note as it does in the console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewHandoff {
    /// Who signs the note: the owner, or somebody who leads.
    pub agent: AgentId,
    /// What the customer wants.
    pub wants: String,
    /// What was done.
    pub done: String,
    /// What was promised to them; "nothing" is an answer.
    pub promised: String,
    /// What is to be done next.
    pub next: String,
    /// Whom it goes to.
    pub owner: Party,
    /// By when the next step is due.
    pub due: Moment,
}

/// It ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Close {
    /// Who says so.
    pub agent: AgentId,
}

/// It goes on, and the agent answers for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reopen {
    /// Who says so.
    pub agent: AgentId,
}
