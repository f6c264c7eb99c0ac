//! What the composer knows of each way: how many texts it makes, how long any text may go, in which language it is
//! spelled, how it begins and ends there, and why another way is closed.

use serde_json::json;
use std::time::{Duration, Instant};
use thirtyfour::By;
use weft_tests::{
    browser::{Browser, Console, PATIENCE},
    carrier::phones::Medium,
    harness::{Site, World, run},
    persona::Phone,
};

/// Jo has written by WhatsApp and by text, and Ada is at the conversation.
async fn at_work(rules: &str) -> (Site, Phone, Browser) {
    let site = World::shared().await.site().await;
    if !rules.is_empty() {
        let answer = site.rules(rules).await;
        assert!(answer.succeeded(), "{answer:?}");
    }
    let ada = site.agent("Ada").await;
    let jo = site.phone("Jo");
    jo.writes(Medium::Sms, "Guten Tag, wo ist mein Paket und wann kommt es bei mir an?").await;
    jo.writes(Medium::WhatsappMeta, "Ich habe noch keine Nachricht von Ihnen, bitte schreiben Sie mir").await;
    let browser = Browser::start(&site.world).await;
    let console = Console::open(&browser, &site).await;
    console.sign_in(&ada).await;
    console.pick("Ich habe noch keine Nachricht").await;
    console.says("Will be sent by WhatsApp").await;
    (site, jo, browser)
}

/// Waits until a script answers so.
async fn becomes(browser: &Browser, what: &str, script: &str, is: impl Fn(&str) -> bool) -> String {
    let began = Instant::now();
    loop {
        let now = browser.script(script, Vec::new()).await;
        let now = now.as_str().unwrap_or_default().to_owned();
        if is(&now) {
            return now;
        }
        assert!(began.elapsed() < PATIENCE * 2, "{what} is {now:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

const TEXT: &str = "return document.getElementById('reply').value";
const LEFT: &str = "return document.getElementById('reply-left').textContent";
const LANGUAGE: &str = "return document.getElementById('reply').lang";
const WINDOW: &str = "return document.querySelector('.window')?.textContent ?? ''";
const WAYS: &str =
    "return [...document.querySelectorAll('#reply-by option')].map((one) => one.textContent).join('\\n')";

#[test]
fn a_text_is_counted_as_it_is_billed_and_only_where_it_is() {
    run(async {
        let (site, _, browser) = at_work("").await;
        let console = Console::open(&browser, &site).await;
        console.pick("Ich habe noch keine Nachricht").await;
        browser.fill("Your answer", "Hello").await;
        becomes(&browser, "the count", LEFT, str::is_empty).await;
        console.picks_channel("sms").await;
        becomes(&browser, "the count", LEFT, |left| left == "1 text, 155 left").await;
        browser.fill("Your answer", "Five €").await;
        becomes(&browser, "the count", LEFT, |left| left == "1 text, 153 left").await;
        browser.fill("Your answer", "Привет").await;
        becomes(&browser, "the count", LEFT, |left| left == "1 text, 64 left (with special letters)").await;
        browser.fill("Your answer", &"a".repeat(161)).await;
        becomes(&browser, "the count", LEFT, |left| left == "2 texts, 145 left in the last").await;
        browser.quit().await;
    });
}

#[test]
fn the_end_of_free_text_is_counted_down_by_the_minute_and_then_by_the_second() {
    run(async {
        let (site, _, browser) = at_work("[channel.whatsapp.compliance]\nwindow = \"1h\"\n").await;
        let console = Console::open(&browser, &site).await;
        console.pick("Ich habe noch keine Nachricht").await;
        becomes(&browser, "the window", WINDOW, |words| words.contains("Free text for")).await;
        let soon = "return document.querySelector('.window.soon') !== null";
        assert_eq!(browser.script(soon, Vec::new()).await, json!(true));
        // The clock of this browser goes on by 55 minutes.
        browser.script("const now = Date.now; Date.now = () => now() + 55 * 60_000;", Vec::new()).await;
        let first = becomes(&browser, "the window", WINDOW, |words| words.contains("4:")).await;
        becomes(&browser, "the window", WINDOW, |words| words.contains(':') && words != first).await;
        browser.script("const later = Date.now; Date.now = () => later() + 5 * 60_000;", Vec::new()).await;
        becomes(&browser, "the window", WINDOW, |words| words.contains("Free text has just ended")).await;
        browser.quit().await;
    });
}

#[test]
fn the_text_is_spelled_in_the_customers_language_unless_another_is_picked() {
    run(async {
        let (site, _, browser) = at_work("").await;
        let console = Console::open(&browser, &site).await;
        console.pick("Ich habe noch keine Nachricht").await;
        becomes(&browser, "the language", LANGUAGE, |language| language == "de").await;
        browser.driver.find(By::Css(".spelling option[value=fr]")).await.unwrap().click().await.unwrap();
        becomes(&browser, "the language", LANGUAGE, |language| language == "fr").await;
        browser.quit().await;
    });
}

#[test]
fn another_way_brings_its_own_beginning_and_end_and_a_closed_one_says_why() {
    run(async {
        let rules = "[channel.whatsapp.tone]\nlength = \"short\"\ngreeting = \"Hello {{name}}!\"\n";
        let (site, jo, browser) = at_work(rules).await;
        let console = Console::open(&browser, &site).await;
        console.pick("Ich habe noch keine Nachricht").await;
        browser.fill("Your answer", "/thank").await;
        console.picks("Thank and wait").await;
        let written = becomes(&browser, "the answer", TEXT, |text| text.contains("Thank you for the details")).await;
        assert!(written.starts_with("Hello") && written.contains("!\n\n"), "{written}");
        assert!(!written.contains("{{") && !written.contains(&jo.number), "{written}");
        console.picks_channel("sms").await;
        let signed = |text: &str| text.starts_with("Thank you") && text.trim_end().contains("\n\nAda, ");
        becomes(&browser, "the answer", TEXT, signed).await;
        browser.looks("composer").await;

        jo.writes(Medium::Sms, "STOP").await;
        let ways = becomes(&browser, "the choice", WAYS, |ways| ways.contains("not now")).await;
        assert!(ways.contains("SMS (not now: the customer said stop on SMS)"), "{ways}");
        browser.quit().await;
    });
}
