//! From the mail into the chat: what a link allows, and what only a code does.

use super::scenes::{ANSWER, SECRET, answered, wrong};
use weft_shared::{
    evidence::{Assurance, EvidenceKind},
    wire::{
        customer::{ClaimedSession, Credentials},
        entry::{From, NoticeKind},
        problem::ProblemKind,
    },
};
use weft_tests::{
    harness::run,
    persona::{Chat, new_key},
};

#[test]
fn following_the_link_continues_the_same_conversation_and_discloses_nothing_before_the_code_on_the_wire() {
    run(async {
        let mut scene = answered().await;
        let visitor = scene.site.visitor();
        let answer = visitor.redeem_answer(&scene.token).await;
        let redeemed: weft_shared::wire::customer::Redeemed = answer.json();
        assert_eq!(redeemed.credentials.conversation, scene.conversation);
        assert_eq!(redeemed.credentials.level, Assurance::Linked);
        assert!(redeemed.challenge.as_ref().unwrap().masked.contains('•'), "{redeemed:?}");

        let mut chat = visitor.chat(&redeemed.credentials).await;
        assert!(chat.locked && chat.level == Assurance::Linked);
        assert_eq!(chat.challenge.as_ref(), redeemed.challenge.as_ref());
        chat.say("Hello, it is me, by the chat.").await.expect("a link holder may write");
        chat.rest(700).await;
        assert_eq!(chat.texts(), ["Hello, it is me, by the chat."]);
        for hidden in [SECRET, ANSWER, "My teapot", scene.jo.address(), "people."] {
            assert!(!chat.was_told(hidden) && !answer.body.contains(hidden), "{hidden:?} was told");
        }

        let message = scene.thread.message("by the chat").await;
        assert_eq!(message.from, From::Customer);
        let proof = message.proof.expect("a proof mark");
        assert_eq!((proof.level, proof.by.as_slice()), (Assurance::Linked, &[EvidenceKind::LinkHeld][..]));
        scene
            .desk
            .row("with the chat's message", |row| row.preview.contains("by the chat") && row.level == Assurance::Linked)
            .await;
    });
}

#[test]
fn after_the_right_code_the_history_appears_under_a_fresh_secret() {
    run(async {
        let mut scene = answered().await;
        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        let mut before = visitor.chat(&linked).await;
        let sent = visitor.ask_code(&linked).await.unwrap();
        assert_eq!(sent.digits, 6);
        let code = scene.jo.code().await;
        assert_eq!(code.len(), 6);
        let proven = visitor.type_code(&linked, &code).await.expect("the right code");
        assert_eq!((proven.conversation, proven.level), (scene.conversation, Assurance::ChannelControl));
        assert_ne!(proven.secret, linked.secret);

        let mut chat = visitor.chat(&proven).await;
        chat.message(SECRET).await;
        chat.message(ANSWER).await;
        assert!(!chat.locked && chat.level == Assurance::ChannelControl);
        assert!(Chat::open(&visitor, &linked, 0).await.is_err(), "the former secret is dead");
        before.rest(500).await;
        assert!(!before.was_told(SECRET), "the former socket learns nothing");

        chat.say("I can prove it now.").await.unwrap();
        let message = scene.thread.message("prove it now").await;
        assert_eq!(message.proof.map(|proof| proof.level), Some(Assurance::ChannelControl));
        scene.thread.notice(NoticeKind::Proof).await;
        scene.thread.reply("Welcome back in the chat.").await;
        chat.message("Welcome back").await;
    });
}

#[test]
fn a_right_code_works_once() {
    run(async {
        let scene = answered().await;
        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        visitor.ask_code(&linked).await.unwrap();
        let code = scene.jo.code().await;
        let proven = visitor.type_code(&linked, &code).await.unwrap();
        assert!(visitor.type_code(&proven, &code).await.is_err());
        assert!(visitor.type_code(&linked, &code).await.is_err());
    });
}

#[test]
fn five_wrong_codes_end_that_code() {
    run(async {
        let mut scene = answered().await;
        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        visitor.ask_code(&linked).await.unwrap();
        let code = scene.jo.code().await;
        for guess in 0..5 {
            let problem = visitor.type_code(&linked, &wrong(&code)).await.unwrap_err();
            let known = problem.is(ProblemKind::CodeWrong) || (guess == 4 && problem.is(ProblemKind::TooMany));
            assert!(known, "guess {guess}: {problem:?}");
        }
        let problem = visitor.type_code(&linked, &code).await.expect_err("the code is dead");
        assert!(problem.is(ProblemKind::CodeExpired) || problem.is(ProblemKind::TooMany), "{problem:?}");
        scene.thread.notice(NoticeKind::Warning).await;
        assert_eq!(scene.thread.highest_session(), Assurance::Linked);
    });
}

#[test]
fn the_code_of_another_browser_is_refused() {
    run(async {
        let scene = answered().await;
        let (one, two) = (scene.site.visitor(), scene.site.visitor());
        let first = one.redeem(&scene.token).await.unwrap().credentials;
        let second = two.redeem(&scene.token).await.unwrap().credentials;
        assert_ne!(first.session, second.session);
        one.ask_code(&first).await.unwrap();
        let code = scene.jo.code().await;
        assert!(two.type_code(&second, &code).await.is_err(), "it asked for none");
        two.ask_code(&second).await.unwrap();
        let other = scene.jo.code().await;
        assert!(one.type_code(&first, &other).await.is_err() || other == code);
        assert_eq!(one.type_code(&first, &code).await.unwrap().level, Assurance::ChannelControl);
    });
}

#[test]
fn parallel_sessions_share_the_limit() {
    run(async {
        let scene = answered().await;
        let mut refused = 0;
        for browser in 0..4 {
            let visitor = scene.site.visitor();
            let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
            match visitor.ask_code(&linked).await {
                Ok(_) => {
                    let code = scene.jo.code().await;
                    for _ in 0..5 {
                        visitor.type_code(&linked, &wrong(&code)).await.unwrap_err();
                    }
                }
                Err(problem) => {
                    assert!(browser == 3 && problem.is(ProblemKind::TooMany), "browser {browser}: {problem:?}");
                    assert!(problem.retry_after_ms.is_some_and(|ms| ms > 0), "{problem:?}");
                    refused += 1;
                }
            }
        }
        assert_eq!(refused, 1, "three codes an hour, over all browsers");
    });
}

#[test]
fn who_cannot_prove_it_starts_anew_and_the_agent_sees_the_claim() {
    run(async {
        let mut scene = answered().await;
        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        let claim = |credentials: &Credentials| ClaimedSession {
            conversation: credentials.conversation,
            session: credentials.session,
            secret: credentials.secret.clone(),
        };
        let fresh = visitor.begin_with(new_key(), None, Some(claim(&linked))).await.unwrap();
        assert_ne!(fresh.conversation, scene.conversation);
        assert_eq!(fresh.level, Assurance::Anonymous);
        let mut chat = visitor.chat(&fresh).await;
        chat.say("I lost that mailbox.").await.unwrap();
        chat.rest(300).await;
        assert_eq!(chat.texts(), ["I lost that mailbox."]);
        let row = scene.desk.row("of the new one", |row| row.conversation == fresh.conversation).await;
        let mut thread = scene.ada.thread(row.conversation).await;
        let short = scene.conversation.to_string();
        let warning = thread.notice(NoticeKind::Warning).await;
        assert!(warning.text.contains(&short[short.len() - 6..]) || warning.text.contains("unproven"), "{warning:?}");
    });
}

#[test]
fn a_browser_that_signed_out_shows_nothing_of_its_former_visitor() {
    run(async {
        let scene = answered().await;
        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        visitor.ask_code(&linked).await.unwrap();
        let proven = visitor.type_code(&linked, &scene.jo.code().await).await.unwrap();
        assert_eq!(visitor.leave(&proven).await.status, 204);
        assert!(Chat::open(&visitor, &proven, 0).await.is_err());
        visitor
            .ask(
                "POST",
                &format!("/conversations/{}/code", scene.conversation),
                Some(&proven),
                Some(&serde_json::json!({})),
            )
            .await
            .problem();
        // The link still points; it proves no more than before.
        let again = visitor.redeem(&scene.token).await.unwrap().credentials;
        assert_eq!(again.level, Assurance::Linked);
        let mut chat = visitor.chat(&again).await;
        chat.rest(500).await;
        assert!(chat.texts().is_empty() && !chat.was_told(SECRET));
    });
}
