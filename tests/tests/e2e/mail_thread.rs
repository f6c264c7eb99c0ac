//! A mail from a new customer, and the way back.

use super::scenes::{ANSWER, SECRET, answered};
use weft_shared::{
    evidence::{Assurance, EvidenceKind},
    message::Delivery,
    wire::{agent::Wish, entry::From},
};
use weft_tests::{
    harness::{World, run},
    persona::utterances,
};

#[test]
fn a_mail_opens_one_conversation_which_the_agent_sees_live_with_its_proof() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let mut desk = ada.desk().await;
        assert!(desk.rows.is_empty());
        let jo = site.customer("Jo");
        jo.writes("My teapot", SECRET).await;

        let row = desk.row("of Jo", |row| row.preview.contains("teapot")).await;
        assert_eq!(row.subject.as_deref(), Some("My teapot"));
        assert!(row.title.contains("Jo") || row.title.contains(jo.address()), "{row:?}");
        assert!(row.open && row.waiting && row.owner.is_none(), "{row:?}");
        assert_eq!(row.level, Assurance::ChannelControl);

        let mut thread = ada.thread(row.conversation).await;
        let message = thread.message(SECRET).await;
        assert_eq!(message.from, From::Customer);
        assert_eq!(message.address.as_deref(), Some(jo.address()));
        let proof = message.proof.expect("agents see the proof of every message");
        assert_eq!((proof.level, proof.by.as_slice()), (Assurance::ChannelControl, &[EvidenceKind::MailAligned][..]));
        assert!(!proof.because.is_empty());
        assert!(message.raw, "the raw mail is kept");
        desk.rest(500).await;
        assert_eq!(desk.rows.len(), 1, "one conversation: {:#?}", desk.rows);
    });
}

#[test]
fn the_answer_threads_in_the_customers_client_and_his_reply_joins_with_the_quotation_folded_and_the_raw_mail_kept() {
    run(async {
        let mut scene = answered().await;
        let answer = &scene.answer;
        assert_eq!(answer.header("In-Reply-To"), Some(scene.question.message_id.as_str()));
        assert!(answer.header("References").is_some_and(|chain| chain.contains(&scene.question.message_id)));
        assert_eq!(answer.subject, "Re: My teapot");
        assert!(answer.text.contains(ANSWER) && answer.html.as_ref().is_some_and(|html| html.contains(ANSWER)));
        assert!(
            answer.from.address == scene.site.help
                && answer.from.name.contains("Ada") | answer.from.name.contains("Demo Shop")
        );
        let reply_to = answer.reply_to.as_ref().expect("answers have an address of their own");
        assert!(reply_to.address.ends_with(&scene.site.reply_domain), "{reply_to}");
        let opened = scene.site.seal().open_reply_address(&reply_to.address, &scene.site.reply_domain);
        assert_eq!(opened, Some(scene.conversation));
        let sealed = scene.site.seal().open_message_id(&answer.message_id, &scene.site.reply_domain);
        assert!(sealed.is_some_and(|(_, conversation)| conversation == scene.conversation), "{}", answer.message_id);

        let text = "Thank you, the blue one please.";
        scene.jo.replies(answer, text).await;
        let message = scene.thread.message("the blue one").await;
        assert_eq!(message.text.trim(), text, "only what is new is shown");
        assert!(message.folded.as_ref().is_some_and(|folded| folded.contains(ANSWER)), "{message:?}");
        let path = format!("/desk/conversations/{}/messages/{}/raw", scene.conversation, message.id);
        let raw = scene.ada.ask("GET", &path, None).await;
        assert_eq!(raw.status, 200);
        assert!(raw.header("content-type").is_some_and(|t| t.starts_with("text/plain")), "{raw:?}");
        assert!(raw.header("content-disposition").is_some_and(|d| d.starts_with("attachment")), "{raw:?}");
        assert!(raw.body.contains("In-Reply-To: ") && raw.body.contains("> A new teapot"), "{}", raw.body);
        scene.desk.rest(300).await;
        assert_eq!(scene.desk.rows.len(), 1, "the same conversation");
        assert_eq!(utterances(&scene.thread.transcript).len(), 3);
    });
}

#[test]
fn the_agent_sees_how_far_her_answer_got() {
    run(async {
        let mut scene = answered().await;
        let arrived = scene.thread.until("delivery", |thread| {
            utterances(&thread.transcript).into_iter().find(|u| u.delivery >= Some(Delivery::Delivered))
        });
        assert!(arrived.await.text.contains(ANSWER));
    });
}

#[test]
fn a_refused_sending_is_tried_again_and_arrives_once() {
    run(async {
        let world = World::start().await;
        let site = world.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let jo = site.customer("Jo");
        jo.writes("Hello", "Is anybody there?").await;
        let row = ada.desk().await.row("of Jo", |_| true).await;
        world.carrier.store.refuse_next(2, 500);
        ada.thread(row.conversation).await.reply("Yes, and patient.").await;
        let mail = jo.mail_within(std::time::Duration::from_secs(60)).await.expect("it arrives in the end");
        assert!(mail.text.contains("patient"));
        jo.gets_nothing().await;
    });
}

#[test]
fn two_agents_cannot_both_take_a_conversation() {
    run(async {
        let scene = answered().await;
        let (ben, cem) = (scene.site.agent("Ben").await.sign_in().await, scene.site.agent("Cem").await.sign_in().await);
        scene.thread_now().await.wish(weft_tests::persona::to_the_queue()).await.unwrap();
        let (mut one, mut two) = (ben.thread(scene.conversation).await, cem.thread(scene.conversation).await);
        let (first, second) = tokio::join!(one.wish(Wish::Take), two.wish(Wish::Take));
        assert!(first.is_ok() ^ second.is_ok(), "{first:?} {second:?}");
        let problem = first.and(second).unwrap_err();
        assert!(problem.is(weft_shared::wire::problem::ProblemKind::Taken), "{problem:?}");
    });
}

#[test]
fn a_closed_conversation_opens_again_when_the_customer_writes() {
    run(async {
        let mut scene = answered().await;
        scene.thread.wish(Wish::Close).await.unwrap();
        scene.desk.row("closed", |row| !row.open).await;
        scene.jo.replies(&scene.answer, "One more thing.").await;
        scene.thread.message("One more thing").await;
        scene.desk.row("open again", |row| row.open && row.waiting).await;
    });
}
