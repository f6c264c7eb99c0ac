//! What a console asks of the desk besides its sockets.

use crate::sample::{CONVERSATION, OTHER, hold, key};
use weft_shared::wire::{
    agent::Wish,
    desk::{BulkDone, BulkOutcome, BulkWanted},
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
