//! Commands of the desk: who answers for a conversation, and what agents note of it.

use super::CommandBody;
use crate::{
    channel::Channel,
    conversation::Past,
    handoff::HandoffNote,
    id::{AgentId, HandoffId, MessageId, TokenId},
    routing::{Decision, Guess, Mood},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A wish that is about who answers, or about what agents note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "desk", rename_all = "kebab-case")]
pub enum DeskCommand {
    /// The text models read what the customer wrote.
    ReadContext {
        /// What it is about; none: unsure.
        intent: Option<Guess>,
        /// What else it may be about, the likeliest first.
        others: Vec<Guess>,
        /// How the customer sounds.
        mood: Mood,
        /// The language (ISO 639-1), if it could be told.
        language: Option<String>,
    },
    /// The site said which tier the customer has.
    NoteTier {
        /// It; none: they have none.
        tier: Option<String>,
    },
    /// The directory said what is known of the customer's other conversations.
    NotePast {
        /// It.
        past: Past,
    },
    /// The desk gives it to an agent for whom it has kept room.
    Assign {
        /// Who.
        agent: AgentId,
        /// Why.
        decision: Decision,
    },
    /// A rule puts it back into the queue: its owner was away too long, or is an agent no more.
    Requeue {
        /// The owner that the rule was about: of another one it says nothing.
        owner: AgentId,
        /// Why, in one sentence for agents.
        because: String,
    },
    /// An agent hands it over.
    HandOff {
        /// Who; the author of the note.
        agent: AgentId,
        /// They may hand over what a colleague answers for: they lead.
        leads: bool,
        /// The id of the handoff.
        handoff: HandoffId,
        /// The note; it names the next owner.
        note: HandoffNote,
        /// The name of the next owner that customers see: of the agent or the team.
        name: String,
        /// The id of the message that tells the customer.
        message: MessageId,
    },
    /// The agent whom it was offered to takes over. The desk has kept room for it.
    AcceptHandoff {
        /// Who.
        agent: AgentId,
        /// The name that customers see.
        name: String,
        /// The id of the message that tells the customer.
        message: MessageId,
    },
    /// The agent whom it was offered to does not take over.
    DeclineHandoff {
        /// Who.
        agent: AgentId,
        /// Why.
        because: String,
    },
    /// Nobody accepted in time.
    ExpireHandoff {
        /// Which.
        handoff: HandoffId,
    },
    /// An agent moves the customer to another medium: a link, or a message, goes there.
    MoveChannel {
        /// Who; the author of the note.
        agent: AgentId,
        /// Where to.
        to: Channel,
        /// The note; its owner is the present one.
        note: HandoffNote,
        /// The id of the link that is sent.
        token: TokenId,
        /// The id of the message that carries it.
        message: MessageId,
    },
    /// An agent writes something that customers never see.
    AddNote {
        /// Who.
        agent: AgentId,
        /// The text.
        text: String,
        /// Colleagues who are mentioned.
        mentions: Vec<AgentId>,
    },
    /// An agent says what its tags are.
    Tag {
        /// Who.
        agent: AgentId,
        /// All of them.
        tags: Vec<String>,
    },
    /// The owner lets it wait.
    Hold {
        /// Who.
        agent: AgentId,
        /// Until when; none: until the customer writes.
        until: Option<Timestamp>,
        /// What it waits for.
        because: String,
    },
    /// It waits no longer.
    Resume {
        /// Who; none: its time came.
        agent: Option<AgentId>,
    },
}

impl From<DeskCommand> for CommandBody {
    fn from(wish: DeskCommand) -> Self {
        Self::Desk(wish)
    }
}
