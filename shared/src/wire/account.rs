//! An agent's own account: where they are signed in.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// `GET …/agent/sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSessions {
    /// The own ones that hold now, the latest first.
    pub sessions: Vec<OwnSession>,
}

/// A session of one's own. It has no name by which it could be asked for: they end all at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// Since when.
    pub began: Timestamp,
    /// It ends by itself then.
    pub ends: Timestamp,
    /// It is the one that asks.
    pub here: bool,
    /// The browser's name, if it was a known one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser: Option<String>,
    /// What it runs on, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
}
