//! Pages that mean harm, and frames from where they should not come.

use super::scenes::{SECRET, answered};
use serde_json::json;
use weft_tests::{
    browser::{Browser, Shop},
    carrier::shop,
    harness::run,
    persona::{Attacker, utterances},
};

/// What a hostile page may throw at the frame, at the page and at the loader. `@` stands for a token.
const MESSAGES: &str = r#"
const [token, frameOrigin] = arguments;
const shapes = [
  null, 0, "", "weft", "redeem", token, [], [token], {}, { type: "redeem", token }, { type: "weft", token },
  { weft: token }, { kind: "token", token }, { type: "connect" }, { type: "hello", port: 1 }, { type: "identify", jwt: "x" },
  { type: "open", url: "http://evil.example/" }, { socket: "ws://evil.example/" }, { __proto__: { token } },
  { type: "say", text: "<img src=x onerror=alert(1)>" }, new Array(10000).fill("x"), "x".repeat(1e6),
];
const all = (root) => [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
const frames = all(document).filter((e) => e.localName === "iframe").map((e) => e.contentWindow);
for (const target of [window, ...frames]) {
  for (const shape of shapes) {
    const { port1, port2 } = new MessageChannel();
    target.postMessage(shape, "*");
    target.postMessage(shape, "*", [port2]);
    for (const inner of shapes) port1.postMessage(inner);
  }
}
return frames.length;
"#;

#[test]
fn hostile_messages_to_the_frame_change_nothing() {
    run(async {
        let scene = answered().await;
        let browser = Browser::start(&scene.site.world).await;
        let shop = Shop::visit(&browser, &scene.site).await;
        let widget = shop.opens_chat().await;
        widget.says("How can we help?").await;
        let before = (scene.thread_now().await.transcript.upto, widget.text().await);
        browser.top().await;
        let frames = browser.script(MESSAGES, vec![json!(scene.token), json!(scene.site.world.edge_url)]).await;
        assert_eq!(frames, json!(1));
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        let after = (scene.thread_now().await.transcript.upto, widget.text().await);
        assert_eq!(after, before);
        assert!(!widget.everything().await.contains(SECRET));
        widget.write("Still working.").await;
        widget.says("Still working.").await;
        browser.quit().await;
    });
}

#[test]
fn an_unlisted_page_shows_nothing() {
    run(async {
        let scene = answered().await;
        let port = shop::serve(&scene.site.world.edge_url, scene.site.id.as_str()).await.unwrap();
        let browser = Browser::start(&scene.site.world).await;
        for host in [format!("http://localhost:{port}/"), format!("http://127.0.0.1:{port}/")] {
            browser.go(&format!("{host}#weft={}", scene.token)).await;
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            if let Some(launcher) = browser.find_now("button", "chat").await {
                let _ = launcher.click().await;
            }
            tokio::time::sleep(std::time::Duration::from_secs(2)).await;
            assert!(!browser.text().await.contains("How can we help"));
            if let Some(frame) = browser.find_now("frame", "").await {
                frame.enter_frame().await.unwrap();
                let inside = browser.text().await;
                assert!(!inside.contains("How can we help") && !inside.contains("Welcome back"), "{inside}");
                browser.top().await;
            }
        }
        assert_eq!(scene.thread_now().await.state.customer.sessions.len(), 0);
        browser.quit().await;
    });
}

#[test]
fn every_document_names_exactly_the_pages_that_may_hold_it() {
    run(async {
        let scene = answered().await;
        let anybody = Attacker::new(&scene.site);
        let ancestors = |answer: &weft_tests::persona::Answer| {
            let policy =
                answer.header("content-security-policy").unwrap_or_else(|| panic!("no policy: {answer:?}")).to_owned();
            let of = |policy: &str| {
                let found = policy
                    .split(';')
                    .map(str::trim)
                    .find_map(|d| d.strip_prefix("frame-ancestors "))
                    .map(str::to_owned);
                found.unwrap_or_else(|| panic!("no frame-ancestors in {policy}"))
            };
            of(&policy)
        };
        let site = &scene.site.id;
        let frame = anybody.asks("GET", &format!("/frame/{site}"), &[], None).await;
        assert_eq!(ancestors(&frame), scene.site.world.carrier.shop_url());
        for path in
            [format!("/c/{site}"), format!("/console/{site}"), "/frame/nobody".to_owned(), "/nowhere".to_owned()]
        {
            assert_eq!(ancestors(&anybody.asks("GET", &path, &[], None).await), "'none'", "{path}");
        }
        let policy = frame.header("content-security-policy").unwrap();
        for wanted in
            ["default-src 'none'", "'wasm-unsafe-eval'", "require-trusted-types-for 'script'", "base-uri 'none'"]
        {
            assert!(policy.contains(wanted), "{wanted} is not in {policy}");
        }
        assert!(
            !policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'") && !policy.contains('*'),
            "{policy}"
        );
    });
}

#[test]
fn a_site_that_lists_no_page_is_framed_by_nobody() {
    run(async {
        let scene = answered().await;
        let mut settings = scene.site.settings();
        settings["origins"] = json!([]);
        assert!(scene.site.put(&settings).await.succeeded());
        let answer = Attacker::new(&scene.site).asks("GET", &format!("/frame/{}", scene.site.id), &[], None).await;
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    });
}

#[test]
fn hostile_markup_in_mails_and_chats_executes_nothing_and_fetches_nothing() {
    run(async {
        let mut scene = answered().await;
        let bait = r#"<img src="http://127.0.0.1:9/x.png" onerror="document.title='owned'"><script>document.title='owned'</script> [a](javascript:document.title='owned') <svg/onload=document.title='owned'> ![i](http://127.0.0.1:9/y.png) javascript:alert(1)"#;
        let name = r#"Jo "><script>document.title='owned'</script>"#;
        let mut draft = scene.jo.draft(&format!("Re: {bait}"), bait);
        draft.from.name = name.to_owned();
        draft.html = Some(bait.to_owned());
        draft.files = vec![weft_tests::carrier::File {
            name: format!("{bait}.svg"),
            media_type: "image/svg+xml".into(),
            content: "PHN2Zy8+".into(),
        }];
        scene.jo.sends(draft).await;
        scene.thread.until("the bait", |thread| (utterances(&thread.transcript).len() >= 3).then_some(())).await;

        let browser = Browser::start(&scene.site.world).await;
        let ada = scene.site.agent("Bea").await;
        let console = weft_tests::browser::Console::open(&browser, &scene.site).await;
        console.sign_in(&ada).await;
        console.pick("Jo").await;
        console.says("javascript:alert(1)").await;
        let title = browser.script("return document.title", Vec::new()).await;
        assert_ne!(title, json!("owned"));
        let fetched =
            browser.script("return performance.getEntriesByType('resource').map((e) => e.name)", Vec::new()).await;
        assert!(!fetched.to_string().contains("127.0.0.1:9/"), "{fetched}");
        let odd = browser.script("return document.querySelectorAll('img[src*=\":9/\"], a[href^=\"javascript:\"], [onerror], [onload]').length", Vec::new()).await;
        assert_eq!(odd, json!(0));
        browser.quit().await;
    });
}
