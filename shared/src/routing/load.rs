//! What agents have to do.

use crate::{id::AgentId, time::Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An agent, as routing looks at them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentLoad {
    /// Who.
    pub agent: AgentId,
    /// The teams that they are in.
    pub teams: BTreeSet<String>,
    /// What they can do, in the site's words.
    pub skills: BTreeSet<String>,
    /// The languages that they write (ISO 639-1); none: any.
    pub languages: BTreeSet<String>,
    /// Here by heartbeat, and takes conversations.
    pub available: bool,
    /// How many units they can have at once.
    pub capacity: u32,
    /// How many they have.
    pub load: u32,
    /// When they were last given one: of two alike, who waited longer.
    pub last: Timestamp,
}

impl AgentLoad {
    /// What a conversation of this weight takes of them: one that is heavier than all that they can have takes it all.
    #[must_use]
    pub fn share(&self, weight: u32) -> u32 {
        weight.clamp(1, self.capacity.max(1))
    }

    /// Whether they have room for a conversation of this weight.
    #[must_use]
    pub fn has_room(&self, weight: u32) -> bool {
        self.load.saturating_add(self.share(weight)) <= self.capacity
    }
}
