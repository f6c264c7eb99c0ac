//! What makes itself known outside the page, in a real browser: nothing until somebody wants it, and then no word of the
//! customer unless that is wanted too.

use super::scenes::answered;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use weft_tests::{
    browser::{Browser, Console},
    harness::run,
};

/// Notes what the page asks of the browser, before anything of it runs. Nobody looks at the page.
const NOTES: &str = "\
    window.told = { asked: 0, shown: [], sounds: 0, last: null }; \
    const Shown = window.Notification; \
    const ask = Shown.requestPermission.bind(Shown); \
    Shown.requestPermission = (...all) => { told.asked += 1; return ask(...all); }; \
    window.Notification = new Proxy(Shown, { construct(kind, [title, options]) { \
      told.last = new kind(title, options); told.shown.push({ title, body: options.body, tag: options.tag }); \
      return told.last; } }); \
    const Sound = window.AudioContext; \
    window.AudioContext = class extends Sound { constructor(...all) { super(...all); told.sounds += 1; } }; \
    Document.prototype.hasFocus = () => false;";

async fn told(browser: &Browser) -> Value {
    browser.script("return { asked: told.asked, shown: told.shown, sounds: told.sounds }", Vec::new()).await
}

/// Waits until so much was shown.
async fn shown(browser: &Browser, count: usize) -> Vec<Value> {
    let began = Instant::now();
    loop {
        let now = told(browser).await["shown"].as_array().cloned().unwrap_or_default();
        if now.len() >= count {
            return now;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{now:?} was shown, no {count}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn permission(browser: &Browser, setting: &str) {
    let wanted =
        json!({ "permission": { "name": "notifications" }, "setting": setting, "origin": browser.world.edge_url });
    browser.driver.cdp().send_raw("Browser.setPermission", wanted).await.expect("a permission");
}

/// Opens the dialog, ticks or unticks a choice, and closes it.
async fn chooses(console: &Console<'_>, choice: &str) {
    console.command("Notifications and keys").await;
    console.browser.click("field", choice).await;
}

async fn closes(browser: &Browser) {
    browser.press(weft_tests::browser::Key::Escape).await;
}

#[test]
fn nothing_is_asked_shown_or_sounded_until_somebody_wants_it_and_then_without_the_customers_words() {
    run(async {
        let scene = answered().await;
        let ada =
            weft_tests::persona::Agent::new(scene.site.clone(), "Ada", &format!("ada@staff.{}.example", scene.site.id));
        // The code of her earlier signing in was read already.
        let _ = ada.mailbox.mail().await;
        let browser = Browser::start(&scene.site.world).await;
        let script = json!({ "source": NOTES });
        browser.driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", script).await.expect("a script");
        permission(&browser, "prompt").await;
        let console = Console::open(&browser, &scene.site).await;
        console.sign_in(&ada).await;
        browser.find("link", "Jo").await;

        scene.jo.replies(&scene.answer, "My other door code is 0815").await;
        browser.says("0815").await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(told(&browser).await, json!({ "asked": 0, "shown": [], "sounds": 0 }), "nobody wanted anything");

        // A browser that does not allow it: the choice says so and is not taken.
        permission(&browser, "denied").await;
        chooses(&console, "Show news on the desktop").await;
        browser.says("does not allow notifications").await;
        let ticked = "return document.getElementById('set-desktop').checked";
        assert_eq!(browser.script(ticked, Vec::new()).await, false);
        assert_eq!(told(&browser).await["asked"], 1, "it is asked when somebody turns it on");
        browser.shot("notify-denied").await;
        browser.audit("notify-denied").await;

        permission(&browser, "granted").await;
        browser.click("field", "Show news on the desktop").await;
        assert_eq!(browser.script(ticked, Vec::new()).await, true);
        browser.shot("notify-on").await;
        closes(&browser).await;
        scene.jo.replies(&scene.answer, "And the key lies under the mat").await;
        let all = shown(&browser, 1).await;
        assert_eq!(
            (all[0]["body"].as_str(), all[0]["tag"].as_str()),
            (Some("Jo"), Some(&*scene.conversation.to_string()))
        );
        let said = all[0].to_string();
        assert!(!said.contains("mat") && !said.contains("key"), "no word of the customer: {said}");
        assert_eq!(told(&browser).await["sounds"], 0, "a sound is another choice");

        // Whoever wants the words has them, and a sound is made once to be heard, and with each piece of news.
        chooses(&console, "Show what the customer wrote").await;
        browser.click("field", "Make a sound").await;
        assert_eq!(told(&browser).await["sounds"], 1);
        closes(&browser).await;
        scene.jo.replies(&scene.answer, "The mat is the green one").await;
        let all = shown(&browser, 2).await;
        assert!(all[1]["body"].as_str().is_some_and(|body| body.contains("green one")), "{all:?}");
        assert_eq!(told(&browser).await["sounds"], 2);

        // Pressed, it leads to the conversation.
        browser.script("told.last.onclick(new Event('click'))", Vec::new()).await;
        console.is_at(&format!("{}", scene.conversation)).await;

        // Who looks at it is not interrupted; the choice holds for this agent in this browser, and for nobody else.
        browser.script("Document.prototype.hasFocus = () => true; dispatchEvent(new Event('focus'))", Vec::new()).await;
        scene.jo.replies(&scene.answer, "Are you still there?").await;
        console.says("Are you still there?").await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(told(&browser).await["shown"].as_array().map(Vec::len), Some(2));
        browser.go("about:blank").await;
        browser.go(&console.address()).await;
        browser.find("heading", "Inbox").await;
        console.command("Notifications and keys").await;
        assert_eq!(browser.script(ticked, Vec::new()).await, true);
        closes(&browser).await;
        console.command("Sign out").await;
        browser.find("field", "Your work address").await;
        let bea = scene.site.agent("Bea").await;
        console.sign_in(&bea).await;
        console.command("Notifications and keys").await;
        browser.find("field", "Show news on the desktop").await;
        assert_eq!(browser.script(ticked, Vec::new()).await, false);
        browser.quit().await;
    });
}
