//! Long lists in a real browser: all of them can be reached, and only what is near is drawn. What that means in time is
//! measured by `cargo xtask measure console` ([`super::speed`]); here it is counted.

use futures_util::future::join_all;
use serde_json::json;
use std::time::Duration;
use weft_tests::{
    browser::{Browser, Console, Key, Pace},
    carrier::phones::Medium,
    harness::{World, run},
};

/// Conversations of the inbox.
const ROWS: usize = 100;
/// Messages of the conversation.
const MESSAGES: usize = 400;
/// What is on its way at once.
const AT_ONCE: usize = 25;
/// The most lines of a conversation that are drawn, with those that say which day it is.
const MOST: usize = 160;
/// The most elements that a line has.
const OF_A_LINE: usize = 45;

#[test]
fn an_inbox_of_many_lines_draws_those_that_are_near_and_the_keyboard_reaches_the_last() {
    run(async {
        let site = &World::shared().await.site().await;
        let ada = site.lead("Ada").await;
        let mut desk = ada.sign_in().await.desk().await;
        for numbers in (0..ROWS).collect::<Vec<_>>().chunks(AT_ONCE) {
            join_all(numbers.iter().map(|n| async move {
                site.customer(&format!("Customer {n}")).writes("A question", &format!("Question {n}")).await;
            }))
            .await;
        }
        while desk.rows.len() < ROWS {
            desk.rest(500).await;
        }
        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, site).await;
        console.sign_in(&ada).await;
        browser.find("any", "Customer").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let drawn = usize::try_from(console.drawn().await).unwrap();
        assert!((10..=ROWS / 2).contains(&drawn), "{drawn} of {ROWS} lines are drawn before anything is scrolled");
        let elements = browser.script("return document.querySelectorAll('.rows *').length", Vec::new()).await;
        assert!(elements.as_u64() < Some((drawn * OF_A_LINE) as u64), "{elements} elements for {drawn} lines");

        // Held down: nothing but the key brings more lines.
        for _ in 0..ROWS + 20 {
            browser.type_text("j").await;
        }
        let script = "const lines = [...document.querySelectorAll('.rows a.row')]; \
                      return [lines.length, lines.indexOf(document.activeElement)]";
        assert_eq!(browser.script(script, Vec::new()).await, json!([ROWS, ROWS - 1]));
        browser.quit().await;
    });
}

#[test]
fn a_long_conversation_is_scrolled_to_its_beginning_and_back_and_never_drawn_whole() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await;
        let signed_in = ada.sign_in().await;
        let phone = site.phone("Jo");
        phone.writes(Medium::WhatsappMeta, "Number 0 of many").await;
        let row = signed_in.desk().await.row("of Jo", |row| row.preview.contains("of many")).await;
        for numbers in (1..MESSAGES).collect::<Vec<_>>().chunks(AT_ONCE) {
            let texts: Vec<String> = numbers.iter().map(|n| format!("Number {n} of many")).collect();
            join_all(texts.iter().map(|text| phone.writes(Medium::WhatsappMeta, text))).await;
        }
        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&ada).await;
        let mut pace = browser.pace().await;
        browser.go(&format!("{}#/open/{}", console.address(), row.conversation)).await;
        browser.find("field", "Your answer").await;
        pace.until("document.querySelectorAll('.log .message').length > 10").await;

        // What comes into the head last: between its coming and the next frame nothing has its place.
        console.says("Why is it here?").await;

        // However far somebody jumps, what stands at the top then stays there while more is drawn above it; so does what
        // is selected in it.
        for _ in 0..3 {
            let (before, after, selected) = jumps_up(&mut pace).await;
            assert!((before - after).abs() <= 2, "what is read moved from {before} to {after}");
            assert!(selected.contains("of many"), "{selected:?}");
        }
        let stood = pace.script(MIDDLE).await;
        browser.tab_to("Messages").await;
        console.keys("f").await;
        browser.focus_moves_to("Search in this conversation").await;
        assert_eq!(pace.script(MIDDLE).await, stood, "what comes above the conversation pushes away what is read");
        browser.press(Key::Escape).await;
        assert!(browser.find_now("field", "Search in this conversation").await.is_none());
        assert_eq!(pace.script(MIDDLE).await, stood, "what goes above the conversation takes along what is read");

        let up = walks(
            &mut pace,
            -300,
            "!document.querySelector('.earlier-more') && document.querySelector('.log').scrollTop < 10",
        )
        .await;
        console.says("The conversation began").await;
        console.says("Number 0 of many").await;
        let left = pace.script(GLIDE_UP).await;
        assert_eq!(left, json!(500), "nothing holds on to a place where nothing more is drawn");
        let down = walks(&mut pace, 300, "!document.querySelector('.new-below')").await;
        for (way, passed) in [("up", up), ("down", down)] {
            // Messages that were sent at once may stand in any order.
            let missing: Vec<usize> = (0..MESSAGES).filter(|n| !passed.contains(n)).collect();
            assert_eq!(missing, [0_usize; 0], "were not seen on the way {way}");
        }
        drop(pace);
        browser.quit().await;
    });
}

/// Which message is in the middle of what is read, and where, in pixels, once that rests.
const MIDDLE: &str = "(async () => {
    await new Promise((done) => setTimeout(done, 300));
    const middle = innerHeight / 2, all = [...document.querySelectorAll('.log .message-body')];
    const found = all.find((one) => one.getBoundingClientRect().bottom > middle);
    return [found.textContent, Math.round(found.getBoundingClientRect().y)];
})()";

/// Twenty frames of fifty pixels each, up from 1,500: where that ends.
const GLIDE_UP: &str = "(async () => {
    const log = document.querySelector('.log'), frame = () => new Promise(requestAnimationFrame);
    log.scrollTop = 1500;
    await frame();
    await frame();
    for (let n = 0; n < 20; n += 1) {
        await frame();
        log.scrollTop -= 50;
    }
    await frame();
    await frame();
    return log.scrollTop;
})()";

/// Goes to the top of what is drawn at once, and waits until more is: where a message stood that was seen then, and where
/// it stands now, in pixels, and what is selected of it.
async fn jumps_up(pace: &mut Pace<'_>) -> (i64, i64, String) {
    let script = "(async () => {
        const log = document.querySelector('.log'), all = () => [...log.querySelectorAll('.message-body')];
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        log.scrollTop = 0;
        const first = all()[0].textContent, seen = all()[2].textContent;
        getSelection().selectAllChildren(all()[2]);
        const place = () => Math.round(all().find((one) => one.textContent === seen)?.getBoundingClientRect().y ?? -1);
        const before = place(), began = performance.now();
        while (all()[0].textContent === first && performance.now() - began < 10000) {
            await new Promise((done) => setTimeout(done, 20));
        }
        await new Promise((done) => setTimeout(done, 500));
        return [before, place(), getSelection().toString()];
    })()";
    let places = pace.script(script).await;
    let selected = places[2].as_str().unwrap_or_default().to_owned();
    (places[0].as_i64().expect("it was there"), places[1].as_i64().expect("it is there"), selected)
}

/// Turns the wheel until an end is reached; the numbers of all messages that were drawn on the way.
async fn walks(pace: &mut Pace<'_>, notch: i32, there: &str) -> Vec<usize> {
    let look = "[...document.querySelectorAll('.log .message-body')].map((one) => one.textContent).concat(['', \
                document.querySelectorAll('.log .lines > li').length, document.querySelectorAll('.log .lines *').length])";
    let mut passed = Vec::new();
    for _ in 0..400 {
        pace.wheel(".log", 6, notch, Duration::from_millis(30)).await;
        let seen = pace.script(look).await;
        let seen = seen.as_array().unwrap();
        let [texts @ .., _, lines, elements] = seen.as_slice() else { panic!("{seen:?}") };
        let (lines, elements) = (lines.as_u64().unwrap(), elements.as_u64().unwrap());
        assert!(lines <= MOST as u64, "{lines} lines are drawn");
        assert!(elements <= lines * OF_A_LINE as u64, "{elements} elements for {lines} lines");
        let number = |text: &serde_json::Value| text.as_str()?.split(' ').nth(1)?.parse::<usize>().ok();
        passed.extend(texts.iter().filter_map(number));
        if pace.script(there).await == true {
            return passed;
        }
    }
    panic!("the wheel never reaches the end: {there}");
}
