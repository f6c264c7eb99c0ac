//! Commands: what somebody wants to happen in a conversation.

use crate::{
    channel::Channel,
    evidence::Evidence,
    id::{AgentId, CommandKey, ConversationId, CustomerId, MessageId, SessionId, SiteId, TokenId},
    identity::Identifier,
    message::{Attachment, Delivery, Message},
};
use serde::{Deserialize, Serialize};

/// A wish, with the key that makes it happen once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// The idempotency key: a repeated command gets the first answer.
    pub key: CommandKey,
    /// The wish.
    pub body: CommandBody,
}

/// How a conversation begins, for the command that may be its first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The conversation.
    pub conversation: ConversationId,
    /// Where.
    pub site: SiteId,
    /// Whose.
    pub customer: CustomerId,
    /// What it is about.
    pub subject: Option<String>,
}

/// Who sent an inbound message, as the adapter could establish it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// The address it says it is from, in canonical form.
    pub address: Identifier,
    /// The name it gave.
    pub name: Option<String>,
    /// Proofs that the adapter verified.
    pub evidence: Vec<Evidence>,
    /// Something that the adapter found wrong, in one sentence for the agent.
    pub doubt: Option<String>,
}

/// The wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case")]
pub enum CommandBody {
    /// A message came over a channel. Opens the conversation when it is new.
    Receive {
        /// How to begin, if this is the first.
        opening: Opening,
        /// Who sent it.
        sender: Sender,
        /// The message; its author is decided here, whatever it says.
        message: Box<Message>,
    },
    /// Something automatic came: kept, never answered.
    Note {
        /// What, in one sentence for agents.
        what: String,
        /// The key of the raw original.
        raw: Option<String>,
        /// The outbound message that it reports on, with what it reports.
        about: Option<(MessageId, Delivery)>,
    },
    /// A visitor without a link begins to write.
    Begin {
        /// How to begin.
        opening: Opening,
        /// The new session.
        session: SessionId,
        /// The medium.
        channel: Channel,
        /// The conversation that the visitor said to continue but could not prove, and why not.
        claims: Option<(ConversationId, String)>,
    },
    /// A verified continuation token was presented, by a person's act.
    Redeem {
        /// The token's id.
        token: TokenId,
        /// The token's generation.
        generation: u32,
        /// The session to open if this browser has none by this token.
        session: SessionId,
        /// The medium it is redeemed on.
        channel: Channel,
    },
    /// A session writes.
    Say {
        /// The session.
        session: SessionId,
        /// The new message's id.
        message: MessageId,
        /// The medium.
        channel: Channel,
        /// The text.
        text: String,
    },
    /// Everything up to a place was on the screen of a session.
    Seen {
        /// The session.
        session: SessionId,
        /// The place.
        upto: u64,
    },
    /// A session asks for a proof by code; answered with where it goes.
    AskProof {
        /// The session.
        session: SessionId,
    },
    /// The verifier confirmed a code for this session.
    Prove {
        /// The session.
        session: SessionId,
        /// The proof.
        evidence: Evidence,
    },
    /// The verifier refused a code of this session.
    RefuseProof {
        /// The session.
        session: SessionId,
        /// The reason, as a name of the protocol.
        because: String,
    },
    /// A session signs out.
    EndSession {
        /// The session.
        session: SessionId,
    },
    /// A fresh link is wanted at the known address; no text of the asker goes with it.
    SendLink {
        /// Its id.
        token: TokenId,
        /// The new message's id.
        message: MessageId,
        /// The address that was typed; none means whichever is known.
        only_to: Option<Identifier>,
    },
    /// An agent answers.
    Reply {
        /// Who.
        agent: AgentId,
        /// The name that customers see.
        name: String,
        /// The new message's id.
        message: MessageId,
        /// The id of the link in its footer, for media that carry one.
        token: TokenId,
        /// The medium; none means the customer's last reachable one.
        channel: Option<Channel>,
        /// The text.
        text: String,
        /// Files, already stored.
        attachments: Vec<Attachment>,
    },
    /// An agent takes it.
    Take {
        /// Who.
        agent: AgentId,
    },
    /// An agent gives it back to the queue.
    Release {
        /// Who.
        agent: AgentId,
    },
    /// An agent ends it.
    Close {
        /// Who.
        agent: AgentId,
    },
    /// An agent reopens it.
    Reopen {
        /// Who.
        agent: AgentId,
    },
    /// An agent kills all links sent so far.
    RevokeLinks {
        /// Who.
        agent: AgentId,
    },
    /// An agent asked the site's questions and vouches for a session.
    Vouch {
        /// Who.
        agent: AgentId,
        /// For which session.
        session: SessionId,
        /// What was asked and checked.
        how: String,
    },
    /// A provider reports on an outbound message.
    Report {
        /// Which.
        message: MessageId,
        /// What.
        status: Delivery,
        /// In the provider's words.
        detail: Option<String>,
    },
}
