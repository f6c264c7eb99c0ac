//! The site's signed word of who somebody is: at the API, by the shop's button, and where it leads.

use super::scenes::SECRET;
use serde_json::{Value, json};
use weft_shared::{
    evidence::Assurance,
    wire::{
        customer::{Credentials, Identified},
        problem::ProblemKind,
    },
};
use weft_tests::{
    browser::{Browser, Console, PATIENCE, Shop},
    carrier::shop::claims,
    harness::{Signer, Site, World, run},
    persona::{Answer, Chat, Partner, SignedIn, Visitor},
};

async fn say_who(visitor: &Visitor, credentials: &Credentials, token: &str) -> Answer {
    let path = format!("/conversations/{}/identify", credentials.conversation);
    visitor.ask("POST", &path, Some(credentials), Some(&json!({ "token": token }))).await
}

#[test]
fn each_algorithm_raises_to_the_account_once_and_only_as_it_is_pinned() {
    run(async {
        let world = World::shared().await;
        let site = world.site().await;
        let signers = [
            Signer::ed_dsa("ed"),
            Signer::by_node(&world.tools, "ec", "ES256"),
            Signer::by_node(&world.tools, "rsa", "RS256"),
            Signer::hs256("shared"),
        ];
        let mut settings = site.settings();
        settings["identify"] = signers.iter().map(Signer::setting).collect::<Value>();
        let put = site.put(&settings).await;
        assert!(put.succeeded(), "{put:?}");
        for signer in &signers {
            if let Signer::Hs256 { kid, secret } = signer {
                let put = site.secret(&format!("identify-{kid}"), secret).await;
                assert!(put.succeeded(), "{put:?}");
            }
        }
        for (n, signer) in signers.iter().enumerate() {
            let what = signer.algorithm();
            let visitor = site.visitor();
            let before = visitor.begin().await;
            let says = claims(site.id.as_str(), &format!("A-{n}"));
            let token = signer.sign(&says);
            let answer = say_who(&visitor, &before, &token).await;
            assert!(answer.succeeded(), "{what}: {answer:?}");
            let known: Identified = answer.json();
            assert_eq!((known.credentials.level, known.elsewhere), (Assurance::Account, false), "{what}");
            assert!(Chat::open(&visitor, &before, 0).await.is_err(), "{what}: the old secret lives");
            assert_eq!(visitor.chat(&known.credentials).await.level, Assurance::Account, "{what}");

            // The same word again, another algorithm under the same key, none at all, and a late one.
            let stranger = site.visitor();
            let theirs = stranger.begin().await;
            let late = {
                let mut late = claims(site.id.as_str(), "A-late");
                late["exp"] = json!(late["iat"].as_i64().unwrap() - 120);
                late["iat"] = json!(late["iat"].as_i64().unwrap() - 600);
                signer.sign(&late)
            };
            let header = |alg: &str| json!({ "alg": alg, "kid": signer.kid(), "typ": "JWT" });
            let fresh = || claims(site.id.as_str(), "A-other");
            let mut bad = vec![token, late, signer.sign_as(&header("none"), &fresh())];
            for other in ["EdDSA", "ES256", "RS256", "HS256"] {
                if other != what {
                    bad.push(signer.sign_as(&header(other), &fresh()));
                }
            }
            bad.push(signer.sign(&claims("another", "A-other")));
            for token in bad {
                say_who(&stranger, &theirs, &token).await.must_be(ProblemKind::Unauthenticated);
            }
            assert_eq!(stranger.chat(&theirs).await.level, Assurance::Anonymous, "{what}");
        }
    });
}

/// Waits until the chat has passed the site's word on: until then the field may be redrawn.
async fn settle() {
    tokio::time::sleep(std::time::Duration::from_millis(2_500)).await;
}

#[test]
fn who_signs_in_at_the_shop_is_known_in_the_chat_and_unknown_after_signing_out() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let browser = Browser::start(&site.world).await;
        let shop = Shop::visit(&browser, &site).await;
        shop.signs_in().await;
        let widget = shop.opens_chat().await;
        settle().await;
        widget.write("Where is my order?").await;
        let row = ada.desk().await.row("of Jane", |row| row.preview.contains("my order")).await;
        let mut thread = ada.thread(row.conversation).await;
        let account =
            |thread: &weft_tests::persona::ThreadView| (thread.highest_session() == Assurance::Account).then_some(());
        thread.until("session of the account", account).await;
        thread.reply("On its way, Jane.").await;
        widget.says("On its way, Jane.").await;
        shop.closes_chat().await;
        browser.click("button", "Sign out").await;
        browser.find("button", "Sign in as Jane").await;
        if !shop.widget().is_there().await {
            shop.opens_chat().await;
        }
        shop.widget().forgets("On its way, Jane.").await;
        shop.widget().says("How can we help?").await;
        assert!(!shop.widget().everything().await.contains("Where is my order?"));
        browser.quit().await;
    });
}

#[test]
fn who_signs_in_after_somebody_else_at_the_same_browser_sees_nothing_of_theirs() {
    run(async {
        let world = World::shared().await;
        let site = world.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let browser = Browser::start(&world).await;
        let shop = Shop::visit(&browser, &site).await;
        shop.signs_in().await;
        let widget = shop.opens_chat().await;
        settle().await;
        widget.write("Where is my order?").await;
        ada.desk().await.row("of Jane", |row| row.preview.contains("my order")).await;
        let row = ada.desk().await.row("of Jane", |row| row.level == Assurance::Account).await;

        // The next page says that it is another account, before anybody reaches for the chat.
        shop.turn_to("Delivery").await;
        let token = world.keys.backend.sign(&claims(site.id.as_str(), "A-2"));
        let says = "const word = arguments[0]; Weft('identify', async () => word)";
        browser.script(says, vec![json!(token)]).await;
        if !shop.widget().is_there().await {
            shop.opens_chat().await;
        }
        shop.widget().says("How can we help?").await;
        assert!(!shop.widget().everything().await.contains("Where is my order?"));
        settle().await;
        shop.widget().write("And who am I?").await;
        let other = ada.desk().await.row("of the other", |row| row.preview.contains("who am I")).await;
        assert_ne!((other.customer, other.conversation), (row.customer, row.conversation));
        browser.quit().await;
    });
}

struct Two {
    site: Site,
    ada: SignedIn,
    by_mail: weft_shared::id::ConversationId,
    visitor: Visitor,
    known: Identified,
}

/// Jo has an open conversation by mail, and opens another by chat, signed in.
async fn two() -> Two {
    let world = World::shared().await;
    let site = world.site().await;
    let ada = site.agent("Ada").await.sign_in().await;
    let jo = site.customer("Jo");
    let known = json!({ "account": "A-9", "mail": [jo.address()] });
    assert!(site.admin("PUT", "/identify", Some(&known)).await.succeeded());
    jo.writes("My teapot", SECRET).await;
    let row = ada.desk().await.row("of Jo", |row| row.preview.contains("teapot")).await;
    let visitor = site.visitor();
    let credentials = visitor.begin().await;
    visitor.chat(&credentials).await.say("Hello by chat").await.unwrap();
    let token = world.keys.backend.sign(&claims(site.id.as_str(), "A-9"));
    let known: Identified = say_who(&visitor, &credentials, &token).await.result().unwrap();
    assert!(known.elsewhere, "{known:?}");
    assert_ne!(known.credentials.conversation, row.conversation);
    Two { site, ada, by_mail: row.conversation, visitor, known }
}

async fn goes_on(two: &Two, join: bool) -> Credentials {
    let path = format!("/conversations/{}/continue", two.known.credentials.conversation);
    let answer = two.visitor.ask("POST", &path, Some(&two.known.credentials), Some(&json!({ "join": join }))).await;
    answer.result().unwrap()
}

#[test]
fn who_continues_the_other_conversation_takes_along_what_was_written_and_the_old_secret_dies() {
    run(async {
        let two = two().await;
        let mut tab = two.visitor.chat(&two.known.credentials).await;
        let there = goes_on(&two, true).await;
        assert_eq!(there.conversation, two.by_mail);
        assert_eq!(there.level, Assurance::Account);
        // Another tab of the same browser is told over its open socket.
        let fresh = tab.until("fresh credentials", |chat| chat.fresh.clone()).await;
        assert_eq!((fresh.conversation, fresh.secret), (there.conversation, there.secret.clone()));
        two.ada.thread(two.by_mail).await.message("Hello by chat").await;
        let mut chat = two.visitor.chat(&there).await;
        chat.message(SECRET).await;
        chat.message("Hello by chat").await;
        chat.say("And here I go on").await.unwrap();
        assert!(Chat::open(&two.visitor, &two.known.credentials, 0).await.is_err(), "the old secret lives");
        let old = two.ada.thread(two.known.credentials.conversation).await;
        assert_eq!(old.state.departed, Some(two.by_mail));
        // Asked again after a lost answer, it ends the same.
        let path = format!("/conversations/{}/continue", two.known.credentials.conversation);
        let stranger = two.site.visitor();
        let answer = stranger.ask("POST", &path, None, Some(&json!({ "join": true }))).await;
        assert!(matches!(answer.status, 401 | 404), "{answer:?}");
    });
}

#[test]
fn who_keeps_it_separate_stays_where_they_are() {
    run(async {
        let two = two().await;
        let here = goes_on(&two, false).await;
        assert_eq!(here.conversation, two.known.credentials.conversation);
        let mut chat = two.visitor.chat(&here).await;
        chat.say("Something else").await.unwrap();
        chat.rest(800).await;
        assert!(!chat.was_told("4711"));
        let thread = two.ada.thread(two.by_mail).await;
        assert!(!thread.texts().iter().any(|text| text.contains("Hello by chat")), "{:?}", thread.texts());
    });
}

#[test]
fn deals_that_the_site_files_with_an_account_show_in_the_agents_panel_with_since_when() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await;
        let mut desk = ada.sign_in().await.desk().await;
        let partner = Partner::new(&site.agent_with("Wim", "admin", None).await.sign_in().await).await;
        let jo = site.customer("Jo");
        jo.writes("My teapot", SECRET).await;
        desk.row("of Jo", |row| row.preview.contains("teapot")).await;
        let who = json!({ "mail": [jo.address()], "deal": ["D-4711", "D-4712"] });
        let known = partner.asks("PUT", "/customers/by-account/shop%2F7", &[], Some(&who)).await;
        assert_eq!(known.status, 200, "{known:?}");

        let browser = Browser::start(&site.world).await;
        browser.size(1_600, 1_000).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&ada).await;
        console.pick("My teapot").await;
        let script = "return [...document.querySelectorAll('#customer .deal')].map((one) => one.innerText)";
        let began = std::time::Instant::now();
        let deals = loop {
            let found = browser.script(script, Vec::new()).await;
            let deals: Vec<String> = serde_json::from_value(found).expect("texts");
            if deals.len() == 2 {
                break deals;
            }
            assert!(began.elapsed() < PATIENCE, "the panel shows {deals:?}");
            tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        };
        assert!(deals[0].contains("D-4711") && deals[1].contains("D-4712"), "{deals:?}");
        assert!(deals.iter().all(|deal| deal.contains("since ")), "{deals:?}");
        browser.shot("panel-deals").await;
        browser.audit("panel-deals").await;
        browser.quit().await;
    });
}
