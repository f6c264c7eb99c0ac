//! Serving what waits: in its order, never beyond anybody's capacity.

use super::{
    AgentLoad, Decision, Facts, Rules,
    choose::choose,
    place::{Place, place},
};
use crate::id::ConversationId;
use std::cmp::Reverse;

/// A conversation that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub conversation: ConversationId,
    /// What is known of it.
    pub facts: Facts,
}

/// What becomes of a conversation that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// Which.
    pub conversation: ConversationId,
    /// Where it goes; without an agent it still waits.
    pub decision: Decision,
}

/// Serves a queue: what is more urgent first, then what waits longest. Answers for each conversation, in that order.
///
/// What nobody can take does not stop what others can. But where somebody could take it and has too little room, the
/// room that they have is kept for it: something light that comes later must not starve something heavy.
#[must_use]
pub fn serve(waiting: &[Waiting], rules: &Rules, agents: &[AgentLoad]) -> Vec<Served> {
    let mut agents = agents.to_vec();
    let mut ordered: Vec<(Place<'_>, &Waiting)> =
        waiting.iter().map(|entry| (place(&entry.facts, rules), entry)).collect();
    ordered.sort_by_key(|(place, entry)| (Reverse(place.priority), entry.facts.since, entry.conversation));
    let mut served = Vec::with_capacity(ordered.len());
    for (place, entry) in ordered {
        let choice = choose(&place, &entry.facts, rules, &agents);
        for agent in &mut agents {
            if choice.agent.as_ref() == Some(&agent.agent) {
                agent.load = agent.load.saturating_add(agent.share(place.weight));
                agent.last = entry.facts.now;
            } else if choice.keep.as_ref() == Some(&agent.agent) {
                agent.load = agent.load.max(agent.capacity);
            }
        }
        let mut because = place.because;
        because.push(choice.because);
        let decision = Decision {
            team: place.team.to_owned(),
            agent: choice.agent,
            priority: place.priority,
            weight: place.weight,
            because,
        };
        served.push(Served { conversation: entry.conversation, decision });
    }
    served
}
