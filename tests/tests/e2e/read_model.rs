//! The read model is a projection: it can be made again from nothing.

use super::scenes::{answered, answered_at};
use std::time::Duration;
use weft_shared::wire::agent::Wish;
use weft_tests::{
    harness::{Site, World, run},
    persona::Answer,
};

/// What the read model says of itself, once it stands still.
async fn settled(site: &Site) -> Answer {
    let mut last = site.admin("GET", "/read-model", None).await;
    let mut same = 0;
    for _ in 0..40 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let next = site.admin("GET", "/read-model", None).await;
        same = if next.body == last.body { same + 1 } else { 0 };
        // What a power cut interrupted comes again a while later.
        if same == 6 {
            return next;
        }
        last = next;
    }
    panic!("the read model does not stand still: {last:?}");
}

#[test]
fn rebuilding_the_read_model_gives_the_same_rows() {
    run(async {
        let mut scene = answered().await;
        scene.jo.replies(&scene.answer, "Thank you.").await;
        scene.thread.message("Thank you").await;
        let visitor = scene.site.visitor();
        let mut chat = visitor.chat(&visitor.begin().await).await;
        chat.say("Somebody else.").await.unwrap();
        scene.thread.wish(Wish::Close).await.unwrap();

        let before = settled(&scene.site).await;
        assert_eq!(before.status, 200);
        assert!(before.body.contains("digest"), "{before:?}");
        let rebuilt = scene.site.admin("POST", "/rebuild", Some(&serde_json::json!({}))).await;
        assert!(rebuilt.succeeded(), "{rebuilt:?}");
        assert_eq!(settled(&scene.site).await.body, before.body);
        let mut desk = scene.ada.desk().await;
        desk.row("of Jo", |row| row.conversation == scene.conversation && !row.open).await;
    });
}

#[test]
fn what_a_power_cut_interrupts_is_projected_afterwards() {
    run(async {
        let world = World::start().await;
        let scene = answered_at(world.site().await).await;
        let visitor = scene.site.visitor();
        let mut chat = visitor.chat(&visitor.begin().await).await;
        chat.say("Said just before the cut.").await.unwrap();
        world.kill_and_restart().await;
        let mut desk = scene.ada.desk().await;
        desk.row("of the visitor", |row| row.preview.contains("before the cut")).await;
        let projected = settled(&scene.site).await;
        scene.site.admin("POST", "/rebuild", Some(&serde_json::json!({}))).await;
        assert_eq!(settled(&scene.site).await.body, projected.body);
    });
}
