//! The whole desk, for those who lead.

use crate::sample::{AT, CONVERSATION, agent, hold};
use weft_shared::{
    routing::{Because, Decision, Priority},
    wire::board::{Board, DecisionLine, HandoffTimes, LoadLine, QueueLine, TeamLine},
};

#[test]
fn the_board_keeps_its_form() {
    let because = vec![Because {
        rule: Some("routing.rule.upset".to_owned()),
        text: "The customer sounds upset, so it goes to Support and it is served before the usual".to_owned(),
    }];
    let decision = Decision {
        team: "support".to_owned(),
        agent: Some(agent()),
        priority: Priority::High,
        weight: 2,
        because: because.clone(),
    };
    let team = TeamLine {
        team: "support".to_owned(),
        label: "Support".to_owned(),
        at_work: true,
        waiting: 1,
        longest: Some(AT),
        handoffs: Some(HandoffTimes { handoffs: 3, median_ms: 90_000, slowest_ms: 3_600_000 }),
    };
    let load = LoadLine {
        agent: agent(),
        name: "Ada".to_owned(),
        teams: vec!["support".to_owned()],
        skills: vec!["lamps".to_owned()],
        present: true,
        available: true,
        load: 2,
        capacity: 3,
        conversations: vec![CONVERSATION],
    };
    let queue = QueueLine {
        conversation: CONVERSATION,
        title: "Jane".to_owned(),
        team: "support".to_owned(),
        priority: Priority::High,
        since: AT,
        because,
    };
    let decided = DecisionLine { conversation: CONVERSATION, title: "Jane".to_owned(), at: AT, decision };
    hold("board.TeamLine", &team);
    hold("board.LoadLine", &load);
    hold("board.QueueLine", &queue);
    hold("board.DecisionLine", &decided);
    hold(
        "board.Board",
        &Board { at: AT, teams: vec![team], agents: vec![load], queue: vec![queue], decisions: vec![decided] },
    );
}
