//! Files that agents bring in a real browser: pasted from the clipboard and dropped from the desktop, through to the
//! customer.

use super::{scenes::answered, shown_files::PICTURE};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::json;
use weft_tests::{
    browser::{Browser, Console},
    carrier::phones::Medium,
    harness::{World, run},
};

/// Puts a picture into the clipboard, as a screenshot tool does.
async fn copies_picture(browser: &Browser, origin: &str) {
    let may = json!({ "origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    browser.driver.cdp().send_raw("Browser.grantPermissions", may).await.expect("a permission");
    let script = "const done = arguments[1]; const bytes = Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0)); \
                  navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]) \
                  .then(() => done('copied'), (error) => done(String(error)))";
    let said = browser.driver.execute_async(script, vec![json!(PICTURE)]).await.expect("a script");
    assert_eq!(said.json().as_str(), Some("copied"));
}

/// Presses the keys that paste, where the focus is.
async fn pastes(browser: &Browser) {
    for (kind, commands) in [("rawKeyDown", json!(["paste"])), ("keyUp", json!([]))] {
        let event = json!({
            "type": kind, "key": "v", "code": "KeyV", "windowsVirtualKeyCode": 86, "modifiers": 2, "commands": commands,
        });
        browser.driver.cdp().send_raw("Input.dispatchKeyEvent", event).await.expect("a key");
    }
}

/// Drags a file from the desktop and lets it go in the middle of an element.
async fn drops(browser: &Browser, path: &std::path::Path, on: &str) {
    let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect(); \
                  return [box.x + box.width / 2, box.y + box.height / 2]";
    let place = browser.script(script, vec![json!(on)]).await;
    let data = json!({ "items": [], "files": [path.display().to_string()], "dragOperationsMask": 1 });
    for step in ["dragEnter", "dragOver", "drop"] {
        let event = json!({ "type": step, "x": place[0], "y": place[1], "data": data });
        browser.driver.cdp().send_raw("Input.dispatchDragEvent", event).await.expect("a drag");
    }
}

#[test]
fn a_pasted_picture_and_a_dropped_file_reach_the_customer() {
    run(async {
        let mut scene = answered().await;
        scene.thread.wish(weft_tests::persona::to_the_queue()).await.unwrap();
        let agent = scene.site.agent("Bea").await;
        let browser = Browser::start(&scene.site.world).await;
        let console = Console::open(&browser, &scene.site).await;
        console.sign_in(&agent).await;
        console.pick("My teapot").await;
        console.take().await;

        copies_picture(&browser, &scene.site.world.edge_url).await;
        browser.tab_to("Your answer").await;
        pastes(&browser).await;
        browser.find("button", "Remove image.png").await;
        let plan = scene.site.world.state.join("plan of the lid.txt");
        std::fs::write(&plan, "Twelve by twelve").unwrap();
        drops(&browser, &plan, "#reply").await;
        browser.find("button", "Remove plan of the lid.txt").await;
        // Beside the field too: a browser would show the file in place of the console.
        let beside = scene.site.world.state.join("colours.txt");
        std::fs::write(&beside, "Brown and blue").unwrap();
        drops(&browser, &beside, ".log").await;
        browser.find("button", "Remove colours.txt").await;
        browser.shot("files-brought").await;
        browser.audit("files-brought").await;
        browser.click("button", "Remove colours.txt").await;

        browser.fill("Your answer", "Here is the picture and the plan.").await;
        browser.click("button", "Send").await;
        browser.click("button", "Send now").await;
        // Jo was told before who continues.
        let mail = loop {
            let mail = scene.jo.mail().await;
            if mail.text.contains("Here is the picture and the plan.") {
                break mail;
            }
        };
        let got: Vec<(&str, &str)> =
            mail.files.iter().map(|file| (file.name.as_str(), file.media_type.as_str())).collect();
        assert_eq!(got, [("image.png", "image/png"), ("plan of the lid.txt", "text/plain")]);
        assert_eq!(BASE64_STANDARD.decode(&mail.files[1].content).unwrap(), b"Twelve by twelve");
        // The clipboard may write a picture anew; it is the same picture.
        let picture = BASE64_STANDARD.decode(&mail.files[0].content).unwrap();
        assert_eq!(&picture[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(picture[16..24], [0, 0, 0, 16, 0, 0, 0, 8], "as wide and as high");
        // The agent sees what went out, and the field is empty again.
        console.says("Here is the picture and the plan.").await;
        assert!(browser.find_now("button", "Remove image.png").await.is_none());
        browser.quit().await;
    });
}

#[test]
fn where_no_files_go_a_dropped_one_is_not_brought_and_the_page_says_so() {
    run(async {
        let site = World::shared().await.site().await;
        let agent = site.agent("Ada").await;
        site.phone("Jo").writes(Medium::Sms, "Can you send me the plan?").await;
        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&agent).await;
        console.pick("the plan").await;
        console.take().await;
        let plan = site.world.state.join("plan.txt");
        std::fs::write(&plan, "Twelve by twelve").unwrap();
        for place in ["#reply", ".log", ".list-pane"] {
            drops(&browser, &plan, place).await;
        }
        browser.says("carries no files").await;
        assert!(browser.find_now("button", "Remove plan.txt").await.is_none());
        assert!(browser.address().await.starts_with(&console.address()), "the console is still there");
        browser.quit().await;
    });
}
