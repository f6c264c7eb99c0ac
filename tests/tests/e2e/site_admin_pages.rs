//! Looking after a site in a browser: every page, by its page object, heard by axe and seen in both schemes, narrow and
//! from right to left.

use serde_json::json;
use std::time::{Duration, Instant};
use weft_shared::wire::admin::{People, SettingsFile};
use weft_tests::{
    browser::{AdminPages, Browser, PATIENCE, Shop},
    harness::{World, run},
};

/// Waits until a button has nothing left to do: what it puts in force holds.
async fn holds(browser: &Browser, button: &str) {
    let began = Instant::now();
    while browser.find("button", button).await.attr("aria-disabled").await.unwrap().is_none() {
        assert!(began.elapsed() < PATIENCE, "{button}: {}", browser.text().await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[test]
fn whoever_looks_after_a_site_finds_everything_on_its_pages() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent_with("Ada", "admin", None).await;
        let browser = Browser::start(&site.world).await;
        let pages = AdminPages::open(&browser, &site).await;
        pages.sign_in(&ada).await;
        browser.find("field", "The site's own rules (TOML)").await;
        browser.looks("admin-rules").await;

        pages.to("What customers write about").await;
        browser.says("Nothing waits for you").await;
        browser.looks("admin-examples").await;

        pages.to("Agents and teams").await;
        browser.click("button", "Add an agent").await;
        browser.fill("Name", "Bea").await;
        browser.fill("Mail address", "nowhere").await;
        browser.click("button", "Save").await;
        browser.says("Something is not right yet").await;
        browser.looks("admin-agent-form").await;
        browser.fill("Mail address", &format!("bea@staff.{}.example", site.id)).await;
        browser.click("button", "Save").await;
        browser.find("button", "Change Bea").await;
        browser.looks("admin-people").await;
        browser.click("button", "Remove Bea").await;
        browser.says("goes back to the queue").await;
        browser.shot("admin-remove").await;
        browser.click("button", "Remove").await;
        browser.quit().await;
        let people: People = ada.sign_in().await.ask("GET", "/desk/agents", None).await.result().unwrap();
        assert!(people.agents.iter().any(|one| one.agent.as_str() == "ada"));
    });
}

#[test]
fn settings_keys_and_providers_are_changed_on_their_pages() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent_with("Ada", "admin", None).await;
        let browser = Browser::start(&site.world).await;
        let pages = AdminPages::open(&browser, &site).await;
        pages.sign_in(&ada).await;

        pages.to("Site").await;
        browser.fill("Allowed origins", "https://shop.example/path").await;
        browser.click("button", "Save").await;
        browser.says("is no exact origin").await;
        browser.looks("admin-site-wrong").await;
        browser.fill("Allowed origins", &site.world.carrier.shop_url()).await;
        browser.fill("Name of the site", "Teapots").await;
        browser.click("button", "Save").await;
        browser.says("Saved.").await;
        let signed_in = ada.sign_in().await;
        let file: SettingsFile = signed_in.ask("GET", "/desk/settings", None).await.result().unwrap();
        assert_eq!(file.settings.name, "Teapots");
        browser.looks("admin-site").await;

        pages.to("Keys").await;
        browser.fill("What it is for", "Reports").await;
        browser.click("field", "Read and search conversations (conversations:read)").await;
        browser.click("button", "Make the key").await;
        let key = pages.text_of("key-made").await;
        assert!(key.len() > 20, "{key}");
        browser.looks("admin-keys").await;
        browser.click("button", "I have kept it").await;
        assert!(!browser.everything().await.contains(&key), "a key is shown once");
        browser.says("Never used.").await;
        browser.click("button", "Remove Reports").await;
        browser.says("refused at once").await;
        browser.click("button", "Remove").await;
        browser.says("There are no keys.").await;

        pages.to("Providers").await;
        browser.click("button", "Test Twilio").await;
        browser.says("Twilio knows the account").await;
        browser.click("button", "Replace twilio-auth-token").await;
        browser.fill("New value", "another-by-all-means").await;
        browser.click("button", "Save").await;
        // The list is drawn anew once it is kept; what was asked before that would go with it.
        browser.loses("field", "New value").await;
        browser.click("button", "Test Twilio").await;
        browser.says("Twilio refuses the credentials").await;
        assert!(!browser.everything().await.contains("another-by-all-means"));
        browser.looks("admin-providers").await;
        browser.quit().await;
    });
}

#[test]
fn the_widget_is_seen_where_it_was_put_and_previewed_in_both_schemes() {
    run(async {
        let site = World::shared().await.site().await;
        let lea = site.lead("Lea").await;
        let browser = Browser::start(&site.world).await;
        let pages = AdminPages::open(&browser, &site).await;
        pages.sign_in(&lea).await;
        assert_eq!(pages.offered().await, ["Rules", "What customers write about", "Install"]);
        pages.to("Install").await;
        assert!(pages.text_of("snippet").await.contains(&format!("data-site=\"{}\"", site.id)));
        browser.says("Not seen yet").await;
        let filled = "return [...document.querySelectorAll('iframe')].filter((one) => \
                      one.contentDocument.querySelector('.panel .bubble')).length";
        assert_eq!(browser.script(filled, Vec::new()).await.as_u64(), Some(2));
        // The sample answer is seen without scrolling in it: the preview shows a talk, not only a head.
        let seen = "return [...document.querySelectorAll('iframe')].filter((one) => { \
                    const scroll = one.contentDocument.querySelector('.scroll'); \
                    return scroll.scrollHeight <= scroll.clientHeight; }).length";
        assert_eq!(browser.script(seen, Vec::new()).await.as_u64(), Some(2));
        browser.looks("admin-install").await;
        assert!(!pages.overflows().await);
        browser.says("Somebody in the role of an admin puts it in force").await;
        for admins in ["Use this colour", "Use this name"] {
            assert!(browser.find_now("button", admins).await.is_none(), "{admins}");
        }
        browser.find("button", "Use this promise").await;

        let shop = Browser::start(&site.world).await;
        Shop::visit(&shop, &site).await.opens_chat().await;
        browser.says("Seen just now").await;
        shop.quit().await;
        browser.quit().await;
    });
}

#[test]
fn what_was_written_about_a_site_goes_only_when_its_writer_agrees() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent_with("Ada", "admin", None).await;
        let browser = Browser::start(&site.world).await;
        let pages = AdminPages::open(&browser, &site).await;
        pages.sign_in(&ada).await;
        pages.to("Site").await;
        let name = browser.value_of("Name of the site").await;
        assert!(!browser.asks_to_leave().await, "nothing was written yet");
        browser.fill("Name of the site", "Teapots").await;
        assert!(browser.asks_to_leave().await);

        browser.click("link", "Keys").await;
        browser.answers(false).await;
        browser.find("heading", "Site").await;
        assert!(browser.address().await.ends_with("#/site"), "{}", browser.address().await);
        assert_eq!(browser.value_of("Name of the site").await, "Teapots");
        browser.click("button", "Load again").await;
        browser.answers(false).await;
        assert_eq!(browser.value_of("Name of the site").await, "Teapots");
        browser.click("button", "Load again").await;
        browser.answers(true).await;
        let began = Instant::now();
        while browser.value_of("Name of the site").await != name {
            assert!(began.elapsed() < PATIENCE, "what is in force does not come");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(!browser.asks_to_leave().await);

        browser.fill("Name of the site", "Teapots").await;
        browser.click("link", "Keys").await;
        browser.answers(true).await;
        browser.find("heading", "Keys").await;
        pages.to("Site").await;
        assert_eq!(browser.value_of("Name of the site").await, name);
        // What is saved is not missed.
        browser.fill("Name of the site", "Teapots").await;
        browser.click("button", "Save").await;
        browser.says("Saved.").await;
        pages.to("Keys").await;
        browser.quit().await;
    });
}

#[test]
fn a_colour_and_texts_are_tried_in_the_preview_and_put_in_force_on_the_shop() {
    run(async {
        let site = World::shared().await.site().await;
        let kept = "# Ours\n[promise.mail-answer]\nwithin = \"4h\"\n";
        assert!(site.rules(kept).await.succeeded());
        let ada = site.agent_with("Ada", "admin", None).await;
        let browser = Browser::start(&site.world).await;
        let pages = AdminPages::open(&browser, &site).await;
        pages.sign_in(&ada).await;
        pages.to("Install").await;
        browser.find("button", "Use this colour").await;
        let pick = "const picker = document.getElementById('preview-accent'); picker.value = '#a4133c'; \
                    picker.dispatchEvent(new Event('input', { bubbles: true }))";
        browser.script(pick, Vec::new()).await;
        browser.fill("Name of the site", "Teapots & more").await;
        browser.fill("Promise of the chat", "We answer \"at once\".").await;
        browser.says("Only tried, not in force").await;
        let shown = "return [...document.querySelectorAll('iframe')].map((one) => [\
                     one.contentDocument.documentElement.style.getPropertyValue('--accent'), \
                     one.contentDocument.querySelector('.who').innerText])";
        let words = "Teapots & more\nWe answer \"at once\".";
        let mut previews = browser.script(shown, Vec::new()).await;
        for preview in previews.as_array_mut().unwrap() {
            let text = preview[1].as_str().unwrap().replace("\n\n", "\n");
            preview[1] = json!(text);
        }
        let colour = previews[0][0].clone();
        assert_eq!(previews, json!([[colour, words], [colour, words]]));
        browser.looks("admin-install-tried").await;
        assert!(browser.asks_to_leave().await);

        for button in ["Use this colour", "Use this name", "Use this promise"] {
            browser.click("button", button).await;
            holds(&browser, button).await;
        }
        assert!(!browser.asks_to_leave().await);
        browser.looks("admin-install-used").await;
        let signed_in = ada.sign_in().await;
        let file: SettingsFile = signed_in.ask("GET", "/desk/settings", None).await.result().unwrap();
        assert_eq!((file.settings.name.as_str(), file.settings.accent.as_deref()), ("Teapots & more", Some("#a4133c")));
        let rules: weft_shared::wire::policy::PolicyFile = site.admin("GET", "/policy", None).await.result().unwrap();
        assert!(rules.text.starts_with(kept) && rules.version == 2, "{}", rules.text);

        browser.fill("Name of the site", " ").await;
        browser.click("button", "Use this name").await;
        browser.says("Something is not right yet").await;

        let shop = Browser::start(&site.world).await;
        let widget = Shop::visit(&shop, &site).await.opens_chat().await;
        widget.says("Teapots & more").await;
        widget.says("We answer \"at once\".").await;
        let accent = "return getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()";
        assert_eq!(widget.enter().await.script(accent, Vec::new()).await, colour);
        shop.quit().await;
        browser.quit().await;
    });
}
