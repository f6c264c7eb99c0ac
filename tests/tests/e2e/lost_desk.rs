//! The desk made again from nothing: it lost its storage, and everything that conversations know comes back.

use super::{
    routing::{By, arrives, board},
    scenes::wait_until_quiet,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use weft_shared::{
    id::{AgentId, ConversationId},
    wire::{agent::Wish, board::Board, problem::ProblemKind},
};
use weft_tests::{
    carrier::phones::Medium,
    harness::{Site, World, run},
    persona::Agent,
};

/// Gives away by itself; what is about a refund takes two units.
const RULES: &str = r#"
[routing]
assign = true
wait-for-previous = "0s"
take-back-after = "1h"

[routing.rule.late]
order = 1
when = { mood = "upset" }
priority = "high"
weight = 2
owner = "support"
review-by = "2030-01-01"
"#;

/// Who has what, and how much it is.
fn loads(board: &Board) -> BTreeMap<AgentId, (u32, Vec<ConversationId>)> {
    let line = |line: &weft_shared::wire::board::LoadLine| {
        let mut conversations = line.conversations.clone();
        conversations.sort();
        (line.agent.clone(), (line.load, conversations))
    };
    board.agents.iter().map(line).collect()
}

/// Enters somebody, or again.
async fn enters(site: &Site, name: &str, role: &str, capacity: u32) -> Agent {
    let agent = site.agent_with(name, role, None).await;
    enter(site, &agent, role, capacity).await;
    agent
}

async fn enter(site: &Site, agent: &Agent, role: &str, capacity: u32) {
    let teams: &[&str] = if role == "agent" { &["support"] } else { &[] };
    let work = json!({ "teams": teams, "capacity": capacity });
    let (name, address) = (&agent.name, agent.mailbox.address());
    let document = json!({ "name": name, "address": address, "role": role, "work": work });
    let answer = site.admin("PUT", &format!("/agents/{}", name.to_lowercase()), Some(&document)).await;
    assert!(answer.succeeded(), "{answer:?}");
}

fn queue(board: &Board) -> Vec<ConversationId> {
    board.queue.iter().map(|line| line.conversation).collect()
}

#[test]
fn a_desk_that_lost_everything_gives_nothing_away_until_it_is_as_before() {
    run(async {
        let world = World::start().await;
        let site = world.site().await;
        assert!(site.rules(RULES).await.succeeded());
        let people = [
            enters(&site, "Lea", "lead", 1).await,
            enters(&site, "Ada", "agent", 3).await,
            enters(&site, "Ben", "agent", 2).await,
        ];
        let [lead, ada, ben] = &people;
        let (lead, ada, ben) = (lead.sign_in().await, ada.sign_in().await, ben.sign_in().await);
        let (mut hers, his) = (ada.desk().await, ben.desk().await);
        for n in 0..7 {
            let words =
                if n == 1 { "This is terrible! I am furious, it is a disgrace!" } else { "Where is my parcel?" };
            arrives(&site, By::Text(Medium::WhatsappMeta), &format!("C{n}"), words).await;
            wait_until_quiet(&site).await;
        }
        let before = board(&lead).await;
        let (had, waited) = (loads(&before), queue(&before));
        assert!(waited.len() >= 2 && had.values().map(|(load, _)| load).sum::<u32>() == 5, "{had:?} {waited:?}");
        let heavy = had.values().any(|(load, conversations)| conversations.len() < *load as usize);
        assert!(heavy, "one of them counts twice: {had:?}");
        let mine = had[&ada.me.agent].1.clone();
        drop((hers.socket, his));

        world.loses("Desk").await;
        // Agents are nobody's to derive: the operator enters them again.
        for (agent, (role, capacity)) in people.iter().zip([("lead", 1), ("agent", 3), ("agent", 2)]) {
            enter(&site, agent, role, capacity).await;
        }
        let [lead, ada, ben] = &people;
        let (lead, ada, ben) = (lead.sign_in().await, ada.sign_in().await, ben.sign_in().await);
        hers = ada.desk().await;
        let his = ben.desk().await;
        arrives(&site, By::Chat, "New", "Is anybody there?").await;
        wait_until_quiet(&site).await;
        let meanwhile = board(&lead).await;
        assert_eq!(queue(&meanwhile).len(), 1, "only what was said since is known");
        let new = queue(&meanwhile)[0];
        assert!(loads(&meanwhile).values().all(|(load, _)| *load == 0), "nobody is given anything: {meanwhile:#?}");
        let because = &meanwhile.queue[0].because;
        assert!(because.iter().any(|because| because.text.contains("made again")), "{because:?}");
        // Not by hand either: who knows how much they have?
        let refused = ada.thread(new).await.wish(Wish::Take).await.expect_err("room without knowing what they have");
        assert!(refused.is(ProblemKind::Busy) && refused.retry_after_ms.is_some(), "{refused:?}");
        // What they own, they answer.
        let mut thread = ada.thread(mine[0]).await;
        assert_eq!(thread.state.owner.as_ref(), Some(&ada.me.agent));
        thread.reply_by("It is on its way.", None).await.expect("an owner answers");

        let rebuilt = site.admin("POST", "/rebuild", Some(&json!({}))).await;
        assert!(rebuilt.succeeded(), "{rebuilt:?}");
        assert_eq!(rebuilt.json::<Value>()["next"], Value::Null);
        wait_until_quiet(&site).await;
        let after = board(&lead).await;
        assert_eq!(loads(&after), had, "owners and loads are as before");
        assert_eq!(queue(&after), [waited.clone(), vec![new]].concat(), "and so is the order");
        // It goes on: whoever closes one gets the one that waits longest.
        let gone = mine[0];
        ada.thread(gone).await.wish(Wish::Close).await.unwrap();
        hers.row("the next", |row| row.conversation == waited[0] && row.owner.as_ref() == Some(&ada.me.agent)).await;
        wait_until_quiet(&site).await;
        let last = board(&lead).await;
        for (agent, capacity) in [(&ada.me.agent, 3), (&ben.me.agent, 2)] {
            assert!(loads(&last)[agent].0 <= capacity, "{last:#?}");
        }
        drop(his);
    });
}

#[test]
fn a_site_that_begins_and_a_desk_that_is_there_wait_for_nobody() {
    run(async {
        let world = World::start().await;
        let site = world.site().await;
        assert!(site.rules(RULES).await.succeeded());
        // Somebody writes before there is any agent.
        arrives(&site, By::Chat, "First", "Hello?").await;
        wait_until_quiet(&site).await;
        let ada = enters(&site, "Ada", "agent", 3).await.sign_in().await;
        let mut desk = ada.desk().await;
        desk.row("hers", |row| row.owner.as_ref() == Some(&ada.me.agent)).await;
        world.kill_and_restart().await;
        let mut desk = ada.desk().await;
        arrives(&site, By::Chat, "Second", "Hello again?").await;
        desk.row("hers too", |row| row.owner.is_some() && row.preview.contains("again")).await;
    });
}
