//! What the worker asks of a conversation's object. The object's name is `{site}/{conversation}`.

use super::{carry::Actor, outbox::Hook};
use serde::{Deserialize, Serialize};
use weft_shared::{
    card,
    channel::Channel,
    command::Command,
    event::Event,
    evidence::Evidence,
    id::{AgentId, AttachmentId, CommandKey, ConversationId, CustomerId, MessageId, SessionId, SiteId, TokenId},
    identity::Identifier,
    message::{Attachment, Via},
    wire::{
        agent::Wish,
        card::Card,
        customer::{Challenge, Credentials},
    },
};

/// A question or order to a conversation's object.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "kebab-case")]
pub enum ConversationCall {
    /// Carry out a command. Answered with [`Executed`].
    Execute {
        /// The site, for its policy.
        site: SiteId,
        /// The command.
        command: Command,
    },
    /// Carry out what an agent wishes, as from a console. Answered with [`Executed`].
    Carry {
        /// The site.
        site: SiteId,
        /// Who; the worker has checked that.
        actor: Actor,
        /// The idempotency key, the agent's own.
        key: CommandKey,
        /// What.
        wish: Box<Wish>,
    },
    /// A visitor begins here. Answered with [`Credentials`]; repeating it with the same key is idempotent.
    Begin {
        /// The site.
        site: SiteId,
        /// A `Begin` command.
        command: Command,
    },
    /// A person follows a link. Answered with [`Opened`].
    Redeem {
        /// The site.
        site: SiteId,
        /// The verified token's id.
        token: TokenId,
        /// Its generation.
        generation: u32,
        /// Hash of the browser's nonce.
        browser: String,
    },
    /// Where would a code for this session go? Answered with [`Asked`].
    AskProof {
        /// The site.
        site: SiteId,
        /// The session.
        session: SessionId,
        /// Its secret.
        secret: String,
    },
    /// A code was issued to the address that `AskProof` named. Answered with [`Executed`].
    ProofAsked {
        /// The site.
        site: SiteId,
        /// The session.
        session: SessionId,
    },
    /// A code was confirmed. Answered with fresh [`Credentials`]; the session's former secrets die.
    Prove {
        /// The site.
        site: SiteId,
        /// The session.
        session: SessionId,
        /// The proof.
        evidence: Evidence,
    },
    /// Is this session what it says, now? Answered with [`Executed`].
    Authenticate {
        /// The session.
        session: SessionId,
        /// Its secret.
        secret: String,
    },
    /// End a session. Answered with [`Executed`].
    SignOut {
        /// The site.
        site: SiteId,
        /// The session.
        session: SessionId,
        /// Its secret.
        secret: String,
    },
    /// A code that points here, to be read out. Answered with [`Spoken`].
    SpeakCode {
        /// The site.
        site: SiteId,
        /// The medium that it is spoken over.
        channel: Channel,
        /// The address of whom it is spoken to; none means the first that a code can reach.
        address: Option<Identifier>,
        /// The agent who reads it out; none means a machine.
        agent: Option<AgentId>,
    },
    /// May this session bring the site's word of who it is, now? Answered with [`Visitor`].
    MayIdentify {
        /// The site.
        site: SiteId,
        /// The session.
        session: SessionId,
        /// Its secret.
        secret: String,
    },
    /// The site's word of who this session is was verified, and the directory took it for this conversation's customer.
    /// Answered with fresh [`Credentials`].
    Identify {
        /// The site.
        site: SiteId,
        /// The session.
        session: SessionId,
        /// Its secret.
        secret: String,
        /// The site's word.
        evidence: Evidence,
        /// Addresses that the site vouches for as well.
        #[serde(default)]
        also: Vec<Identifier>,
        /// The account was this customer's before, and not only by this word.
        #[serde(default)]
        known: bool,
        /// The deal that it is about.
        #[serde(default)]
        deal: Option<Identifier>,
        /// The account's customer has another open conversation: the visitor is asked.
        elsewhere: Option<ConversationId>,
    },
    /// The visitor's answer: with `join`, this conversation is to go on in the one that `Identify` named. It does when
    /// that one has taken the browser in: see `Moved`. Answered with [`Left`]; repeating it is idempotent for a while.
    Leave {
        /// The site.
        site: SiteId,
        /// The session.
        session: SessionId,
        /// Its secret.
        secret: String,
        /// Go on there.
        join: bool,
    },
    /// Another conversation has taken the session's browser in: this one goes on there, and all its sessions end here.
    /// Answered with [`Executed`]; repeating it is idempotent.
    Moved {
        /// The site.
        site: SiteId,
        /// The session.
        session: SessionId,
        /// Its secret here.
        secret: String,
        /// What it has there: for the session's other open tabs.
        credentials: Credentials,
    },
    /// A browser that left another conversation goes on here. Answered with [`Credentials`]; repeating it is idempotent.
    Adopt {
        /// The site.
        site: SiteId,
        /// The conversation that it left.
        from: ConversationId,
        /// The session that it had there.
        session: SessionId,
        /// The site's word of who it is.
        evidence: Evidence,
    },
    /// May this session have the file? Answered with [`FileFound`].
    File {
        /// The site.
        site: SiteId,
        /// The file.
        attachment: AttachmentId,
        /// The session and its secret; none for an agent.
        session: Option<(SessionId, String)>,
    },
    /// What does it give to its card? Answered with [`CardPart`].
    Card {
        /// The site.
        site: SiteId,
        /// What was said is wanted too, for a language model that the site's rules allow.
        words: bool,
    },
    /// An agent brings a file for an answer; its bytes go into the object store next. Answered with `null`.
    Bring {
        /// Who.
        agent: AgentId,
        /// What.
        file: Attachment,
    },
    /// An agent's session is over: what is open in it closes. Answered with `null`.
    AgentGone {
        /// The hash of its secret.
        session: String,
    },
    /// Who answers for it now? Answered with `Option<AgentId>`.
    Owner {},
    /// The raw original of a message, for an agent. Answered with [`RawFound`].
    Raw {
        /// The message.
        message: MessageId,
    },
    /// What happened after a place. Answered with [`JournalPage`].
    Journal {
        /// The place; 0 for the beginning.
        after: u64,
    },
    /// The conversation as a program with a key of the API sees it. Answered with
    /// [`Conversation`](weft_shared::wire::api::Conversation).
    Show {},
    /// Its messages after a place, so many of them, the earliest first. Answered with
    /// `Vec<`[`Message`](weft_shared::wire::api::Message)`>`.
    Messages {
        /// The site, for its rules.
        site: SiteId,
        /// The place; 0 for the beginning.
        after: u64,
        /// At most so many.
        most: u32,
    },
    /// Tell a webhook what it was told before. Answered with [`Executed`].
    TellAgain {
        /// What.
        hook: Box<Hook>,
    },
    /// Look again when the next thing is due. Answered with [`Executed`].
    Arm {},
    /// Send every entry to the read model again. Answered with [`Executed`].
    Reproject {
        /// The site.
        site: SiteId,
    },
}

/// A command is committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Executed {
    /// The last place in the journal after it.
    pub seq: u64,
}

/// What a session is, for the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// It reads the whole conversation by a proof that it gave before.
    pub knows_all: bool,
}

/// A code to be read out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Spoken {
    /// The digits.
    pub code: String,
    /// How long it is valid, in milliseconds.
    pub valid_ms: i64,
}

/// What became of a visitor's choice.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Left {
    /// Where the visitor goes on, with the proof that counts there; none: it stays here.
    pub to: Option<(ConversationId, Evidence)>,
    /// Credentials for here, when it stays.
    pub credentials: Option<Credentials>,
}

/// A session is open.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opened {
    /// For the browser.
    pub credentials: Credentials,
    /// What can be proven, if anything.
    pub challenge: Option<Challenge>,
}

/// Where a code would go.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// The stored address: for the verifier and the letter, never for the browser.
    pub address: Identifier,
    /// The site's own end that the letter leaves by.
    pub via: Option<Via>,
    /// For the browser.
    pub challenge: Challenge,
    /// The conversation.
    pub conversation: ConversationId,
}

/// A file that may be handed out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FileFound {
    /// The name that the sender gave.
    pub name: String,
    /// The size in bytes.
    pub size: u64,
}

/// A part of the journal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct JournalPage {
    /// What happened, in order.
    pub events: Vec<Event>,
    /// There is more after the last of them.
    pub more: bool,
}

/// The card, without the customer's other conversations.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CardPart {
    /// It.
    pub card: Card,
    /// Whose other conversations belong to it.
    pub customer: CustomerId,
    /// What the customer said last.
    pub question: String,
    /// What was said, if that was wanted.
    pub said: Vec<card::Spoken>,
}

/// The key of a raw original in the object store.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RawFound {
    /// The key.
    pub key: String,
}
