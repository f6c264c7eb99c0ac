//! The demo shop: what `cargo xtask dev` shows a newcomer happens without a problem.

use super::scenes::wait_until_quiet;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};
use weft_shared::wire::{agent::Row, person::Person};
use weft_tests::{
    carrier::{Carrier, Settings},
    demo::{Demo, staff},
    harness::{Site, World, run},
};

/// How long the stories may take.
const PATIENCE: Duration = Duration::from_secs(900);

/// The demo shop as `cargo xtask dev` sets it up, but that somebody is at work whatever the day is.
pub async fn open() -> Site {
    let world = World::start().await;
    let mut site = Site::create(&world, "demo").await.with_secrets().await;
    site.help = "help@shop.example".to_owned();
    site.reply_domain = "reply.shop.example".to_owned();
    world.carrier.store.belongs(&site.help, "demo");
    let put = site.put(&site.settings()).await;
    assert!(put.succeeded(), "{put:?}");
    let rules = include_str!("../../../policies/demo.toml");
    let always = "\"00:00-24:00\"";
    let rules =
        rules.replace("\"08:00-20:00\"", always).replace("\"10:00-16:00\"", &format!("{always}\nsun = {always}"));
    let put = site.rules(&rules).await;
    assert!(put.succeeded(), "the rules of the demo are refused: {put:?}");
    for agent in staff() {
        employs(&site, &agent).await;
    }
    site
}

/// Somebody works at the shop.
pub async fn employs(site: &Site, agent: &Value) {
    let id = agent["name"].as_str().expect("a name").to_lowercase();
    let mut agent = agent.clone();
    agent["address"] = json!(format!("{id}@shop.example"));
    let put = site.admin("PUT", &format!("/agents/{id}"), Some(&agent)).await;
    assert!(put.succeeded(), "{id} is refused: {put:?}");
}

/// Has stories told, and waits until they are over.
pub async fn tell(site: &Site, begin: fn(Carrier)) {
    let began = Instant::now();
    let world = &site.world;
    let mut carrier = world.carrier.clone();
    carrier.settings = Arc::new(Settings {
        inbound: site.help.clone(),
        phones: vec![site.phones.clone()],
        ..carrier.settings.as_ref().clone()
    });
    begin(carrier);
    let url = format!("{}/api/demo", world.carrier.mailbox_url());
    loop {
        let told: Value = world.client.get(&url).send().await.unwrap().json().await.unwrap();
        if told["of"].as_u64() > Some(0) && told["done"] == told["of"] {
            assert_eq!(told["problems"], json!([]), "stories went otherwise than planned");
            break;
        }
        assert!(began.elapsed() < PATIENCE, "the stories never end: {told}");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    wait_until_quiet(site).await;
}

#[test]
fn a_story_of_every_kind_is_told_without_a_problem_and_leaves_no_screen_empty() {
    run(async {
        let site = open().await;
        tell(&site, Demo::begin_few).await;
        // Another code for the same address comes a minute after the one of the stories: a colleague of its own looks.
        let ada = site.agent_with("Zoe", "admin", None).await.sign_in().await;
        let mut desk = ada.desk().await;
        desk.row("that is on hold", |row| row.held.is_some()).await;
        desk.row("with a tag", |row| !row.tags.is_empty()).await;
        desk.row("that is closed", |row| !row.open).await;
        desk.row("in which Ben is mentioned", |row| row.mentions.iter().any(|(agent, _)| agent.as_str() == "ben"))
            .await;
        let olga = desk.row("of Olga", |row| row.title == "Olga Smirnova").await;
        let rows: Vec<&Row> = desk.rows.values().collect();
        assert!(rows.len() >= 7, "{rows:#?}");
        let media: BTreeSet<&str> = rows.iter().map(|row| row.channel.as_str()).collect();
        assert!(media.len() >= 4, "{media:?}");
        let path = format!("/desk/customers/{}", olga.customer);
        let person: Person = ada.ask("GET", &path, None).await.result().unwrap();
        assert!(!person.suggestions.is_empty(), "whether she is who wrote from that number: {person:#?}");
        let examples: Value = ada.ask("GET", "/desk/examples", None).await.result().unwrap();
        assert!(examples.to_string().contains("another colour"), "{examples}");
    });
}
