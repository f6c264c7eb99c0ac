//! What law and networks demand holds on every path that sends, whoever wants to send.

use weft_shared::{
    channel::Channel,
    message::Delivery,
    wire::{
        agent::{Route, Row},
        problem::{Problem, ProblemKind},
    },
};
use weft_tests::{
    browser::{Browser, Console},
    carrier::phones::Medium,
    harness::{Site, World, run},
    persona::{Phone, SignedIn, ThreadView, utterances},
};

fn channel(name: &str) -> Channel {
    name.parse().expect("a channel")
}

/// A person who wrote, and an agent who looks at the thread.
async fn wrote(site: &Site, ada: &SignedIn, phone: &Phone, medium: Medium) -> ThreadView {
    let words = format!("Hello from {}", phone.number);
    phone.writes(medium, &words).await;
    let of_phone = |row: &Row| row.title == phone.number || row.preview.contains(&phone.number);
    let row = ada.desk().await.row("of the phone", of_phone).await;
    assert!(!site.id.as_str().is_empty());
    ada.thread(row.conversation).await
}

fn refused_by(problem: &Problem, rule: &str) {
    assert!(problem.is(ProblemKind::AgainstPolicy), "{problem:?}");
    assert!(problem.rule.as_deref().is_some_and(|path| path.starts_with(rule)), "{rule} in {problem:?}");
    assert!(problem.detail.is_some(), "{problem:?}");
}

async fn blocked(thread: &mut ThreadView, name: &str, rule: &str) -> Route {
    let found = |thread: &ThreadView| {
        let route = thread.state.routes.iter().find(|route| route.channel.to_string() == name)?;
        route.rule.as_ref().filter(|path| path.starts_with(rule))?;
        Some(route.clone())
    };
    let route = thread.until("blocked route", found).await;
    assert!(route.blocked.is_some() || !route.templates.is_empty(), "{route:?}");
    route
}

#[test]
fn stop_in_any_listed_language_stops_the_channel_at_once_until_start() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        for (stop, start) in [
            ("STOP", "START"),
            (" Stop. ", "start"),
            ("unsubscribe", "UNSTOP"),
            ("Stopp", "Anmelden"),
            ("ABMELDEN", "START"),
            ("Arrêt", "Début"),
            ("arreter", "debut"),
            ("ALTO", "Alta"),
            ("baja", "comenzar"),
        ] {
            let phone = site.phone("Jo");
            let mut thread = wrote(&site, &ada, &phone, Medium::Sms).await;
            phone.writes(Medium::Sms, stop).await;
            let answer = phone.text(Medium::Sms).await;
            assert!(answer.body.contains("START"), "{stop}: {}", answer.body);
            blocked(&mut thread, "sms", "channel.sms.compliance").await;
            let refused = thread.reply_by("One more thing", Some(channel("sms"))).await.unwrap_err();
            refused_by(&refused, "channel.sms.compliance");
            phone.gets_nothing(Medium::Sms).await;
            phone.writes(Medium::Sms, start).await;
            let answer = phone.text(Medium::Sms).await;
            assert!(answer.body.contains("STOP"), "{start}: {}", answer.body);
            thread.reply_by("Welcome back", Some(channel("sms"))).await.unwrap();
            assert!(phone.text(Medium::Sms).await.body.contains("Welcome back"));
        }
    });
}

#[test]
fn after_stop_in_each_language_the_console_says_why_it_takes_no_text() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await;
        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&ada).await;
        for stop in ["STOP", "Stopp", "Arrêt", "ALTO"] {
            let phone = site.phone("Jo");
            phone.writes(Medium::Sms, &format!("Hello from {}", phone.number)).await;
            console.pick(&phone.number).await;
            console.says("Will be sent by SMS").await;
            assert!(console.takes_text().await);
            phone.writes(Medium::Sms, stop).await;
            assert!(phone.text(Medium::Sms).await.body.contains("START"));
            console.says("Cannot be sent by SMS").await;
            console.says("SMS is not possible now:").await;
            assert!(!console.takes_text().await, "{stop}");
            browser.find("button", "Which rule").await;
            phone.gets_nothing(Medium::Sms).await;
        }
        browser.shot("console-stopped").await;
        browser.audit("console-stopped").await;
        browser.quit().await;
    });
}

#[test]
fn a_sentence_with_stop_in_it_stops_nothing() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let phone = site.phone("Jo");
        let mut thread = wrote(&site, &ada, &phone, Medium::Sms).await;
        phone.writes(Medium::Sms, "Please stop the delivery of my order").await;
        thread.message("stop the delivery").await;
        thread.reply_by("We did", Some(channel("sms"))).await.unwrap();
        assert!(phone.text(Medium::Sms).await.body.contains("We did"));
    });
}

#[test]
fn stop_on_one_medium_holds_in_every_conversation_and_names_the_next_best_way() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let phone = site.phone("Jo");
        let mut thread = wrote(&site, &ada, &phone, Medium::Sms).await;
        phone.writes(Medium::WhatsappMeta, "I am here as well").await;
        thread.message("here as well").await;
        phone.writes(Medium::Sms, "STOP").await;
        phone.text(Medium::Sms).await;
        blocked(&mut thread, "sms", "channel.sms.compliance").await;
        let refused = thread.reply_by("By text", Some(channel("sms"))).await.unwrap_err();
        refused_by(&refused, "channel.sms.compliance");
        assert_eq!(refused.instead.as_deref(), Some("whatsapp"), "{refused:?}");
        thread.reply_by("By WhatsApp then", Some(channel("whatsapp"))).await.unwrap();
        assert!(phone.text(Medium::WhatsappMeta).await.body.contains("By WhatsApp then"));
        phone.gets_nothing(Medium::Sms).await;
    });
}

const APPROVED: &str = "[template.answer-waiting.approved.whatsapp]\nmeta = \"answer_waiting\"\n";

#[test]
fn a_day_after_the_last_message_only_approved_texts_go_out() {
    run(async {
        let world = World::with_clock().await;
        let site = world.site().await;
        let rules = site.rules(APPROVED).await;
        assert!(rules.succeeded(), "{rules:?}");
        world.carrier.phones.approve("answer_waiting", "Hello, {{1}} of {{2}} has an answer for you.");
        let agent = site.agent("Ada").await;
        let ada = agent.sign_in().await;
        let phone = site.phone("Jo");
        let mut thread = wrote(&site, &ada, &phone, Medium::WhatsappMeta).await;
        let conversation = thread.state.conversation;
        thread.reply_by("Within the day", Some(channel("whatsapp"))).await.unwrap();
        phone.text(Medium::WhatsappMeta).await;
        // An edge that dies before it has noted the provider's answer has to send again: this is not about that.
        let noted = |thread: &ThreadView| {
            let answer = utterances(&thread.transcript).into_iter().find(|it| it.text == "Within the day")?;
            matches!(answer.delivery, Some(Delivery::Sent | Delivery::Delivered | Delivery::Read)).then_some(())
        };
        thread.until("note of the delivery", noted).await;

        world.days_later(2).await;
        let ada = agent.sign_in().await;
        let mut thread = ada.thread(conversation).await;
        let route = blocked(&mut thread, "whatsapp", "channel.whatsapp.compliance.window").await;
        assert!(route.templates.iter().any(|template| template.name == "answer-waiting"), "{route:?}");
        let refused = thread.reply_by("Too late", Some(channel("whatsapp"))).await.unwrap_err();
        refused_by(&refused, "channel.whatsapp.compliance.window");
        phone.gets_nothing(Medium::WhatsappMeta).await;
        thread.reply_with("answer-waiting", channel("whatsapp")).await.unwrap();
        let text = phone.text(Medium::WhatsappMeta).await;
        assert_eq!(text.kind, "template");
        assert!(text.body.contains("Ada"), "{text:?}");
        assert_eq!(phone.inbox(Medium::WhatsappMeta).iter().filter(|text| text.body.contains("late")).count(), 0);
    });
}

#[test]
fn in_quiet_hours_automatic_texts_wait_and_agents_are_warned() {
    run(async {
        let site = World::shared().await.site().await;
        let always = "[channel.sms]\nfirst-answer = \"Thank you, we will answer.\"\n\n[channel.sms.compliance]\nquiet = \"00:00-23:59\"\n";
        let rules = site.rules(always).await;
        assert!(rules.succeeded(), "{rules:?}");
        let ada = site.agent("Ada").await.sign_in().await;
        let phone = site.phone("Jo");
        let mut thread = wrote(&site, &ada, &phone, Medium::Sms).await;
        phone.gets_nothing(Medium::Sms).await;
        let route = thread
            .until("route by text", |thread| {
                thread.state.routes.iter().find(|route| route.channel.to_string() == "sms").cloned()
            })
            .await;
        assert!(route.caution.is_some(), "{route:?}");
        // An agent who answers all the same does: a person asked.
        thread.reply_by("I answer at night", Some(channel("sms"))).await.unwrap();
        assert!(phone.text(Medium::Sms).await.body.contains("at night"));
        // And what the law demands is said at once.
        phone.writes(Medium::Sms, "STOP").await;
        assert!(phone.text(Medium::Sms).await.body.contains("START"));
    });
}

#[test]
fn where_an_opt_in_is_demanded_nothing_goes_out_without_it() {
    run(async {
        let site = World::shared().await.site().await;
        let rules = site.rules("[channel.sms.compliance]\nopt-in = \"explicit\"\n").await;
        assert!(rules.succeeded(), "{rules:?}");
        let ada = site.agent("Ada").await.sign_in().await;
        let phone = site.phone("Jo");
        let mut thread = wrote(&site, &ada, &phone, Medium::Sms).await;
        blocked(&mut thread, "sms", "channel.sms.compliance.opt-in").await;
        let refused = thread.reply_by("Not asked for", Some(channel("sms"))).await.unwrap_err();
        refused_by(&refused, "channel.sms.compliance.opt-in");
        phone.gets_nothing(Medium::Sms).await;
        phone.writes(Medium::Sms, "START").await;
        phone.text(Medium::Sms).await;
        thread.reply_by("Asked for now", Some(channel("sms"))).await.unwrap();
        assert!(phone.text(Medium::Sms).await.body.contains("Asked for now"));
    });
}
