//! Signing in by passkeys: in the browser with a device, and at the API with one that lies.

use serde_json::{Value, json};
use weft_shared::wire::{agent::Me, passkey::Passkeys, problem::ProblemKind};
use weft_tests::{
    browser::{AccountPage, Browser, Console},
    harness::{Site, World, run},
    persona::{Answer, Authenticator, COOKIE, Said, SignedIn, request},
};

/// What a device says in place of the truth.
type Lie = Box<dyn Fn(&mut Said)>;

async fn own_page(site: &Site, path: &str, body: Option<&Value>) -> Answer {
    let world = &site.world;
    request(&world.client, "POST", &site.api(path), &[("origin", &world.edge_url)], body).await
}

async fn challenge(site: &Site) -> Value {
    own_page(site, "/agent/passkey/challenge", None).await.json()
}

async fn shows(site: &Site, shown: &Value) -> Answer {
    own_page(site, "/agent/passkey", Some(shown)).await
}

async fn passkeys(agent: &SignedIn) -> Passkeys {
    agent.ask("GET", "/desk/passkeys", None).await.json()
}

fn signed_in(site: &Site, answer: &Answer) -> SignedIn {
    assert!(answer.succeeded(), "{answer:?}");
    let set = answer.header("set-cookie").expect("a cookie");
    assert!(set.starts_with(COOKIE) && set.contains("SameSite=Strict") && set.contains("HttpOnly"), "{set}");
    let cookie = set.split(';').next().unwrap().to_owned();
    SignedIn { site: site.clone(), me: answer.json::<Me>(), cookie }
}

#[test]
fn an_agent_adds_a_passkey_signs_in_by_it_and_removes_it_in_the_browser() {
    run(async {
        let world = World::with_a_name().await;
        let site = world.site().await;
        let ada = site.agent("Ada").await;
        let browser = Browser::start(&world).await;
        let device = browser.device().await;
        let console = Console::open(&browser, &site).await;
        browser.find("button", "Sign in with a passkey").await;
        browser.shot("sign-in").await;
        browser.audit("sign-in-passkey").await;
        console.sign_in(&ada).await;

        let account = AccountPage::from_inbox(&browser, "Ada").await;
        browser.says("You have no passkey here yet.").await;
        account.adds("  ").await;
        browser.says("Give it a name of 1 to 40 characters.").await;
        account.adds("Ada’s laptop").await;
        browser.says("Ada’s laptop").await;
        browser.says("not used yet").await;
        browser.looks("passkeys").await;
        assert_eq!(device.passkeys().await.len(), 1);

        // The device has one already and says so.
        browser.click("button", "Add a passkey").await;
        browser.says("This device has a passkey for you already.").await;

        browser.click("button", "Sign out").await;
        browser.says("You are signed out.").await;
        device.verifies(false).await;
        browser.click("button", "Sign in with a passkey").await;
        browser.says("Nothing was done").await;
        device.verifies(true).await;
        browser.click("button", "Sign in with a passkey").await;
        browser.says("last used").await;

        account.removes("Ada’s laptop").await;
        browser.says("You have no passkey here yet.").await;
        browser.click("link", "To the inbox").await;
        browser.find("heading", "Inbox").await;
        browser.click("button", "Ada").await;
        browser.click("button", "Sign out").await;
        browser.click("button", "Sign in with a passkey").await;
        browser.says("This passkey does not sign in here.").await;
        browser.quit().await;
    });
}

#[test]
fn each_algorithm_signs_in_and_every_lie_is_refused_alike() {
    run(async {
        let world = World::shared().await;
        let site = world.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let elsewhere = world.site().await;
        for algorithm in ["EdDSA", "ES256", "RS256"] {
            let mut device = Authenticator::of(&ada, algorithm).await;
            let answer = shows(&site, &device.show(&challenge(&site).await, |_| {})).await;
            let again = signed_in(&site, &answer);
            assert_eq!(again.me.agent, ada.me.agent, "{algorithm}");
            assert!(again.ask("GET", "/agent/session", None).await.succeeded(), "{algorithm}");

            // Once more with the same challenge: as it was, and signed anew.
            let wanted = challenge(&site).await;
            let shown = device.show(&wanted, |_| {});
            assert!(shows(&site, &shown).await.succeeded(), "{algorithm}");
            shows(&site, &shown).await.must_be(ProblemKind::Unauthenticated);
            let anew = device.show(&wanted, |_| {});
            shows(&site, &anew).await.must_be(ProblemKind::Unauthenticated);

            let other_site = challenge(&elsewhere).await["challenge"].as_str().unwrap().to_owned();
            let new = ada.ask("POST", "/desk/passkeys/challenge", None).await.json::<Value>();
            let for_adding = new["challenge"].as_str().unwrap().to_owned();
            let lies: [(&str, Lie); 11] = [
                ("another origin", Box::new(|said| said.origin = "https://evil.example".to_owned())),
                ("the origin with a slash", Box::new(|said| said.origin.push('/'))),
                ("inside another page", Box::new(|said| said.framed = true)),
                ("another host", Box::new(|said| said.host = "evil.example".to_owned())),
                ("the other ceremony", Box::new(|said| said.ceremony = "webauthn.create".to_owned())),
                ("nobody verified", Box::new(|said| said.flags = 1)),
                ("nobody present", Box::new(|said| said.flags = 4)),
                ("suddenly backed up", Box::new(|said| said.flags |= 0x18)),
                ("a challenge of one's own", Box::new(|said| said.challenge = "A".repeat(96))),
                ("another site's challenge", Box::new(move |said| said.challenge.clone_from(&other_site))),
                ("a challenge for adding", Box::new(move |said| said.challenge.clone_from(&for_adding))),
            ];
            for (what, lie) in lies {
                let shown = device.show(&challenge(&site).await, lie);
                let refused = shows(&site, &shown).await;
                refused.must_be(ProblemKind::Unauthenticated);
                assert!(refused.header("set-cookie").is_none(), "{algorithm}, {what}");
                assert_eq!(refused.problem().detail.as_deref(), Some("this passkey does not sign in here"), "{what}");
            }
            for part in ["signature", "authenticatorData", "clientDataJSON", "userHandle"] {
                let mut shown = device.show(&challenge(&site).await, |_| {});
                let text = shown["response"][part].as_str().unwrap();
                let first = if text.starts_with('A') { "B" } else { "A" };
                shown["response"][part] = json!(format!("{first}{}", &text[1..]));
                let status = shows(&site, &shown).await.status;
                assert!(matches!(status, 400 | 401), "{algorithm}, {part}: {status}");
            }
            let shown = device.show(&challenge(&elsewhere).await, |_| {});
            shows(&elsewhere, &shown).await.must_be(ProblemKind::Unauthenticated);
            // Nothing of all this harmed whoever is honest.
            assert!(shows(&site, &device.show(&challenge(&site).await, |_| {})).await.succeeded(), "{algorithm}");

            let before = passkeys(&ada).await.passkeys.pop().unwrap();
            assert!(before.used.is_some() && before.doubted.is_none() && !before.synced, "{before:?}");
            let copied = shows(&site, &device.show(&challenge(&site).await, |said| said.counter = 1)).await;
            copied.must_be(ProblemKind::Conflict);
            assert!(copied.problem().detail.is_some_and(|detail| detail.contains("copy")));
            assert!(passkeys(&ada).await.passkeys.pop().unwrap().doubted.is_some(), "its owner is told");
        }
    });
}

#[test]
fn a_passkey_is_added_by_its_owner_soon_after_signing_in_and_goes_with_them() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let bea = site.agent("Bea").await.sign_in().await;
        let wanted = async |agent: &SignedIn| agent.ask("POST", "/desk/passkeys/challenge", None).await.json::<Value>();
        let add = async |agent: &SignedIn, name: &str, made: &Value| {
            agent.ask("POST", "/desk/passkeys", Some(&json!({ "name": name, "credential": made }))).await
        };
        let first = wanted(&ada).await;
        assert_eq!(first["excludeCredentials"], json!([]));
        let named: Vec<i64> =
            first["pubKeyCredParams"].as_array().unwrap().iter().map(|way| way["alg"].as_i64().unwrap()).collect();
        assert_eq!(named, [-8, -7, -257]);

        let mut device = Authenticator::new(&site, "EdDSA");
        let lies: [(&str, Lie); 6] = [
            ("another origin", Box::new(|said| said.origin = "https://evil.example".to_owned())),
            ("another host", Box::new(|said| said.host = "evil.example".to_owned())),
            ("nobody verified", Box::new(|said| said.flags &= !4)),
            ("no credential", Box::new(|said| said.flags &= !64)),
            ("a signing-in", Box::new(|said| said.ceremony = "webauthn.get".to_owned())),
            ("a challenge of one's own", Box::new(|said| said.challenge = "A".repeat(96))),
        ];
        for (what, lie) in lies {
            let answer = add(&ada, what, &device.make(&wanted(&ada).await, lie)).await;
            answer.must_be(ProblemKind::Invalid);
        }
        let foreign = device.make(&wanted(&bea).await, |_| {});
        add(&ada, "a challenge of Bea's", &foreign).await.must_be(ProblemKind::Invalid);
        let sign_in = device.make(&json!({
            "attestation": "none", "rp": first["rp"], "user": first["user"],
            "authenticatorSelection": first["authenticatorSelection"], "challenge": challenge(&site).await["challenge"],
        }), |_| {});
        add(&ada, "a challenge for signing in", &sign_in).await.must_be(ProblemKind::Invalid);
        for garbage in ["", "oA", "oWNmbXRkbm9uZQ", "X__________8", &"A".repeat(2_000)] {
            let mut made = device.make(&wanted(&ada).await, |_| {});
            made["response"]["attestationObject"] = json!(garbage);
            let answer = add(&ada, "garbage", &made).await;
            assert!(matches!(answer.status, 400 | 422), "{garbage}: {answer:?}");
        }
        for name in ["", "  ", &"x".repeat(41), "a\nb"] {
            let made = device.make(&wanted(&ada).await, |_| {});
            add(&ada, name, &made).await.must_be(ProblemKind::Invalid);
        }
        assert!(passkeys(&ada).await.passkeys.is_empty());

        let made = device.make(&wanted(&ada).await, |_| {});
        let known: Passkeys = add(&ada, "  Laptop ", &made).await.json();
        assert_eq!(known.passkeys[0].name, "Laptop");
        add(&ada, "Twice", &made).await.must_be(ProblemKind::Conflict);
        let same = device.make(&wanted(&bea).await, |_| {});
        add(&bea, "Ada's", &same).await.must_be(ProblemKind::Conflict);
        let _ = device.make(&wanted(&ada).await, |_| {});
        assert_eq!(wanted(&ada).await["excludeCredentials"][0]["id"], made["id"]);

        // Others see and remove nothing of it.
        let number = known.passkeys[0].passkey;
        assert!(passkeys(&bea).await.passkeys.is_empty());
        bea.ask("DELETE", &format!("/desk/passkeys/{number}"), None).await.must_be(ProblemKind::NotFound);
        for n in 1..10 {
            let mut more = Authenticator::new(&site, "EdDSA");
            let made = more.make(&wanted(&ada).await, |_| {});
            assert!(add(&ada, &format!("Key {n}"), &made).await.succeeded(), "{n}");
        }
        ada.ask("POST", "/desk/passkeys/challenge", None).await.must_be(ProblemKind::Conflict);

        assert!(shows(&site, &device.show(&challenge(&site).await, |_| {})).await.succeeded());
        let removed = ada.ask("DELETE", &format!("/desk/passkeys/{number}"), None).await;
        assert_eq!(removed.json::<Passkeys>().passkeys.len(), 9);
        shows(&site, &device.show(&challenge(&site).await, |_| {})).await.must_be(ProblemKind::Unauthenticated);

        // With the address the person may be another one: neither session nor passkey stays. The same with the agent.
        let mut theirs = Authenticator::of(&bea, "EdDSA").await;
        let moved = json!({ "name": "Bea", "address": format!("other@staff.{}.example", site.id) });
        assert!(site.admin("PUT", "/agents/bea", Some(&moved)).await.succeeded());
        shows(&site, &theirs.show(&challenge(&site).await, |_| {})).await.must_be(ProblemKind::Unauthenticated);
        assert_eq!(bea.ask("GET", "/agent/session", None).await.status, 401);
        let carl = site.agent("Carl").await.sign_in().await;
        let lead = json!({ "name": "Carl", "address": format!("carl@staff.{}.example", site.id), "role": "lead" });
        assert!(site.admin("PUT", "/agents/carl", Some(&lead)).await.succeeded());
        assert_eq!(carl.ask("GET", "/agent/session", None).await.status, 401, "another role is another session");
    });
}
