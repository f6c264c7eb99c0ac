//! Routing: who answers, from intent, context and load.
//!
//! The medium of a message is no input: no type in this folder can reach it, which `cargo xtask tidy` checks. Rules are
//! data, tried in their order; each decision says why.

mod choose;
mod facts;
mod load;
mod place;
mod queue;
mod rules;
mod words;

#[cfg(test)]
mod tests;

pub use facts::{Facts, Guess, Mood};
pub use load::AgentLoad;
pub use queue::{Apart, Served, Waiting, serve};
pub use rules::{Priority, Rule, Rules, Team, When};

use crate::id::AgentId;
use serde::{Deserialize, Serialize};

/// Where a conversation goes, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The team, by its name in the policy.
    pub team: String,
    /// The agent; none: it waits in the team's queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
    /// How soon it is served among what waits.
    pub priority: Priority,
    /// How many units of an agent's capacity it takes, from 1.
    pub weight: u32,
    /// Why, in sentences for agents; the first names the rule.
    pub because: Vec<Because>,
}

/// One reason of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// The key path of the rule behind it, if one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The reason, in one sentence.
    pub text: String,
}

/// Decides where a conversation goes. The first rule whose conditions all hold names team, priority and weight; among the
/// team's agents who are here and have room, the one who knows the customer, else who writes their language, has the
/// skills and the least to do.
#[must_use]
pub fn route(facts: &Facts, rules: &Rules, agents: &[AgentLoad]) -> Decision {
    let place = place::place(facts, rules);
    let choice = choose::choose(&place, facts, rules, agents);
    let mut because = place.because;
    because.push(choice.because);
    Decision {
        team: place.team.to_owned(),
        agent: choice.agent,
        priority: place.priority,
        weight: place.weight,
        because,
    }
}
