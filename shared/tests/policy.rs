//! What is made from the policy reader is up to date; its examples hold; the command says what is wrong.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use weft_shared::{
    event::{Event, EventBody},
    id::{ConversationId, CustomerId, MessageId},
    message::{Author, Message},
    policy::{self, Policy},
    time::Timestamp,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn the_schema_is_up_to_date() {
    let made = serde_json::to_string_pretty(&policy::schema()).unwrap() + "\n";
    assert!(read("policies/schema.json") == made, "policies/schema.json is stale: run `cargo xtask policy docs`");
}

#[test]
fn the_reference_is_up_to_date() {
    let page = read("docs/POLICIES.md");
    let (_, rest) = page.split_once("<!-- reference: begins -->").unwrap();
    let (found, _) = rest.split_once("<!-- reference: ends -->").unwrap();
    assert!(found.trim() == policy::reference().trim(), "docs/POLICIES.md is stale: run `cargo xtask policy docs`");
}

#[test]
fn the_examples_of_the_page_are_right() {
    let page = read("docs/POLICIES.md");
    let examples: Vec<&str> = page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(examples.len() >= 2);
    for example in examples {
        assert!(Policy::of_site(example).is_ok(), "{:#?}\n{example}", Policy::of_site(example).err());
    }
}

#[test]
fn the_files_of_the_project_are_right_and_name_their_schema() {
    for path in ["policies/default.toml", "policies/demo.toml"] {
        let text = read(path);
        assert!(text.starts_with("#:schema ./schema.json\n"), "{path}");
        assert!(Policy::of_site(&text).is_ok(), "{path}: {:#?}", Policy::of_site(&text).err());
    }
}

/// Every key of a file is in the schema, as an editor sees it.
fn described(at: &str, value: &toml::Value, schema: &serde_json::Value) {
    match value {
        toml::Value::Table(table) => {
            for (key, inner) in table {
                let known = schema["properties"].get(key).unwrap_or(&schema["additionalProperties"]);
                assert!(known.is_object(), "{at}.{key} is not in the schema");
                described(&format!("{at}.{key}"), inner, known);
            }
        }
        toml::Value::Array(items) => items.iter().for_each(|item| described(at, item, &schema["items"])),
        _ => assert!(schema["type"].is_string(), "{at}: {schema}"),
    }
    if let Some(known) = schema.get("enum") {
        assert!(known.as_array().unwrap().iter().any(|name| name.as_str() == value.as_str()), "{at}: {value}");
    }
}

#[test]
fn the_schema_describes_every_key_of_the_files() {
    let schema = policy::schema();
    for path in ["policies/default.toml", "policies/demo.toml"] {
        described(path, &toml::from_str(&read(path)).unwrap(), &schema);
    }
}

/// What the command says: the one that was built with this test, else it is built now.
fn command(args: &[&str]) -> Output {
    let here = env::current_exe().unwrap();
    let built = here.parent().and_then(Path::parent).unwrap().join("examples").join("policy");
    let mut command = if built.is_file() {
        Command::new(built)
    } else {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(["run", "-q", "-p", "weft-shared", "--example", "policy", "--"]);
        command
    };
    command.args(args).current_dir(root()).output().unwrap()
}

/// A file of this test's own.
fn file(name: &str, text: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_command_says_in_one_line_that_a_file_is_right() {
    let output = command(&["check", "policies/demo.toml"]);
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with("policies/demo.toml is right: ") && said.lines().count() == 1, "{said}");
}

#[test]
fn the_command_names_every_error_with_what_would_be_right() {
    let path = file("broken.toml", "[codes]\ntries = 9\n[promise.chat-answer]\nhours = 'ofice'\n");
    let output = command(&["check", &path]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], format!("{path}: codes.tries is 9; expected a whole number from 1 to 5"));
    assert!(lines[1].contains("promise.chat-answer.hours is \"ofice\" (did you mean \"office\"?)"), "{said}");
    assert_eq!(lines[2], format!("{path}: 2 errors in all"));
}

#[test]
fn the_command_refuses_what_it_does_not_know() {
    for args in [&["chekc"][..], &["dry-run", "policies/demo.toml"], &["check", "no-such-file.toml"]] {
        assert_eq!(command(args).status.code(), Some(1), "{args:?}");
    }
}

#[test]
fn the_command_tries_a_file_on_exported_events() {
    let default = Policy::default_rules().unwrap();
    let promised = |name: &Option<String>| name.as_deref() == Some("text-answer");
    let (channel, _) = default.channels.iter().find(|(_, rules)| promised(&rules.promise)).unwrap();
    let author = Author::Customer { session: None, address: None, name: None };
    let message = Message::new(MessageId::from_bits(3), channel.clone(), author, "Where is it?".to_owned());
    let opened = EventBody::Opened {
        conversation: ConversationId::from_bits(1),
        site: "demo".parse().unwrap(),
        customer: CustomerId::from_bits(2),
        subject: None,
    };
    let at = Timestamp::parse_rfc3339("2026-11-23T12:00:00Z").unwrap();
    let events =
        [Event { seq: 1, at, body: opened }, Event { seq: 2, at, body: EventBody::MessageReceived { message } }];
    let lines: Vec<String> = events.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
    let events = file("events.jsonl", &lines.join("\n"));
    let rules = file("slower.toml", "[promise.text-answer]\nwithin = '2h'\n");

    let output = command(&["dry-run", &rules, "--events", &events]);
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("#2 promise: \"We usually answer within an hour.\", due 2026-11-23T13:00:00Z → "), "{said}");
    assert!(said.contains("1 thing would have been otherwise, of 2 events in 1 conversation"), "{said}");

    let same = command(&["dry-run", &rules, "--events", &events, "--over", &rules]);
    assert!(String::from_utf8(same.stdout).unwrap().starts_with("0 things would"));
    let earlier = command(&["dry-run", &rules, "--events", &events, "--now", "2026-11-23T11:00:00Z"]);
    assert!(String::from_utf8(earlier.stdout).unwrap().starts_with("0 things would"));
    let broken = file("broken.jsonl", "{}\n");
    let output = command(&["dry-run", &rules, "--events", &broken]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("broken.jsonl: line 1: "));
}
