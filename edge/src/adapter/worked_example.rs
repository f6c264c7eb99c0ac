//! The worked example of `docs/ADDING-A-CHANNEL.md`, held to what it says: its adapter is compiled here as one of ours,
//! its policy is read, and the page shows exactly these files.

use super::{Outgoing, SendError, Sent, arrive};
use crate::{secret::Secrets, settings::Settings, site::Site};
use serde_json::json;
use std::collections::BTreeMap;
use weft_shared::{
    evidence::{Action, Assurance},
    id::{ConversationId, MessageId},
    policy::{Capability, Policy},
    time::Timestamp,
};

#[path = "../../../tests/adding_a_channel/adapter.rs"]
#[allow(dead_code, reason = "no route of ours leads to it")]
mod pigeon;

const PAGE: &str = include_str!("../../../docs/ADDING-A-CHANNEL.md");
const ADAPTER: &str = include_str!("../../../tests/adding_a_channel/adapter.rs");
const CHANNEL: &str = include_str!("../../../tests/adding_a_channel/channel.toml");
const ICON: &str = include_str!("../../../tests/adding_a_channel/icon.rs");
const AT: Timestamp = Timestamp(1_795_319_460_000);

fn site() -> Site {
    let settings = json!({
        "name": "Demo Shop", "origins": [], "continue_url": null, "accent": null,
        "mail": {
            "from": "help@shop.example", "from_name": "Demo Shop", "reply_domain": "reply.shop.example",
            "inbound": ["help@shop.example"], "authserv_id": "mx.shop.example",
        },
    });
    Site {
        id: "demo".parse().unwrap(),
        settings: serde_json::from_value::<Settings>(settings).unwrap(),
        policy: Policy::of_site(CHANNEL).unwrap(),
        secrets: Secrets::default(),
        webhooks: Vec::new(),
        examples: Vec::new(),
    }
}

/// The text of the page between the markers of one file.
fn shown(file: &str) -> String {
    let (begin, end) = (format!("<!-- begin {file} -->"), format!("<!-- end {file} -->"));
    let (_, rest) = PAGE.split_once(&begin).unwrap_or_else(|| panic!("the page has no {begin}"));
    let (block, _) = rest.split_once(&end).unwrap_or_else(|| panic!("the page has no {end}"));
    let lines: Vec<_> = block.trim().lines().collect();
    assert!(lines[0].starts_with("```") && lines[lines.len() - 1] == "```", "{file}");
    lines[1..lines.len() - 1].join("\n") + "\n"
}

#[test]
fn the_page_shows_the_files_that_are_tested() {
    for (file, text) in [("adapter.rs", ADAPTER), ("channel.toml", CHANNEL), ("icon.rs", ICON)] {
        assert_eq!(shown(file), text, "docs/ADDING-A-CHANNEL.md and tests/adding_a_channel/{file} differ");
    }
}

#[test]
fn the_policy_of_the_example_is_a_policy() {
    let policy = Policy::of_site(CHANNEL).unwrap();
    assert!(policy.can(&pigeon::CHANNEL, Capability::Send) && policy.can(&pigeon::CHANNEL, Capability::Link));
    assert_eq!(policy.required(&pigeon::CHANNEL, Action::ReadHistory).level, Assurance::ChannelControl);
}

#[test]
fn the_icon_of_the_example_is_one_of_the_consoles() {
    let (name, icon) = ICON.trim().trim_end_matches(',').split_once(" => ").unwrap();
    assert_eq!(name.trim_matches('"'), pigeon::CHANNEL.as_str());
    let icons = include_str!("../../../console/src/icons.rs");
    let variant = icon.strip_prefix("Icon::").unwrap();
    assert!(icons.lines().any(|line| line == format!("    {variant},")), "console/src/icons.rs has no {variant}");
    // The line has the form of those that are there.
    let lines = include_str!("../../../console/src/view/icon.rs");
    assert!(lines.contains("        \"email\" => Icon::"), "console/src/view/icon.rs has another form by now");
}

#[test]
fn what_comes_in_becomes_the_same_command_each_time_and_only_for_this_site() {
    let told = |id: &str| serde_json::from_value(json!({ "id": id, "from": "447700900123", "text": "Hello" })).unwrap();
    let read =
        |id: &str| pigeon::inbound(&site(), told(id), "raw/demo/1".to_owned(), MessageId::from_bits(1), AT).unwrap();
    let inbound: arrive::Inbound = read("p1");
    assert_eq!(inbound.address.value, "+447700900123");
    assert_eq!(inbound.key, read("p1").key);
    assert_ne!(inbound.key, read("p2").key);
    assert!(site().policy.identifies(&pigeon::CHANNEL, &inbound.evidence, AT));
}

#[test]
fn what_goes_out_names_what_reports_come_back_to() {
    let to = crate::phone::canonical("+447700900123", "").unwrap();
    let outgoing = Outgoing {
        template: "reply",
        to: &to,
        via: None,
        to_name: None,
        subject: None,
        text: "Hello",
        approved: None,
        agent: None,
        link: None,
        link_valid_ms: None,
        conversation: ConversationId::from_bits(1),
        message: MessageId::from_bits(2),
        references: &[],
        foreign: &BTreeMap::new(),
        automatic: false,
        attachments: &[],
        again: false,
    };
    let body: serde_json::Value = serde_json::from_str(&pigeon::body(&outgoing)).unwrap();
    assert_eq!((&body["to"], &body["text"]), (&json!("+447700900123"), &json!("Hello")));
    assert_eq!(body["reference"].as_str().map(str::len), Some(53));
    assert_eq!(pigeon::judge(200, r#"{"id":"p9"}"#), Ok(Sent { foreign_id: "p9".to_owned() }));
    let passing = |status| pigeon::judge(status, "").map_err(|error: SendError| error.temporary);
    assert_eq!((passing(503), passing(400)), (Err(true), Err(false)));
}
