//! What the console and the edge say to each other.

pub use super::thread::{
    Advice, CustomerCard, IdentifierLine, MoveLine, PromiseLine, Route, SessionLine, TemplateLine, ThreadState, ToneLine,
};
use super::{entry::Entry, problem::Problem};
use crate::{
    channel::Channel,
    evidence::Assurance,
    handoff::{HandoffNote, Party},
    id::{AgentId, AttachmentId, CommandKey, ConversationId, CustomerId, HandoffId, SessionId},
    identity::IdentifierKind,
    routing::{Mood, Priority},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// `POST /v1/sites/{site}/agent/code`: a code to sign in. Always answered 202 with an empty object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInWanted {
    /// The agent's mail address.
    pub address: String,
}

/// `POST /v1/sites/{site}/agent/session`: sign in. Sets the session cookie; answered with [`Me`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// The agent's mail address.
    pub address: String,
    /// The code; anything but digits is ignored.
    pub code: String,
}

/// `GET /v1/sites/{site}/agent/session`: who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The agent.
    pub agent: AgentId,
    /// The name that customers see.
    pub name: String,
    /// The site's name.
    pub site_name: String,
    /// What the first frame of a socket must carry: a cookie alone opens none. Also sent as `X-Weft-Key` with requests that change something.
    pub key: String,
    /// Channel name → label, as the site's policy has them.
    pub channels: Vec<(Channel, String)>,
    /// What they may do.
    pub role: AgentRole,
    /// What customers write about: name → label, as the site's policy has them.
    pub intents: Vec<(String, String)>,
    /// The teams: name → label.
    #[serde(default)]
    pub teams: Vec<(String, String)>,
    /// The teams that the agent is in.
    #[serde(default)]
    pub own_teams: Vec<String>,
    /// Texts that agents use often.
    #[serde(default)]
    pub answers: Vec<AnswerLine>,
    /// The limits of handoff notes.
    #[serde(default)]
    pub handoff: NoteLimitsLine,
}

/// A text that agents use often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerLine {
    /// Its name in the policy.
    pub name: String,
    /// The name that agents read.
    pub label: String,
    /// The text, with `{{customer}}` and `{{agent}}` to be filled in; the site's name is.
    pub text: String,
    /// What it answers; none: anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intents: Vec<String>,
}

/// How long the fields of a handoff note are, in characters: the least and the most of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteLimitsLine {
    /// Of `wants`.
    pub wants: (usize, usize),
    /// Of `done`.
    pub done: (usize, usize),
    /// Of `promised`.
    pub promised: (usize, usize),
    /// Of `next`.
    pub next: (usize, usize),
    /// The farthest that `due` may lie ahead, in milliseconds.
    pub due_within_ms: i64,
}

/// What an agent may do. Ordered: who may more comes later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgentRole {
    /// Talk with customers.
    #[default]
    Agent,
    /// Also change the site's rules, see the whole desk, and hand over what colleagues answer for.
    Lead,
    /// Also look after agents, keys, providers and the site's settings.
    Admin,
}

/// One line of the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The conversation.
    pub conversation: ConversationId,
    /// The place in its journal that this line was made from: a lower one never replaces a higher.
    pub seq: u64,
    /// The customer.
    pub customer: CustomerId,
    /// What to call the customer: a name, an address, or "Visitor".
    pub title: String,
    /// The subject, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The beginning of the last message.
    pub preview: String,
    /// The medium of the last message.
    pub channel: Channel,
    /// The level of the last message of the customer.
    pub level: Assurance,
    /// Who answers for it; none means the queue.
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
    /// The whole inbox: open conversations and the recently closed, latest first.
    Inbox {
        /// Its lines.
        rows: Vec<Row>,
        /// The team.
        colleagues: Vec<Colleague>,
        /// How far the agent has seen each conversation, as far as that is known.
        #[serde(default)]
        seen: Vec<(ConversationId, u64)>,
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
