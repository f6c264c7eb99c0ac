//! The API for other programs: every route as a partner walks it, and what it refuses.

use super::matrix::routes::{ROUTES, Role};
use super::scenes::{Answered, answered, wait_until_quiet};
use serde_json::{Value, json};
use std::{collections::BTreeSet, process::Stdio};
use weft_shared::{
    time::{DAY, Timestamp},
    wire::{
        api::{
            Agents, Conversation, ConversationPage, Customer, KeyLine, Known, Message, MessagePage, SearchPage, State,
            Teams,
        },
        problem::ProblemKind,
    },
};
use weft_tests::{
    carrier::now,
    harness::{World, keys::random_hex, run},
    persona::{Answer, Partner, SignedIn},
};

async fn partner(scene: &Answered) -> (SignedIn, Partner) {
    let admin = scene.site.agent_with("Wim", "admin", None).await.sign_in().await;
    let partner = Partner::new(&admin).await;
    (admin, partner)
}

fn handoff(agent: &str, owner: Value) -> Value {
    json!({
        "agent": agent,
        "wants": "A new lid for the teapot that leaks at the spout.",
        "done": "Checked the order and asked the warehouse for the part.",
        "promised": "An answer about the lid by tomorrow evening.",
        "next": "Call the warehouse and send the customer a date.",
        "owner": owner,
        "due": Timestamp(now() + DAY).to_string(),
    })
}

#[test]
fn a_partner_reads_answers_notes_tags_hands_over_closes_and_reopens() {
    run(async {
        let scene = answered().await;
        let (_, partner) = partner(&scene).await;
        wait_until_quiet(&scene.site).await;
        let path = format!("/conversations/{}", scene.conversation);
        let shown: Conversation = partner.get(&path).await.json();
        assert_eq!(
            (shown.id, shown.state, shown.owner),
            (scene.conversation, State::Open, Some("ada".parse().unwrap()))
        );
        let listed: ConversationPage = partner.get("/conversations?state=open&owner=ada").await.json();
        assert_eq!(listed.conversations.iter().map(|one| one.id).collect::<Vec<_>>(), [scene.conversation]);
        let none: ConversationPage = partner.get("/conversations?state=closed").await.json();
        assert!(none.conversations.is_empty() && none.next.is_none());
        let messages: MessagePage = partner.get(&format!("{path}/messages")).await.json();
        let texts: Vec<&str> = messages.messages.iter().map(|message| message.text.as_str()).collect();
        assert!(texts[0].contains("door code") && texts.contains(&super::scenes::ANSWER), "{texts:?}");
        assert!(!partner.get(&format!("{path}/messages")).await.body.contains(scene.jo.address()));

        let sent =
            partner.post(&format!("{path}/messages"), &json!({ "agent": "ada", "text": "It left us today." })).await;
        assert_eq!(sent.status, 201, "{sent:?}");
        assert_eq!(sent.json::<Message>().text, "It left us today.");
        assert!(scene.jo.mail().await.text.contains("It left us today."));
        let noted = partner.post(&format!("{path}/notes"), &json!({ "agent": "ada", "text": "Parcel 4711." })).await;
        assert_eq!(noted.status, 201, "{noted:?}");
        let tags = json!({ "agent": "ada", "tags": ["teapot", "parcel"] });
        let tagged = partner.asks("PUT", &format!("{path}/tags"), &[], Some(&tags)).await;
        assert_eq!(tagged.json::<Conversation>().tags, ["parcel", "teapot"]);

        scene.site.agent("Ben").await.sign_in().await;
        let handed = partner.post(&format!("{path}/handoff"), &handoff("ada", json!({ "agent": "ben" }))).await;
        assert_eq!(handed.status, 200, "{handed:?}");
        let offered: Conversation = handed.json();
        assert!(offered.offer.is_some() && offered.owner == Some("ada".parse().unwrap()), "{offered:?}");
        let closed = partner.post(&format!("{path}/close"), &json!({ "agent": "ada" })).await;
        assert_eq!(closed.json::<Conversation>().state, State::Closed);
        let reopened = partner.post(&format!("{path}/reopen"), &json!({ "agent": "ada" })).await;
        assert_eq!(reopened.json::<Conversation>().state, State::Open);

        wait_until_quiet(&scene.site).await;
        let found: SearchPage = partner.get("/search?q=teapot").await.json();
        assert!(found.hits.iter().any(|hit| hit.conversation == scene.conversation));
        let customer: Customer = partner.get(&format!("/customers/{}", shown.customer)).await.json();
        assert!(customer.identifiers.iter().any(|known| known.value == scene.jo.address()));
        let who = json!({ "mail": [scene.jo.address()], "tier": "gold" });
        let known = partner.asks("PUT", "/customers/by-account/shop%2F42", &[], Some(&who)).await;
        assert_eq!(known.status, 200, "{known:?}");
        let _: Known = known.json();
    });
}

#[test]
fn a_partner_learns_whom_it_may_name_and_neither_addresses_nor_who_is_here() {
    run(async {
        let scene = answered().await;
        let (_, partner) = partner(&scene).await;
        let answer = partner.get("/agents").await;
        assert!(!answer.body.contains('@') && !answer.body.contains("present"), "{}", answer.body);
        let known: Agents = answer.json();
        let names: Vec<(&str, &str)> = known.agents.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
        assert_eq!(names, [("ada", "Ada"), ("wim", "Wim")]);
        let known: Teams = partner.get("/teams").await.json();
        let team = known.teams.first().expect("a team");
        let path = format!("/conversations/{}/handoff", scene.conversation);
        let given = partner.post(&path, &handoff("ada", json!({ "team": team.name }))).await;
        assert_eq!(given.status, 200, "{given:?}");
    });
}

#[test]
fn nobody_changes_an_owner_by_the_api_without_a_good_note() {
    run(async {
        let scene = answered().await;
        let (_, partner) = partner(&scene).await;
        scene.site.agent("Ben").await.sign_in().await;
        let path = format!("/conversations/{}", scene.conversation);
        for (what, body) in [
            ("messages", json!({ "agent": "ben", "text": "I have it now." })),
            ("handoff", handoff("ben", json!({ "agent": "ben" }))),
            ("handoff", json!({ "agent": "ada", "owner": { "agent": "ben" } })),
            ("close", json!({ "agent": "ben" })),
        ] {
            let refused = partner.post(&format!("{path}/{what}"), &body).await;
            assert!((400..500).contains(&refused.status), "{what}: {refused:?}");
            refused.problem();
        }
        let mut poor = handoff("ada", json!({ "agent": "ben" }));
        poor["next"] = json!("ok");
        let refused = partner.post(&format!("{path}/handoff"), &poor).await;
        let problem = refused.problem();
        assert_eq!((refused.status, problem.field.as_deref()), (422, Some("next")), "{refused:?}");
        assert!(problem.rule.is_some() && problem.example.is_some());
        let nobody = partner.post(&format!("{path}/messages"), &json!({ "agent": "nobody", "text": "Hello." })).await;
        nobody.must_be(ProblemKind::Invalid);
        let shown: Conversation = partner.get(&path).await.json();
        assert_eq!(shown.owner, Some("ada".parse().unwrap()));
    });
}

#[test]
fn a_repeated_request_gets_the_first_answer_and_does_nothing_more() {
    run(async {
        let scene = answered().await;
        let (_, partner) = partner(&scene).await;
        let path = format!("/conversations/{}/messages", scene.conversation);
        let (key, body) = (random_hex(16), json!({ "agent": "ada", "text": "Once and only once." }));
        let first = partner.post_as(&key, &path, &body).await;
        let again = partner.post_as(&key, &path, &body).await;
        assert_eq!((first.status, &first.body), (201, &again.body));
        assert_eq!((again.status, again.header("idempotency-replayed")), (201, Some("true")));
        partner.post_as(&key, &path, &json!({ "agent": "ada", "text": "Other." })).await.must_be(ProblemKind::Invalid);
        let elsewhere = format!("/conversations/{}/close", scene.conversation);
        partner.post_as(&key, &elsewhere, &json!({ "agent": "ada" })).await.must_be(ProblemKind::Invalid);
        partner.asks("POST", &path, &[], Some(&body)).await.must_be(ProblemKind::Malformed);
        // Many at once: one is carried out, the others hear so or wait.
        let key = random_hex(16);
        let body = json!({ "agent": "ada", "text": "Many at once." });
        let all = futures_util::future::join_all((0..8).map(|_| partner.post_as(&key, &path, &body))).await;
        for answer in &all {
            assert!(matches!(answer.status, 201 | 409), "{answer:?}");
        }
        let page: MessagePage = partner.get(&path).await.json();
        let said = |text: &str| page.messages.iter().filter(|message| message.text == text).count();
        assert_eq!((said("Once and only once."), said("Many at once.")), (1, 1));
        // A refusal is an answer too.
        let key = random_hex(16);
        let bad = json!({ "agent": "nobody", "text": "Hello." });
        let refused = partner.post_as(&key, &path, &bad).await;
        let again = partner.post_as(&key, &path, &bad).await;
        assert_eq!((refused.status, &refused.body), (again.status, &again.body));
        again.must_be(ProblemKind::Invalid);
    });
}

#[test]
fn pages_miss_nothing_and_repeat_nothing_while_new_conversations_begin() {
    run(async {
        let site = World::shared().await.site().await;
        let admin = site.agent_with("Wim", "admin", None).await.sign_in().await;
        let partner = Partner::new(&admin).await;
        // One that begins in the chat has an id that says nothing of when.
        let asks = async |n: usize, text: &str| {
            if n.is_multiple_of(2) {
                site.customer(&format!("Person {n}")).writes("Hello", text).await;
            } else {
                let visitor = site.visitor();
                visitor.chat(&visitor.begin().await).await.say(text).await.expect("a visitor may write");
            }
        };
        for n in 0..7 {
            asks(n, "A question.").await;
        }
        wait_until_quiet(&site).await;
        let all = partner.get("/conversations?limit=100").await.json::<ConversationPage>().conversations;
        let before: BTreeSet<_> = all.iter().map(|one| one.id).collect();
        assert_eq!(before.len(), 7);
        assert!(all.is_sorted_by(|later, earlier| later.opened_at.0 >= earlier.opened_at.0), "{all:#?}");
        assert!(all.iter().all(|one| one.opened_at.0 <= one.updated_at.0), "{all:#?}");
        let (mut seen, mut next, mut pages) = (Vec::new(), None::<String>, 0);
        loop {
            let cursor = next.map(|next| format!("&cursor={next}")).unwrap_or_default();
            let page: ConversationPage = partner.get(&format!("/conversations?limit=2{cursor}")).await.json();
            seen.extend(page.conversations.iter().map(|one| one.id));
            asks(7 + pages, "Another question.").await;
            wait_until_quiet(&site).await;
            pages += 1;
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!((seen.len(), seen.iter().copied().collect::<BTreeSet<_>>()), (7, before));
        let first: ConversationPage = partner.get("/conversations?limit=2").await.json();
        let cursor = first.next.unwrap();
        for bad in [
            format!("/conversations?state=open&cursor={cursor}"),
            "/conversations?cursor=x".to_owned(),
            format!("/conversations?cursor={cursor}0"),
            "/conversations?limit=0".to_owned(),
            "/conversations?limit=101".to_owned(),
            "/conversations?nonsense=1".to_owned(),
            "/conversations?state=open&state=closed".to_owned(),
            "/search?q=".to_owned(),
        ] {
            partner.get(&bad).await.must_be(ProblemKind::Malformed);
        }
        // One conversation of another site is no conversation here.
        let other = answered().await;
        partner.get(&format!("/conversations/{}", other.conversation)).await.must_be(ProblemKind::NotFound);
    });
}

#[test]
fn a_key_opens_what_its_scopes_say_and_nothing_once_it_is_removed() {
    run(async {
        let scene = answered().await;
        let (admin, all) = partner(&scene).await;
        let path = |pattern: &str| {
            let pattern = pattern.trim_start_matches("/api/v1").replace("{id}", &scene.conversation.to_string());
            let other = scene.conversation.to_string();
            pattern
                .replace("{customer}", &other)
                .replace("{webhook}", &other)
                .replace("{delivery}", &other)
                .replace("{account}", "a")
        };
        for scope in ["conversations:read", "conversations:write", "customers:read", "customers:write", "webhooks"] {
            let partner = Partner::with_scopes(&admin, &[scope]).await;
            for route in ROUTES {
                let Role::Api(needed) = route.role else { continue };
                let body = (route.method != "GET").then(|| json!({}));
                let answer = partner.asks(route.method, &path(route.pattern), &[], body.as_ref()).await;
                let line = format!("{} {} with {scope}: {answer:?}", route.method, route.pattern);
                assert_eq!(answer.status == 403, needed != scope, "{line}");
                assert!(answer.status != 401 && answer.status < 500, "{line}");
            }
        }
        let key = all.key.clone();
        let changed = |text: &str| Partner { key: text.to_owned(), ..all.clone() };
        let (body, sum) = key.rsplit_once('_').unwrap();
        let cut = key.len() - 1;
        for wrong in ["", "x", &key[..cut], body, &format!("{key}0"), &format!("{body}_{}", "0".repeat(sum.len()))] {
            let answer = changed(wrong).get("/conversations").await;
            answer.must_be(ProblemKind::Unauthenticated);
        }
        let session = admin.ask("GET", "/desk/keys", None).await;
        let lines: Vec<KeyLine> = session.json();
        assert!(!session.body.contains(body) && lines.iter().all(|line| !line.shown.contains(body)));
        let used = lines.iter().find(|line| key.starts_with(line.shown.trim_end_matches('…'))).unwrap();
        assert!(used.last_used.is_none(), "it was not used yet");
        assert_eq!(all.get("/conversations").await.status, 200);
        let removed = admin.ask("DELETE", &format!("/desk/keys/{}", used.id), None).await;
        assert_eq!(removed.status, 204, "{removed:?}");
        let unknown: Answer = all.get("/conversations").await;
        unknown.must_be(ProblemKind::Unauthenticated);
        assert_eq!(unknown.body, changed("weft_x").get("/conversations").await.body, "not told apart");
        // Neither an agent nor a cookie has anything to do with keys.
        let ada = scene.ada.ask("POST", "/desk/keys", Some(&json!({ "name": "x", "scopes": ["webhooks"] }))).await;
        assert_eq!(ada.status, 403);
        let bad = admin.ask("POST", "/desk/keys", Some(&json!({ "name": " ", "scopes": [] }))).await;
        assert_eq!((bad.status, bad.problem().errors.len()), (422, 2));
    });
}

#[test]
fn a_key_that_is_used_too_often_is_told_when_to_come_again() {
    run(async {
        let site = World::shared().await.site().await;
        let admin = site.agent_with("Wim", "admin", None).await.sign_in().await;
        let partner = Partner::with_scopes(&admin, &["webhooks"]).await;
        for _ in 0..15 {
            let many = futures_util::future::join_all((0..100).map(|_| partner.get("/webhooks"))).await;
            if let Some(refused) = many.into_iter().find(|answer| answer.status == 429) {
                refused.must_be(ProblemKind::TooMany);
                assert!(refused.header("retry-after").is_some_and(|after| after.parse::<u64>().is_ok()));
                // Another key has its own pace.
                let other = Partner::with_scopes(&admin, &["webhooks"]).await;
                assert_eq!(other.get("/webhooks").await.status, 200);
                return;
            }
        }
        panic!("1,500 requests in a row were served");
    });
}

#[test]
fn a_public_tester_of_api_descriptions_finds_nothing() {
    run(async {
        let program = std::env::var_os("WEFT_SCHEMATHESIS")
            .expect("WEFT_SCHEMATHESIS is not set: run this test by `cargo xtask test`");
        let scene = answered().await;
        let (_, partner) = partner(&scene).await;
        let edge = &scene.site.world.edge_url;
        let run = tokio::process::Command::new(program)
            .args(["--config-file", concat!(env!("CARGO_MANIFEST_DIR"), "/schemathesis/schemathesis.toml")])
            .args(["run", &format!("{edge}/api/v1/openapi.json"), "--url", edge])
            .args(["--header", &format!("Authorization: Bearer {}", partner.key)])
            .args(["--checks", "all", "--max-examples", "8", "--seed", "1", "--rate-limit", "24/s"])
            .args(["--phases", "examples,coverage,fuzzing,stateful", "--continue-on-failure", "--no-color"])
            .env("SCHEMATHESIS_HOOKS", concat!(env!("CARGO_MANIFEST_DIR"), "/schemathesis/hooks.py"))
            .current_dir(&scene.site.world.state)
            .stdin(Stdio::null())
            .output()
            .await
            .expect("schemathesis runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let said = format!("{}{}", text(&run.stdout), text(&run.stderr));
        assert!(run.status.success(), "{said}");
        println!(
            "{}",
            said.lines().rev().take(25).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n")
        );
    });
}
