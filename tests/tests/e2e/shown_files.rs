//! Files in the open conversation, in a real browser: pictures are shown, and nothing that a customer sends ever runs.

use super::scenes::answered;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::json;
use std::time::{Duration, Instant};
use weft_tests::{
    browser::{Browser, Console, Key},
    carrier::{Draft, File},
    harness::run,
    persona::Receiver,
};

/// Sixteen by eight pixels, one colour.
pub const PICTURE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAICAIAAAB/FOjAAAAAE0lEQVR42mPYEmVEEmIY1UALDQDJrqABmbt60wAAAABJRU5ErkJggg==";

fn file(name: &str, media_type: &str, bytes: &[u8]) -> File {
    File { name: name.to_owned(), media_type: media_type.to_owned(), content: BASE64_STANDARD.encode(bytes) }
}

/// The pictures that are drawn now: their words, and how wide they really are.
async fn pictures(browser: &Browser) -> Vec<(String, u64)> {
    let script = "return [...document.querySelectorAll('.log img')].filter((one) => one.checkVisibility()) \
                  .map((one) => [one.alt, one.complete ? one.naturalWidth : 0])";
    let found = browser.script(script, Vec::new()).await;
    let one =
        |pair: &serde_json::Value| (pair[0].as_str().unwrap_or_default().to_owned(), pair[1].as_u64().unwrap_or(0));
    found.as_array().into_iter().flatten().map(one).collect()
}

#[test]
fn a_picture_that_a_customer_mails_is_shown_and_what_could_run_is_only_ever_a_download() {
    run(async {
        let scene = answered().await;
        let picture = BASE64_STANDARD.decode(PICTURE).unwrap();
        // Whatever ran would tell it here.
        let spy = Receiver::start().await;
        let deed = format!(
            "fetch('{}', {{ method: 'POST', mode: 'no-cors', body: 'it ran' }}); document.title = 'it ran'; \
                            try {{ parent.document.title = 'it ran' }} catch {{}}",
            spy.url
        );
        let drawing = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40' onload=\"{deed}\"><script>{deed}</script>\
             <rect width='40' height='40'/></svg>"
        );
        let page = format!("<!doctype html><title>it ran</title><script>{deed}</script><h1>It ran</h1>");
        let draft = Draft {
            files: vec![
                file("Käse.png", "image/png", &picture),
                file("drawing.svg", "image/svg+xml", drawing.as_bytes()),
                file("page.html", "text/html", page.as_bytes()),
                // What calls itself a picture and is none.
                file("dressed-drawing.png", "image/png", drawing.as_bytes()),
                file("dressed-page.jpg", "image/jpeg", page.as_bytes()),
            ],
            ..scene.jo.draft("Pictures", "Here they are.")
        };
        scene.jo.sends(draft).await;

        let agent = scene.site.agent("Bea").await;
        let browser = Browser::start(&scene.site.world).await;
        let console = Console::open(&browser, &scene.site).await;
        console.sign_in(&agent).await;
        console.pick("Jo").await;
        console.says("Here they are.").await;
        let began = Instant::now();
        let shown = loop {
            let shown = pictures(&browser).await;
            if shown.len() == 1 && shown[0].1 > 0 {
                break shown;
            }
            assert!(began.elapsed() < Duration::from_secs(20), "one picture of five files is shown: {shown:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        assert_eq!(shown[0].1, 16, "as wide as it is: {shown:?}");
        assert!(shown[0].0.ends_with("Käse.png"), "its words name it: {shown:?}");
        browser.shot("files-in-thread").await;
        browser.audit("files-in-thread").await;

        // Pressed, it is shown by itself, large; Escape puts it away, and the keys go on from where they were.
        browser.click("button", "Show larger: Käse.png").await;
        browser.find("heading", "Picture").await;
        let large = "const one = document.querySelector('#picture[open] img'); return [one.alt, one.complete ? one.naturalWidth : 0]";
        let began = Instant::now();
        loop {
            let large = browser.script(large, Vec::new()).await;
            if large == json!(["Picture: Käse.png", 16]) {
                break;
            }
            assert!(began.elapsed() < Duration::from_secs(20), "it is not shown large: {large}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let link = "return document.querySelector('#picture[open] a.file').download";
        assert_eq!(browser.script(link, Vec::new()).await, json!("Käse.png"), "it can be saved from there too");
        browser.shot("file-large").await;
        browser.audit("file-large").await;
        browser.screen(360, 720).await;
        browser.darkened(true).await;
        browser.shot("file-large-narrow-dark").await;
        browser.audit("file-large-narrow-dark").await;
        browser.darkened(false).await;
        browser.screen(1280, 840).await;
        browser.press(Key::Escape).await;
        browser.focus_moves_to("Show larger: Käse.png").await;
        assert!(browser.find_now("heading", "Picture").await.is_none(), "it is put away");

        // Each is a link that downloads, and what it leads to runs nothing, however it is opened.
        let links = "return [...document.querySelectorAll('.log a.file')].map((one) => [one.download, one.href])";
        let links = browser.script(links, Vec::new()).await;
        let links: Vec<(String, String)> = links
            .as_array()
            .into_iter()
            .flatten()
            .map(|pair| {
                (pair[0].as_str().unwrap_or_default().to_owned(), pair[1].as_str().unwrap_or_default().to_owned())
            })
            .collect();
        assert_eq!(links.len(), 5, "{links:?}");
        assert!(links.iter().all(|(name, _)| !name.is_empty()), "{links:?}");
        for (name, link) in &links {
            // A browser that downloads stays where it is; some drivers call that an error.
            let _ = browser.driver.goto(link).await;
            assert_ne!(browser.driver.title().await.unwrap(), "it ran", "{name}");
            assert!(!browser.text().await.contains("It ran"), "{name}");
        }
        browser.go(&console.address()).await;
        console.pick("Jo").await;
        // Nor in a frame of the console's own page; as an object its Trusted Types refuse it by themselves.
        let embed = "const one = document.createElement('iframe'); one.src = arguments[0]; document.body.append(one)";
        for (_, link) in &links {
            browser.script(embed, vec![json!(link)]).await;
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_ne!(browser.driver.title().await.unwrap(), "it ran");
        assert!(spy.received().is_empty(), "something ran: {:?}", spy.received());
        browser.quit().await;
    });
}
