//! Webhooks: what a partner's server is told, proven by the published client library, and what happens when it is away.

use super::scenes::answered;
use serde_json::{Value, json};
use std::time::Duration;
use weft_shared::wire::{
    agent::Wish,
    api::{Deliveries, DeliveryLine, DeliveryState, WebhookLine, WebhookMade, Webhooks},
    problem::ProblemKind,
};
use weft_tests::{
    harness::{World, run},
    persona::{Partner, Receiver, SignedIn, verified},
};

async fn hook(partner: &Partner, receiver: &Receiver, events: &[&str]) -> WebhookMade {
    let made = partner.post("/webhooks", &json!({ "url": receiver.url, "events": events })).await;
    assert_eq!(made.status, 201, "{made:?}");
    // Objects hear of a new webhook within seconds.
    tokio::time::sleep(Duration::from_secs(6)).await;
    made.json()
}

async fn partner(site: &weft_tests::harness::Site) -> (SignedIn, Partner) {
    let admin = site.agent_with("Wim", "admin", None).await.sign_in().await;
    let partner = Partner::new(&admin).await;
    (admin, partner)
}

async fn log(partner: &Partner, made: &WebhookMade) -> Vec<DeliveryLine> {
    let answer = partner.get(&format!("/webhooks/{}/deliveries", made.webhook.id)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json::<Deliveries>().deliveries
}

async fn logged(partner: &Partner, made: &WebhookMade, what: &str, wanted: impl Fn(&[DeliveryLine]) -> bool) {
    for _ in 0..100 {
        if wanted(&log(partner, made).await) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("the log never shows {what}: {:#?}", log(partner, made).await);
}

#[test]
fn a_partner_is_told_what_happens_and_the_published_library_believes_it() {
    run(async {
        let world = World::shared().await;
        let site = world.site().await;
        let (_, partner) = partner(&site).await;
        let receiver = Receiver::start().await;
        let made = hook(&partner, &receiver, &[]).await;
        let mut scene = super::scenes::answered_at(site).await;
        scene.thread.wish(Wish::Close).await.unwrap();
        scene.jo.replies(&scene.answer, "One more thing: the spout drips.").await;
        receiver.wait_for("conversation.reopened", 1).await;
        receiver.wait_for("message.received", 2).await;
        receiver.wait_for("message.delivery", 1).await;
        let all = receiver.received();
        for kind in ["conversation.opened", "conversation.assigned", "message.sent", "conversation.closed"] {
            assert!(all.iter().any(|one| one.kind() == kind), "no {kind}");
        }
        for request in &all {
            assert_eq!(verified(&world.tools.node, &made.secret, request).await, "ok", "{request:#?}");
            let payload = request.payload();
            assert_eq!(payload["data"]["conversation"], json!(scene.conversation));
            assert!(weft_shared::time::Timestamp::parse_rfc3339(payload["timestamp"].as_str().unwrap()).is_some());
            let text = request.body.to_lowercase();
            for hidden in [scene.jo.address(), scene.token.as_str(), &made.secret, "weft=v4"] {
                assert!(!text.contains(&hidden.to_lowercase()), "{hidden} in {text}");
            }
        }
        let ids: std::collections::BTreeSet<_> = all.iter().map(|one| one.id.clone()).collect();
        assert_eq!(ids.len(), all.len(), "every event has an id of its own");
        let places: Vec<u64> = all.iter().map(|one| one.payload()["data"]["seq"].as_u64().unwrap()).collect();
        assert!(places.is_sorted(), "to one address that answers, in the journal's order: {places:?}");
        // What was changed on the way is refused by the library.
        let one = all[0].clone();
        for tampered in [
            weft_tests::persona::Received { body: one.body.replace("conversation", "konversation"), ..one.clone() },
            weft_tests::persona::Received { id: "another".to_owned(), ..one.clone() },
            weft_tests::persona::Received { timestamp: "1614265330".to_owned(), ..one.clone() },
        ] {
            assert_ne!(verified(&world.tools.node, &made.secret, &tampered).await, "ok", "{tampered:?}");
        }
        logged(&partner, &made, "everything as delivered", |lines| {
            lines.len() >= all.len() && lines.iter().all(|line| line.state == DeliveryState::Delivered)
        })
        .await;
    });
}

#[test]
fn what_fails_comes_again_under_the_same_id_and_can_be_sent_once_more_by_hand() {
    run(async {
        let world = World::shared().await;
        let site = world.site().await;
        let (admin, partner) = partner(&site).await;
        let receiver = Receiver::start().await;
        let made = hook(&partner, &receiver, &["message.received"]).await;
        receiver.answers(&[503, 500]);
        let jo = site.customer("Jo");
        jo.writes("My teapot", "It leaks.").await;
        // At once, and five seconds later.
        let tries = receiver.wait_for("message.received", 2).await;
        assert_eq!(tries[0].id, tries[1].id);
        assert_eq!(tries[0].body, tries[1].body);
        logged(&partner, &made, "two tries", |lines| {
            let tries: Vec<_> = lines.iter().flat_map(|line| line.attempts.iter().map(|one| one.status)).collect();
            tries == [Some(503), Some(500)] && lines[0].state == DeliveryState::Pending && lines[0].next_at.is_some()
        })
        .await;
        // The third would come in five minutes; by hand it comes now.
        let line = log(&partner, &made).await.remove(0);
        assert_eq!(line.id.to_string(), tries[0].id);
        let path = format!("/webhooks/{}/deliveries/{}/again", made.webhook.id, line.id);
        let again = partner.post(&path, &json!({})).await;
        assert_eq!(again.status, 202, "{again:?}");
        let third = receiver.wait_for("message.received", 3).await.remove(2);
        assert_eq!((third.id.as_str(), third.body.as_str()), (tries[0].id.as_str(), tries[0].body.as_str()));
        assert_eq!(verified(&world.tools.node, &made.secret, &third).await, "ok");
        logged(&partner, &made, "it as delivered", |lines| {
            lines.len() == 1 && lines[0].state == DeliveryState::Delivered && lines[0].attempts.len() == 3
        })
        .await;
        // What was delivered can be told once more, from the console too.
        let path = format!("/desk/webhooks/{}/deliveries/{}/again", made.webhook.id, line.id);
        assert_eq!(admin.ask("POST", &path, Some(&json!({}))).await.status, 202);
        assert_eq!(receiver.wait_for("message.received", 4).await[3].id, tries[0].id);
    });
}

#[test]
fn a_webhook_that_is_gone_is_switched_off_and_on_again_by_hand() {
    run(async {
        let site = World::shared().await.site().await;
        let (_, partner) = partner(&site).await;
        let receiver = Receiver::start().await;
        let made = hook(&partner, &receiver, &["message.received"]).await;
        receiver.answers(&[410]);
        site.customer("Jo").writes("My teapot", "It leaks.").await;
        receiver.wait_for("message.received", 1).await;
        let path = format!("/webhooks/{}", made.webhook.id);
        let mut line: WebhookLine = partner.get(&path).await.json();
        for _ in 0..50 {
            if !line.enabled {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            line = partner.get(&path).await.json();
        }
        assert!(!line.enabled && line.disabled_because.is_some_and(|why| why.contains("410")));
        tokio::time::sleep(Duration::from_secs(6)).await;
        site.customer("Kim").writes("My kettle", "It is cold.").await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!(receiver.received().len(), 1, "nothing more is told");
        let on = partner.asks("PATCH", &path, &[], Some(&json!({ "enabled": true }))).await;
        assert!(on.json::<WebhookLine>().enabled);
        tokio::time::sleep(Duration::from_secs(6)).await;
        site.customer("Lou").writes("My cup", "It broke.").await;
        receiver.wait_for("message.received", 2).await;
    });
}

#[test]
fn a_changed_secret_signs_beside_the_former_one_for_a_day() {
    run(async {
        let world = World::shared().await;
        let site = world.site().await;
        let (_, partner) = partner(&site).await;
        let receiver = Receiver::start().await;
        let before = hook(&partner, &receiver, &["message.received"]).await;
        let rotated = partner.post(&format!("/webhooks/{}/rotate", before.webhook.id), &json!({})).await;
        let after: WebhookMade = rotated.json();
        assert!(after.secret != before.secret && after.webhook.former_secret_until.is_some());
        tokio::time::sleep(Duration::from_secs(6)).await;
        site.customer("Jo").writes("My teapot", "It leaks.").await;
        let told = receiver.wait_for("message.received", 1).await.remove(0);
        assert_eq!(told.signature.split(' ').count(), 2);
        for secret in [&before.secret, &after.secret] {
            assert_eq!(verified(&world.tools.node, secret, &told).await, "ok");
        }
    });
}

#[test]
fn no_webhook_reaches_into_a_private_network_and_none_is_anothers() {
    run(async {
        let scene = answered().await;
        let (_, partner) = partner(&scene.site).await;
        for url in [
            "http://shop.example/hook",
            "https://10.0.0.1/hook",
            "https://169.254.169.254/latest",
            "https://[fd00::1]/hook",
            "https://user:pass@shop.example/hook",
            "ftp://shop.example/hook",
            "hook",
        ] {
            let refused = partner.post("/webhooks", &json!({ "url": url })).await;
            refused.must_be(ProblemKind::Invalid);
            assert!(refused.problem().errors[0].starts_with("url: "), "{refused:?}");
        }
        let made: Value = partner.post("/webhooks", &json!({ "url": "https://shop.example/hook" })).await.json();
        let id = made["webhook"]["id"].as_str().unwrap().to_owned();
        let other_site = scene.site.world.site().await;
        let admin = other_site.agent_with("Zoe", "admin", None).await.sign_in().await;
        let stranger = Partner::new(&admin).await;
        stranger.get(&format!("/webhooks/{id}")).await.must_be(ProblemKind::NotFound);
        assert!(stranger.get("/webhooks").await.json::<Webhooks>().webhooks.is_empty());
        assert_eq!(stranger.asks("DELETE", &format!("/webhooks/{id}"), &[], None).await.status, 404);
        assert_eq!(partner.asks("DELETE", &format!("/webhooks/{id}"), &[], None).await.status, 204);
    });
}
