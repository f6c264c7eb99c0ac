//! The same scene over each medium: the same assignments, in the same order, for the same reasons.

use super::routing::{By, GIVE, WAYS, agent, arrives, board, bulk};
use weft_shared::{
    id::{AgentId, ConversationId},
    time::Timestamp,
    wire::agent::{Row, ToDesk, Wish},
};
use weft_tests::{
    carrier::now,
    harness::{World, run},
    persona::{DeskView, SignedIn, to_the_queue},
};

/// How many come.
const ALL: usize = 8;

/// Of those whom an agent has, who came first.
fn first(agent: &SignedIn, rows: &DeskView, came: &[ConversationId]) -> ConversationId {
    let mine = |id: &&ConversationId| {
        rows.rows
            .get(id)
            .is_some_and(|row| row.open && row.owner.as_ref() == Some(&agent.me.agent) && row.held.is_none())
    };
    *came.iter().find(mine).expect("they have one")
}

/// Plays a scene with everybody coming by one medium: who got whom, in order, and why.
async fn scene(by: By) -> Vec<(usize, Option<AgentId>, Vec<String>)> {
    let site = World::shared().await.site().await;
    assert!(site.rules(GIVE).await.succeeded());
    let lead = agent(&site, "Lea", "lead", 1).await;
    let (ada, ben) = (agent(&site, "Ada", "agent", 2).await, agent(&site, "Ben", "agent", 1).await);
    let mut rows = lead.desk().await;
    let mut desks = vec![ada.desk().await, ben.desk().await];
    let mut came: Vec<ConversationId> = Vec::new();
    for n in 0..ALL {
        arrives(&site, by, &format!("C{n}"), &format!("Where is parcel {n}?")).await;
        let known = came.clone();
        let new = |row: &Row| !known.contains(&row.conversation) && row.open;
        came.push(rows.row("of somebody new", new).await.conversation);
        rows.rest(600).await;
        // The fourth waits for somebody to have room. One is let wait and comes back by its time, one is handed to the
        // queue, and what ends frees room.
        let soon = Timestamp(now() + 1_500);
        let act = match n {
            3 | 6 => Some((&ada, Wish::Close)),
            4 => Some((&ben, Wish::Close)),
            2 => Some((&ada, Wish::Hold { until: Some(soon), because: "the carrier looks".to_owned() })),
            5 => Some((&ben, to_the_queue())),
            _ => None,
        };
        if let Some((agent, wish)) = act {
            let held = matches!(wish, Wish::Hold { .. });
            let outcomes = bulk(agent, vec![first(agent, &rows, &came)], wish).await;
            assert!(outcomes.iter().all(|outcome| outcome.problem.is_none()), "{n}: {outcomes:?}");
            rows.rest(if held { 3_500 } else { 600 }).await;
        }
        for desk in &mut desks {
            desk.socket.send(&ToDesk::Here).await.expect("the socket is open");
        }
    }
    let told = board(&lead).await.decisions.into_iter().rev().map(|line| {
        let place = came.iter().position(|id| *id == line.conversation).expect("known");
        let because = line.decision.because.into_iter().map(|because| because.text).collect();
        (place, line.decision.agent, because)
    });
    told.collect()
}

#[test]
fn the_same_scene_over_another_medium_gives_the_same_assignments() {
    run(async {
        let mut told = Vec::new();
        for by in WAYS {
            told.push((by, scene(by).await));
        }
        let (_, usual) = &told[0];
        assert!(usual.iter().filter(|(_, agent, _)| agent.is_some()).count() >= 7, "{usual:#?}");
        let said = |words: &str| usual.iter().any(|(_, _, why)| why.iter().any(|text| text.contains(words)));
        assert!(said("ada had put it on hold") && said("It was handed to"), "{usual:#?}");
        for (by, other) in &told[1..] {
            assert_eq!(other, usual, "by {by:?}");
        }
    });
}
