//! Lines of the inbox, and colleagues.

use crate::{
    channel::Channel,
    evidence::Assurance,
    handoff::Party,
    id::{AgentId, ConversationId, CustomerId, HandoffId},
    routing::{Mood, Priority},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// One line of the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The conversation.
    pub conversation: ConversationId,
    /// The place in its journal that this line was made from: a lower one never replaces a higher.
    pub seq: u64,
    /// The place of the last message that came in: what lies behind it was seen. 0 before the first.
    #[serde(default)]
    pub said: u64,
    /// The customer.
    pub customer: CustomerId,
    /// What to call the customer: a name, an address, or "Visitor" with what tells two of them apart.
    pub title: String,
    /// The subject, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The beginning of the last message of a person.
    pub preview: String,
    /// The medium of that message.
    pub channel: Channel,
    /// The level of the last message of the customer.
    pub level: Assurance,
    /// Who answers for it; of a closed one, who closed it. None means the queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
    /// Whether it is open.
    pub open: bool,
    /// The customer wrote last.
    pub waiting: bool,
    /// When the last message came.
    pub at: Timestamp,
    /// The team that it is with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// What it is about, by a name of [`Me::intents`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
    /// How soon it is served among what waits.
    #[serde(default)]
    pub priority: Priority,
    /// How the customer sounds.
    #[serde(default)]
    pub mood: Mood,
    /// The customer's tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// When the next thing that was promised to the customer is due: the answer, or what a note promises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Since when it waits in the queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queued: Option<Timestamp>,
    /// It is on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<HeldLine>,
    /// An offer that nobody has accepted yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferLine>,
    /// Agents who are mentioned in notes, each with the place of the last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<(AgentId, u64)>,
}

/// What is on hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLine {
    /// Until when; none: until the customer writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// What it waits for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
}

/// A handoff that nobody has accepted yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferLine {
    /// Which.
    pub handoff: HandoffId,
    /// Who signed the note.
    pub by: AgentId,
    /// To whom.
    pub to: Party,
    /// When the offer ends; none for a team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
}

/// An agent as colleagues see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// The agent.
    pub agent: AgentId,
    /// The name.
    pub name: String,
    /// Here now, by heartbeat.
    pub present: bool,
    /// Takes new conversations; without it they are here and take none.
    #[serde(default)]
    pub available: bool,
    /// The teams that they are in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<String>,
    /// How many units of work they have now.
    #[serde(default)]
    pub load: u32,
    /// How many they can have.
    #[serde(default)]
    pub capacity: u32,
}
