//! What is asked of a site's desk. The object's name is the site's id.

use super::{passkeys::Ask, sessions::Opening};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use weft_shared::{
    handoff::Handed,
    id::{AgentId, ConversationId, SiteId},
    routing::Facts,
    time::Timestamp,
    wire::agent::{AgentRole, Row},
};

/// A question or order to a desk.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "kebab-case")]
pub enum DeskCall {
    /// Enter an agent, or change one: a new address ends their sessions. Answered with `null`, or `conflict` when a
    /// colleague has the address.
    PutAgent {
        /// Who.
        agent: AgentId,
        /// The name that customers see.
        name: String,
        /// The mail address, in canonical form: codes go there.
        address: String,
        /// What they may do.
        role: AgentRole,
        /// The number that calls to them go to (E.164).
        phone: Option<String>,
        /// What they work on and how much of it; none: as it is, or the default.
        work: Option<Work>,
        /// What must hold for it; `conflict` when it does not.
        #[serde(default)]
        guard: Guard,
    },
    /// Somebody is an agent no more: their sessions end, and what they answer for goes back to the queue. Answered with
    /// `null`, or `not-found`.
    RemoveAgent {
        /// Who.
        agent: AgentId,
        /// What must hold for it; `conflict` when it does not.
        #[serde(default)]
        guard: Guard,
    },
    /// All that is known of the agents. Answered with `Vec<`[`AgentDetail`]`>`, by name.
    AgentDetails {},
    /// What customers call an agent. Answered with `Option<String>`.
    AgentName {
        /// Who.
        agent: AgentId,
    },
    /// Keep room for a conversation that an agent is about to own: until the conversation says who owns it, or a minute
    /// has passed. Answered with `null`, `at-capacity`, or `taken` when room is kept for a colleague.
    Reserve {
        /// Which.
        conversation: ConversationId,
        /// Who.
        agent: AgentId,
    },
    /// The room is not needed. Answered with `null`.
    Unreserve {
        /// Which.
        conversation: ConversationId,
        /// Whose.
        agent: AgentId,
    },
    /// Where does something that waits go as of now, and why has nobody it? Answered with `Option<Decision>`: none of what
    /// does not wait.
    Why {
        /// The site, for its rules.
        site: SiteId,
        /// Which.
        conversation: ConversationId,
    },
    /// The whole desk now. Answered with [`Board`](weft_shared::wire::board::Board).
    Board {
        /// The site, for its rules.
        site: SiteId,
    },
    /// The number that calls to an agent go to. Answered with `Option<String>`.
    AgentPhone {
        /// Who.
        agent: AgentId,
    },
    /// Whose address is this? Answered with `Option<`[`KnownAgent`]`>`.
    AgentByAddress {
        /// The address, in canonical form.
        address: String,
    },
    /// A code was right: open a session. Answered with `null`, or `not-found` when there is no such agent.
    OpenAgentSession {
        /// Who.
        agent: AgentId,
        /// The session.
        opening: Opening,
    },
    /// Whose session is this, now? Answered with `Option<`[`KnownAgent`]`>`.
    Authenticate {
        /// The hash of the secret that somebody presented.
        secret_hash: String,
        /// The conversation that is opened in it: it is closed when the session ends.
        #[serde(default)]
        reading: Option<ConversationId>,
        /// Now.
        at: Timestamp,
    },
    /// About the agents' passkeys. Answered as [`Ask`] says.
    Passkeys {
        /// What.
        ask: Ask,
    },
    /// A session ends, and its sockets with it. Answered with `null`.
    EndAgentSession {
        /// The hash of its secret.
        secret_hash: String,
    },
    /// All sessions of an agent end, and their sockets with them. Answered with `null`.
    EndAgentSessions {
        /// Whose.
        agent: AgentId,
    },
    /// An agent's own sessions. Answered with [`OwnSessions`](weft_shared::wire::account::OwnSessions).
    OwnSessions {
        /// Whose.
        agent: AgentId,
        /// The hash of the one in which they ask.
        secret_hash: String,
    },
    /// A conversation's line as of a place in its journal: an older one changes nothing. Answered with `null`.
    Project {
        /// The site, for its rules.
        site: SiteId,
        /// The line.
        row: Box<Row>,
        /// What routing looks at, while it waits in the queue.
        #[serde(default)]
        facts: Option<Box<Facts>>,
        /// What it takes of its owner's capacity, if they were given it by a rule.
        #[serde(default)]
        weight: Option<u32>,
        /// Its handoffs that were accepted in the last days.
        #[serde(default)]
        handed: Vec<Handed>,
    },
    /// Every conversation of the site has said what it is: a desk that did not know them all works again. Answered with
    /// `null`.
    Restored {},
    /// The conversations that the inbox knows, by id. Answered with `Vec<ConversationId>`.
    AllConversations {
        /// Those after this one; none for the first page.
        after: Option<ConversationId>,
        /// At most so many.
        limit: u32,
    },
    /// The team. Answered with `Vec<`[`Colleague`](weft_shared::wire::agent::Colleague)`>`.
    Agents {
        /// Now.
        at: Timestamp,
    },
}

/// What must hold for a change of the agents: looked at in the change's own transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Guard {
    /// There is nobody by this id yet.
    pub new: bool,
    /// Somebody looks after the site afterwards.
    pub admin_stays: bool,
}

/// What an agent works on, and how much of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Work {
    /// The teams that they are in, by their names in the policy.
    pub teams: BTreeSet<String>,
    /// What they can do, in the words of the rules.
    pub skills: BTreeSet<String>,
    /// The languages that they write (ISO 639-1); none: any.
    pub languages: BTreeSet<String>,
    /// How many units of work they can have at once; none: [`CAPACITY`].
    pub capacity: Option<u32>,
}

/// All that the desk knows of an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentDetail {
    /// Who.
    pub agent: AgentId,
    /// The name that customers see.
    pub name: String,
    /// The mail address, in canonical form.
    pub address: String,
    /// What they may do.
    pub role: AgentRole,
    /// The number that calls to them go to (E.164).
    pub phone: Option<String>,
    /// What they work on and how much of it; the capacity is always there.
    pub work: Work,
    /// Here now, by heartbeat.
    pub present: bool,
    /// Takes new conversations while here.
    pub available: bool,
    /// Units of work that they have now.
    pub load: u32,
}

/// How many units of work an agent can have at once where nobody said otherwise.
pub const CAPACITY: u32 = 8;

/// An agent that the desk knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownAgent {
    /// Who.
    pub agent: AgentId,
    /// The name that customers see.
    pub name: String,
    /// What they may do.
    pub role: AgentRole,
    /// The teams that they are in.
    #[serde(default)]
    pub teams: Vec<String>,
}

/// The header of a handshake that names the session which the cookie proved: the hash of its secret.
pub const SESSION: &str = "x-weft-session";
/// The header of a handshake that says what the first frame must carry.
pub const KEY: &str = "x-weft-key";
