//! Conversations whose owner is away, or an agent no more.

use super::routing::{By, GIVE, agent, arrives, board, bulk};
use std::time::{Duration, Instant};
use weft_shared::wire::agent::{Row, ToDesk, Wish};
use weft_tests::{
    harness::{World, run},
    persona::DeskView,
};

#[test]
fn what_somebody_owned_who_is_an_agent_no_more_waits_again_and_goes_to_a_colleague() {
    run(async {
        let site = World::shared().await.site().await;
        assert!(site.rules(GIVE).await.succeeded());
        let ada = agent(&site, "Ada", "agent", 2).await;
        let boss = agent(&site, "Max", "admin", 1).await;
        let mut rows = boss.desk().await;
        let desk = ada.desk().await;
        arrives(&site, By::Mail, "Jo", "Hello").await;
        arrives(&site, By::Mail, "Kim", "Hello").await;
        let first = rows.row("of Jo, with Ada", |row| row.title.contains("Jo") && row.owner.is_some()).await;
        let second = rows.row("of Kim, with Ada", |row| row.title.contains("Kim") && row.owner.is_some()).await;
        assert_eq!((&first.owner, &second.owner), (&Some(ada.me.agent.clone()), &Some(ada.me.agent.clone())));
        let hold = Wish::Hold { until: None, because: "the carrier looks".to_owned() };
        assert!(bulk(&ada, vec![second.conversation], hold).await[0].problem.is_none());
        drop(desk);

        let answer = boss.ask("DELETE", "/desk/agents/ada", None).await;
        assert!(answer.succeeded(), "{answer:?}");
        for conversation in [first.conversation, second.conversation] {
            rows.row("in the queue", |row| row.conversation == conversation && row.queued.is_some()).await;
        }
        assert_eq!(ada.ask("GET", "/agent/session", None).await.status, 401);
        let ben = agent(&site, "Ben", "agent", 1).await;
        let _desk = ben.desk().await;
        let held = |row: &Row| row.conversation == first.conversation && row.owner.as_ref() == Some(&ben.me.agent);
        rows.row("of Jo, with Ben: it waits longest", held).await;
        let now = board(&boss).await;
        assert_eq!(now.queue.len(), 1, "{now:#?}");
        assert!(now.agents.iter().all(|line| line.agent != ada.me.agent), "{now:#?}");
    });
}

#[test]
fn a_customer_who_waits_for_an_owner_who_is_away_goes_to_a_colleague() {
    run(async {
        let world = World::with_clock().await;
        let site = world.site().await;
        assert!(site.rules(GIVE).await.succeeded());
        let ada = agent(&site, "Ada", "agent", 2).await;
        let desk = ada.desk().await;
        arrives(&site, By::Mail, "Jo", "Hello").await;
        arrives(&site, By::Mail, "Kim", "Hello").await;
        let lead = agent(&site, "Lea", "lead", 1).await;
        let mut rows = lead.desk().await;
        let jo = rows.row("of Jo, with Ada", |row| row.title.contains("Jo") && row.owner.is_some()).await;
        let kim = rows.row("of Kim, with Ada", |row| row.title.contains("Kim") && row.owner.is_some()).await;
        let mut thread = ada.thread(kim.conversation).await;
        thread.reply("We are looking into it, Kim.").await;
        drop((desk, thread, rows));

        world.days_later(1).await;
        let (lead, ben) = (agent(&site, "Liz", "lead", 1).await, agent(&site, "Ben", "agent", 2).await);
        let (mut rows, mut desk) = (lead.desk().await, ben.desk().await);
        let begun = Instant::now();
        let mine = |rows: &DeskView, of: &Row| rows.rows[&of.conversation].owner.clone();
        while mine(&rows, &jo) != Some(ben.me.agent.clone()) {
            assert!(begun.elapsed() < Duration::from_secs(100), "{:#?}", rows.rows);
            rows.rest(1_000).await;
            desk.socket.send(&ToDesk::Here).await.unwrap();
        }
        assert_eq!(mine(&rows, &kim), Some(ada.me.agent.clone()), "Kim waits for nothing");
        let thread = lead.thread(jo.conversation).await;
        let told: Vec<String> = thread.notices().into_iter().map(|notice| notice.text).collect();
        assert!(
            told.iter().any(|text| text.contains("the customer waits, and ada has been away too long")),
            "{told:?}"
        );
        assert!(told.iter().any(|text| text.starts_with("Given to ben: ")), "{told:?}");
    });
}
