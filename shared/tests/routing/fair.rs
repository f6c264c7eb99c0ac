//! What is fair.

use weft_shared::routing::{AgentLoad, Facts, Rules, Served, Waiting, route};

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
            let why = route(facts, rules, then).because.pop().and_then(|because| because.rule);
            let could = route(facts, rules, &then.iter().filter(|it| it.agent == *agent).cloned().collect::<Vec<_>>());
            let waits = why.as_deref() == Some("routing.wait-for-previous");
            assert!(waits || could.agent.is_none(), "{earlier:?} was passed over by {one:?}");
        }
        let load = loads.iter_mut().find(|load| load.agent == *agent).expect("known");
        load.load += load.share(one.decision.weight);
        load.last = facts.now;
    }
}
