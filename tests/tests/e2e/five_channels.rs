//! One customer, five channels, one thread; and no channel shows more than its proof allows.

use super::scenes::SECRET;
use serde_json::json;
use std::collections::BTreeSet;
use weft_shared::{
    channel::Channel,
    evidence::{Assurance, EvidenceKind},
    wire::{customer::Redeemed, entry::From, problem::ProblemKind},
};
use weft_tests::{
    carrier::phones::{Medium, Stage},
    harness::{World, run},
    persona::utterances,
};

fn channel(name: &str) -> Channel {
    name.parse().expect("a channel")
}

#[test]
fn who_mails_writes_texts_calls_and_chats_by_the_code_that_was_heard_is_one_thread() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let mut desk = ada.desk().await;
        let (jo, phone) = (site.customer("Jo"), site.phone("Jo"));
        // The site's backend knows that the address and the number are of one account.
        let known = json!({ "account": "A-7", "mail": [jo.address()], "phone": [phone.number] });
        let answer = site.admin("PUT", "/identify", Some(&known)).await;
        assert!(answer.succeeded(), "{answer:?}");

        jo.writes("My teapot", SECRET).await;
        let row = desk.row("of Jo", |row| row.preview.contains("teapot")).await;
        let mut thread = ada.thread(row.conversation).await;
        thread.reply("Which teapot is it, Jo?").await;
        jo.mail().await;
        phone.writes(Medium::WhatsappMeta, "The blue one").await;
        thread.message("The blue one").await;
        phone.writes(Medium::Sms, "Did you get that?").await;
        thread.message("Did you get that?").await;

        let call = phone.calls(Some("TN-Validation-Passed-A"));
        call.hears("Welcome to Demo Shop").await;
        call.presses("2").await;
        let code = call.code().await;
        call.stage(Stage::Over).await;
        let visitor = site.visitor();
        let typed = json!({ "code": code, "browser": visitor.browser });
        let redeemed: Redeemed = visitor.ask("POST", "/codes/redeem", None, Some(&typed)).await.result().unwrap();
        assert_eq!(redeemed.credentials.conversation, row.conversation);
        assert_eq!(redeemed.credentials.level, Assurance::Linked);
        let mut chat = visitor.chat(&redeemed.credentials).await;
        chat.say("Here I am").await.unwrap();
        thread.message("Here I am").await;

        // One thread, five marks, and the proof of each message.
        assert_eq!(desk.rows.len(), 1, "{:#?}", desk.rows);
        let mut thread = ada.thread(row.conversation).await;
        let said = utterances(&thread.transcript);
        let customers: Vec<_> = said.iter().filter(|it| it.from == From::Customer).collect();
        let marks: BTreeSet<String> = customers.iter().map(|it| it.channel.to_string()).collect();
        assert_eq!(marks, ["email", "sms", "voice", "web-chat", "whatsapp"].map(str::to_owned).into());
        let proof = |name: &str| {
            let of = customers.iter().find(|it| it.channel.to_string() == name).expect("heard there");
            of.proof.clone().expect("agents see proofs")
        };
        for (name, level, by) in [
            ("email", Assurance::ChannelControl, EvidenceKind::MailAligned),
            ("whatsapp", Assurance::ChannelControl, EvidenceKind::NumberAsserted),
            ("sms", Assurance::Linked, EvidenceKind::NumberAsserted),
            ("voice", Assurance::Linked, EvidenceKind::NumberAsserted),
            ("web-chat", Assurance::Linked, EvidenceKind::LinkHeld),
        ] {
            let proof = proof(name);
            assert_eq!(proof.level, level, "{name}: {proof:?}");
            assert!(proof.by.contains(&by), "{name}: {proof:?}");
        }

        // The answer goes out on the channel that the composer names.
        thread.reply_by("By WhatsApp", Some(channel("whatsapp"))).await.unwrap();
        assert!(phone.text(Medium::WhatsappMeta).await.body.contains("By WhatsApp"));
        thread.reply_by("By text", Some(channel("sms"))).await.unwrap();
        assert!(phone.text(Medium::Sms).await.body.contains("By text"));
        thread.reply_by("By mail", Some(channel("email"))).await.unwrap();
        assert!(jo.mail().await.text.contains("By mail"));
        thread.reply_by("In the chat", Some(channel("web-chat"))).await.unwrap();
        chat.message("In the chat").await;
    });
}

#[test]
fn a_code_that_was_heard_opens_once_and_shows_nothing_of_what_came_before() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let mut desk = ada.desk().await;
        let phone = site.phone("Jo");
        phone.writes(Medium::WhatsappMeta, SECRET).await;
        let row = desk.row("of Jo", |row| row.preview.contains("teapot")).await;
        ada.thread(row.conversation).await.reply_by("We know.", Some(channel("whatsapp"))).await.unwrap();
        let call = phone.calls(None);
        call.presses("2").await;
        let code = call.code().await;
        let (visitor, stranger) = (site.visitor(), site.visitor());
        let typed = |browser: &str| json!({ "code": code, "browser": browser });
        let redeemed: Redeemed =
            visitor.ask("POST", "/codes/redeem", None, Some(&typed(&visitor.browser))).await.result().unwrap();
        stranger
            .ask("POST", "/codes/redeem", None, Some(&typed(&stranger.browser)))
            .await
            .must_be(ProblemKind::CodeWrong);
        let again = visitor.ask("POST", "/codes/redeem", None, Some(&typed(&visitor.browser))).await;
        assert!(again.succeeded(), "the same browser may try again: {again:?}");
        let again: Redeemed = again.json();
        let mut chat = visitor.chat(&again.credentials).await;
        chat.rest(800).await;
        assert_eq!(chat.level, Assurance::Linked);
        assert!(chat.locked && !chat.was_told("4711") && !chat.was_told("We know."));
        assert_eq!(redeemed.credentials.conversation, again.credentials.conversation);
        // Another site knows no such code.
        let other = site.world.site().await;
        let there = other.visitor();
        there.ask("POST", "/codes/redeem", None, Some(&typed(&there.browser))).await.must_be(ProblemKind::CodeWrong);
    });
}

#[test]
fn a_known_number_sees_and_opens_no_more_than_its_own_channel_proves() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let mut desk = ada.desk().await;
        let (jo, phone) = (site.customer("Jo"), site.phone("Jo"));
        let known = json!({ "account": "A-8", "mail": [jo.address()], "phone": [phone.number] });
        assert!(site.admin("PUT", "/identify", Some(&known)).await.succeeded());
        jo.writes("My teapot", SECRET).await;
        let row = desk.row("of Jo", |row| row.preview.contains("teapot")).await;

        // The number is known; whoever holds it by text is not more than linked, and the agent is warned.
        phone.writes(Medium::Sms, "What was my door code again?").await;
        let mut thread = ada.thread(row.conversation).await;
        let asked = thread.message("door code again").await;
        assert_eq!(asked.proof.unwrap().level, Assurance::Linked);
        let warned = thread
            .until("route by text", |thread| {
                thread.state.routes.iter().find(|route| route.channel.to_string() == "sms").cloned()
            })
            .await;
        assert!(warned.caution.is_some(), "{warned:?}");

        // By WhatsApp the number is proven, for what the channel allows; never for the account.
        phone.writes(Medium::WhatsappMeta, "And by WhatsApp?").await;
        let asked = thread.message("And by WhatsApp?").await;
        assert_eq!(asked.proof.unwrap().level, Assurance::ChannelControl);
        // Nothing of the thread went to the phone by itself.
        for medium in Medium::ALL {
            assert!(!phone.inbox(medium).iter().any(|text| text.body.contains("4711")));
        }
        // A browser that comes by a link is not lifted by what the number proved.
        thread.reply_by("Please continue here.", Some(channel("email"))).await.unwrap();
        let token = weft_tests::persona::token_in(&jo.mail().await).expect("a link");
        let visitor = site.visitor();
        let credentials = visitor.redeem(&token).await.unwrap().credentials;
        assert_eq!(credentials.level, Assurance::Linked);
        let mut chat = visitor.chat(&credentials).await;
        chat.rest(800).await;
        assert!(chat.locked && !chat.was_told("4711"));
    });
}
