//! The page with a site's rules in a browser: written with the errors beside it, put in force, brought back, kept from
//! being lost, and tried on what happened.

use serde_json::Value;
use std::time::{Duration, Instant};
use weft_shared::wire::policy::PolicyFile;
use weft_tests::{
    browser::{AdminPages, Browser, PATIENCE},
    harness::{Site, World, run},
    persona::Agent,
};

const EDITOR: &str = "The site's own rules (TOML)";
const QUICK: &str = "[promise.chat-answer]\ntext = \"We answer before you blink.\"\nwithin = \"1m\"\n";
const CALM: &str = "[promise.chat-answer]\ntext = \"We take our time.\"\nwithin = \"2h\"\n";

/// A lead at the page.
async fn at_the_page() -> (Site, Agent, Browser) {
    let site = World::shared().await.site().await;
    let lea = site.lead("Lea").await;
    let browser = Browser::start(&site.world).await;
    AdminPages::open(&browser, &site).await.sign_in(&lea).await;
    browser.find("field", EDITOR).await;
    (site, lea, browser)
}

async fn in_force(site: &Site) -> PolicyFile {
    site.admin("GET", "/policy", None).await.result().unwrap()
}

async fn written(browser: &Browser) -> String {
    browser.find("field", EDITOR).await.prop("value").await.unwrap().unwrap_or_default()
}

async fn becomes(browser: &Browser, text: &str) {
    let began = Instant::now();
    while written(browser).await != text {
        assert!(began.elapsed() < PATIENCE, "the editor has {:?}, not {text:?}", written(browser).await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn save_is_off(browser: &Browser) -> bool {
    browser.find("button", "Save").await.attr("aria-disabled").await.unwrap().is_some()
}

#[test]
fn a_broken_text_shows_where_it_is_wrong_while_it_is_written_and_is_not_put_in_force() {
    run(async {
        let (site, _, browser) = at_the_page().await;
        browser.fill(EDITOR, "[channel.email]\nenabled = \"perhaps\"\n").await;
        browser.says("1 error").await;
        browser.says("channel.email.enabled").await;
        assert!(save_is_off(&browser).await);
        browser.looks("rules-wrong").await;
        browser.fill(EDITOR, "[promise.chat-answer]\ntext = \n").await;
        browser.says("line 2").await;
        browser.click("button", "Save").await;
        browser.fill(EDITOR, QUICK).await;
        browser.says("No errors").await;
        assert!(!save_is_off(&browser).await);
        assert_eq!(in_force(&site).await.version, 0, "nothing was put in force by writing");

        // Without an answer it says so, and asks again when it is told to.
        let cut = "window.whole = window.fetch; window.fetch = () => Promise.reject(new TypeError('cut off'))";
        browser.script(cut, Vec::new()).await;
        browser.fill(EDITOR, CALM).await;
        browser.says("Not checked").await;
        browser.looks("rules-unchecked").await;
        browser.script("window.fetch = window.whole", Vec::new()).await;
        browser.click("button", "Check again").await;
        browser.says("No errors").await;
        browser.quit().await;
    });
}

#[test]
fn a_saved_text_is_a_version_in_force_and_an_earlier_one_comes_back_by_a_button() {
    run(async {
        let (site, lea, browser) = at_the_page().await;
        browser.fill(EDITOR, QUICK).await;
        browser.says("No errors").await;
        browser.click("button", "Save").await;
        browser.says("As in force").await;
        let first = in_force(&site).await;
        assert_eq!((first.version, first.text.as_str()), (1, QUICK));
        browser.fill(EDITOR, CALM).await;
        browser.says("No errors").await;
        browser.click("button", "Save").await;
        browser.find("button", "Restore Version 1").await;
        browser.says("In force").await;
        browser.click("button", "Restore Version 1").await;
        browser.says("brings back version 1").await;
        becomes(&browser, QUICK).await;
        let last = in_force(&site).await;
        assert_eq!((last.version, last.text.as_str(), last.versions[0].restores), (3, QUICK, Some(1)));
        assert_eq!(last.versions[0].by, lea.sign_in().await.me.agent.to_string());
        browser.looks("rules-versions").await;
        browser.quit().await;
    });
}

#[test]
fn an_unsaved_text_comes_back_and_nobody_writes_over_a_colleague_or_loses_a_text_unasked() {
    run(async {
        let (site, _, browser) = at_the_page().await;
        browser.fill(EDITOR, QUICK).await;
        browser.says("No errors").await;
        browser.driver.refresh().await.unwrap();
        browser.says("An unsaved text from earlier was brought back.").await;
        becomes(&browser, QUICK).await;

        // A colleague is quicker.
        assert!(site.rules(CALM).await.succeeded());
        browser.click("button", "Save").await;
        browser.says("Somebody saved another version meanwhile").await;
        browser.looks("rules-conflict").await;
        browser.click("button", "Load the new version").await;
        assert!(browser.answers(false).await.contains("thrown away"));
        becomes(&browser, QUICK).await;
        browser.click("button", "Load the new version").await;
        browser.answers(true).await;
        becomes(&browser, CALM).await;
        assert_eq!(in_force(&site).await.version, 1);

        // Once more, and now the own text is to hold.
        browser.fill(EDITOR, QUICK).await;
        browser.says("No errors").await;
        assert!(site.rules("[promise.chat-answer]\nwithin = \"3m\"\n").await.succeeded());
        browser.click("button", "Save").await;
        browser.click("button", "Keep my text and save over it").await;
        browser.says("As in force").await;
        let last = in_force(&site).await;
        assert_eq!((last.version, last.text.as_str()), (3, QUICK));

        browser.fill(EDITOR, CALM).await;
        browser.click("button", "Discard changes").await;
        becomes(&browser, QUICK).await;
        browser.quit().await;
    });
}

#[test]
fn a_dry_run_says_what_would_have_been_otherwise_and_leads_to_it_on_the_desk() {
    run(async {
        let (site, lea, browser) = at_the_page().await;
        let signed_in = lea.sign_in().await;
        let mut desk = signed_in.desk().await;
        site.customer("Jo").writes("The lid", "Does the lid fit the large teapot?").await;
        let row = desk.row("Jo", |row| row.title == "Jo").await;
        let text = "[promise.mail-answer]\nwithin = \"2h\"\nowner = \"teapot desk\"\nreview-by = \"2031-03-02\"\n";
        browser.fill(EDITOR, text).await;
        browser.says("No errors").await;
        browser.click("link", "Dry run").await;
        browser.fill("Days back", "400").await;
        browser.click("button", "Run").await;
        browser.says("Between 1 and 90 days.").await;
        browser.fill("Days back", "2").await;
        browser.click("button", "Run").await;
        browser.says("Replayed: 1 conversation with").await;
        browser.says("Promise").await;
        browser.looks("rules-trial").await;
        let links = "return [...document.querySelectorAll('.table a')].map((one) => one.getAttribute('href'))";
        let links = browser.script(links, Vec::new()).await;
        let id = row.conversation.to_string();
        assert!(
            links.as_array().is_some_and(|all| all.iter().any(|one| one.as_str().unwrap().contains(&id))),
            "{links}"
        );
        assert_eq!(in_force(&site).await.version, 0, "a dry run changes nothing");

        // Another part of the page keeps what was written; once it holds, the report knows who answers for it.
        browser.click("link", "File").await;
        becomes(&browser, text).await;
        browser.click("button", "Save").await;
        browser.says("As in force").await;
        browser.click("link", "Report").await;
        browser.says("teapot desk").await;
        browser.says("2 March 2031").await;
        browser.looks("rules-report").await;

        browser.click("link", "Dry run").await;
        browser.fill("Days back", "2").await;
        browser.click("button", "Run").await;
        browser.says("Nothing would have been otherwise").await;
        let desk_address = links.as_array().and_then(|all| all.first()).and_then(Value::as_str).unwrap().to_owned();
        browser.go(&format!("{}{desk_address}", site.world.edge_url)).await;
        browser.says("Does the lid fit the large teapot?").await;
        assert!(browser.address().await.contains(&id));
        browser.quit().await;
    });
}

#[test]
fn an_agent_reads_the_rules_and_changes_nothing_there() {
    run(async {
        let site = World::shared().await.site().await;
        assert!(site.rules(QUICK).await.succeeded());
        let ben = site.agent("Ben").await;
        let browser = Browser::start(&site.world).await;
        AdminPages::open(&browser, &site).await.sign_in(&ben).await;
        becomes(&browser, QUICK).await;
        browser.says("Only a lead can change the rules.").await;
        assert!(browser.find("field", EDITOR).await.attr("readonly").await.unwrap().is_some());
        assert!(browser.find_now("button", "Save").await.is_none());
        assert!(browser.find_now("button", "Restore").await.is_none());
        browser.quit().await;
    });
}
