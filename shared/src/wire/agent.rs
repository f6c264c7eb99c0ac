//! What the console and the edge say to each other.

pub use super::thread::{
    Advice, CustomerCard, IdentifierLine, PromiseLine, Route, SessionLine, TemplateLine, ThreadState, ToneLine,
};
use super::{entry::Entry, problem::Problem};
use crate::{
    channel::Channel,
    evidence::Assurance,
    id::{AgentId, CommandKey, ConversationId, CustomerId, SessionId},
    identity::IdentifierKind,
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
}

/// What an agent may do. Ordered: who may more comes later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgentRole {
    /// Talk with customers.
    #[default]
    Agent,
    /// Also change the site's rules.
    Lead,
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
    /// Become the owner.
    Take,
    /// Back to the queue.
    Release,
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
