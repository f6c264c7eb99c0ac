//! Power cuts.

use super::scenes::answered_at;
use std::{collections::BTreeMap, time::Duration};
use weft_shared::{
    id::CommandKey,
    wire::{customer::ToEdge, problem::ProblemKind},
};
use weft_tests::{
    browser::{Browser, Shop},
    harness::{World, run},
    persona::{Chat, Visitor, new_key},
};

const KILLS: usize = 20;
const BETWEEN_KILLS: usize = 15;
const AT_ONCE: usize = 5;

/// A client that keeps what is not acknowledged, as the widget does.
struct Sender {
    visitor: Visitor,
    credentials: weft_shared::wire::customer::Credentials,
    queue: Vec<(CommandKey, String)>,
    acknowledged: BTreeMap<u64, String>,
    upto: u64,
}

impl Sender {
    /// Writes what is queued, a few at a time, until all is acknowledged or the socket breaks. What the edge refuses
    /// because it is busy stays in the queue.
    async fn write(&mut self) -> bool {
        let Ok(mut chat) = Chat::open(&self.visitor, &self.credentials, self.upto).await else { return false };
        while !self.queue.is_empty() {
            let lot: Vec<_> = self.queue.iter().take(AT_ONCE).cloned().collect();
            for (key, text) in &lot {
                let say = ToEdge::Say { key: key.clone(), text: text.clone() };
                let _ = chat.socket.send(&say).await;
            }
            let answered =
                |chat: &Chat| lot.iter().all(|(key, _)| chat.said.contains_key(key) || chat.refused.contains_key(key));
            let mut alive = true;
            while alive && !answered(&chat) {
                alive = chat.step(Duration::from_secs(5)).await;
            }
            self.upto = chat.transcript.upto;
            for (key, seq) in std::mem::take(&mut chat.said) {
                let at =
                    self.queue.iter().position(|(queued, _)| *queued == key).expect("what is acknowledged was queued");
                let (_, text) = self.queue.remove(at);
                assert_eq!(self.acknowledged.insert(seq, text), None, "two acknowledgements for place {seq}");
            }
            if !alive {
                return false;
            }
            let refused = std::mem::take(&mut chat.refused);
            assert!(refused.values().all(|problem| problem.is(ProblemKind::Busy)), "{refused:?}");
            if let Some(wait) = refused.values().filter_map(|problem| problem.retry_after_ms).max() {
                tokio::time::sleep(Duration::from_millis(wait)).await;
            }
        }
        true
    }
}

#[test]
fn sigkill_of_workerd_during_traffic_twenty_times_loses_doubles_and_reorders_nothing_acknowledged() {
    run(async {
        let world = World::start().await;
        let site = world.site().await;
        let visitor = site.visitor();
        let credentials = visitor.begin().await;
        let mut sender = Sender { visitor, credentials, queue: Vec::new(), acknowledged: BTreeMap::new(), upto: 0 };
        let mut written = 0;
        for round in 0..KILLS {
            for _ in 0..BETWEEN_KILLS {
                sender.queue.push((new_key(), format!("Message {written:04}")));
                written += 1;
            }
            let cut = async {
                tokio::time::sleep(Duration::from_millis(20 + 13 * u64::try_from(round).unwrap())).await;
                world.kill().await;
            };
            tokio::join!(sender.write(), cut);
            world.restart().await;
        }
        while !sender.write().await {}

        assert_eq!(sender.acknowledged.len(), written);
        let mut chat = sender.visitor.chat(&sender.credentials).await;
        chat.until("everything", |chat| (chat.texts().len() >= written).then_some(())).await;
        chat.rest(500).await;
        let shown = chat.texts();
        let in_order: Vec<String> = sender.acknowledged.values().cloned().collect();
        assert_eq!(shown, in_order, "what is shown is what was acknowledged, in the order of its places");
        assert_eq!(shown.len(), written, "each once");
        println!("{KILLS} kills, {written} messages");
    });
}

#[test]
fn an_answer_that_was_accepted_before_the_cut_is_mailed_after_it() {
    run(async {
        let world = World::start().await;
        let mut scene = answered_at(world.site().await).await;
        world.carrier.store.refuse_next(1, 503);
        scene.thread.reply("Written before the cut.").await;
        world.kill_and_restart().await;
        let mail = scene.jo.mail_within(Duration::from_secs(60)).await.expect("the outbox is not forgotten");
        assert!(mail.text.contains("before the cut"));
    });
}

#[test]
fn the_widget_reconnects_and_resumes_by_itself() {
    run(async {
        let world = World::start().await;
        let scene = answered_at(world.site().await).await;
        let browser = Browser::start(&world).await;
        let widget = Shop::visit(&browser, &scene.site).await.opens_chat().await;
        widget.write("Before the cut.").await;
        widget.says("Before the cut.").await;
        let row = scene.ada.desk().await.row("of the visitor", |row| row.preview.contains("Before the cut")).await;

        world.kill().await;
        widget.write("During the cut.").await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        world.restart().await;
        let mut thread = scene.ada.thread(row.conversation).await;
        thread.message("During the cut.").await;
        thread.reply("After the cut.").await;
        widget.says("After the cut.").await;
        assert_eq!(thread.texts(), ["Before the cut.", "During the cut.", "After the cut."]);
        browser.quit().await;
    });
}
