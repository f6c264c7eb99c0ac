//! Networks deliver more than once, late and in any order: what is told is kept once, and has one effect.

use super::scenes::wait_until_quiet;
use weft_shared::message::Delivery;
use weft_tests::{
    carrier::{
        Way,
        phones::{Hook, Medium, Stage, Text, Words},
    },
    harness::{Site, World, run},
    persona::{Phone, Provider, SignedIn, shuffle, utterances},
};

/// The words that count in the end: of everybody, each message once.
struct Count {
    texts: Vec<String>,
    delivered: Vec<Option<Delivery>>,
    calls: usize,
    left: usize,
}

async fn count(ada: &SignedIn, site: &Site, conversations: &[weft_shared::id::ConversationId]) -> Count {
    let (mut texts, mut delivered, mut calls) = (Vec::new(), Vec::new(), 0);
    for conversation in conversations {
        let thread = ada.thread(*conversation).await;
        for utterance in utterances(&thread.transcript) {
            calls += usize::from(utterance.call.is_some());
            delivered.extend(utterance.delivery.map(Some));
            texts.push(utterance.text);
        }
    }
    let phones = site.world.carrier.phones.texts();
    let left = phones.iter().filter(|text| text.site == site.id.as_str() && text.way == Way::Received).count();
    texts.sort();
    Count { texts, delivered, calls, left }
}

fn hook(site: &Site, medium: Medium, phone: &Phone, body: &str) -> (Text, Hook) {
    let words = Words { body: body.to_owned(), name: phone.name.clone(), ..Words::default() };
    site.world.carrier.phones.written(site.id.as_str(), medium, &phone.number, words).expect("such a number")
}

async fn again(provider: &Provider, hooks: &[Hook]) {
    for (hook, reply) in provider.delivers_again(hooks).await {
        assert!((200..300).contains(&reply.status), "{} {}: {reply:?}", hook.what, hook.url);
    }
}

#[test]
fn everything_that_providers_tell_counts_once_however_often_and_whenever_they_tell_it() {
    run(async {
        let world = World::with_clock().await;
        let site = world.site().await;
        let provider = site.provider();
        let agent = site.agent("Ada").await;
        let ada = agent.sign_in().await;
        let phones = &world.carrier.phones;
        let (jo, kim, lee) = (site.phone("Jo"), site.phone("Kim"), site.phone("Lee"));
        for phone in [&jo, &kim, &lee] {
            phones.report_by_hand(&phone.number);
        }

        // Messages, and a word that has an effect.
        let mut told: Vec<Hook> = Vec::new();
        for n in 0..4 {
            told.push(hook(&site, Medium::Sms, &jo, &format!("text {n}")).1);
            told.push(hook(&site, Medium::Whatsapp, &kim, &format!("whatsapp {n}")).1);
            told.push(hook(&site, Medium::WhatsappMeta, &kim, &format!("meta {n}")).1);
        }
        told.push(hook(&site, Medium::Sms, &lee, "STOP").1);
        shuffle(&mut told);
        again(&provider, &told).await;
        // An answer leaves by whom was written to last.
        let last = hook(&site, Medium::WhatsappMeta, &kim, "meta 4").1;
        again(&provider, std::slice::from_ref(&last)).await;
        told.push(last);
        lee.text(Medium::Sms).await;

        let mut desk = ada.desk().await;
        let of_jo = desk.row("of Jo", |row| row.title.contains(&jo.number) || row.preview.contains("text")).await;
        let of_kim = desk
            .row("of Kim", |row| row.conversation != of_jo.conversation && !row.preview.contains("STOP") && row.waiting)
            .await;
        let conversations = [of_jo.conversation, of_kim.conversation];

        // Answers, and how far they get.
        let mut thread = ada.thread(of_jo.conversation).await;
        thread.reply_by("An answer by text", Some("sms".parse().unwrap())).await.unwrap();
        let mut thread = ada.thread(of_kim.conversation).await;
        thread.reply_by("An answer by WhatsApp", Some("whatsapp".parse().unwrap())).await.unwrap();
        let (texted, written) = (jo.text(Medium::Sms).await, kim.text(Medium::WhatsappMeta).await);
        let mut reports = Vec::new();
        for status in ["queued", "sent", "delivered", "read"] {
            reports.extend(phones.report_hook(&texted, status, None));
            if status != "queued" {
                reports.extend(phones.report_hook(&written, status, None));
            }
        }
        assert_eq!(reports.len(), 7);
        again(&provider, &reports).await;
        told.extend(reports);

        // Two calls: one for a code; one that nobody answers, with a recording and what was said in it.
        let call = jo.calls(Some("TN-Validation-Passed-A"));
        call.presses("2").await;
        call.stage(Stage::Over).await;
        jo.leaves_word("Please call me back").await;
        let calls: Vec<Hook> =
            provider.sent().into_iter().filter(|hook| hook.what == "call" || hook.what == "step").collect();
        assert!(calls.len() >= 7, "{calls:#?}");
        again(&provider, &calls).await;
        told.extend(calls);

        wait_until_quiet(&site).await;
        let first = count(&ada, &site, &conversations).await;
        let all = |what: &str| first.texts.iter().filter(|text| text.starts_with(what)).count();
        assert_eq!((all("text "), all("whatsapp "), all("meta ")), (4, 4, 5), "{:#?}", first.texts);
        assert_eq!(first.delivered, [Some(Delivery::Read), Some(Delivery::Read)]);
        assert_eq!(first.calls, 2);
        assert_eq!(lee.inbox(Medium::Sms).len(), 1, "one STOP, one answer");

        world.days_later(1).await;
        again(&provider, &told).await;
        let ada = agent.sign_in().await;
        wait_until_quiet(&site).await;
        let later = count(&ada, &site, &conversations).await;
        assert_eq!(later.texts, first.texts);
        assert_eq!(later.delivered, first.delivered);
        assert_eq!((later.calls, later.left), (first.calls, first.left));
        assert_eq!(lee.inbox(Medium::Sms).len(), 1);
        println!("{} deliveries, each one to five times, at once, and a day later", told.len());
    });
}
