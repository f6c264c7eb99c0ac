//! Who comes back gets who knows them: from hold, and after the end in a conversation of its own.

use super::routing::{By, GIVE, agent, arrives, board, bulk};
use std::time::{Duration, Instant};
use weft_shared::wire::{
    agent::{Row, ToDesk, Wish},
    card::Card,
};
use weft_tests::{
    carrier::phones::Medium,
    harness::{World, run},
    persona::SignedIn,
};

fn hold() -> Wish {
    Wish::Hold { until: None, because: "the carrier looks".to_owned() }
}

fn with<'a>(agent: &'a SignedIn, of: &'a Row) -> impl Fn(&Row) -> bool + 'a {
    move |row| row.conversation == of.conversation && row.owner.as_ref() == Some(&agent.me.agent) && row.held.is_none()
}

#[test]
fn who_writes_anew_by_another_medium_after_the_end_gets_the_agent_who_had_them() {
    run(async {
        let site = World::shared().await.site().await;
        assert!(site.rules(GIVE).await.succeeded());
        let lead = agent(&site, "Lea", "lead", 1).await;
        let mut rows = lead.desk().await;
        let ada = agent(&site, "Ada", "agent", 4).await;
        let _ada = ada.desk().await;
        let jo = site.phone("Jo");
        jo.writes(Medium::WhatsappMeta, "Where is my parcel?").await;
        let first = rows.row("of Jo, with Ada", |row| row.owner.is_some()).await;
        for name in ["Kim", "Lou"] {
            arrives(&site, By::Mail, name, "Hello").await;
            rows.row("with Ada", |row| row.title.contains(name) && row.owner.is_some()).await;
        }
        let ben = agent(&site, "Ben", "agent", 4).await;
        let _ben = ben.desk().await;
        ada.thread(first.conversation).await.reply("It comes tomorrow.").await;
        assert!(bulk(&ada, vec![first.conversation], Wish::Close).await[0].problem.is_none());
        rows.row("closed", |row| row.conversation == first.conversation && !row.open).await;
        rows.rest(500).await;

        jo.writes(Medium::Sms, "It has not come").await;
        let new = |row: &Row| row.open && row.customer == first.customer && row.owner.is_some();
        let second = rows.row("of Jo anew", new).await;
        assert_ne!(second.conversation, first.conversation);
        assert_eq!(second.owner, Some(ada.me.agent.clone()), "Ben has nothing to do, and does not know Jo");
        let decision = ada.thread(second.conversation).await.state.decision.expect("the desk gave it to her");
        let why: Vec<&str> = decision.because.iter().map(|it| it.text.as_str()).collect();
        assert!(why.contains(&"ada answered this customer before"), "{why:?}");

        // Somebody else who comes by the same medium goes to who has less to do.
        site.phone("Mia").writes(Medium::Sms, "Hello").await;
        let other = rows
            .row("of Mia", |row| row.open && row.customer != first.customer && row.owner == Some(ben.me.agent.clone()))
            .await;
        assert_eq!(other.channel, second.channel);
    });
}

#[test]
fn what_was_on_hold_returns_to_its_agent_first_and_waits_for_them_only_a_while() {
    run(async {
        let site = World::shared().await.site().await;
        assert!(site.rules("[routing]\nassign = true\nwait-for-previous = '8s'\n").await.succeeded());
        let lead = agent(&site, "Lea", "lead", 1).await;
        let mut rows = lead.desk().await;
        let ada = agent(&site, "Ada", "agent", 2).await;
        let mut at_ada = ada.desk().await;
        let jo = site.phone("Jo");
        jo.writes(Medium::WhatsappMeta, "Where is my parcel?").await;
        let first = rows.row("of Jo, with Ada", |row| row.owner.is_some()).await;
        arrives(&site, By::Mail, "Kim", "Hello").await;
        rows.row("of Kim, with Ada", |row| row.title.contains("Kim") && row.owner.is_some()).await;
        let ben = agent(&site, "Ben", "agent", 2).await;
        let mut at_ben = ben.desk().await;
        assert!(bulk(&ada, vec![first.conversation], hold()).await[0].problem.is_none());
        rows.row("on hold", |row| row.conversation == first.conversation && row.held.is_some()).await;

        // She has one of two, he has none: she gets it all the same.
        jo.writes(Medium::WhatsappMeta, "Any news?").await;
        rows.row("of Jo, with Ada again", with(&ada, &first)).await;
        let decision = ada.thread(first.conversation).await.state.decision.expect("the desk gave it to her");
        assert!(decision.because.iter().any(|it| it.text == "ada had put it on hold"), "{decision:?}");

        // Once more, and meanwhile she gets as much as she can have.
        assert!(bulk(&ada, vec![first.conversation], hold()).await[0].problem.is_none());
        rows.row("on hold", |row| row.conversation == first.conversation && row.held.is_some()).await;
        at_ben.socket.send(&ToDesk::Available { available: false }).await.unwrap();
        arrives(&site, By::Mail, "Lou", "Hello").await;
        rows.row("of Lou, with Ada", |row| row.title.contains("Lou") && row.owner == Some(ada.me.agent.clone())).await;
        at_ben.socket.send(&ToDesk::Available { available: true }).await.unwrap();
        rows.rest(300).await;
        jo.writes(Medium::WhatsappMeta, "Hello?").await;
        let waits = |row: &Row| row.conversation == first.conversation && row.queued.is_some();
        rows.row("of Jo, in the queue", waits).await;
        let path = format!("/desk/conversations/{}/card", first.conversation);
        let card: Card = ben.ask("GET", &path, None).await.json();
        let why = card.waits.expect("every agent sees why it waits").because.pop().expect("a reason");
        assert_eq!(why.rule.as_deref(), Some("routing.wait-for-previous"), "{why:?}");
        assert!(why.text.starts_with("ada knows it and has no room now: it is kept for them for another"), "{why:?}");
        let line = board(&lead).await.queue.into_iter().find(|line| line.conversation == first.conversation);
        assert!(line.is_some_and(|line| line.because.iter().any(|it| it.text.starts_with("ada knows it"))));
        let begun = Instant::now();
        while !rows.rows.values().any(with(&ben, &first)) {
            assert!(begun.elapsed() < Duration::from_secs(60), "{:#?}", rows.rows[&first.conversation]);
            rows.rest(1_000).await;
            for desk in [&mut at_ada, &mut at_ben] {
                desk.socket.send(&ToDesk::Here).await.expect("the socket is open");
            }
        }
        let card: Card = ben.ask("GET", &path, None).await.json();
        assert_eq!(card.waits, None, "it is somebody's");
    });
}
