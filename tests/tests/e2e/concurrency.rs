//! Many at once.

use futures_util::future::join_all;
use std::collections::BTreeSet;
use weft_tests::{
    carrier::Draft,
    harness::{World, run},
    persona::{new_key, utterances},
};

#[test]
fn fifty_concurrent_first_messages_of_one_customer_open_one_conversation() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let jo = site.customer("Jo");
        let mails = (0..50).map(|n| {
            let draft = Draft {
                message_id: Some(format!("<first.{n}@{}>", jo.mailbox.domain())),
                ..jo.draft("Hello", &format!("First number {n:02}."))
            };
            site.world.carrier.send(draft)
        });
        for mail in join_all(mails).await {
            // A real ingress tries again when it is told to come back later.
            let mut outcome = mail.outcome.clone().unwrap();
            let mut tries = 0;
            while !outcome.taken() {
                tries += 1;
                assert!(outcome.try_again() && tries < 5, "{outcome:?}");
                tokio::time::sleep(std::time::Duration::from_millis(200 * tries)).await;
                outcome = site
                    .world
                    .carrier
                    .ingress
                    .deliver(jo.address(), &site.help, mail.raw.as_ref().unwrap().as_bytes())
                    .await;
            }
        }
        let mut desk = ada.desk().await;
        desk.row("of Jo", |row| row.preview.contains("First number")).await;
        desk.rest(1_000).await;
        assert_eq!(desk.rows.len(), 1, "{:#?}", desk.rows);
        let conversation = *desk.rows.keys().next().unwrap();
        let thread = ada.thread(conversation).await;
        let texts: BTreeSet<String> = thread.texts().into_iter().map(|text| text.trim().to_owned()).collect();
        assert_eq!(texts.len(), 50, "{texts:#?}");
        assert_eq!(utterances(&thread.transcript).len(), 50);
        println!("50 mails at once");
        let places: Vec<u64> = thread.transcript.entries.iter().map(|entry| entry.seq).collect();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
    });
}

#[test]
fn the_same_mail_delivered_five_times_is_stored_once_and_answered_once() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let jo = site.customer("Jo");
        let first = jo.writes("Hello", "Said once.").await;
        let raw = first.raw.unwrap();
        let again = || site.world.carrier.ingress.deliver(jo.address(), &site.help, raw.as_bytes());
        for outcome in join_all((0..4).map(|_| again())).await {
            assert!(outcome.taken(), "a duplicate is taken quietly: {outcome:?}");
        }
        // Five at once, of a mail that was never here before.
        let ben = site.customer("Ben");
        let raw = raw.replace(jo.address(), ben.address()).replace("Message-ID: <", "Message-ID: <at.once.");
        let at_once = (0..5).map(|_| site.world.carrier.ingress.deliver(ben.address(), &site.help, raw.as_bytes()));
        for outcome in join_all(at_once).await {
            assert!(outcome.taken(), "{outcome:?}");
        }
        let mut desk = ada.desk().await;
        desk.row("of Jo", |row| row.preview.contains("Said once")).await;
        desk.rest(800).await;
        assert_eq!(desk.rows.len(), 2, "one of Jo, one of Ben: {:#?}", desk.rows);
        for conversation in desk.rows.keys() {
            let mut thread = ada.thread(*conversation).await;
            assert_eq!(thread.texts().len(), 1, "{:?}", thread.texts());
            thread.reply("Answered once.").await;
        }
        for writer in [&jo, &ben] {
            assert!(writer.mail().await.text.contains("Answered once"));
            writer.gets_nothing().await;
        }
    });
}

#[test]
fn a_say_repeated_under_its_key_is_said_once_and_gets_its_first_answer() {
    run(async {
        let site = World::shared().await.site().await;
        let visitor = site.visitor();
        let credentials = visitor.begin().await;
        let (mut one, mut two) = (visitor.chat(&credentials).await, visitor.chat(&credentials).await);
        let key = new_key();
        let (first, second) =
            tokio::join!(one.say_as(key.clone(), "Only once."), two.say_as(key.clone(), "Only once."));
        assert_eq!(first.unwrap(), second.unwrap());
        let third = one.say_as(key, "Only once, again.").await.unwrap();
        let mut fresh = visitor.chat(&credentials).await;
        fresh.message("Only once.").await;
        fresh.rest(300).await;
        assert_eq!(fresh.texts(), ["Only once."]);
        assert_eq!(fresh.transcript.entries.iter().filter(|entry| entry.seq == third).count(), 1);
    });
}

#[test]
fn beginning_twice_under_one_key_begins_once() {
    run(async {
        let site = World::shared().await.site().await;
        let visitor = site.visitor();
        let key = new_key();
        let (one, two) =
            tokio::join!(visitor.begin_with(key.clone(), None, None), visitor.begin_with(key.clone(), None, None));
        assert_eq!(one.unwrap().conversation, two.unwrap().conversation);
    });
}
