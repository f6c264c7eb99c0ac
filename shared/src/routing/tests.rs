//! Claims about decisions, each with its reasons.

use super::*;
use crate::{
    id::ConversationId,
    time::{MINUTE, Timestamp},
};
use std::collections::BTreeMap;

const NOW: Timestamp = Timestamp(1_795_000_000_000);

fn set(words: &[&str]) -> std::collections::BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn id(name: &str) -> AgentId {
    name.parse().unwrap()
}

fn agent(name: &str, teams: &[&str]) -> AgentLoad {
    AgentLoad {
        agent: id(name),
        teams: set(teams),
        skills: set(&[]),
        languages: set(&[]),
        available: true,
        capacity: 3,
        load: 0,
        last: Timestamp(0),
    }
}

fn rule(name: &str, when: When) -> Rule {
    Rule {
        name: name.to_owned(),
        order: 1,
        when,
        team: None,
        skills: Vec::new(),
        priority: Priority::Normal,
        weight: 1,
        owner: "support".to_owned(),
        review_by: NOW,
    }
}

fn rules(list: Vec<Rule>) -> Rules {
    let team = |label: &str, hours: Option<&str>| Team { label: label.to_owned(), hours: hours.map(str::to_owned) };
    Rules {
        assign: true,
        default_team: "support".to_owned(),
        sure_from: 55,
        wait_for_previous_ms: 5 * MINUTE,
        answer_within_ms: 60 * MINUTE,
        answer_hours: None,
        back_within_ms: 60 * MINUTE,
        take_back_after_ms: 30 * MINUTE,
        teams: BTreeMap::from([
            ("support".to_owned(), team("Support", None)),
            ("returns".to_owned(), team("Returns", Some("office"))),
        ]),
        intents: BTreeMap::from([("refund".to_owned(), "Refunds".to_owned())]),
        rules: list,
    }
}

fn facts() -> Facts {
    Facts { since: NOW, now: NOW, ..Facts::default() }
}

fn about(intent: &str, percent: u8) -> Facts {
    Facts { intent: Some(Guess { name: intent.to_owned(), percent }), ..facts() }
}

/// Who gets it, and all reasons.
fn asked(facts: &Facts, rules: &Rules, agents: &[AgentLoad]) -> (String, String) {
    let decision = route(facts, rules, agents);
    assert!(decision.because.len() >= 2, "{decision:?}");
    let paths = decision.because.iter().filter_map(|because| because.rule.as_deref());
    assert!(paths.count() >= 1 || facts.team.is_some(), "{decision:?}");
    let why: Vec<&str> = decision.because.iter().map(|because| because.text.as_str()).collect();
    (decision.agent.map_or_else(|| "nobody".to_owned(), |agent| agent.to_string()), why.join(" | "))
}

#[test]
fn each_condition_can_hold_and_fail() {
    let whens: Vec<(When, Facts, Facts)> = vec![
        (When { intents: texts(&["refund"]), ..When::default() }, about("refund", 55), about("refund", 54)),
        (When { intents: texts(&["refund"]), ..When::default() }, about("refund", 100), about("order", 100)),
        (When { unsure: Some(true), ..When::default() }, about("refund", 54), about("refund", 55)),
        (When { unsure: Some(true), ..When::default() }, facts(), about("refund", 55)),
        (When { unsure: Some(false), ..When::default() }, about("refund", 55), facts()),
        (
            When { tiers: texts(&["gold"]), ..When::default() },
            Facts { tier: Some("gold".to_owned()), ..facts() },
            facts(),
        ),
        (When { mood: Some(Mood::Upset), ..When::default() }, Facts { mood: Mood::Upset, ..facts() }, facts()),
        (
            When { languages: texts(&["de", "fr"]), ..When::default() },
            Facts { language: Some("fr".to_owned()), ..facts() },
            Facts { language: Some("en".to_owned()), ..facts() },
        ),
        (When { reopened: Some(true), ..When::default() }, Facts { reopened: true, ..facts() }, facts()),
        (When { reopened: Some(false), ..When::default() }, facts(), Facts { reopened: true, ..facts() }),
        (When { promised: Some(true), ..When::default() }, Facts { promises: 1, ..facts() }, facts()),
        (When { overdue: Some(true), ..When::default() }, Facts { overdue: true, ..facts() }, facts()),
        (
            When { open: Some("office".to_owned()), ..When::default() },
            Facts { open: set(&["office"]), ..facts() },
            Facts { open: set(&["night"]), ..facts() },
        ),
        (
            When { closed: Some("office".to_owned()), ..When::default() },
            facts(),
            Facts { open: set(&["office"]), ..facts() },
        ),
    ];
    for (when, yes, no) in whens {
        let rules = rules(vec![Rule { priority: Priority::Urgent, ..rule("x", when.clone()) }]);
        assert_eq!(route(&yes, &rules, &[]).priority, Priority::Urgent, "{when:?} holds for {yes:?}");
        assert_eq!(route(&yes, &rules, &[]).because[0].rule.as_deref(), Some("routing.rule.x"));
        assert_eq!(route(&no, &rules, &[]).priority, Priority::Normal, "{when:?} does not for {no:?}");
        assert_eq!(route(&no, &rules, &[]).because[0].rule.as_deref(), Some("routing.default-team"));
    }
}

#[test]
fn all_conditions_of_a_rule_must_hold_and_the_first_rule_that_does_decides() {
    let both = When { mood: Some(Mood::Upset), tiers: texts(&["gold"]), ..When::default() };
    let first = Rule { weight: 3, ..rule("first", both) };
    let second = Rule { weight: 2, ..rule("second", When { mood: Some(Mood::Upset), ..When::default() }) };
    let rules = rules(vec![first, second]);
    let upset = Facts { mood: Mood::Upset, ..facts() };
    assert_eq!(route(&upset, &rules, &[]).weight, 2);
    assert_eq!(route(&Facts { tier: Some("gold".to_owned()), ..upset }, &rules, &[]).weight, 3);
    assert_eq!(route(&facts(), &rules, &[]).weight, 1);
}

#[test]
fn a_rule_sends_to_its_team_and_says_why() {
    let to = Rule {
        team: Some("returns".to_owned()),
        priority: Priority::High,
        ..rule("money", When { intents: texts(&["refund"]), ..When::default() })
    };
    let rules = rules(vec![to]);
    let agents = [agent("ada", &["support"]), agent("ben", &["returns"])];
    let open = Facts { open: set(&["office"]), ..about("refund", 90) };
    let (who, why) = asked(&open, &rules, &agents);
    assert_eq!(who, "ben");
    assert!(
        why.starts_with("It is about Refunds, so it goes to Returns and it is served before the usual | "),
        "{why}"
    );
    assert!(why.ends_with("ben is the only one who has room: 0 of 3"), "{why}");
    assert_eq!(asked(&facts(), &rules, &agents).0, "ada");
}

#[test]
fn a_team_that_is_not_at_work_is_given_nothing() {
    let rules = rules(Vec::new());
    let handed = Facts { team: Some("returns".to_owned()), ..facts() };
    let (who, why) = asked(&handed, &rules, &[agent("ben", &["returns"])]);
    assert_eq!(who, "nobody");
    assert!(why.contains("It was handed to Returns | Returns is closed until work begins"), "{why}");
    let open = Facts { open: set(&["office"]), ..handed };
    assert_eq!(asked(&open, &rules, &[agent("ben", &["returns"])]).0, "ben");
}

#[test]
fn nothing_overrules_the_team_that_it_was_handed_to_and_rules_still_say_how_soon() {
    let upset = Rule {
        priority: Priority::High,
        skills: texts(&["calming"]),
        ..rule("upset", When { mood: Some(Mood::Upset), ..When::default() })
    };
    let handed = Facts { team: Some("returns".to_owned()), mood: Mood::Upset, open: set(&["office"]), ..facts() };
    let rules = rules(vec![upset]);
    let decision = route(&handed, &rules, &[agent("ben", &["returns"])]);
    assert_eq!((decision.team.as_str(), decision.priority), ("returns", Priority::High));
    assert_eq!(decision.agent, Some(id("ben")), "the skills are those of the rule's own team");
    let gone = Facts { team: Some("nowhere".to_owned()), ..facts() };
    let (who, why) = asked(&gone, &rules, &[agent("ada", &["support"])]);
    assert_eq!(who, "ada");
    assert!(why.starts_with("It was handed to the team \"nowhere\", which there is no more"), "{why}");
}

#[test]
fn who_is_away_or_in_another_team_or_lacks_a_skill_or_declined_gets_nothing() {
    let skilled = rules(vec![Rule { skills: texts(&["lamps", "wiring"]), ..rule("x", When::default()) }]);
    let plain = rules(Vec::new());
    let away = AgentLoad { available: false, ..agent("ada", &["support"]) };
    let lamps = AgentLoad { skills: set(&["lamps"]), ..agent("ada", &["support"]) };
    let both = AgentLoad { skills: set(&["lamps", "wiring", "x"]), ..agent("ada", &["support"]) };
    let declined = Facts { declined: [id("ada")].into(), ..facts() };
    for (facts, rules, agent, because) in [
        (facts(), &plain, away, "Nobody of Support is here"),
        (facts(), &plain, agent("ada", &["returns"]), "Nobody of Support is here"),
        (facts(), &skilled, lamps, "has the skills it needs: lamps, wiring"),
        (declined, &plain, agent("ada", &["support"]), "has declined it"),
        (facts(), &plain, AgentLoad { load: 3, ..agent("ada", &["support"]) }, "has room now"),
        (facts(), &Rules { assign: false, ..plain.clone() }, agent("ada", &["support"]), "agents take them"),
    ] {
        let (who, why) = asked(&facts, rules, &[agent]);
        assert_eq!(who, "nobody", "{why}");
        assert!(why.contains(because), "{why}");
    }
    assert_eq!(asked(&facts(), &skilled, &[both]).0, "ada");
}

#[test]
fn who_knows_it_comes_first_and_is_waited_for_a_while() {
    let rules = rules(Vec::new());
    let busy = AgentLoad { load: 2, ..agent("ada", &["support"]) };
    let idle = agent("ben", &["support"]);
    let knows = Facts { previous: Some(id("ada")), ..facts() };
    assert_eq!(asked(&knows, &rules, &[busy.clone(), idle.clone()]).0, "ada");
    let back = Facts { returning: true, ..knows.clone() };
    assert!(asked(&back, &rules, &[busy.clone(), idle.clone()]).1.contains("ada had put it on hold"));
    let full = AgentLoad { load: 3, ..busy.clone() };
    let (who, why) = asked(&knows, &rules, &[full.clone(), idle.clone()]);
    assert_eq!(who, "nobody");
    assert!(why.contains("ada knows it and has no room now"), "{why}");
    let later = Facts { now: NOW.plus(5 * MINUTE), ..knows.clone() };
    assert_eq!(asked(&later, &rules, &[full, idle.clone()]).0, "ben");
    let away = AgentLoad { available: false, ..busy };
    assert_eq!(asked(&knows, &rules, &[away, idle.clone()]).0, "ben", "nobody waits for who is away");
    assert_eq!(asked(&knows, &rules, &[agent("ada", &["returns"]), idle]).0, "ben");
}

#[test]
fn language_comes_before_load_and_load_before_waiting() {
    let rules = rules(Vec::new());
    let german = Facts { language: Some("de".to_owned()), ..facts() };
    let speaks = AgentLoad { languages: set(&["de"]), load: 2, ..agent("ada", &["support"]) };
    let not = AgentLoad { languages: set(&["fr"]), ..agent("ben", &["support"]) };
    let any = AgentLoad { load: 1, ..agent("cem", &["support"]) };
    let (who, why) = asked(&german, &rules, &[speaks.clone(), not.clone()]);
    assert_eq!(who, "ada");
    assert!(why.ends_with("ada writes German and is the only one who has room: 2 of 3"), "{why}");
    assert_eq!(asked(&german, &rules, &[speaks, not.clone(), any]).0, "cem", "none named: any language");
    assert_eq!(asked(&german, &rules, &[not]).0, "ben", "rather another language than nobody");
    let large = AgentLoad { capacity: 10, load: 3, ..agent("ada", &["support"]) };
    let small = AgentLoad { capacity: 2, load: 1, ..agent("ben", &["support"]) };
    assert_eq!(asked(&facts(), &rules, &[large, small]).0, "ada", "less of what they can do");
    let lately = AgentLoad { last: NOW, ..agent("ada", &["support"]) };
    let earlier = AgentLoad { last: NOW.plus(-1), ..agent("ben", &["support"]) };
    assert_eq!(asked(&facts(), &rules, &[lately.clone(), earlier]).0, "ben");
    let alike = AgentLoad { last: NOW, ..agent("ben", &["support"]) };
    assert_eq!(asked(&facts(), &rules, &[alike, lately]).0, "ada");
}

fn waiting(number: u128, facts: Facts) -> Waiting {
    Waiting { conversation: ConversationId::from_bits(number), facts, apart: None }
}

fn given(served: &[Served]) -> Vec<(u128, String)> {
    let name = |agent: &Option<AgentId>| agent.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    served.iter().map(|served| (served.conversation.bits(), name(&served.decision.agent))).collect()
}

fn pairs(list: &[(u128, &str)]) -> Vec<(u128, String)> {
    list.iter().map(|(number, name)| (*number, (*name).to_owned())).collect()
}

#[test]
fn the_urgent_is_served_first_and_the_rest_in_turn() {
    let rules = rules(vec![Rule {
        priority: Priority::High,
        ..rule("upset", When { mood: Some(Mood::Upset), ..When::default() })
    }]);
    let at = |minutes: i64| Facts { since: NOW.plus(minutes * MINUTE), now: NOW.plus(60 * MINUTE), ..Facts::default() };
    let queue =
        [waiting(1, at(3)), waiting(2, at(1)), waiting(3, Facts { mood: Mood::Upset, ..at(5) }), waiting(4, at(2))];
    let served = serve(&queue, &rules, &[agent("ada", &["support"])]);
    assert_eq!(given(&served), pairs(&[(3, "ada"), (2, "ada"), (4, "ada"), (1, "-")]));
}

#[test]
fn what_nobody_can_take_stops_nothing() {
    let rules = rules(Vec::new());
    let closed = Facts { team: Some("returns".to_owned()), since: NOW.plus(-MINUTE), ..facts() };
    let queue = [waiting(1, closed), waiting(2, facts())];
    let served = serve(&queue, &rules, &[agent("ada", &["support", "returns"])]);
    assert_eq!(given(&served), pairs(&[(1, "-"), (2, "ada")]));
}

#[test]
fn something_light_does_not_starve_something_heavy() {
    let heavy = Rule { weight: 3, ..rule("heavy", When { mood: Some(Mood::Upset), ..When::default() }) };
    let rules = rules(vec![heavy]);
    let first = Facts { mood: Mood::Upset, since: NOW.plus(-MINUTE), ..facts() };
    let queue = [waiting(1, first), waiting(2, facts()), waiting(3, facts())];
    let agents =
        [AgentLoad { load: 1, ..agent("ada", &["support"]) }, AgentLoad { load: 2, ..agent("ben", &["support"]) }];
    let served = serve(&queue, &rules, &agents);
    assert_eq!(given(&served), pairs(&[(1, "-"), (2, "ben"), (3, "-")]), "ada's room is kept for the heavy one");
    let agents = [agent("ada", &["support"]), agents[1].clone()];
    assert_eq!(given(&serve(&queue, &rules, &agents)), pairs(&[(1, "ada"), (2, "ben"), (3, "-")]));
}

#[test]
fn who_knows_it_is_waited_for_also_while_their_room_is_kept_for_something_heavy() {
    let heavy = When { intents: texts(&["refund"]), ..When::default() };
    let rules = rules(vec![Rule { weight: 2, ..rule("heavy", heavy) }]);
    let since = |seconds: i64, facts: Facts| Facts { since: NOW.plus(-seconds * 1_000), ..facts };
    let knows = since(2, Facts { previous: Some(id("ada")), ..facts() });
    let queue = [waiting(1, since(3, about("refund", 90))), waiting(2, knows), waiting(3, since(1, facts()))];
    let load = |name: &str, load: u32, of: u32| AgentLoad { load, capacity: of, ..agent(name, &["support"]) };
    let served = serve(&queue, &rules, &[load("ada", 2, 3), load("ben", 4, 5)]);
    assert_eq!(given(&served), pairs(&[(1, "-"), (2, "-"), (3, "ben")]));
    assert_eq!(served[1].decision.because.last().unwrap().rule.as_deref(), Some("routing.wait-for-previous"));
}

#[test]
fn something_heavier_than_all_that_somebody_can_do_takes_it_all() {
    let rules = rules(vec![Rule { weight: 9, ..rule("heavy", When::default()) }]);
    assert_eq!(asked(&facts(), &rules, &[agent("ada", &["support"])]).0, "ada");
    assert_eq!(asked(&facts(), &rules, &[AgentLoad { load: 1, ..agent("ada", &["support"]) }]).0, "nobody");
    assert_eq!(asked(&facts(), &rules, &[AgentLoad { capacity: 0, ..agent("ada", &["support"]) }]).0, "nobody");
}

#[test]
fn what_is_apart_keeps_its_place_is_given_to_nobody_and_says_why() {
    let rules = rules(Vec::new());
    let since = |minutes: i64| Facts { since: NOW.plus(-minutes * MINUTE), ..facts() };
    let apart = |number, minutes, apart| Waiting { apart: Some(apart), ..waiting(number, since(minutes)) };
    let queue = [
        waiting(1, since(1)),
        apart(2, 5, Apart::Offered(id("ben"), NOW.plus(2 * MINUTE))),
        apart(3, 4, Apart::Getting(id("cem"))),
        apart(4, 3, Apart::Resting(NOW.plus(20_000))),
        apart(5, 2, Apart::Unsettled),
    ];
    let served = serve(&queue, &rules, &[agent("ada", &["support"])]);
    assert_eq!(given(&served), pairs(&[(2, "-"), (3, "-"), (4, "-"), (5, "-"), (1, "ada")]));
    let why = |at: usize| served[at].decision.because.last().unwrap().text.as_str();
    assert_eq!(why(0), "It is offered to ben, who has another 2 minutes to accept it");
    assert_eq!(why(1), "cem is just getting it");
    assert_eq!(why(2), "It could not be given away a moment ago: it is tried again in 20 seconds");
    assert!(why(3).starts_with("The desk is being made again"), "{}", why(3));
    assert!(served.iter().all(|it| it.decision.because[0].rule.as_deref() == Some("routing.default-team")));
}

#[test]
fn what_is_kept_for_somebody_says_for_how_long() {
    let full = AgentLoad { load: 3, ..agent("ada", &["support"]) };
    let knows = Facts { previous: Some(id("ada")), now: NOW.plus(2 * MINUTE), ..facts() };
    let (who, why) = asked(&knows, &rules(Vec::new()), &[full, agent("ben", &["support"])]);
    assert_eq!(who, "nobody");
    assert!(why.ends_with("ada knows it and has no room now: it is kept for them for another 3 minutes"), "{why}");
}
