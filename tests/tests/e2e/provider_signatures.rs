//! What providers send is believed only when it is signed by the site's own secret, over exactly what came.

use super::scenes::wait_until_quiet;
use serde_json::json;
use weft_shared::wire::problem::{Problem, ProblemKind};
use weft_tests::{
    carrier::phones::{Hook, Medium, Stage, Words},
    harness::{Site, World, run},
    persona::{Attacker, Phone},
};

/// One genuine webhook of each route, none of them delivered as it is: what it would say was not said yet.
async fn genuine(site: &Site) -> Vec<(&'static str, Hook)> {
    let phones = &site.world.carrier.phones;
    let ada = site.agent("Ada").await.sign_in().await;
    let mut desk = ada.desk().await;
    let jo = site.phone("Jo");
    jo.writes(Medium::Sms, "My lamp is broken").await;
    jo.writes(Medium::WhatsappMeta, "The lamp, again").await;
    let row = desk.row("of Jo", |row| row.preview.contains("lamp")).await;
    phones.report_by_hand(&jo.number);
    let mut thread = ada.thread(row.conversation).await;
    thread.reply_by("We send a new one.", Some("sms".parse().unwrap())).await.unwrap();
    thread.reply_by("It is on its way.", Some("whatsapp".parse().unwrap())).await.unwrap();
    let (texted, written) = (jo.text(Medium::Sms).await, jo.text(Medium::WhatsappMeta).await);
    let call = jo.calls(None);
    call.presses("2").await;
    call.stage(Stage::Over).await;
    let step = |hook: &&Hook| hook.what == "step";
    let step = site.provider().sent().iter().find(step).cloned().expect("a call has steps");
    let ghost = site.phone("Ghost");
    let message = |medium: Medium| {
        let words = Words { body: "I was never here".to_owned(), ..Words::default() };
        phones.written(site.id.as_str(), medium, &ghost.number, words).expect("such a number").1
    };
    let call = site.provider().sent().into_iter().find(|hook| hook.what == "call").expect("a call");
    let call = from(&call, &jo, &ghost, site);
    vec![
        ("a text", message(Medium::Sms)),
        ("WhatsApp by Twilio", message(Medium::Whatsapp)),
        ("WhatsApp by Meta", message(Medium::WhatsappMeta)),
        ("a status by Twilio", phones.report_hook(&texted, "read", None).unwrap()),
        ("a status by Meta", phones.report_hook(&written, "read", None).unwrap()),
        ("a call", call),
        ("a step of a call", step),
    ]
}

/// The same call by somebody else, signed as Twilio would.
fn from(call: &Hook, was: &Phone, now: &Phone, site: &Site) -> Hook {
    let (was, now) = (was.number.replace('+', "%2B"), now.number.replace('+', "%2B"));
    let body = call.body.replace(&was, &now).replace("CallSid=CA", "CallSid=CAdead").chars().collect::<String>();
    // A SID keeps its length.
    let sid = body.find("CallSid=CAdead").map(|at| at + "CallSid=".len()).unwrap();
    let body = format!("{}{}", &body[..sid + 34], &body[sid + 38..]);
    Hook { body, ..call.clone() }.signed_by(&site.phones.twilio.as_ref().unwrap().token)
}

/// Everything that somebody without the secret can make of it.
fn forged(hook: &Hook, other: &Site) -> Vec<(&'static str, Hook)> {
    let (twilio, meta) = (other.phones.twilio.as_ref().unwrap(), other.phones.meta.as_ref().unwrap());
    let theirs = if hook.header == "x-twilio-signature" { &twilio.token } else { &meta.app_secret };
    let changed = if hook.header == "x-twilio-signature" {
        format!("{}&Body=Something+else", hook.body)
    } else {
        hook.body.replacen("whatsapp", "whatsaqq", 1)
    };
    // By more than one character: the last parameter may be empty, and is the same without its sign.
    let mut cut = hook.body.len() * 2 / 3;
    while !hook.body.is_char_boundary(cut) {
        cut -= 1;
    }
    vec![
        ("no signature", Hook { signature: String::new(), ..hook.clone() }),
        ("a signature of nothing", Hook { signature: "sha256=".to_owned(), ..hook.clone() }),
        ("a wrong secret", hook.signed_by("0123456789abcdef0123456789abcdef")),
        ("an empty secret", hook.signed_by("")),
        ("another site's secret", hook.signed_by(theirs)),
        ("a changed body", Hook { body: changed, ..hook.clone() }),
        ("a truncated body", Hook { body: hook.body[..cut].to_owned(), ..hook.clone() }),
        ("no body", Hook { body: String::new(), ..hook.clone() }),
        ("another address", Hook { url: format!("{}?x=1", hook.url), ..hook.clone() }),
    ]
}

#[test]
fn what_is_not_signed_by_the_sites_secret_is_refused_and_leaves_no_trace() {
    run(async {
        let world = World::shared().await;
        let (site, other) = (world.site().await, world.site().await);
        let genuine = genuine(&site).await;
        wait_until_quiet(&site).await;
        let before = site.admin("GET", "/read-model", None).await.body;
        let mut tried = 0;
        for (what, hook) in &genuine {
            for (how, forged) in forged(hook, &other) {
                // Meta signs the body only: another query changes nothing of what is signed.
                if how == "another address" && hook.header != "x-twilio-signature" {
                    continue;
                }
                let reply = site.provider().delivers(&forged).await;
                assert_eq!(reply.status, 403, "{what} with {how}: {reply:?}");
                let problem: Problem = serde_json::from_str(&reply.body).unwrap();
                assert!(problem.is(ProblemKind::BadSignature), "{what} with {how}: {problem:?}");
                tried += 1;
            }
        }
        wait_until_quiet(&site).await;
        assert_eq!(site.admin("GET", "/read-model", None).await.body, before, "something was stored");
        println!("{tried} forged deliveries refused");
        // They were not refused for another reason: signed, each is taken.
        for (what, hook) in &genuine {
            let reply = site.provider().delivers(hook).await;
            assert!((200..300).contains(&reply.status), "{what}: {reply:?}");
        }
    });
}

#[test]
fn what_one_site_is_sent_another_does_not_take() {
    run(async {
        let world = World::shared().await;
        let (site, other) = (world.site().await, world.site().await);
        for (what, hook) in genuine(&site).await {
            let (here, there) = (format!("/{}/", site.id), format!("/{}/", other.id));
            let end = (format!("/{}", site.id), format!("/{}", other.id));
            let url = if hook.url.contains(&here) {
                hook.url.replace(&here, &there)
            } else {
                hook.url.replace(&end.0, &end.1)
            };
            assert_ne!(url, hook.url);
            let moved = Hook { url, ..hook.clone() };
            let reply = site.provider().delivers(&moved).await;
            assert_eq!(reply.status, 403, "{what}: {reply:?}");
        }
        let desk = other.agent("Bea").await.sign_in().await.desk().await;
        assert!(desk.rows.is_empty(), "{:?}", desk.rows);
    });
}

#[test]
fn without_a_secret_the_routes_refuse_to_serve_and_the_operator_is_told_which_are_missing() {
    run(async {
        let world = World::shared().await;
        let site = world.site_without_secrets().await;
        let phones = &world.carrier.phones;
        for medium in Medium::ALL {
            let words = Words { body: "Hello".to_owned(), ..Words::default() };
            let (_, hook) = phones.written(site.id.as_str(), medium, "+447700900999", words).unwrap();
            for hook in [hook.clone(), hook.signed_by(""), Hook { signature: String::new(), ..hook }] {
                let reply = site.provider().delivers(&hook).await;
                assert_eq!(reply.status, 503, "{medium:?}: {reply:?}");
                let problem: Problem = serde_json::from_str(&reply.body).unwrap();
                assert!(problem.is(ProblemKind::NotConfigured), "{problem:?}");
            }
        }
        let set_up: serde_json::Value = site.admin("GET", "/set-up", None).await.json();
        let missing: Vec<&str> =
            set_up["missing"].as_array().unwrap().iter().filter_map(|line| line["what"].as_str()).collect();
        assert_eq!(missing, ["twilio-auth-token", "meta-app-secret", "meta-verify-token", "meta-access-token"]);
        for (name, value) in site.secrets() {
            assert!(site.secret(name, &value).await.succeeded());
        }
        let set_up: serde_json::Value = site.admin("GET", "/set-up", None).await.json();
        assert_eq!(set_up, json!({ "missing": [] }));
        site.phone("Jo").writes(Medium::Sms, "Now it works").await;
        // What was handed over is never told again.
        for path in ["", "/set-up", "/policy"] {
            let answer = site.admin("GET", path, None).await;
            assert!(site.secrets().iter().all(|(_, secret)| !answer.body.contains(secret)), "{path}");
        }
    });
}

#[test]
fn metas_handshake_is_answered_to_who_knows_the_word_only() {
    run(async {
        let site = World::shared().await.site().await;
        let anybody = Attacker::new(&site);
        let word = &site.phones.meta.as_ref().unwrap().verify_token;
        let ask = |mode: &str, word: &str| {
            let path =
                format!("/v1/hooks/meta/{}?hub.mode={mode}&hub.verify_token={word}&hub.challenge=1158201444", site.id);
            let anybody = &anybody;
            async move { anybody.asks("GET", &path, &[], None).await }
        };
        let right = ask("subscribe", word).await;
        assert_eq!((right.status, right.body.as_str()), (200, "1158201444"));
        for (mode, word) in [("subscribe", "wrong"), ("subscribe", ""), ("unsubscribe", word.as_str()), ("", word)] {
            let wrong = ask(mode, word).await;
            assert_eq!(wrong.status, 403, "{mode} {word}: {wrong:?}");
            assert!(!wrong.body.contains("1158201444"));
        }
    });
}
