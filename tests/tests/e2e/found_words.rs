//! Looking for words within the open conversation, in a real browser and by keys: what was found stands out, on pages
//! too that were not there yet.

use super::scenes::{SECRET, answered, wait_until_quiet};
use serde_json::json;
use std::time::{Duration, Instant};
use weft_shared::wire::agent::Wish;
use weft_tests::{
    browser::{Browser, Console, Key},
    harness::run,
};

/// Enough for several pages of the thread.
const NOTES: usize = 130;

/// The words that stand out now, as they are written.
async fn standing_out(browser: &Browser) -> Vec<String> {
    let script = "return [...(CSS.highlights.get('found') ?? [])].map((range) => range.toString())";
    let found = browser.script(script, Vec::new()).await;
    found.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

/// Waits until the bar says where one is, and this text is in sight.
async fn stands_at(browser: &Browser, place: &str, text: &str) {
    let script = "const log = document.querySelector('.log').getBoundingClientRect(); \
                  const line = [...document.querySelectorAll('.log article')].find((one) => one.textContent.includes(arguments[0])); \
                  const box = line?.getBoundingClientRect(); \
                  return [document.querySelector('.find-said').textContent, \
                  !!box && box.top < log.bottom && box.bottom > log.top]";
    let began = Instant::now();
    loop {
        let now = browser.script(script, vec![json!(text)]).await;
        if now[0] == place && now[1] == true {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "at {now}, not {place:?} with {text:?} in sight");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[test]
fn words_in_a_conversation_are_found_by_keys_and_stand_out_wherever_they_are() {
    run(async {
        let mut scene = answered().await;
        for n in 0..NOTES {
            let text = match n {
                70 => "Half way: the Teapot again, and a steampot".to_owned(),
                _ => format!("Line {n} of the workshop"),
            };
            scene.thread.wish(Wish::Note { text, mentions: Vec::new() }).await.unwrap();
        }
        scene
            .thread
            .wish(Wish::Note { text: "The last word on TEAPOTS".to_owned(), mentions: Vec::new() })
            .await
            .unwrap();
        wait_until_quiet(&scene.site).await;
        let agent = scene.site.agent("Bea").await;
        let browser = Browser::start(&scene.site.world).await;
        let console = Console::open(&browser, &scene.site).await;
        console.sign_in(&agent).await;
        console.pick("My teapot").await;
        console.says("The last word").await;
        assert!(!browser.text().await.contains("Half way"), "not all of it is there");

        browser.tab_to("Messages").await;
        console.keys("f").await;
        browser.focus_moves_to("Search in this conversation").await;
        browser.type_text("teapot").await;
        browser.press(Key::Enter).await;
        // The latest first; Jo's mail, Ada's answer, two notes.
        stands_at(&browser, "4 of 4", "The last word on TEAPOTS").await;
        assert!(standing_out(&browser).await.contains(&"TEAPOTS".to_owned()), "{:?}", standing_out(&browser).await);
        browser.shot("find-latest").await;
        browser.audit("find-latest").await;

        // Enter goes back through what was said before, and stays in the field.
        browser.press(Key::Enter).await;
        stands_at(&browser, "3 of 4", "Half way").await;
        browser.focus_moves_to("Search in this conversation").await;
        let out = standing_out(&browser).await;
        assert!(out.contains(&"Teapot".to_owned()), "{out:?}");
        assert!(!out.iter().any(|word| word.contains("steam")), "only whole words: {out:?}");
        browser.press(Key::Enter).await;
        browser.press(Key::Enter).await;
        stands_at(&browser, "1 of 4", SECRET).await;
        assert!(standing_out(&browser).await.contains(&"teapot".to_owned()));
        browser.shot("find-first").await;
        browser.darkened(true).await;
        browser.shot("find-first-dark").await;
        browser.audit("find-first-dark").await;
        browser.darkened(false).await;
        // From the first on to the last, and forwards again with Shift.
        browser.press(Key::Enter).await;
        stands_at(&browser, "4 of 4", "The last word").await;
        browser.press(Key::ShiftEnter).await;
        stands_at(&browser, "1 of 4", SECRET).await;
        browser.press(Key::ShiftEnter).await;
        browser.press(Key::ShiftEnter).await;
        stands_at(&browser, "3 of 4", "Half way").await;
        // The buttons do the same.
        browser.click("button", "Next match").await;
        stands_at(&browser, "4 of 4", "The last word").await;
        browser.click("button", "Previous match").await;
        stands_at(&browser, "3 of 4", "Half way").await;

        browser.fill("Search in this conversation", "zebra").await;
        browser.press(Key::Enter).await;
        browser.says("Nothing found").await;
        assert_eq!(standing_out(&browser).await, Vec::<String>::new());
        browser.press(Key::Escape).await;
        assert!(browser.find_now("field", "Search in this conversation").await.is_none());
        assert_eq!(standing_out(&browser).await, Vec::<String>::new());
        browser.quit().await;
    });
}
