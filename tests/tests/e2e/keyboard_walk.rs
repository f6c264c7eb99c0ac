//! The same walk by the keyboard alone: no pointer is moved, no element is scripted.

use super::scenes::{ANSWER, SECRET, answered};
use weft_tests::{
    browser::{Browser, Console, Key, Shop},
    harness::run,
    persona::link_in,
};

#[test]
fn a_customer_continues_proves_and_writes_by_the_keyboard_alone() {
    run(async {
        let scene = answered().await;
        let browser = Browser::start(&scene.site.world).await;
        browser.go(&link_in(&scene.answer).unwrap()).await;
        let widget = Shop::here(&browser, &scene.site).widget();
        widget.says("Welcome back").await;
        browser.top().await;

        browser.tab_to("Continue your conversation").await;
        browser.press(Key::Enter).await;
        widget.says("Confirm it’s you").await;
        browser.tab_to("Write a message").await;
        browser.type_text("By the keyboard").await;
        browser.press(Key::ShiftEnter).await;
        browser.type_text("in two lines.").await;
        browser.press(Key::Enter).await;
        let mut thread = scene.thread_now().await;
        assert_eq!(thread.message("By the keyboard").await.text, "By the keyboard\nin two lines.");

        browser.top().await;
        if browser.focused().await.1 != "Send code" {
            browser.tab_to("code").await;
        }
        browser.press(Key::Enter).await;
        widget.says("We sent a code to").await;
        let code = scene.jo.code().await;
        browser.top().await;
        browser.tab_to("digit code").await;
        browser.type_text(&code).await;
        browser.press(Key::Enter).await;
        widget.says(SECRET).await;
        widget.says(ANSWER).await;
        widget.audit("keyboard-proven").await;

        // Escape closes the panel and gives the focus back to the launcher.
        browser.top().await;
        browser.tab_to("Write a message").await;
        browser.press(Key::Escape).await;
        browser.focus_moves_to("chat").await;
        browser.press(Key::Enter).await;
        widget.says(ANSWER).await;
        browser.quit().await;
    });
}

#[test]
fn an_agent_signs_in_takes_and_answers_by_the_keyboard_alone() {
    run(async {
        let scene = answered().await;
        scene.thread_now().await.wish(weft_tests::persona::to_the_queue()).await.unwrap();
        let bea = scene.site.agent("Bea").await;
        let browser = Browser::start(&scene.site.world).await;
        let console = Console::open(&browser, &scene.site).await;
        browser.find("field", "Your work address").await;
        browser.tab_to("Your work address").await;
        browser.type_text(bea.mailbox.address()).await;
        browser.press(Key::Enter).await;
        let code = bea.mailbox.code().await;
        browser.focus_moves_to("Code").await;
        browser.type_text(&code).await;
        browser.press(Key::Enter).await;
        browser.find("heading", "Inbox").await;

        browser.tab_to("Jo").await;
        browser.press(Key::Enter).await;
        console.says(SECRET).await;
        browser.tab_to("Take").await;
        browser.press(Key::Enter).await;
        browser.find("button", "Hand off…").await;
        browser.tab_to("Your answer").await;
        browser.type_text("Answered by the keyboard.").await;
        browser.press(Key::ControlEnter).await;
        console.says("Answered by the keyboard.").await;
        // Before it comes the word that somebody else continues.
        assert!(scene.jo.mail().await.text.contains("continues from here"));
        assert!(scene.jo.mail().await.text.contains("Answered by the keyboard."));
        browser.quit().await;
    });
}
