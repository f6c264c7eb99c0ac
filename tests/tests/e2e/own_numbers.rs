//! A site with a number for WhatsApp at each of two providers: an answer leaves by the one to which the customer wrote.

use weft_shared::channel::Channel;
use weft_tests::{
    carrier::phones::Medium,
    harness::{World, run},
};

fn whatsapp() -> Option<Channel> {
    Some("whatsapp".parse().expect("a channel"))
}

#[test]
fn an_answer_leaves_by_the_provider_and_number_to_which_the_customer_wrote_last() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let mut desk = ada.desk().await;
        let phone = site.phone("Jo");
        phone.writes(Medium::Whatsapp, "Is the kettle back?").await;
        let row = desk.row("of Jo", |row| row.preview.contains("kettle")).await;
        let mut thread = ada.thread(row.conversation).await;
        for (medium, asked, said) in [
            (Medium::Whatsapp, "And in blue?", "In blue too."),
            (Medium::WhatsappMeta, "This is my other thread with you", "Both are here."),
            (Medium::Whatsapp, "Good. How much?", "Nineteen."),
        ] {
            let wrote = phone.writes(medium, asked).await;
            thread.message(asked).await;
            thread.reply_by(said, whatsapp()).await.expect("an answer");
            let text = phone.text(medium).await;
            assert!(text.body.contains(said), "{text:?}");
            assert_eq!(text.ours, wrote.ours, "from another number than was written to");
        }
        for (medium, count) in [(Medium::Whatsapp, 2), (Medium::WhatsappMeta, 1)] {
            assert_eq!(phone.inbox(medium).len(), count, "{medium:?}");
        }
    });
}
