//! Serving what waits: in its order, never beyond anybody's capacity.

use super::{
    AgentLoad, Decision, Facts, Rules,
    choose::{Choice, choose},
    place::{Place, place},
    words,
};
use crate::{
    id::{AgentId, ConversationId},
    time::Timestamp,
};
use std::cmp::Reverse;

/// A conversation that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub conversation: ConversationId,
    /// What is known of it.
    pub facts: Facts,
    /// Why it is given to nobody now, whoever has room. It keeps its place.
    pub apart: Option<Apart>,
}

/// Why something that waits is given to nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Apart {
    /// It is offered to an agent, who has until then to accept it.
    Offered(AgentId, Timestamp),
    /// Room is kept for it: an agent is just getting it.
    Getting(AgentId),
    /// It could not be given away a moment ago, and is let alone until then.
    Resting(Timestamp),
    /// The desk does not know all conversations yet, nor who has how much to do.
    Unsettled,
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
/// What is apart has its place in that order, and is given to nobody. What nobody can take does not stop what others can. But where somebody could take it and has too little room, the
/// room that they have is kept for it: something light that comes later must not starve something heavy.
#[must_use]
pub fn serve(waiting: &[Waiting], rules: &Rules, agents: &[AgentLoad]) -> Vec<Served> {
    let mut agents = agents.to_vec();
    let mut ordered: Vec<(Place<'_>, &Waiting)> =
        waiting.iter().map(|entry| (place(&entry.facts, rules), entry)).collect();
    ordered.sort_by_key(|(place, entry)| (Reverse(place.priority), entry.facts.since, entry.conversation));
    let mut served = Vec::with_capacity(ordered.len());
    for (place, entry) in ordered {
        let choice = match &entry.apart {
            Some(apart) => Choice::nobody(None, words::apart(apart, entry.facts.now)),
            None => choose(&place, &entry.facts, rules, &agents),
        };
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
