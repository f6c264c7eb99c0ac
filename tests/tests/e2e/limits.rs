//! How often anything may be tried, sent and asked (per address, over everything).

use super::scenes::{answered, wrong};
use weft_shared::{evidence::Assurance, wire::problem::ProblemKind};
use weft_tests::{
    carrier::Draft,
    harness::{World, run},
};

#[test]
fn fifteen_guesses_an_hour_for_one_address_over_all_sessions_and_conversations() {
    run(async {
        let mut scene = answered().await;
        scene.thread.wish(weft_shared::wire::agent::Wish::Close).await.unwrap();
        let mut guesses = 0;
        let mut codes = 0;
        for _ in 0..5 {
            let visitor = scene.site.visitor();
            let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
            let Ok(_) = visitor.ask_code(&linked).await else { continue };
            codes += 1;
            let code = scene.jo.code().await;
            for _ in 0..8 {
                let problem = visitor.type_code(&linked, &wrong(&code)).await.unwrap_err();
                if problem.is(ProblemKind::CodeWrong) {
                    guesses += 1;
                }
            }
            assert!(visitor.type_code(&linked, &code).await.is_err(), "the code is dead after its tries");
        }
        assert!(codes <= 3, "{codes} codes in an hour");
        assert!(guesses <= 15, "{guesses} guesses in an hour");
        println!("{guesses} of 40 guesses were taken, {codes} of 5 codes sent");
        assert_eq!(scene.thread_now().await.highest_session(), Assurance::Linked);
    });
}

#[test]
fn three_codes_an_hour_go_to_one_address_and_each_only_to_the_stored_one() {
    run(async {
        let scene = answered().await;
        let before = scene.jo.inbox().len();
        for _ in 0..6 {
            let visitor = scene.site.visitor();
            let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
            let path = format!("/conversations/{}/code", linked.conversation);
            // Whatever the client says about where to send it, is ignored or refused.
            let body = serde_json::json!({ "address": "mallory@evil.example", "to": "mallory@evil.example", "channel": "sms" });
            visitor.ask("POST", &path, Some(&linked), Some(&body)).await;
        }
        let sent = scene.jo.inbox_of(before + 3).await.len() - before;
        assert_eq!(sent, 3, "three codes an hour");
        assert!(scene.site.world.carrier.store.inbox("mallory@evil.example").is_empty());
    });
}

#[test]
fn a_second_code_for_one_browser_has_to_wait() {
    run(async {
        let scene = answered().await;
        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        let sent = visitor.ask_code(&linked).await.unwrap();
        assert!(sent.resend_after_ms >= 30_000 && sent.valid_ms >= 300_000, "{sent:?}");
        let problem = visitor.ask_code(&linked).await.unwrap_err();
        assert!(problem.is(ProblemKind::TooMany), "{problem:?}");
        assert!(problem.retry_after_ms.is_some_and(|ms| ms > 0 && ms <= sent.resend_after_ms), "{problem:?}");
    });
}

#[test]
fn typing_an_address_again_and_again_bombs_nobody() {
    run(async {
        let scene = answered().await;
        let before = scene.jo.inbox().len();
        for _ in 0..12 {
            let answer = scene.site.visitor().want_link(scene.jo.address()).await;
            assert_eq!((answer.status, answer.body.as_str()), (202, "{}"));
        }
        for _ in 0..12 {
            assert_eq!(scene.site.visitor().refresh(&scene.token).await.status, 202);
        }
        let sent = scene.jo.inbox_of(before + 1).await.split_off(before);
        assert!((1..=3).contains(&sent.len()), "{} links in an hour", sent.len());
    });
}

#[test]
fn agents_codes_are_limited_too() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await;
        for _ in 0..6 {
            assert_eq!(ada.ask_code().await.status, 202, "the answer never tells");
        }
        let code = ada.mailbox.code().await;
        for _ in 0..5 {
            assert!(!ada.try_sign_in(&wrong(&code)).await.succeeded());
        }
        assert!(!ada.try_sign_in(&code).await.succeeded(), "five wrong ones end it");
        let codes = ada.mailbox.inbox_of(1).await.len();
        assert!(codes <= 3, "{codes} codes");
    });
}

#[test]
fn nothing_automatic_to_an_unproven_address_carries_the_visitors_text_or_comes_twice_a_day() {
    run(async {
        let site = World::shared().await.site().await;
        let victim = site.customer("Victim");
        for n in 0..5 {
            let spam = Draft {
                verdict: weft_tests::carrier::Verdict::Fail,
                ..victim.draft(&format!("Buy {n}"), "Buy cheap pills at http://pills.example")
            };
            site.world.carrier.send(spam).await;
        }
        let sent = victim.inbox_of(0).await;
        assert!(sent.len() <= 1, "{} automatic mails to an unproven address", sent.len());
        assert!(sent.iter().all(|mail| !mail.text.contains("pills") && !mail.subject.contains("Buy")), "{sent:#?}");
    });
}

#[test]
fn limits_are_not_keyed_on_forwarded_headers() {
    run(async {
        let scene = answered().await;
        let before = scene.jo.inbox().len();
        let body = serde_json::json!({ "address": scene.jo.address() });
        for n in 0..10 {
            let ip = format!("203.0.113.{n}");
            let headers = [
                ("origin", scene.site.world.edge_url.as_str()),
                ("x-forwarded-for", &ip),
                ("cf-connecting-ip", &ip),
                ("forwarded", &ip),
            ];
            weft_tests::persona::request(
                &scene.site.world.client,
                "POST",
                &scene.site.api("/links"),
                &headers,
                Some(&body),
            )
            .await;
        }
        let sent = scene.jo.inbox_of(before + 1).await.len() - before;
        assert!(sent <= 3, "{sent} links in an hour");
    });
}

#[test]
fn a_text_beyond_ten_thousand_characters_is_refused_with_what_would_be_right() {
    run(async {
        let site = World::shared().await.site().await;
        let visitor = site.visitor();
        let mut chat = visitor.chat(&visitor.begin().await).await;
        let longest = "ä".repeat(weft_shared::message::MAX_TEXT);
        chat.say(&longest).await.expect("ten thousand characters are fine");
        let problem = chat.say(&format!("{longest}x")).await.unwrap_err();
        assert!(
            problem.is(ProblemKind::TooLarge) || problem.is(ProblemKind::Invalid) || problem.is(ProblemKind::Malformed),
            "{problem:?}"
        );
        for empty in ["", "   ", "\n"] {
            assert!(chat.say(empty).await.is_err(), "an empty message");
        }
    });
}
