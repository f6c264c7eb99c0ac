//! What the console and the edge say to each other.

pub use super::me::{AgentRole, AnswerLine, Me, NoteLimitsLine, SignIn, SignInWanted};
pub use super::row::{Colleague, HeldLine, OfferLine, Row};
pub use super::thread::{
    Advice, CustomerCard, IdentifierLine, MoveLine, PromiseLine, Route, SessionLine, TemplateLine, ThreadState,
    ToneLine,
};
use super::{entry::Entry, problem::Problem};
use crate::{
    channel::Channel,
    handoff::HandoffNote,
    id::{AgentId, AttachmentId, CommandKey, ConversationId, SessionId},
    identity::IdentifierKind,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Frames from the console on the desk's socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "frame", rename_all = "kebab-case")]
pub enum ToDesk {
    /// The first frame.
    Hello {
        /// [`VERSION`](super::VERSION).
        version: u32,
        /// The `key` of [`Me`].
        key: String,
    },
    /// Still here; sent every 20 seconds, presence ends after 60 without.
    Here,
    /// Takes new conversations from now on, or none.
    Available {
        /// Which.
        available: bool,
    },
    /// Everything of a conversation up to this place was on the agent's screen.
    Seen {
        /// Which.
        conversation: ConversationId,
        /// The place.
        upto: u64,
    },
}

/// Frames to the console on the desk's socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "frame", rename_all = "kebab-case")]
pub enum FromDesk {
    /// The inbox: open conversations and the recently closed, as far as they fit into one frame.
    Inbox {
        /// Its lines.
        rows: Vec<Row>,
        /// The team.
        colleagues: Vec<Colleague>,
        /// How far the agent has seen each conversation, as far as that is known.
        #[serde(default)]
        seen: Vec<(ConversationId, u64)>,
        /// How many more are open than these lines show.
        #[serde(default, skip_serializing_if = "is_none")]
        more_open: u32,
        /// How many more were closed lately than these lines show.
        #[serde(default, skip_serializing_if = "is_none")]
        more_closed: u32,
    },
    /// The agent has seen more of a conversation, perhaps on another screen.
    Seen {
        /// Which.
        conversation: ConversationId,
        /// Up to this place.
        upto: u64,
    },
    /// One line is new or changed.
    Changed {
        /// It.
        row: Row,
    },
    /// Who is here changed.
    Presence {
        /// The team.
        colleagues: Vec<Colleague>,
    },
    /// The end of this socket.
    Bye {
        /// `expired`, `signed-out` or `problem`.
        because: String,
        /// More.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        problem: Option<Problem>,
    },
}

/// Frames from the console on a conversation's socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "frame", rename_all = "kebab-case")]
pub enum ToThread {
    /// The first frame.
    Hello {
        /// [`VERSION`](super::VERSION).
        version: u32,
        /// The `key` of [`Me`].
        key: String,
        /// The `upto` seen last; 0 for none.
        after: u64,
    },
    /// Do something.
    Do {
        /// The idempotency key: sending again is safe.
        key: CommandKey,
        /// What.
        #[serde(flatten)]
        wish: Wish,
    },
    /// The agent is typing; sent at most every 3 seconds.
    Typing,
    /// Entries before a place are wanted.
    Earlier {
        /// The place.
        before: u64,
    },
}

/// What an agent can do with a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Wish {
    /// Answer.
    Reply {
        /// The text, at most [`MAX_TEXT`](crate::message::MAX_TEXT) characters.
        text: String,
        /// The medium; none means the first route.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<Channel>,
        /// A text of the policy to send instead: its name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        template: Option<String>,
        /// Files that were brought before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<AttachmentId>,
    },
    /// Get a code to read out, that points here: answered with `code` before `done`.
    SpeakCode,
    /// Note an address of the customer.
    AddIdentifier {
        /// Its kind.
        kind: IdentifierKind,
        /// It, as written; a national number is read in the site's region.
        value: String,
        /// What was asked and checked.
        how: String,
    },
    /// Say what it is about.
    SetIntent {
        /// A name of [`Me::intents`]; none takes it back.
        intent: Option<String>,
    },
    /// Let its messages go on in another conversation of the same customer.
    MoveInto {
        /// Which.
        conversation: ConversationId,
    },
    /// Become the owner of what waits in the queue.
    Take,
    /// Hand it to an agent or a team.
    HandOff {
        /// The note; it names the next owner.
        note: HandoffNote,
    },
    /// Take over what was offered.
    AcceptHandoff,
    /// Do not take over what was offered.
    DeclineHandoff {
        /// Why: 1 to 300 characters.
        because: String,
    },
    /// Move the customer to another medium: a link goes there, or a code is read out.
    MoveChannel {
        /// Where to.
        to: Channel,
        /// The note; its owner is the present one.
        note: HandoffNote,
    },
    /// Write something that the customer never sees.
    Note {
        /// The text, at most 4,000 characters.
        text: String,
        /// Colleagues to tell.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<AgentId>,
    },
    /// Say what its tags are.
    Tag {
        /// All of them: at most 20, of 1 to 40 characters.
        tags: Vec<String>,
    },
    /// Let it wait.
    Hold {
        /// Until when; none: until the customer writes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
        /// What it waits for.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        because: String,
    },
    /// Take it back from waiting.
    Resume,
    /// End it.
    Close,
    /// It goes on.
    Reopen,
    /// Kill all links sent so far.
    RevokeLinks,
    /// Vouch for a session after asking the site's questions.
    Vouch {
        /// The session.
        session: SessionId,
        /// What was asked and checked.
        how: String,
    },
}

/// Frames to the console on a conversation's socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "frame", rename_all = "kebab-case")]
pub enum FromThread {
    /// Everything but the entries; sent first and after each change of it.
    State(Box<ThreadState>),
    /// Entries; with `reset`, forget all before.
    Entries {
        /// Start anew.
        reset: bool,
        /// In the journal's order.
        entries: Vec<Entry>,
        /// Everything up to here is known now.
        upto: u64,
        /// There are entries before the first of these, to be asked for by [`ToThread::Earlier`]; with `reset` only.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        more: bool,
    },
    /// Entries from before those that are known.
    Earlier {
        /// In the journal's order.
        entries: Vec<Entry>,
        /// There are more before them.
        more: bool,
    },
    /// Which colleagues look at it now, beside the reader.
    Viewing {
        /// Them, with whether they are writing an answer.
        colleagues: Vec<(AgentId, bool)>,
    },
    /// A code to read out to the customer.
    Code {
        /// The key of the `do`.
        key: CommandKey,
        /// The digits.
        code: String,
        /// How long it is valid, in milliseconds from now.
        valid_ms: u64,
    },
    /// A `do` is committed.
    Done {
        /// Its key.
        key: CommandKey,
    },
    /// A `do` was refused.
    Refused {
        /// Its key.
        key: CommandKey,
        /// Why.
        problem: Problem,
    },
    /// Somebody is typing; good for 5 seconds.
    Typing {
        /// The name to show.
        name: String,
        /// It is the customer.
        customer: bool,
    },
    /// The end of this socket.
    Bye {
        /// `expired`, `signed-out` or `problem`.
        because: String,
        /// More.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        problem: Option<Problem>,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
const fn is_none(count: &u32) -> bool {
    *count == 0
}
