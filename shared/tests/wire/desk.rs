//! What a console asks of the desk besides its sockets.

use crate::sample::{AT, CONVERSATION, OTHER, agent, hold, key};
use weft_shared::wire::{
    agent::Wish,
    desk::{BulkDone, BulkOutcome, BulkWanted, ExampleLine, ExampleVerdict},
    problem::{Problem, ProblemKind},
};

#[test]
fn bulk_requests_keep_their_form() {
    hold(
        "desk.BulkWanted",
        &BulkWanted { key: key(), conversations: vec![CONVERSATION, OTHER], wish: Wish::Tag { tags: Vec::new() } },
    );
    let problem = Some(Problem::new(ProblemKind::Taken));
    let outcomes =
        vec![BulkOutcome { conversation: CONVERSATION, problem: None }, BulkOutcome { conversation: OTHER, problem }];
    hold("desk.BulkOutcome", outcomes.last().unwrap());
    hold("desk.BulkDone", &BulkDone { outcomes });
}

#[test]
fn examples_keep_their_form() {
    let example = ExampleLine {
        id: "1f".to_owned(),
        intent: "refund".to_owned(),
        text: "I want my money back.".to_owned(),
        by: agent(),
        at: AT,
    };
    hold("desk.ExampleLine", &example);
    hold("desk.ExampleVerdict", &ExampleVerdict { accept: true });
}
