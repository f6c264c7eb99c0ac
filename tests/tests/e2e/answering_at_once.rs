//! Two agents in two browsers write to the same customer: both see it coming, one answers, and the other keeps the text.

use weft_shared::wire::entry::From;
use weft_tests::{
    browser::{Browser, Console},
    harness::{World, run},
    persona::utterances,
};

#[test]
fn both_are_warned_beside_the_button_and_the_one_who_is_second_keeps_the_text_as_a_note() {
    run(async {
        let site = World::shared().await.site().await;
        let (ada, ben) = (site.agent("Ada").await, site.agent("Ben").await);
        site.customer("Jo").writes("My teapot", "The lid of my teapot came off in the post").await;
        let signed_in = ada.sign_in().await;
        let row = signed_in.desk().await.row("of Jo", |row| row.preview.contains("lid")).await;
        let mut thread = signed_in.thread(row.conversation).await;
        let (hers, his) = (Browser::start(&site.world).await, Browser::start(&site.world).await);
        let (at_ada, at_ben) = (Console::open(&hers, &site).await, Console::open(&his, &site).await);
        at_ada.sign_in(&ada).await;
        at_ben.sign_in(&ben).await;
        at_ada.pick("My teapot").await;
        at_ben.pick("My teapot").await;
        at_ada.says("Ben is looking at this").await;
        let (hers_text, his_text) = ("A new lid is on its way, Jo", "We will send you a lid tomorrow, Jo");
        hers.fill("Your answer", hers_text).await;
        at_ben.says("Ada is writing too").await;
        his.fill("Your answer", his_text).await;
        at_ada.says("Ben is writing too").await;
        hers.looks("answering-at-once").await;

        for browser in [&hers, &his] {
            browser.click("button", "Send").await;
        }
        hers.click("button", "Send now").await;
        thread.message(hers_text).await;
        his.click("button", "Send now").await;
        at_ben.says("Not sent").await;
        at_ben.says(hers_text).await;
        his.looks("answered-second").await;
        his.click("button", "Keep as a note").await;
        let note = his.find("field", "Private note").await;
        assert_eq!(note.prop("value").await.unwrap().unwrap(), his_text);
        his.click("button", "Add note").await;
        at_ada.says(his_text).await;

        let answers = utterances(&thread.transcript).into_iter().filter(|it| it.from == From::Agent);
        assert_eq!(answers.count(), 1, "the customer gets one answer");
        hers.quit().await;
        his.quit().await;
    });
}
