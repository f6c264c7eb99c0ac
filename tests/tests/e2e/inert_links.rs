//! A link does nothing until a person acts.

use super::scenes::{Answered, SECRET, answered};
use weft_shared::wire::entry::NoticeKind;
use weft_tests::{
    browser::{Browser, Shop},
    harness::run,
    persona::{Attacker, link_in},
};

/// All that a state can be told by: the journal as agents see it, and the sessions.
async fn state(scene: &Answered) -> (u64, usize) {
    let thread = scene.thread_now().await;
    (thread.transcript.upto, thread.state.customer.sessions.len())
}

#[test]
fn get_head_and_options_leave_everything_unchanged_and_afterwards_the_click_works() {
    run(async {
        let mut scene = answered().await;
        scene
            .thread
            .until("delivery", |thread| {
                weft_tests::persona::utterances(&thread.transcript)
                    .iter()
                    .any(|u| u.delivery >= Some(weft_shared::message::Delivery::Delivered))
                    .then_some(())
            })
            .await;
        let before = state(&scene).await;
        let scanner = Attacker::new(&scene.site);
        let site = &scene.site.id;
        let paths = [
            format!("/c/{site}"),
            format!("/frame/{site}"),
            format!("/c/{site}?weft={}", scene.token),
            format!("/v1/sites/{site}/links/redeem"),
            format!("/v1/sites/{site}/links/redeem?token={}", scene.token),
            format!("/v1/sites/{site}/links/refresh"),
            format!("/v1/sites/{site}/conversations/{}", scene.conversation),
        ];
        for path in &paths {
            for method in ["GET", "HEAD", "OPTIONS"] {
                let answer = scanner.asks(method, path, &[("origin", &scene.site.world.edge_url)], None).await;
                assert!(answer.status < 500, "{method} {path}: {answer:?}");
                assert!(!answer.body.contains(SECRET) && answer.header("set-cookie").is_none(), "{method} {path}");
            }
        }
        assert_eq!(state(&scene).await, before);
        println!("{} requests that ask for nothing", 3 * paths.len());
        scene.site.visitor().redeem(&scene.token).await.expect("a person's click works");
    });
}

#[test]
fn a_browser_that_opens_the_link_and_clicks_nothing_changes_nothing_and_afterwards_the_click_works() {
    run(async {
        let scene = answered().await;
        let browser = Browser::start(&scene.site.world).await;
        let before = scene.thread_now().await.state.customer.sessions.len();
        browser.go(&link_in(&scene.answer).unwrap()).await;
        let shop = Shop::here(&browser, &scene.site);
        let widget = shop.widget();
        widget.says("Welcome back").await;
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        browser.top().await;
        assert!(!browser.address().await.contains("weft="), "the token is out of the address bar");
        let thread = scene.thread_now().await;
        assert_eq!(thread.state.customer.sessions.len(), before);
        assert!(!thread.notices().iter().any(|notice| notice.kind == NoticeKind::Link), "{:?}", thread.notices());

        widget.continues().await;
        widget.write("Here I am.").await;
        scene.thread_now().await.message("Here I am.").await;
        browser.quit().await;
    });
}

#[test]
fn redeeming_twice_from_one_browser_is_one_session() {
    run(async {
        let scene = answered().await;
        let visitor = scene.site.visitor();
        let (one, two) = tokio::join!(visitor.redeem(&scene.token), visitor.redeem(&scene.token));
        let (one, two) = (one.unwrap().credentials, two.unwrap().credentials);
        assert_eq!(one.session, two.session);
        let later = visitor.redeem(&scene.token).await.unwrap().credentials;
        assert_eq!(later.session, one.session);
        assert_eq!(scene.thread_now().await.state.customer.sessions.len(), 1);
        let mut chat = visitor.chat(&later).await;
        chat.say("Once.").await.unwrap();
    });
}

#[test]
fn back_reload_and_a_second_tab_behave() {
    run(async {
        let scene = answered().await;
        let browser = Browser::start(&scene.site.world).await;
        let link = link_in(&scene.answer).unwrap();
        browser.go(&link).await;
        let widget = Shop::here(&browser, &scene.site).widget();
        widget.continues().await;
        widget.write("From the first tab.").await;
        widget.says("From the first tab.").await;

        browser.driver.refresh().await.unwrap();
        let shop = Shop::here(&browser, &scene.site);
        if !shop.widget().is_there().await {
            shop.opens_chat().await;
        }
        shop.widget().says("From the first tab.").await;

        browser.new_tab().await;
        browser.go(&link).await;
        let second = Shop::here(&browser, &scene.site).widget();
        second.enter().await;
        if browser.find_now("button", "Continue your conversation").await.is_some() {
            second.continues().await;
        }
        second.write("From the second tab.").await;
        second.says("From the second tab.").await;

        browser.driver.back().await.unwrap();
        browser.driver.forward().await.unwrap();
        let mut thread = scene.thread_now().await;
        for text in ["From the first tab.", "From the second tab."] {
            // The chat shows what was written before the conversation has it.
            thread.message(text).await;
            assert_eq!(thread.texts().iter().filter(|t| *t == text).count(), 1, "{:?}", thread.texts());
        }
        assert_eq!(thread.state.customer.sessions.len(), 1, "one browser is one session");
        browser.quit().await;
    });
}
