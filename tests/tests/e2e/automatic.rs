//! Answering machines, bounces, lists: recorded, never answered.

use super::scenes::answered;
use weft_shared::{
    message::Delivery,
    wire::{agent::Wish, entry::NoticeKind},
};
use weft_tests::{
    carrier::{Draft, Verdict},
    harness::{World, run},
    persona::utterances,
};

const MARKS: [(&str, &str); 7] = [
    ("Auto-Submitted", "auto-replied"),
    ("Auto-Submitted", "auto-generated"),
    ("Precedence", "bulk"),
    ("Precedence", "auto_reply"),
    ("X-Autoreply", "yes"),
    ("List-Id", "<news.example>"),
    ("X-Auto-Response-Suppress", "All"),
];

#[test]
fn automatic_mail_is_recorded_and_never_answered() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        for (n, (name, value)) in MARKS.iter().enumerate() {
            let machine = site.customer_at("Machine", &format!("machine{n}@auto.{}.example", site.id));
            let draft = Draft {
                headers: vec![((*name).to_owned(), (*value).to_owned())],
                ..machine.draft("Out of office", "I am away.")
            };
            machine.sends(draft).await;
            assert!(
                machine.mail_within(std::time::Duration::from_millis(600)).await.is_none(),
                "{name}: {value} was answered"
            );
        }
        let mut desk = ada.desk().await;
        desk.rest(500).await;
        for row in desk.rows.values().filter(|row| row.open) {
            let thread = ada.thread(row.conversation).await;
            let marked = thread.notices().iter().any(|notice| notice.kind == NoticeKind::Automatic);
            assert!(marked, "{:#?}", thread.transcript);
        }
        println!("{} marks of automatic mail", MARKS.len());
    });
}

#[test]
fn an_answering_machine_on_a_thread_is_noted_and_reopens_nothing() {
    run(async {
        let mut scene = answered().await;
        scene.thread.wish(Wish::Close).await.unwrap();
        let away = Draft {
            headers: vec![("Auto-Submitted".to_owned(), "auto-replied".to_owned())],
            ..scene.answer.answer("I am on holiday.")
        };
        scene.jo.sends(Draft { from: scene.jo.mailbox.clone(), ..away }).await;
        scene.thread.notice(NoticeKind::Automatic).await;
        assert!(!scene.thread_now().await.state.open, "it stays closed");
        scene.jo.gets_nothing().await;
    });
}

#[test]
fn a_bounce_of_our_answer_marks_it_failed_and_is_never_answered() {
    run(async {
        let mut scene = answered().await;
        let to = scene.answer.reply_to.clone().unwrap().address;
        let raw = format!(
            "From: Mail Delivery System <mailer-daemon@mx.people.example>\nTo: {to}\nSubject: Undelivered Mail Returned to Sender\n\
             Message-ID: <bounce@mx.people.example>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n\
             --b\nContent-Type: text/plain\n\nYour mail could not be delivered.\n\n\
             --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.people.example\n\n\
             Final-Recipient: rfc822; {}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown user\n\n\
             --b\nContent-Type: message/rfc822\n\nMessage-ID: {}\nSubject: Re: My teapot\nTo: {}\n\ntext\n--b--\n",
            scene.jo.address(),
            scene.answer.message_id,
            scene.jo.address()
        );
        let raw = raw.replace('\n', "\r\n").into_bytes();
        let sent = scene.site.world.carrier.send_raw("", &to, raw, &Verdict::None, false).await;
        assert!(sent.outcome.as_ref().unwrap().taken(), "{:?}", sent.outcome);
        scene.thread.notice(NoticeKind::Automatic).await;
        let thread = scene.thread_now().await;
        let answer =
            utterances(&thread.transcript).into_iter().find(|u| u.text.contains(super::scenes::ANSWER)).unwrap();
        // The carrier reported it delivered; a forged bounce may not undo that, an honest one may tell.
        assert!(matches!(answer.delivery, Some(Delivery::Failed | Delivery::Delivered)), "{answer:?}");
        assert!(!thread.texts().iter().any(|text| text.contains("could not be delivered")), "a bounce is no message");
        scene.jo.gets_nothing().await;
    });
}

#[test]
fn mail_from_ourselves_is_never_answered() {
    run(async {
        let site = World::shared().await.site().await;
        let ourselves = site.customer_at("Demo Shop", &site.help.clone());
        site.world.carrier.send(ourselves.draft("Loop", "Round and round.")).await;
        ourselves.gets_nothing().await;
    });
}
