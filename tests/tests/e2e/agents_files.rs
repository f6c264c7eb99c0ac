//! Files that agents send.

use super::scenes::answered;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use weft_shared::{
    channel::Channel,
    id::AttachmentId,
    wire::{
        agent::{ToThread, Wish},
        entry::File,
        problem::ProblemKind,
    },
};
use weft_tests::{
    carrier::phones::Medium,
    harness::{World, keys::random, run},
    persona::{Answer, SignedIn, new_key, utterances},
};

/// Brings a file, as the console does.
async fn bring(agent: &SignedIn, conversation: impl std::fmt::Display, name: &str, bytes: Vec<u8>) -> Answer {
    let site = &agent.site;
    let url = site.api(&format!("/desk/conversations/{conversation}/attachments?name={name}"));
    let sent = site.world.client.post(url).header("origin", &site.world.edge_url).header("cookie", &agent.cookie);
    let sent = sent.header("x-weft-key", &agent.me.key).header("content-type", "image/png").body(bytes);
    let answer = sent.send().await.expect("an answer");
    let status = answer.status().as_u16();
    let text = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    Answer { status, headers, body: answer.text().await.expect("a body") }
}

fn reply(text: &str, channel: &str, files: &[AttachmentId]) -> Wish {
    let channel: Channel = channel.parse().expect("a channel");
    Wish::Reply { text: text.to_owned(), channel: Some(channel), template: None, attachments: files.to_vec() }
}

#[test]
fn a_file_goes_out_by_mail_and_shows_in_the_chat_and_nowhere_else() {
    run(async {
        let mut scene = answered().await;
        let picture = random(300_000);
        let brought = bring(&scene.ada, scene.conversation, "..%2FK%C3%A4se%20%3C1%3E.png", picture.clone()).await;
        let file: File = brought.result().expect("a file");
        assert_eq!((file.name.as_str(), file.media_type.as_str(), file.size), ("Käse 1.png", "image/png", 300_000));
        scene.thread.wish(reply("Here is the picture.", "email", &[file.id])).await.unwrap();
        let mail = scene.jo.mail().await;
        assert!(mail.text.contains("Here is the picture."));
        assert_eq!(mail.files.len(), 1, "{:?}", mail.subject);
        assert_eq!((mail.files[0].name.as_str(), mail.files[0].media_type.as_str()), ("Käse 1.png", "image/png"));
        assert_eq!(BASE64_STANDARD.decode(&mail.files[0].content).unwrap(), picture);
        let shown = scene.thread.message("Here is the picture.").await;
        assert_eq!(shown.attachments, std::slice::from_ref(&file));
        let path = format!("/desk/conversations/{}/attachments/{}", scene.conversation, file.id);
        assert_eq!(scene.ada.ask("GET", &path, None).await.status, 200);
        // It is sent: nobody sends it again.
        let again = scene.thread.wish(reply("And again", "email", &[file.id])).await.unwrap_err();
        assert!(again.is(ProblemKind::Malformed), "{again:?}");

        // Whoever proved the mailbox sees it in the chat, and has it whole.
        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        let mut chat = visitor.chat(&linked).await;
        chat.say("I am in the chat now").await.unwrap();
        scene.thread.message("I am in the chat now").await;
        let brought: File = bring(&scene.ada, scene.conversation, "plan.png", vec![7; 2_000]).await.result().unwrap();
        scene.thread.wish(reply("For you here", "web-chat", &[brought.id])).await.unwrap();
        let seen = chat.message("For you here").await;
        assert_eq!(seen.attachments, std::slice::from_ref(&brought));
        let path = format!("/conversations/{}/attachments/{}", scene.conversation, brought.id);
        let got = visitor.ask("GET", &path, Some(&linked), None).await;
        assert_eq!((got.status, got.body.len()), (200, 2_000));
        // What went by mail is locked for who holds a link only.
        let path = format!("/conversations/{}/attachments/{}", scene.conversation, file.id);
        assert!(matches!(visitor.ask("GET", &path, Some(&linked), None).await.status, 403 | 404));
    });
}

#[test]
fn where_no_files_go_the_rule_says_so_and_the_file_is_kept_for_another_way() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let phone = site.phone("Jo");
        phone.writes(Medium::Sms, "Can you send me the plan?").await;
        let row = ada.desk().await.row("of Jo", |row| row.preview.contains("the plan")).await;
        let mut thread = ada.thread(row.conversation).await;
        thread.wish(Wish::Take).await.unwrap();
        let file: File = bring(&ada, row.conversation, "plan.png", vec![7; 2_000]).await.result().unwrap();
        let refused = thread.wish(reply("Here it is", "sms", &[file.id])).await.unwrap_err();
        assert_eq!(refused.rule.as_deref(), Some("channel.sms.capabilities"), "{refused:?}");
        let route = thread.state.routes.iter().find(|route| route.channel.as_str() == "sms").expect("a route");
        assert!(!route.files, "the composer knows before");
        assert!(utterances(&thread.transcript).iter().all(|it| it.text != "Here it is"));
        thread.wish(reply("I cannot send it this way", "sms", &[])).await.unwrap();
    });
}

#[test]
fn a_file_is_its_agents_own_and_goes_out_once() {
    run(async {
        let mut scene = answered().await;
        let ben = scene.site.agent("Ben").await.sign_in().await;
        let file: File = bring(&scene.ada, scene.conversation, "a.png", vec![7; 10]).await.result().unwrap();
        let his: File = bring(&ben, scene.conversation, "b.png", vec![8; 10]).await.result().unwrap();
        let unknown = AttachmentId::from_bits(7);
        for wrong in [&[his.id][..], &[unknown], &[file.id, file.id]] {
            let refused = scene.thread.wish(reply("Not so", "email", wrong)).await.unwrap_err();
            assert!(refused.is(ProblemKind::Malformed), "{refused:?}");
        }
        // The same wish twice, as after a lost answer: one mail.
        let key = new_key();
        for _ in 0..2 {
            let wish = reply("Only once", "email", &[file.id]);
            let _ = scene.thread.socket.send(&ToThread::Do { key: key.clone(), wish }).await;
        }
        scene.thread.message("Only once").await;
        let mail = scene.jo.mail().await;
        assert_eq!((mail.files.len(), mail.text.contains("Only once")), (1, true));
        scene.jo.gets_nothing().await;

        bring(&scene.ada, scene.conversation, "", vec![1]).await.must_be(ProblemKind::Malformed);
        bring(&scene.ada, scene.conversation, "a.png", Vec::new()).await.must_be(ProblemKind::Malformed);
        bring(&scene.ada, scene.conversation, "a.png", vec![1; 8 << 20]).await.must_be(ProblemKind::TooLarge);
        let nowhere = weft_shared::id::ConversationId::from_bits(7);
        bring(&scene.ada, nowhere, "a.png", vec![1]).await.must_be(ProblemKind::NotFound);
    });
}

#[test]
fn what_nobody_sent_is_gone_after_a_day() {
    run(async {
        let world = World::with_clock().await;
        let site = world.site().await;
        let staff = site.agent("Ada").await;
        let ada = staff.sign_in().await;
        site.customer("Jo").writes("A plan", "Can you send me the plan?").await;
        let row = ada.desk().await.row("of Jo", |row| row.preview.contains("the plan")).await;
        ada.thread(row.conversation).await.wish(Wish::Take).await.unwrap();
        let file: File = bring(&ada, row.conversation, "plan.png", vec![7; 10]).await.result().unwrap();
        // There is no way by text to Jo: so this never sends it, and tells whether it is there.
        let wish = || reply("Is it still there?", "sms", &[file.id]);
        let gone = |problem: weft_shared::wire::problem::Problem| {
            problem.detail.is_some_and(|it| it.contains("bring it again"))
        };
        assert!(!gone(ada.thread(row.conversation).await.wish(wish()).await.unwrap_err()));
        world.days_later(2).await;
        let mut thread = staff.sign_in().await.thread(row.conversation).await;
        for _ in 0..40 {
            if gone(thread.wish(wish()).await.unwrap_err()) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        }
        panic!("the file is still there two days later");
    });
}
