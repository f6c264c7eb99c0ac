//! Who works at a site, as other programs see them: whom a conversation can be handed to, and in whose name something is
//! done.

use crate::id::AgentId;
use serde::{Deserialize, Serialize};

/// All agents of the site, by id. Whether somebody is here now is their own affair, and so are their addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agents {
    /// The agents.
    pub agents: Vec<AgentLine>,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentLine {
    /// The id: the `agent` of what is done in their name, the `owner` of conversations.
    pub id: AgentId,
    /// What customers and colleagues call them.
    pub name: String,
    /// The teams that they are in.
    pub teams: Vec<String>,
}

/// All teams of the site's rules, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Teams {
    /// The teams.
    pub teams: Vec<TeamLine>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TeamLine {
    /// The name: the `team` of conversations and of whom they are handed to.
    pub name: String,
    /// What people call it.
    pub label: String,
}
