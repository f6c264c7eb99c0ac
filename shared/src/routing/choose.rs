//! Which agent gets a conversation that has its place.

use super::{AgentLoad, Because, Facts, Rules, place::Place, words};
use crate::id::AgentId;

/// Who gets it, if anybody.
pub(super) struct Choice {
    /// The agent.
    pub agent: Option<AgentId>,
    /// Some could take it and have too little room; of these, the one who is nearest to having it. It is their turn to
    /// wait: what comes later must not take the room that they get.
    pub keep: Option<AgentId>,
    /// Why.
    pub because: Because,
}

impl Choice {
    pub(super) fn nobody(rule: Option<String>, text: String) -> Self {
        Self { agent: None, keep: None, because: Because { rule, text } }
    }
}

/// Chooses among the agents of the team.
pub(super) fn choose(place: &Place<'_>, facts: &Facts, rules: &Rules, agents: &[AgentLoad]) -> Choice {
    let label = rules.label(place.team);
    if !rules.assign {
        return Choice::nobody(Some("routing.assign".to_owned()), words::agents_take());
    }
    if !rules.at_work(place.team, facts) {
        return Choice::nobody(Some(format!("team.{}.hours", place.team)), words::closed(label));
    }
    let mut able: Vec<&AgentLoad> =
        agents.iter().filter(|agent| agent.available && agent.teams.contains(place.team)).collect();
    if able.is_empty() {
        return Choice::nobody(None, words::nobody_here(label));
    }
    able.retain(|agent| place.skills.iter().all(|skill| agent.skills.contains(skill)));
    if able.is_empty() {
        return Choice::nobody(None, words::nobody_skilled(label, place.skills));
    }
    able.retain(|agent| !facts.declined.contains(&agent.agent));
    if able.is_empty() {
        return Choice::nobody(None, words::all_declined(label));
    }
    let knows = facts.previous.as_ref().and_then(|previous| able.iter().find(|agent| agent.agent == *previous));
    if let Some(knows) = knows {
        if knows.has_room(place.weight) {
            let text = words::knows(&knows.agent, facts.returning);
            return Choice { agent: Some(knows.agent.clone()), keep: None, because: Because { rule: None, text } };
        }
        let until = facts.since.plus(rules.wait_for_previous_ms);
        if facts.now < until {
            let rule = Some("routing.wait-for-previous".to_owned());
            return Choice::nobody(rule, words::waits_for(&knows.agent, until.since(facts.now)));
        }
    }
    able.sort_by(|a, b| by_load(a, b));
    let fits = |agent: &&&AgentLoad| agent.has_room(place.weight);
    let speaks = |agent: &AgentLoad| {
        let language = facts.language.as_ref();
        language.is_none_or(|language| agent.languages.is_empty() || agent.languages.contains(language))
    };
    let roomy: Vec<&AgentLoad> = able.iter().filter(fits).copied().collect();
    let best = roomy.iter().find(|agent| speaks(agent)).or_else(|| roomy.first());
    let Some(best) = best else {
        let keep = able.first().map(|agent| agent.agent.clone());
        return Choice { keep, ..Choice::nobody(None, words::all_full(label)) };
    };
    let language = facts
        .language
        .as_deref()
        .filter(|language| best.languages.contains(*language) && roomy.iter().any(|other| !speaks(other)));
    let alike = roomy.iter().filter(|agent| speaks(agent) == speaks(best)).count();
    let text = words::least(best, alike.saturating_sub(1), language);
    Choice { agent: Some(best.agent.clone()), keep: None, because: Because { rule: None, text } }
}

/// Who has less to do of what they can do comes first, then who waited longer.
fn by_load(a: &AgentLoad, b: &AgentLoad) -> std::cmp::Ordering {
    let scaled = |load: u32, of: u32| u64::from(load) * u64::from(of);
    let load = scaled(a.load, b.capacity).cmp(&scaled(b.load, a.capacity));
    load.then_with(|| a.last.cmp(&b.last)).then_with(|| a.agent.cmp(&b.agent))
}
