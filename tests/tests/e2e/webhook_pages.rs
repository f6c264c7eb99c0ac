//! Webhooks on their page, in a real browser: what was told, try by try, telling it again, switching off, a new secret.

use serde_json::json;
use std::time::Duration;
use weft_tests::{
    browser::{AdminPages, Browser},
    harness::{World, run},
    persona::{Receiver, verified},
};

/// So long objects may know an older site.
const HEARD_OF: Duration = Duration::from_secs(6);

/// The state of each line of the log, the latest first.
async fn states(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.hook-log .chip')].map((one) => one.textContent)";
    let found = browser.script(script, Vec::new()).await;
    found.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

async fn states_become(browser: &Browser, wanted: &[&str]) {
    for _ in 0..200 {
        if states(browser).await == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the log says {:?}, not {wanted:?}: {}", states(browser).await, browser.text().await);
}

#[test]
fn a_webhook_is_followed_sent_again_changed_switched_and_renewed_on_its_page() {
    run(async {
        let world = World::shared().await;
        let site = world.site().await;
        let wim = site.admin_agent("Wim").await;
        let receiver = Receiver::start().await;
        let browser = Browser::start(&site.world).await;
        let pages = AdminPages::open(&browser, &site).await;
        pages.sign_in(&wim).await;
        pages.to("Keys").await;
        browser.says("Nobody is told anything.").await;

        // A wrong address is said at its field; the right one is made with its secret, shown this once.
        browser.fill("Address", "http://10.0.0.1/hook").await;
        browser.click("button", "Add the webhook").await;
        browser.says("Something is not right yet").await;
        browser.fill("Address", &receiver.url).await;
        browser.fill("Description", "The shop's own server").await;
        browser.click("field", "message.received").await;
        browser.click("button", "Add the webhook").await;
        let secret = pages.text_of("webhook-made").await;
        assert!(secret.starts_with("whsec_"), "{secret}");
        browser.click("button", "I have kept it").await;
        assert!(!browser.everything().await.contains(&secret), "a secret is shown once");
        browser.click("button", &format!("Log {}", receiver.url)).await;
        browser.says("Nothing was sent yet.").await;
        tokio::time::sleep(HEARD_OF).await;

        // The server is away: two tries within seconds, the third in minutes. The open log shows it by itself.
        receiver.answers(&[503, 500]);
        site.customer("Jo").writes("My teapot", "It leaks.").await;
        browser.says("Tried 2 times").await;
        states_become(&browser, &["On its way"]).await;
        browser.says("answered with 500").await;
        browser.says("Next try").await;
        browser.click("button", "Tries before that").await;
        browser.says("answered with 503").await;
        let link = browser.find("link", "The conversation").await.attr("href").await.unwrap().unwrap_or_default();
        assert!(link.starts_with(&format!("/console/{}#/", site.id)), "{link}");
        browser.looks("admin-webhook-log").await;
        assert!(!pages.overflows().await);

        // Again by hand: it arrives now, and the focus stays where it was.
        browser.click("button", "Send again").await;
        let third = receiver.wait_for("message.received", 3).await.remove(2);
        assert_eq!(verified(&world.tools.node, &secret, &third).await, "ok");
        states_become(&browser, &["Delivered"]).await;
        browser.says("Tried 3 times").await;
        browser.focus_moves_to("Send again").await;

        // Switched off, nothing is told, and nothing can be told again.
        browser.click("button", "Switch off").await;
        browser.find("button", "Switch on").await;
        browser.click("button", "Send again").await;
        browser.says("switch it on first").await;
        browser.shot("admin-webhook-off").await;
        browser.audit("admin-webhook-off").await;
        browser.click("button", "Switch on").await;
        browser.find("button", "Switch off").await;

        // A new secret, after one more question; the old one signs beside it for a day.
        browser.click("button", "New secret").await;
        browser.says("for a day by the old one beside it").await;
        browser.shot("admin-webhook-renew").await;
        browser.audit("admin-webhook-renew").await;
        browser.script("document.querySelector('#webhook-renew [type=submit]').click()", Vec::new()).await;
        let renewed = pages.text_of("webhook-made").await;
        assert!(renewed.starts_with("whsec_") && renewed != secret, "{renewed}");
        browser.says("Signed by the old secret too").await;
        browser.click("button", "I have kept it").await;
        tokio::time::sleep(HEARD_OF).await;
        site.customer("Kim").writes("My kettle", "It is cold.").await;
        let told = receiver.wait_for("message.received", 4).await.remove(3);
        for secret in [&secret, &renewed] {
            assert_eq!(verified(&world.tools.node, secret, &told).await, "ok");
        }
        states_become(&browser, &["Delivered", "Delivered"]).await;

        // What it is told changes in the same form.
        browser.click("button", &format!("Change {}", receiver.url)).await;
        browser.focus_moves_to("Address").await;
        browser.says("Change the webhook").await;
        browser.click("field", "conversation.closed").await;
        browser.fill("Description", "Also what ends").await;
        browser.click("button", "Save").await;
        browser.says("conversation.closed, message.received").await;
        browser.says("Also what ends").await;
        browser.says("New webhook").await;

        browser.click("button", &format!("Remove {}", receiver.url)).await;
        browser.says("is told nothing any more").await;
        browser.click("button", "Cancel").await;
        browser.click("button", &format!("Remove {}", receiver.url)).await;
        browser.click("button", "Remove").await;
        browser.says("Nobody is told anything.").await;
        browser.quit().await;
        let left = wim.sign_in().await.ask("GET", "/desk/webhooks", None).await;
        assert_eq!(left.json::<serde_json::Value>(), json!({ "webhooks": [] }));
    });
}
