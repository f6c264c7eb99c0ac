//! Panics: one takes a request or an object down, and nothing else. What was acknowledged is there, and the next try goes
//! through at once.

use super::scenes::{Answered, answered_at};
use std::time::Instant;
use weft_shared::wire::problem::ProblemKind;
use weft_tests::{
    harness::{World, run},
    persona::{Chat, new_key},
};

/// A deployment whose instances tests can break, with a mail that was answered.
async fn breakable() -> Answered {
    answered_at(World::with_clock().await.site().await).await
}

/// Says something that its instance does not survive. Whether the socket breaks or says that it failed, it is not acknowledged.
async fn breaks(chat: &mut Chat, key: weft_shared::id::CommandKey, text: &str) {
    use weft_shared::wire::customer::ToEdge;
    let _ = chat.socket.send(&ToEdge::Say { key: key.clone(), text: text.to_owned() }).await;
    for _ in 0..20 {
        if !chat.step(std::time::Duration::from_millis(500)).await {
            break;
        }
    }
    assert!(!chat.said.contains_key(&key), "a panic was acknowledged");
}

/// What is shown once there are so many messages, and a moment later.
async fn shown(chat: &mut Chat, count: usize) -> Vec<String> {
    chat.until("all messages", |chat| (chat.texts().len() >= count).then_some(())).await;
    chat.rest(500).await;
    chat.texts()
}

#[test]
fn a_panic_in_a_request_leaves_the_next_one_and_open_conversations_alone() {
    run(async {
        let mut scene = breakable().await;
        let visitor = scene.site.visitor();
        let credentials = visitor.begin().await;
        let mut chat = visitor.chat(&credentials).await;
        chat.say("Said before.").await.unwrap();
        let world = &scene.site.world;
        for n in 0..3 {
            let fallen = world.client.get(format!("{}/panic-request!", world.edge_url)).send().await;
            assert!(fallen.is_err() || fallen.is_ok_and(|answer| answer.status().is_server_error()));
            let begun = Instant::now();
            let ready = world.client.get(format!("{}/readyz", world.edge_url)).send().await.expect("the edge answers");
            assert!(ready.status().is_success(), "the next request: {ready:?}");
            println!("the request after a panic took {:?}", begun.elapsed());
            // The sockets of before, or new ones: their consoles and widgets come back by themselves.
            let text = format!("Said after panic {n}.");
            if chat.socket.send(&weft_shared::wire::customer::ToEdge::Typing).await.is_err() {
                chat = visitor.chat(&credentials).await;
            }
            chat.say(&text).await.expect("a conversation goes on");
        }
        let shown = shown(&mut visitor.chat(&credentials).await, 4).await;
        assert_eq!(shown, ["Said before.", "Said after panic 0.", "Said after panic 1.", "Said after panic 2."]);
        scene.jo.replies(&scene.answer, "And mail goes on too.").await;
        scene.thread = scene.thread_now().await;
        scene.thread.message("And mail goes on too.").await;
    });
}

#[test]
fn a_panic_in_one_conversation_loses_nothing_there_or_elsewhere() {
    run(async {
        let scene = breakable().await;
        let (one, other) = (scene.site.visitor(), scene.site.visitor());
        let (mine, theirs) = (one.begin().await, other.begin().await);
        let mut chat = one.chat(&mine).await;
        let mut elsewhere = other.chat(&theirs).await;
        chat.say("Kept one.").await.unwrap();
        elsewhere.say("Kept elsewhere.").await.unwrap();

        // It falls before the transaction ends: nothing of it is there.
        breaks(&mut chat, new_key(), "panic-before!").await;
        let mut chat = one.chat(&mine).await;
        assert_eq!(shown(&mut chat, 1).await, ["Kept one."]);
        chat.say("Kept two.").await.expect("the conversation goes on");

        // It falls after the transaction, before the acknowledgement: it is there, and saying it again says it once.
        let key = new_key();
        breaks(&mut chat, key.clone(), "panic-after!").await;
        let mut chat = one.chat(&mine).await;
        chat.say_as(key, "panic-after!").await.expect("the first answer");
        assert_eq!(shown(&mut chat, 3).await, ["Kept one.", "Kept two.", "panic-after!"]);

        let mut elsewhere = other.chat(&theirs).await;
        elsewhere.say("And goes on.").await.expect("others go on");
        assert_eq!(shown(&mut elsewhere, 2).await, ["Kept elsewhere.", "And goes on."]);
        let mut desk = scene.ada.desk().await;
        desk.row("of the one", |row| row.preview.contains("panic-after!")).await;
        desk.row("of the other", |row| row.preview.contains("And goes on.")).await;
        let unknown = scene.ada.ask("GET", "/desk/search?q=", None).await;
        unknown.must_be(ProblemKind::Malformed);
        let thread = scene.thread_now().await;
        assert!(thread.texts().iter().any(|text| text.contains("door code")), "what was answered before is there");
    });
}
