//! Commands: what somebody wants to happen in a conversation.

mod desk;

pub use desk::DeskCommand;

use crate::{
    call::Call,
    channel::Channel,
    consent::ConsentLine,
    evidence::Evidence,
    id::{AgentId, CommandKey, ConversationId, CustomerId, MergeId, MessageId, SessionId, SiteId, TokenId},
    identity::Identifier,
    message::{Amendment, Attachment, Delivery, Message},
    time::Timestamp,
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
    /// The directory led here by this address: it is the customer's, so its holder takes part. False when something else
    /// did, such as the id of the message that is answered.
    #[serde(default)]
    pub known: bool,
    /// What its holder wishes, by medium, as the directory knows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<ConsentLine>,
    /// The sender keeps its address to itself: `address` stands for this one message, and nobody takes part by it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// The provider has given the mandatory answer already: the rules give none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answered: bool,
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
        /// The medium's id of the message that it answers, where the medium says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answers: Option<String>,
    },
    /// The sender changed a message, or reacted to one.
    Amend {
        /// The medium's id of the message.
        foreign_id: String,
        /// Who changed it, in canonical form.
        by: Identifier,
        /// The medium.
        channel: Channel,
        /// What.
        change: Amendment,
        /// The key of the raw original in the object store.
        raw: Option<String>,
    },
    /// Something more is known of a call.
    NoteCall {
        /// The medium's id of the call's message.
        foreign_id: String,
        /// What.
        call: Call,
    },
    /// The directory learnt what the holder of an address wishes.
    NoteConsent {
        /// What.
        line: ConsentLine,
        /// Why, in one sentence for agents.
        because: String,
    },
    /// A provider reports what the holder of an address wishes; the directory does not know it yet.
    ReportConsent {
        /// What.
        line: ConsentLine,
        /// Why, in one sentence for agents.
        because: String,
    },
    /// The conversation belongs to another customer from now on: two were merged, or come apart again.
    Rehome {
        /// Whose it is.
        customer: CustomerId,
        /// By which merge, or the undoing of which.
        merge: MergeId,
        /// Why, in one sentence for agents.
        because: String,
    },
    /// Addresses and accounts are not this customer's any more, since a merge was undone: whoever joined by one while the
    /// merge held takes part no longer.
    Part {
        /// Which.
        identifiers: Vec<Identifier>,
        /// By the undoing of which merge.
        merge: MergeId,
        /// When that was made. Whoever took part before it did not come by it, and stays.
        since: Timestamp,
        /// Why, in one sentence for agents.
        because: String,
    },
    /// Its messages go on in another conversation of the same customer; it ends.
    Depart {
        /// Which.
        to: ConversationId,
        /// The visitor who chose so, if it was one.
        session: Option<SessionId>,
        /// The agent who chose so, if it was one.
        agent: Option<AgentId>,
    },
    /// Messages of another conversation of the same customer go on here.
    Absorb {
        /// Which.
        from: ConversationId,
        /// Them, with when each was written.
        messages: Vec<(Timestamp, Message)>,
        /// More of them follow in another command: nobody joins by these before the last have come.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        more: bool,
    },
    /// A browser whose account is known goes on here, after it began elsewhere.
    Adopt {
        /// Its new session.
        session: SessionId,
        /// The medium.
        channel: Channel,
        /// The site's word of who it is.
        evidence: Evidence,
    },
    /// It is about a deal of the site.
    AttachDeal {
        /// Which.
        deal: Identifier,
    },
    /// A code that points here is read out to somebody.
    SpeakCode {
        /// The id of what it points with.
        token: TokenId,
        /// The medium that it is spoken over.
        channel: Channel,
        /// The address of whom it is spoken to; none means the first that a code can reach.
        address: Option<Identifier>,
        /// The agent who reads it out; none means a machine.
        agent: Option<AgentId>,
    },
    /// An agent learnt an address of the customer and says how.
    AddIdentifier {
        /// Who.
        agent: AgentId,
        /// Which, in canonical form.
        identifier: Identifier,
        /// What was asked and checked.
        how: String,
    },
    /// An agent says what it is about.
    SetIntent {
        /// Who.
        agent: AgentId,
        /// A name of the policy's list; none takes it back.
        intent: Option<String>,
    },
    /// A rule kept something from being sent.
    NoteRefusal {
        /// Who wanted to send; none means Weft itself.
        agent: Option<AgentId>,
        /// The medium.
        channel: Channel,
        /// The key path of the rule.
        rule: String,
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
    /// The site's word of who a session is was verified, and the directory took it for this conversation's customer.
    Identify {
        /// The session.
        session: SessionId,
        /// The site's word.
        evidence: Evidence,
        /// Addresses that the site vouches for as well.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        also: Vec<Identifier>,
        /// The account was this customer's before, and not only by this word.
        #[serde(default)]
        known: bool,
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
        /// The medium that it was asked for on; none means the first that may carry it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        over: Option<Channel>,
        /// The holder of the address asked for it just now, as by a key on the phone: no other agreement is needed.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        by_holder: bool,
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
        /// The text of the policy that is sent instead of `text`.
        #[serde(default)]
        template: Option<String>,
    },
    /// An agent takes it.
    Take {
        /// Who.
        agent: AgentId,
    },
    /// Something of the desk: who answers, and what agents note.
    Desk(DeskCommand),
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
        /// The medium's own id of it, once there is one.
        #[serde(default)]
        foreign_id: Option<String>,
    },
}
