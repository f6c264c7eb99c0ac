//! Nobody learns from an answer whether an address is known.

use super::scenes::answered;
use weft_tests::{harness::run, persona::token_in};

const ROUNDS: usize = 6;

#[test]
fn a_typed_address_gets_the_same_answer_whether_or_not_it_is_known() {
    run(async {
        let scene = answered().await;
        let stranger = scene.site.customer("Stranger");
        let visitor = scene.site.visitor();
        let mut answers = Vec::new();
        for address in
            [scene.jo.address(), stranger.address(), "nobody@nowhere.example", &scene.jo.address().to_uppercase()]
        {
            let answer = visitor.want_link(address).await;
            let mut headers = answer.headers.clone();
            headers.retain(|(name, _)| name != "date");
            headers.sort();
            answers.push((answer.status, answer.body, headers));
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:#?}");
        assert_eq!((answers[0].0, answers[0].1.as_str()), (202, "{}"));

        let mail = scene.jo.mail().await;
        assert!(token_in(&mail).is_some(), "a link goes to the known address");
        stranger.gets_nothing().await;
        assert!(scene.site.world.carrier.store.inbox("nobody@nowhere.example").is_empty());
    });
}

#[test]
fn the_answer_waits_for_nothing_that_depends_on_the_address() {
    run(async {
        let scene = answered().await;
        let stranger = scene.site.customer("Stranger");
        let visitor = scene.site.visitor();
        let (store, before) = (&scene.site.world.carrier.store, scene.jo.inbox().len());
        // Nothing leaves for Jo, and both are answered all the same: what follows is done after the answer.
        store.hold(scene.jo.address());
        for address in [scene.jo.address(), stranger.address()].repeat(ROUNDS) {
            let answer = visitor.want_link(address).await;
            assert_eq!((answer.status, answer.body.as_str()), (202, "{}"));
        }
        assert_eq!(visitor.refresh(&scene.token).await.status, 202);
        assert_eq!(scene.jo.inbox().len(), before);
        store.let_go(scene.jo.address());
        assert!(token_in(&scene.jo.mail().await).is_some());
        stranger.gets_nothing().await;
        println!("{} addresses typed", 2 * ROUNDS);
    });
}

#[test]
fn asking_for_an_agents_code_tells_nothing() {
    run(async {
        let scene = answered().await;
        let visitor = scene.site.visitor();
        let ben = scene.site.agent("Ben").await;
        let mut answers = Vec::new();
        for address in [ben.mailbox.address(), "nobody@nowhere.example", scene.jo.address()] {
            let answer =
                visitor.ask("POST", "/agent/code", None, Some(&serde_json::json!({ "address": address }))).await;
            answers.push((answer.status, answer.body));
        }
        assert!(answers.iter().all(|answer| *answer == (202, "{}".to_owned())), "{answers:?}");
        let wrong = serde_json::json!({ "address": ben.mailbox.address(), "code": "000000" });
        let unknown = serde_json::json!({ "address": "nobody@nowhere.example", "code": "000000" });
        let one = visitor.ask("POST", "/agent/session", None, Some(&wrong)).await;
        let two = visitor.ask("POST", "/agent/session", None, Some(&unknown)).await;
        assert_eq!((one.status, one.body), (two.status, two.body));
    });
}

#[test]
fn a_link_mail_to_a_typed_address_holds_no_text_of_the_visitor_and_no_history() {
    run(async {
        let scene = answered().await;
        scene.site.visitor().want_link(&format!("  {} ", scene.jo.address())).await;
        let mail = scene.jo.mail().await;
        assert!(
            !mail.text.contains(super::scenes::SECRET) && !mail.text.contains(super::scenes::ANSWER),
            "{}",
            mail.text
        );
        let redeemed = scene.site.visitor().redeem(&token_in(&mail).unwrap()).await.unwrap();
        assert_eq!(redeemed.credentials.conversation, scene.conversation);
    });
}
