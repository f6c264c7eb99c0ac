//! Every page with which a site is looked after, filled as in daily work, on every screen: narrow, usual and very wide,
//! light and dark, from left to right and from right to left. Nothing reaches beyond the side, and axe finds nothing.

use serde_json::json;
use weft_shared::wire::agent::Wish;
use weft_tests::{
    browser::{AdminPages, Browser, Scheme},
    harness::{Site, World, run},
    persona::{Agent, Partner, Receiver},
};

/// The screens.
const SCREENS: [(u32, u32); 3] = [(360, 740), (1280, 900), (2560, 1300)];

/// Each page by its name in the address, and what is on it once it is there.
const PAGES: [(&str, &str); 9] = [
    ("rules/file", "The site's own rules (TOML)"),
    ("rules/report", "Look at it by"),
    ("rules/trial", "Replays what happened here"),
    ("examples", "Corrected by"),
    ("people", "Always at work"),
    ("site", "Allowed origins"),
    ("keys", "Delivered"),
    ("providers", "Meta"),
    ("install", "Not seen yet"),
];

/// A site as it is after some weeks: people, keys, a webhook with a log, corrections that wait.
async fn in_use() -> (Site, Agent) {
    let site = World::shared().await.site().await;
    let max = site.admin_agent("Max").await;
    site.lead("Lea").await;
    for (name, teams) in [("Bartholomew Featherstonehaugh-Cholmondeley", json!(["support"])), ("Bo", json!([]))] {
        let slug = name.split(' ').next().unwrap_or_default().to_lowercase();
        let document = json!({
            "name": name, "address": format!("{slug}.of.the.team@staff.{}.example", site.id), "role": "agent",
            "work": { "teams": teams, "capacity": 4, "skills": ["glazes", "shipping-abroad"], "languages": ["en", "de"] },
        });
        let answer = site.admin("PUT", &format!("/agents/{slug}"), Some(&document)).await;
        assert!(answer.succeeded(), "{answer:?}");
    }
    let signed_in = max.sign_in().await;
    let partner = Partner::new(&signed_in).await;
    let receiver = Receiver::start().await;
    let told = json!({ "url": receiver.url, "events": ["message.received"], "description": "The shop's own server" });
    assert_eq!(partner.post("/webhooks", &told).await.status, 201);
    tokio::time::sleep(std::time::Duration::from_secs(6)).await;
    let mut desk = signed_in.desk().await;
    for (name, words, intent) in
        [("Jo", "The glaze crackles in the oven, what now?", "defect"), ("Kim", "Ship it to Norway", "order")]
    {
        site.customer(name).writes("A question", words).await;
        let row = desk.row(name, |row| row.preview.contains(words)).await;
        let mut thread = signed_in.thread(row.conversation).await;
        thread.wish(Wish::Take).await.unwrap();
        thread.wish(Wish::SetIntent { intent: Some(intent.to_owned()) }).await.unwrap();
    }
    receiver.wait_for("message.received", 2).await;
    (site, max)
}

#[test]
fn every_page_of_a_site_in_use_fits_every_screen_scheme_and_direction() {
    run(async {
        let (site, max) = in_use().await;
        let browser = Browser::start(&site.world).await;
        let pages = AdminPages::open(&browser, &site).await;
        pages.sign_in(&max).await;
        for (place, there) in PAGES {
            browser.go("about:blank").await;
            browser.size(1280, 900).await;
            browser.go(&format!("{}#/{place}", pages.address())).await;
            if place == "keys" {
                browser.click("button", "Log").await;
            }
            browser.says(there).await;
            let name = place.replace('/', "-");
            for (width, height) in SCREENS {
                browser.size(width, height).await;
                for scheme in [Scheme::Light, Scheme::Dark] {
                    browser.scheme(scheme).await;
                    let dark = if scheme == Scheme::Dark { "-dark" } else { "" };
                    browser.shot(&format!("page-{name}-{width}{dark}")).await;
                    browser.audit(&format!("page-{name}-{width}{dark}")).await;
                }
                browser.scheme(Scheme::Light).await;
                for (direction, rtl) in [("", false), ("-rtl", true)] {
                    browser.right_to_left(rtl).await;
                    assert!(!pages.overflows().await, "{name} at {width}{direction} scrolls sideways");
                    let beyond = pages.beyond().await;
                    assert!(beyond.is_empty(), "{name} at {width}{direction}: {beyond:#?}");
                    if rtl {
                        browser.shot(&format!("page-{name}-{width}-rtl")).await;
                    }
                }
                browser.right_to_left(false).await;
            }
        }
        browser.quit().await;
    });
}

#[test]
fn all_pages_are_equally_wide() {
    run(async {
        let site = World::shared().await.site().await;
        let max = site.admin_agent("Max").await;
        let browser = Browser::start(&site.world).await;
        let pages = AdminPages::open(&browser, &site).await;
        pages.sign_in(&max).await;
        browser.size(2560, 1300).await;
        let mut widths = Vec::new();
        for page in ["Rules", "What customers write about", "Agents and teams", "Site", "Keys", "Providers", "Install"]
        {
            pages.to(page).await;
            let script = "return document.querySelector('.page-inside > *')?.getBoundingClientRect().width ?? 0";
            let mut width = browser.script(script, Vec::new()).await;
            for _ in 0..50 {
                // Until what is on it was fetched there are bars.
                if browser.script("return !document.querySelector('.page-inside .bars')", Vec::new()).await == true {
                    width = browser.script(script, Vec::new()).await;
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
            widths.push((page, width.as_f64().unwrap_or_default()));
        }
        let first = widths[0].1;
        assert!(first > 900.0 && widths.iter().all(|(_, width)| (width - first).abs() < 1.0), "{widths:?}");
        browser.quit().await;
    });
}
