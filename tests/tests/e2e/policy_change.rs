//! Rules are data: a changed file holds from the next message on, a broken one changes nothing.

use serde_json::{Value, json};
use weft_shared::wire::policy::PolicyFile;
use weft_tests::{
    harness::{Site, World, run},
    persona::Attacker,
};

const QUICK: &str = "[promise.chat-answer]\ntext = \"We answer before you blink.\"\nwithin = \"1m\"\n";

async fn promised(site: &Site, words: &str) -> bool {
    let answer = Attacker::new(site).asks("GET", &format!("/frame/{}", site.id), &[], None).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body.contains(words)
}

async fn file(site: &Site) -> PolicyFile {
    site.admin("GET", "/policy", None).await.result().unwrap()
}

#[test]
fn a_changed_file_holds_at_once_and_a_broken_one_is_refused_with_all_its_errors() {
    run(async {
        let site = World::shared().await.site().await;
        assert_eq!(file(&site).await.version, 0);
        assert!(!promised(&site, "before you blink").await);
        let put = site.rules(QUICK).await;
        assert!(put.succeeded(), "{put:?}");
        assert_eq!(file(&site).await.version, 1);
        assert!(promised(&site, "before you blink").await);

        let broken = "[promise.chat-answer]\ntext = 7\n\n[channel.sms]\nenabled = \"perhaps\"\n\n[channel.pigeons]\nlabel = \"Pigeons\"\n";
        let refused = site.rules(broken).await;
        assert_eq!(refused.status, 422, "{refused:?}");
        let errors = refused.problem().errors;
        for path in ["promise.chat-answer.text", "channel.sms.enabled", "channel.pigeons"] {
            assert!(errors.iter().any(|error| error.starts_with(path)), "{path} in {errors:#?}");
        }
        assert_eq!(file(&site).await.version, 1);
        assert!(promised(&site, "before you blink").await);
    });
}

#[test]
fn the_version_before_comes_back_in_one_step_and_who_did_it_is_kept() {
    run(async {
        let site = World::shared().await.site().await;
        let lead = site.lead("Lea").await.sign_in().await;
        let put = |base: u64, text: &'static str| {
            let lead = &lead;
            async move { lead.ask("PUT", "/desk/policy", Some(&json!({ "base": base, "text": text }))).await }
        };
        assert!(put(0, QUICK).await.succeeded());
        assert!(put(1, "[promise.chat-answer]\ntext = \"We take our time.\"\nwithin = \"2h\"\n").await.succeeded());
        assert!(promised(&site, "take our time").await);
        // Made from a version that is not the latest: somebody else was quicker.
        assert_eq!(put(1, QUICK).await.status, 409);
        let back = lead.ask("POST", "/desk/policy/restore", Some(&json!({}))).await;
        let back: PolicyFile = back.result().unwrap();
        assert_eq!((back.version, back.versions[0].restores), (3, Some(1)));
        assert_eq!(back.versions[0].by, lead.me.agent.to_string());
        assert!(promised(&site, "before you blink").await);
    });
}

#[test]
fn an_agent_reads_and_checks_rules_but_does_not_change_them() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        assert!(ada.ask("GET", "/desk/policy", None).await.succeeded());
        let checked: Value =
            ada.ask("POST", "/desk/policy/check", Some(&json!({ "text": "[channel.sms]\nlabel = 1\n" }))).await.json();
        assert_eq!(checked["errors"].as_array().map(Vec::len), Some(1), "{checked}");
        let put = ada.ask("PUT", "/desk/policy", Some(&json!({ "base": 0, "text": QUICK }))).await;
        assert!(matches!(put.status, 401 | 403), "{put:?}");
        assert_eq!(file(&site).await.version, 0);
    });
}
