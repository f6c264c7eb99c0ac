//! Looking after a site in a browser: every page, by its page object, heard by axe and seen in both schemes, narrow and
//! from right to left.

use weft_shared::wire::admin::{People, SettingsFile};
use weft_tests::{
    browser::{AdminPages, Browser, Shop},
    harness::{World, run},
};

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
        while browser.find_now("field", "New value").await.is_some() {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
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
        browser.looks("admin-install").await;
        assert!(!pages.overflows().await);

        let shop = Browser::start(&site.world).await;
        Shop::visit(&shop, &site).await.opens_chat().await;
        browser.says("Seen just now").await;
        shop.quit().await;
        browser.quit().await;
    });
}
