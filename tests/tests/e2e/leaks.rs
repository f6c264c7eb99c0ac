//! Secrets stay where they belong.

use super::scenes::{ANSWER, SECRET, answered_at};
use weft_tests::{
    browser::{Browser, Console, Shop},
    harness::{World, run},
    persona::link_in,
};

#[test]
fn no_secret_occurs_in_any_log_url_storage_or_cookie() {
    run(async {
        let world = World::start().await;
        let mut scene = answered_at(world.site().await).await;
        let browser = Browser::start(&world).await;
        browser.go(&link_in(&scene.answer).unwrap()).await;
        let widget = Shop::here(&browser, &scene.site).widget();
        widget.continues().await;
        widget.asks_for_code().await;
        let code = scene.jo.code().await;
        widget.types_code(&code).await;
        widget.says(ANSWER).await;

        browser.top().await;
        let (host_storage, host_cookies) = (
            browser
                .script("return JSON.stringify([{...localStorage}, {...sessionStorage}])", Vec::new())
                .await
                .to_string(),
            browser.script("return document.cookie", Vec::new()).await.to_string(),
        );
        let urls = browser
            .script(
                "return performance.getEntriesByType('resource').map((e) => e.name).concat(location.href)",
                Vec::new(),
            )
            .await
            .to_string();
        widget.enter().await;
        let inner_urls = browser.script("return performance.getEntriesByType('resource').map((e) => e.name).concat(location.href, document.referrer)", Vec::new()).await.to_string();

        let bea = scene.site.agent("Bea").await;
        let console = Console::open(&browser, &scene.site).await;
        console.sign_in(&bea).await;
        console.pick("Jo").await;
        let console_urls = browser
            .script(
                "return performance.getEntriesByType('resource').map((e) => e.name).concat(location.href)",
                Vec::new(),
            )
            .await
            .to_string();
        let console_cookies = browser.script("return document.cookie", Vec::new()).await.to_string();
        browser.quit().await;

        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        visitor.redeem_answer(&scene.token[..scene.token.len() - 3]).await;
        scene.thread.reply("One more.").await;
        scene.jo.mail().await;

        let mut canaries = world.keys.canaries.clone();
        canaries.extend([scene.token.clone(), linked.secret.clone(), scene.ada.me.key.clone()]);
        canaries.extend(scene.site.secrets().into_iter().map(|(_, secret)| secret));
        canaries.push(scene.ada.cookie.split_once('=').unwrap().1.to_owned());
        let log = world.log();
        assert!(log.len() > 100, "the log is there");
        for canary in &canaries {
            for (place, text) in [
                ("the log", &log),
                ("the page's storage", &host_storage),
                ("the page's cookies", &host_cookies),
                ("the page's addresses", &urls),
                ("the frame's addresses", &inner_urls),
                ("the console's addresses", &console_urls),
                ("the console's readable cookies", &console_cookies),
            ] {
                assert!(!text.contains(canary.as_str()), "a secret is in {place}");
            }
        }
        for personal in [SECRET, ANSWER, scene.jo.address(), code.as_str()] {
            assert!(!log.contains(personal), "{personal:?} is in the log");
        }
        assert_eq!(host_storage, "\"[{},{}]\"", "the host page's storage is not used");
    });
}

#[test]
fn nothing_secret_is_kept_in_the_clear() {
    run(async {
        let world = World::start().await;
        let scene = answered_at(world.site().await).await;
        let visitor = scene.site.visitor();
        let linked = visitor.redeem(&scene.token).await.unwrap().credentials;
        visitor.ask_code(&linked).await.unwrap();
        let code = scene.jo.code().await;
        let proven = visitor.type_code(&linked, &code).await.unwrap();
        let mut found = Vec::new();
        let mut folders = vec![world.state.join("wrangler")];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                files += 1;
                let bytes = std::fs::read(entry.path()).unwrap_or_default();
                for (what, secret) in [
                    ("a session's secret", &linked.secret),
                    ("a proven session's secret", &proven.secret),
                    ("a token", &scene.token),
                    ("an agent's cookie", &scene.ada.cookie.split_once('=').unwrap().1.to_owned()),
                    ("the admin key", &world.keys.admin),
                ] {
                    if bytes.windows(secret.len()).any(|window| window == secret.as_bytes()) {
                        found.push(format!("{what} in {}", entry.path().display()));
                    }
                }
            }
        }
        assert!(files > 3, "the state is there");
        assert!(found.is_empty(), "{found:#?}");
    });
}
