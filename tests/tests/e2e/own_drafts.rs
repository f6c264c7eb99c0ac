//! What an agent has begun to write: kept through reloads, other conversations and closed tabs, marked in the inbox, and
//! nobody else's.

use serde_json::json;
use weft_shared::wire::entry::From;
use weft_tests::{
    browser::{Browser, Console},
    harness::{Site, World, run},
    persona::{Agent, SignedIn, ThreadView, utterances},
};

/// Jo and Kim have written, and Ada is at Jo's conversation.
async fn at_work() -> (Site, Agent, SignedIn, Browser, ThreadView) {
    let site = World::shared().await.site().await;
    let ada = site.agent("Ada").await;
    let signed_in = ada.sign_in().await;
    let mut desk = signed_in.desk().await;
    for (name, subject) in [("Kim", "An invoice"), ("Jo", "My teapot")] {
        site.customer(name).writes(subject, &format!("This is about {subject}")).await;
        desk.row(name, |row| row.title == name).await;
    }
    let jo = desk.row("Jo", |row| row.title == "Jo").await;
    let thread = signed_in.thread(jo.conversation).await;
    let browser = Browser::start(&site.world).await;
    let console = Console::open(&browser, &site).await;
    console.sign_in(&ada).await;
    console.pick("My teapot").await;
    (site, ada, signed_in, browser, thread)
}

/// What this browser keeps of anybody's writing: names and texts.
async fn kept(browser: &Browser) -> Vec<String> {
    let script = "return [localStorage, sessionStorage].flatMap((store) => Object.entries(store))\
                  .filter(([name]) => /^weft-(draft|unsent)/.test(name)).map((pair) => pair.join(' = '))";
    let found = browser.script(script, Vec::new()).await;
    found.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

#[test]
fn whoever_signs_in_next_gets_nothing_of_what_was_begun_and_sends_nothing_of_it() {
    run(async {
        let (site, ada, signed_in, browser, mut thread) = at_work().await;
        let under_her_name = format!(":{}:", signed_in.me.agent);
        let ben = site.agent("Ben").await;
        let console = Console::open(&browser, &site).await;
        console.pick("My teapot").await;
        console.take().await;
        console.turns_to_note().await;
        browser.fill("Private note", "Jo was rude to me on the phone").await;
        console.turns_to_answer().await;
        // It still waits to be taken back when she signs out, with another one begun.
        browser.fill("Your answer", "A new lid is on its way, Jo").await;
        browser.click("button", "Send").await;
        browser.find("button", "Send now").await;
        browser.fill("Your answer", "And between you and me").await;
        for one in kept(&browser).await {
            assert!(one.contains(&under_her_name), "{one} is kept under nobody's name");
        }
        browser.click("button", "Ada").await;
        browser.click("button", "Sign out").await;
        let question = browser.answers(true).await;
        assert!(question.contains("signing out removes it"), "{question}");
        browser.says("You are signed out.").await;
        assert_eq!(kept(&browser).await, [""; 0]);
        let sent = thread.message("A new lid is on its way").await;
        assert_eq!((sent.from, sent.name.as_deref()), (From::Agent, Some("Ada")), "{sent:?}");

        console.sign_in(&ben).await;
        console.pick("My teapot").await;
        console.says("A new lid is on its way").await;
        assert_eq!(browser.value_of("Your answer").await, "");
        console.turns_to_note().await;
        assert_eq!(browser.value_of("Private note").await, "");
        let page = browser.everything().await;
        assert!(!page.contains("rude") && !page.contains("between you and me"), "{page}");
        browser.fill("Private note", "Asked the workshop for a lid").await;

        // Nor does it take a signing out: a session that ended leaves drafts to their writer alone.
        browser.driver.delete_all_cookies().await.unwrap();
        browser.go("about:blank").await;
        browser.go(&console.address()).await;
        console.sign_in(&ada).await;
        console.pick("My teapot").await;
        console.turns_to_note().await;
        assert_eq!(browser.value_of("Private note").await, "");
        browser.driver.delete_all_cookies().await.unwrap();
        browser.go("about:blank").await;
        browser.go(&console.address()).await;
        console.sign_in(&ben).await;
        browser.click("link", "My teapot").await;
        browser.becomes("Private note", "Asked the workshop for a lid").await;
        let answers = utterances(&thread.transcript).into_iter().filter(|it| it.from == From::Agent);
        assert_eq!(answers.count(), 1);
        browser.quit().await;
    });
}

#[test]
fn a_draft_outlives_other_conversations_a_reload_and_the_tab_and_is_marked_until_it_is_gone() {
    run(async {
        let (site, _, _, browser, mut thread) = at_work().await;
        let console = Console::open(&browser, &site).await;
        console.pick("My teapot").await;
        let text = "Dear Jo, the lid of your teapot";
        browser.fill("Your answer", text).await;
        console.pick("An invoice").await;
        browser.becomes("Your answer", "").await;
        console.line_says("Jo", "Draft").await;
        browser.looks("inbox-draft").await;
        console.pick("My teapot").await;
        browser.becomes("Your answer", text).await;

        browser.go("about:blank").await;
        browser.go(&console.address()).await;
        console.line_says("Jo", "Draft").await;

        let old = browser.driver.window().await.unwrap();
        let new = browser.driver.new_tab().await.unwrap();
        browser.driver.close_window().await.unwrap();
        browser.driver.switch_to_window(new).await.unwrap();
        assert!(!browser.driver.windows().await.unwrap().contains(&old));
        browser.go(&console.address()).await;
        console.line_says("Jo", "Draft").await;
        console.pick("My teapot").await;
        browser.becomes("Your answer", text).await;
        assert!(!browser.asks_to_leave().await, "nothing is lost by leaving");

        console.take().await;
        browser.click("button", "Send").await;
        browser.find("button", "Send now").await;
        assert!(browser.asks_to_leave().await, "an answer is on its way");
        browser.click("button", "Send now").await;
        thread.message(text).await;
        console.pick("An invoice").await;
        let marked =
            "return [...document.querySelectorAll('.rows a.row')].some((one) => one.textContent.includes('Draft'))";
        assert_eq!(browser.script(marked, Vec::new()).await, json!(false));
        assert!(!browser.asks_to_leave().await);
        assert_eq!(kept(&browser).await, [""; 0]);

        // Past its time it goes.
        browser.fill("Your answer", "Dear Kim, about the invoice").await;
        browser
            .script(
                "for (const [name, text] of Object.entries(localStorage)) if (name.startsWith('weft-draft:')) \
             localStorage.setItem(name, text.replace(/^\\d+/, String(Date.now() - 1)))",
                Vec::new(),
            )
            .await;
        browser.go("about:blank").await;
        browser.go(&console.address()).await;
        console.pick("An invoice").await;
        assert_eq!(browser.value_of("Your answer").await, "");
        assert_eq!(kept(&browser).await, [""; 0]);
        browser.quit().await;
    });
}
