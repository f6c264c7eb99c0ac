//! Links that no longer work: one answer from outside.

use super::scenes::{answered, flipped};
use weft_shared::{
    id::ConversationId,
    time::{DAY, HOUR, Timestamp},
    wire::{agent::Wish, problem::ProblemKind},
};
use weft_tests::{
    carrier::now,
    harness::{
        keys::{Keys, random},
        run,
    },
    persona::{Answer, token_in},
};

fn told(answer: &Answer) -> (u16, String, Vec<(String, String)>) {
    let mut headers = answer.headers.clone();
    headers.retain(|(name, _)| !["date", "cf-ray", "x-request-id"].contains(&name.as_str()));
    headers.sort();
    (answer.status, answer.body.clone(), headers)
}

#[test]
fn expired_revoked_foreign_tampered_and_unknown_tokens_get_the_same_answer() {
    run(async {
        let mut scene = answered().await;
        let other = answered().await;
        let site = scene.site.clone();
        let expired = site.resigned(&scene.token, |claims| {
            claims.issued = Timestamp(now() - 40 * DAY);
            claims.not_before = claims.issued;
            claims.expires = Timestamp(now() - 1_000);
        });
        let not_yet = site.resigned(&scene.token, |claims| {
            claims.not_before = Timestamp(now() + HOUR);
            claims.expires = Timestamp(now() + 2 * HOUR);
        });
        let unknown = site.resigned(&scene.token, |claims| {
            claims.conversation = ConversationId::new(Timestamp(now()), random(10).try_into().unwrap());
        });
        let other_address = site.resigned(&scene.token, |claims| claims.address = "0".repeat(32));
        let later_generation = site.resigned(&scene.token, |claims| claims.generation += 1);
        let claims = site.claims(&scene.token);
        let strange_key = Keys::generate().signing().sign(&claims, Timestamp(now())).unwrap();
        let tampered = flipped(&scene.token, scene.token.len() / 3);
        scene.thread.wish(Wish::RevokeLinks).await.unwrap();

        let tokens = [
            ("revoked", scene.token.clone()),
            ("expired", expired),
            ("not yet valid", not_yet),
            ("of another site", other.token.clone()),
            ("tampered", tampered),
            ("of an unknown conversation", unknown),
            ("for another address", other_address),
            ("of a later generation", later_generation),
            ("of a strange key", strange_key),
            ("garbage", "v4.public.AAAA.AAAA".to_owned()),
            ("empty", String::new()),
            ("long", format!("v4.public.{}", "A".repeat(4_000))),
            ("unicode", "v4.public.ä\u{202e}".to_owned()),
        ];
        let mut first = None;
        for (what, token) in &tokens {
            let answer = site.visitor().redeem_answer(token).await;
            answer.must_be(ProblemKind::LinkUnusable);
            let told = told(&answer);
            let expected = first.get_or_insert_with(|| told.clone());
            assert_eq!(&told, expected, "a token {what} is told apart");
        }
        println!("{} kinds of unusable tokens", tokens.len());
    });
}

#[test]
fn every_flipped_byte_of_a_token_is_refused() {
    run(async {
        let scene = answered().await;
        let visitor = scene.site.visitor();
        let mut tried = 0;
        for at in (0..scene.token.len()).step_by(5) {
            let flipped = flipped(&scene.token, at);
            if flipped != scene.token {
                visitor.redeem_answer(&flipped).await.must_be(ProblemKind::LinkUnusable);
                tried += 1;
            }
        }
        println!("{tried} tokens with another character");
        visitor.redeem(&scene.token).await.expect("the true one still works");
    });
}

#[test]
fn a_fresh_link_goes_to_the_known_address_only_and_says_nothing_of_who_asked() {
    run(async {
        let mut scene = answered().await;
        scene.thread.wish(Wish::RevokeLinks).await.unwrap();
        let visitor = scene.site.visitor();
        let answers = [
            visitor.refresh(&scene.token).await,
            visitor.refresh(&flipped(&scene.token, 40)).await,
            visitor.refresh("v4.public.nothing").await,
        ];
        for answer in &answers {
            assert_eq!((answer.status, answer.body.as_str()), (202, "{}"), "{answer:?}");
        }
        let mail = scene.jo.mail().await;
        let fresh = token_in(&mail).expect("a fresh link");
        assert_ne!(fresh, scene.token);
        assert!(!mail.text.contains(super::scenes::SECRET), "{}", mail.text);
        scene.jo.gets_nothing().await;
        visitor.redeem(&scene.token).await.expect_err("revoked stays revoked");
        let redeemed = visitor.redeem(&fresh).await.expect("the fresh one works");
        assert_eq!(redeemed.credentials.conversation, scene.conversation);
    });
}

#[test]
fn an_unusable_link_lets_the_visitor_begin_anew_and_the_agent_sees_the_claim() {
    run(async {
        let mut scene = answered().await;
        scene.thread.wish(Wish::RevokeLinks).await.unwrap();
        let visitor = scene.site.visitor();
        let fresh = visitor.begin_with(weft_tests::persona::new_key(), Some(scene.token.clone()), None).await.unwrap();
        assert_ne!(fresh.conversation, scene.conversation);
        let mut chat = visitor.chat(&fresh).await;
        chat.say("My link was dead.").await.unwrap();
        chat.rest(300).await;
        assert_eq!(chat.texts(), ["My link was dead."]);
        let mut thread = scene.ada.thread(fresh.conversation).await;
        thread.notice(weft_shared::wire::entry::NoticeKind::Warning).await;
    });
}
