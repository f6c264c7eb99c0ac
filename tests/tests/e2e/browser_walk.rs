//! The whole walk in a real browser, by mouse: mailbox, console, shop, widget; audited and written down at each stop.

use super::scenes::{ANSWER, SECRET};
use weft_tests::{
    browser::{Browser, Console, MailboxPage, Shop, redact},
    harness::{Site, World, run},
    persona::Agent,
};

/// A stop of the walk: a picture, an audit, and what assistive technology is told.
async fn stop(browser: &Browser, site: &Site, name: &str, in_widget: bool) {
    // The card beside a conversation follows a moment after what changed it.
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    browser.shot(name).await;
    browser.audit(name).await;
    let tree = if in_widget { browser.widget_tree().await } else { browser.page_tree().await };
    let shop = site.world.carrier.shop_url();
    let changes = [(site.world.edge_url.as_str(), "‹edge›"), (shop.as_str(), "‹shop›"), (site.id.as_str(), "‹site›")];
    insta::assert_snapshot!(name.to_owned(), redact(&tree, &changes));
}

async fn people() -> (Site, Agent) {
    // A world of its own: the mailbox page shows all mailboxes, and this one is to be the same each time.
    let world = World::start().await;
    let site = Site::create(&world, "demo").await;
    let ada = site.agent("Ada").await;
    (site, ada)
}

#[test]
fn the_whole_walk_by_mouse_with_an_audit_and_a_tree_at_each_stop() {
    run(async {
        let (site, ada) = people().await;
        let jo = site.customer("Jo");
        let (hers, his) = (Browser::start(&site.world).await, Browser::start(&site.world).await);

        // The agent signs in and sees an empty inbox.
        let console = Console::open(&hers, &site).await;
        hers.find("field", "Your work address").await;
        stop(&hers, &site, "console-sign-in", false).await;
        console.sign_in(&ada).await;
        console.says("Nothing is open").await;
        stop(&hers, &site, "console-empty", false).await;

        // Jo writes a mail; she sees it live, takes it and answers.
        let mailbox = MailboxPage::open(&his, jo.address()).await;
        mailbox.write(&jo.mailbox, &site.help, "My teapot", SECRET).await;
        stop(&his, &site, "mailbox-written", false).await;
        console.says("My teapot").await;
        console.pick("Jo").await;
        console.says(SECRET).await;
        console.take().await;
        console.says("Will be sent by").await;
        hers.find("link", "Owner: You").await;
        stop(&hers, &site, "console-thread", false).await;
        console.reply(ANSWER).await;

        // Her answer lies in his mailbox; his reply joins.
        let mailbox = MailboxPage::open(&his, jo.address()).await;
        mailbox.read("Re: My teapot").await;
        stop(&his, &site, "mailbox-answer", false).await;
        mailbox.reply("Thank you, the blue one please.").await;
        console.says("the blue one please").await;

        // He follows the link into the shop: nothing is told before he acts.
        let mailbox = MailboxPage::open(&his, jo.address()).await;
        mailbox.read("from Demo Shop").await;
        mailbox.follow_link().await;
        let shop = Shop::here(&his, &site);
        let widget = shop.widget();
        widget.says("Welcome back").await;
        stop(&his, &site, "widget-link", true).await;
        his.top().await;
        his.audit("shop").await;

        widget.continues().await;
        widget.write("Hello, here by the chat.").await;
        console.says("here by the chat").await;
        console.says("Link only").await;
        let everything = widget.everything().await;
        for hidden in [SECRET, ANSWER, jo.address()] {
            assert!(!everything.contains(hidden), "{hidden:?} is in the document");
        }
        widget.says("Sent").await;
        stop(&his, &site, "widget-linked", true).await;
        hers.find("link", "here by the chat").await;
        console.says("Delivered").await;
        stop(&hers, &site, "console-linked", false).await;

        // A wrong code, then the right one: the history appears.
        jo.mail().await;
        widget.asks_for_code().await;
        stop(&his, &site, "widget-code", true).await;
        let code = jo.code().await;
        widget.types_code(&super::scenes::wrong(&code)).await;
        widget.says("That code isn’t right").await;
        widget.types_code(&code).await;
        widget.says(SECRET).await;
        widget.says(ANSWER).await;
        stop(&his, &site, "widget-proven", true).await;

        // One thread on her side, and the conversation goes on.
        console.says("The visitor typed the code").await;
        console.reply("Good that it is really you.").await;
        widget.says("Good that it is really you.").await;
        hers.find("link", "Good that it is really you").await;
        console.says("Read").await;
        stop(&hers, &site, "console-proven", false).await;
        console.close().await;
        widget.says("This conversation was closed").await;
        his.quit().await;
        hers.quit().await;
    });
}

#[test]
fn the_shops_page_loads_the_loader_alone_and_a_new_visitor_can_write() {
    run(async {
        let site = World::shared().await.site().await;
        let browser = Browser::start(&site.world).await;
        let shop = Shop::visit(&browser, &site).await;
        browser.find("button", "chat").await;
        tokio::time::sleep(std::time::Duration::from_millis(800)).await;
        let from_the_edge: Vec<String> =
            shop.requests().await.into_iter().filter(|name| name.starts_with(&site.world.edge_url)).collect();
        assert_eq!(from_the_edge, [format!("{}/embed.js", site.world.edge_url)]);
        browser.audit("shop").await;

        let widget = shop.opens_chat().await;
        widget.says("How can we help?").await;
        widget.audit("widget-empty").await;
        browser.shot("widget-empty").await;
        widget.write("Do you have green tea?").await;
        widget.says("Do you have green tea?").await;
        let ada = site.agent("Ada").await.sign_in().await;
        let row = ada.desk().await.row("of the visitor", |row| row.preview.contains("green tea")).await;
        ada.thread(row.conversation).await.reply("We do.").await;
        widget.says("We do.").await;

        shop.closes_chat().await;
        shop.turn_to("Delivery").await;
        if !shop.widget().is_there().await {
            shop.opens_chat().await;
        }
        shop.widget().says("Do you have green tea?").await;
        browser.quit().await;
    });
}

#[test]
fn the_full_page_chat_serves_sites_without_a_snippet() {
    run(async {
        let site = World::shared().await.site().await;
        let browser = Browser::start(&site.world).await;
        let widget = weft_tests::browser::Widget::page(&browser, &site).await;
        widget.says("How can we help?").await;
        widget.audit("full-page").await;
        browser.shot("full-page").await;
        widget.write("By the page.").await;
        let ada = site.agent("Ada").await.sign_in().await;
        let row = ada.desk().await.row("of the visitor", |row| row.preview.contains("By the page")).await;
        ada.thread(row.conversation).await.reply("And answered by the desk.").await;
        widget.says("And answered by the desk.").await;
        browser.shot("full-page-written").await;
        browser.quit().await;
    });
}

#[test]
fn a_dead_link_says_so_kindly_and_offers_a_fresh_one() {
    run(async {
        let mut scene = super::scenes::answered().await;
        scene.thread.wish(weft_shared::wire::agent::Wish::RevokeLinks).await.unwrap();
        let browser = Browser::start(&scene.site.world).await;
        browser.go(&weft_tests::persona::link_in(&scene.answer).unwrap()).await;
        let widget = Shop::here(&browser, &scene.site).widget();
        widget.continues().await;
        widget.says("This link no longer works").await;
        widget.audit("widget-dead-link").await;
        browser.shot("widget-dead-link").await;
        widget.enter().await.click("button", "Send me a fresh link").await;
        widget.says("a fresh one is on its way").await;
        let mail = scene.jo.mail().await;
        assert!(weft_tests::persona::token_in(&mail).is_some_and(|token| token != scene.token));
        browser.quit().await;
    });
}

#[test]
fn an_earlier_conversation_is_continued_by_a_typed_address() {
    run(async {
        let scene = super::scenes::answered().await;
        let browser = Browser::start(&scene.site.world).await;
        let widget = Shop::visit(&browser, &scene.site).await.opens_chat().await;
        widget.says("How can we help?").await;
        let frame = widget.enter().await;
        frame.click("button", "Menu").await;
        frame.click("any", "Continue an earlier conversation").await;
        frame.fill("Your address", scene.jo.address()).await;
        frame.click("button", "Send me a link").await;
        widget.says("If we know this address").await;
        assert!(weft_tests::persona::token_in(&scene.jo.mail().await).is_some());
        browser.quit().await;
    });
}
