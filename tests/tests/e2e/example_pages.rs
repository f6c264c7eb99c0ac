//! What corrections teach, in real browsers: agents say what messages are about, a lead judges, and the site reads the
//! next message by what was accepted, and by nothing else.

use weft_shared::wire::agent::{Row, ThreadState, Wish};
use weft_tests::{
    browser::{AdminPages, Browser, Console},
    harness::{Site, World, run},
    persona::{DeskView, SignedIn},
};

/// How sure the site is that somebody who writes this writes about that.
async fn sureness(site: &Site, ada: &SignedIn, desk: &mut DeskView, name: &str, text: &str, intent: &str) -> f64 {
    site.customer(name).writes("Hello", text).await;
    let row = desk.row(name, |row| row.title == name).await;
    let mut state: ThreadState = ada.thread(row.conversation).await.state;
    // A message is read soon after it came.
    for _ in 0..20 {
        if !state.guesses.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        state = ada.thread(row.conversation).await.state;
    }
    assert_eq!(state.intent_by, None, "nobody said what it is about");
    state.guesses.iter().find(|guess| guess.name == intent).map_or(0.0, |guess| f64::from(guess.percent))
}

async fn row_of(desk: &mut DeskView, name: &str) -> Row {
    desk.row(name, |row| row.title == name).await
}

#[test]
fn corrections_wait_on_a_page_and_only_what_is_accepted_is_learned() {
    run(async {
        let site = World::shared().await.site().await;
        let (lea, ada) = (site.lead("Lea").await, site.agent("Ada").await);
        let signed_in = ada.sign_in().await;
        let mut desk = signed_in.desk().await;
        let (glaze, spoons) = ("The glaze crackles in the oven", "Do engraved spoons ship to Norway");
        let before = sureness(&site, &signed_in, &mut desk, "Ann", "Glaze that crackles, oven or not", "defect").await;

        // Two corrections by the desk's own choice, one by the same in a browser.
        for (name, text, intent) in [("Jo", glaze, "defect"), ("Kim", spoons, "order")] {
            site.customer(name).writes("A question", text).await;
            let row = row_of(&mut desk, name).await;
            let mut thread = signed_in.thread(row.conversation).await;
            thread.wish(Wish::Take).await.unwrap();
            thread.wish(Wish::SetIntent { intent: Some(intent.to_owned()) }).await.unwrap();
        }
        let text = "Please take Ada’s name, ada@example.com, off the list 0123456";
        site.customer("Lou").writes("A question", text).await;
        let his = Browser::start(&site.world).await;
        let console = Console::open(&his, &site).await;
        console.sign_in(&ada).await;
        console.pick("Lou").await;
        console.take().await;
        let choose = "const choice = document.getElementById('intent'); choice.value = 'account'; \
                      choice.dispatchEvent(new Event('change', { bubbles: true }))";
        his.find("any", "Account and personal data").await;
        his.script(choose, Vec::new()).await;
        his.says("says that it is about").await;
        his.quit().await;

        let browser = Browser::start(&site.world).await;
        let pages = AdminPages::open(&browser, &site).await;
        pages.sign_in(&lea).await;
        pages.to("What customers write about").await;
        browser.says(glaze).await;
        browser.says(spoons).await;
        browser.says("Something is broken").await;
        browser.says("Corrected by Ada").await;
        let everything = browser.everything().await;
        assert!(!everything.contains("ada@example.com") && !everything.contains("0123456"), "an example names nobody");
        browser.looks("admin-examples-waiting").await;
        assert!(!pages.overflows().await);

        browser.click("button", &format!("Leave out: A question {spoons}")).await;
        browser.says_no_longer(spoons).await;
        browser.click("button", &format!("Accept: A question {glaze}")).await;
        browser.says_no_longer(glaze).await;
        browser.says("Account and personal data").await;
        browser.click("button", "Leave out").await;
        browser.says("Nothing waits for you").await;
        browser.quit().await;

        // A copy of the site in an object is seconds old at most.
        tokio::time::sleep(std::time::Duration::from_secs(6)).await;
        let after = sureness(&site, &signed_in, &mut desk, "Eve", "Glaze that crackles, oven or not", "defect").await;
        assert!(after > before + 10.0 && after >= 50.0, "before {before}, after {after}");
        let left_out = sureness(&site, &signed_in, &mut desk, "Ron", "Engraved spoons, Norway", "order").await;
        assert!(left_out < 50.0, "what was left out was learned: {left_out}");
    });
}
