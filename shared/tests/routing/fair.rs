//! What is fair.

use weft_shared::routing::{AgentLoad, Facts, Rules, Served, Waiting, route};

/// It waits for the agent who knows the customer, not longer than it may, and they cannot have it now: they have no room,
/// or what they have is kept for something heavier whose turn was before.
fn waits_rightly(
    one: &Served,
    facts: &Facts,
    rules: &Rules,
    then: &[AgentLoad],
    passed_over: &[(&Served, &Facts, Vec<AgentLoad>)],
) -> bool {
    let says = one.decision.because.last().and_then(|because| because.rule.as_deref());
    let knows = then.iter().find(|load| facts.previous.as_ref() == Some(&load.agent));
    let before =
        passed_over.iter().map(|(before, _, _)| *before).take_while(|before| before.conversation != one.conversation);
    let heaviest = before.chain([one]).map(|it| it.decision.weight).max().unwrap_or(1);
    says == Some("routing.wait-for-previous")
        && facts.now < facts.since.plus(rules.wait_for_previous_ms)
        && knows.is_some_and(|knows| !knows.has_room(heaviest))
}

/// Nobody who came later, and is no more urgent, got somebody who could have taken what came before.
pub fn assert_fair(rules: &Rules, waiting: &[Waiting], served: &[Served], mut loads: Vec<AgentLoad>) {
    let mut passed_over: Vec<(&Served, &Facts, Vec<AgentLoad>)> = Vec::new();
    let mut before = None;
    for one in served {
        let facts = &waiting.iter().find(|it| it.conversation == one.conversation).expect("it waits").facts;
        let turn = (std::cmp::Reverse(one.decision.priority), facts.since);
        assert!(before.is_none_or(|before| before <= turn), "out of turn: {one:?}");
        before = Some(turn);
        let Some(agent) = &one.decision.agent else {
            passed_over.push((one, facts, loads.clone()));
            continue;
        };
        let alike = |(earlier, _, _): &&(&Served, _, _)| earlier.decision.priority == one.decision.priority;
        for (earlier, facts, then) in passed_over.iter().filter(alike) {
            let could = route(facts, rules, &then.iter().filter(|it| it.agent == *agent).cloned().collect::<Vec<_>>());
            assert!(
                could.agent.is_none() || waits_rightly(earlier, facts, rules, then, &passed_over),
                "{earlier:?} was passed over by {one:?}"
            );
        }
        let load = loads.iter_mut().find(|load| load.agent == *agent).expect("known");
        load.load += load.share(one.decision.weight);
        load.last = facts.now;
    }
}
