//! How long handoffs take: on the board by team, and in the API of each conversation.

use super::{
    routing::board,
    scenes::{answered, wait_until_quiet},
};
use std::time::Duration;
use weft_shared::{
    handoff::Party,
    time::Timestamp,
    wire::{agent::Wish, api::Conversation, board::HandoffTimes},
};
use weft_tests::{
    browser::{Browser, Console},
    harness::run,
    persona::{Partner, note_for, to_the_queue},
};

/// The team that the shipped rules give everything to.
const SUPPORT: &str = "support";

#[test]
fn the_time_from_an_offer_to_its_acceptance_is_told_by_conversation_and_by_team() {
    run(async {
        let mut scene = answered().await;
        let ben = scene.site.agent("Ben").await.sign_in().await;
        let lea = scene.site.agent_with("Lea", "lead", None).await;
        let lead = lea.sign_in().await;
        let partner = Partner::new(&scene.site.agent_with("Wim", "admin", None).await.sign_in().await).await;
        let path = format!("/conversations/{}", scene.conversation);
        assert!(board(&lead).await.teams.iter().all(|team| team.handoffs.is_none()), "there was none yet");

        // To an agent, who lets it lie for a while.
        let note = note_for(Party::Agent(ben.me.agent.clone()));
        scene.thread.wish(Wish::HandOff { note }).await.expect("a note that will do");
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let mut his = ben.thread(scene.conversation).await;
        assert!(partner.get(&path).await.json::<Conversation>().handoffs.is_empty(), "nobody accepted it yet");
        his.wish(Wish::AcceptHandoff).await.expect("it is offered to him");
        // To the team, where somebody takes it.
        his.wish(to_the_queue()).await.expect("a note that will do");
        scene.thread.wish(Wish::Take).await.expect("it waits for whoever takes it");

        let handoffs = partner.get(&path).await.json::<Conversation>().handoffs;
        let took = |at: usize| {
            let Timestamp(offered) = handoffs[at].offered_at.0;
            handoffs[at].accepted_at.0.0 - offered
        };
        assert_eq!(handoffs.len(), 2, "{handoffs:?}");
        assert!(took(0) >= 1_500 && took(1) >= 0, "{handoffs:?}");
        wait_until_quiet(&scene.site).await;
        let known = board(&lead).await.teams.into_iter().find(|team| team.team == SUPPORT).expect("the team");
        let slowest_ms = took(0).max(took(1));
        let median_ms = took(0).min(took(1)) + (took(0) - took(1)).abs() / 2;
        assert_eq!(known.handoffs, Some(HandoffTimes { handoffs: 2, median_ms, slowest_ms }), "{handoffs:?}");

        let browser = Browser::start(&scene.site.world).await;
        let console = Console::open(&browser, &scene.site).await;
        console.sign_in(&lea).await;
        console.board().await.says("teams", "2 handoffs in 7 days, accepted after").await;
        browser.shot("board-handoff-times").await;
        browser.quit().await;
    });
}
