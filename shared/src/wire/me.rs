//! Who is signed in at a console, and what they may do.

use crate::{channel::Channel, id::AgentId};
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
