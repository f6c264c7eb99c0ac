//! An inbox that is longer than a frame: what an agent must see first is in it, and the rest is told.

use futures_util::future::join_all;
use std::time::Instant;
use weft_shared::wire::agent::{Row, Wish};
use weft_tests::{
    browser::{Browser, Console},
    harness::{World, run},
};

/// How many open lines the inbox shows.
const MOST: usize = 500;
/// How many write at once.
const AT_ONCE: usize = 20;

#[test]
fn beyond_its_limit_the_inbox_keeps_what_is_ones_own_and_what_waits_longest_and_says_that_there_is_more() {
    run(async {
        let site = World::shared().await.site().await;
        assert!(site.rules("[routing]\nassign = false\n").await.succeeded());
        let (ada, ben) = (site.agent("Ada").await, site.agent("Ben").await);
        let (hers, his) = (ada.sign_in().await, ben.sign_in().await);
        let mut desk = hers.desk().await;
        // The first two are the oldest: one is Ada's and answered, the other has waited longest.
        for (name, words) in [("Jo", "My teapot leaks"), ("Kim", "Where is my parcel")] {
            site.customer(name).writes(words, words).await;
            desk.row(name, |row| row.title == name).await;
        }
        let jo = desk.row("Jo", |row| row.title == "Jo").await;
        let mut thread = hers.thread(jo.conversation).await;
        thread.reply_by("We look into it", None).await.unwrap();
        let numbers: Vec<usize> = (0..MOST + 3).collect();
        let at = &site;
        for some in numbers.chunks(AT_ONCE) {
            join_all(some.iter().map(|n| async move {
                let address = format!("customer{n}@people.{}.example", at.id);
                at.customer_at(&format!("Customer {n}"), &address).writes("A question", "What does it cost?").await;
            }))
            .await;
        }
        let began = Instant::now();
        while desk.rows.len() < MOST + 5 {
            assert!(began.elapsed().as_secs() < 300, "{} lines came", desk.rows.len());
            desk.rest(500).await;
        }

        let has = |rows: &[Row], name: &str| rows.iter().any(|row| row.title == name);
        let seen_by_ada: Vec<Row> = hers.desk().await.rows.into_values().collect();
        assert_eq!(seen_by_ada.len(), MOST);
        assert!(has(&seen_by_ada, "Jo"), "what is her own comes before all that waits");
        assert!(has(&seen_by_ada, "Kim"), "and who has waited longest before who came last");
        let again = his.desk().await;
        let seen_by_ben: Vec<Row> = again.rows.values().cloned().collect();
        assert!(!has(&seen_by_ben, "Jo") && has(&seen_by_ben, "Kim"), "to Ben Jo is the one who waits for nobody");
        assert_eq!((seen_by_ben.len(), again.more), (MOST, (5, 0)));

        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&ada).await;
        console.view("Mine").await;
        console.lists(&["Jo"]).await;
        console.says("There are more than are listed here.").await;
        browser.looks("inbox-more").await;
        browser.click("link", "Search for them").await;
        browser.find("field", "Search messages").await;
        browser.driver.back().await.unwrap();
        console.view("Closed").await;
        console.says("Nothing was closed lately").await;
        let text = browser.text().await;
        assert!(!text.contains("There are more"), "{text}");
        thread.wish(Wish::Close).await.unwrap();
        browser.quit().await;
    });
}
