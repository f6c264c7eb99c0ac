//! An agent's own account: where they are signed in, and signing out everywhere.

use super::scenes::{Answered, answered};
use serde_json::{Value, json};
use std::time::Duration;
use weft_shared::wire::{
    account::OwnSessions,
    agent::{FromDesk, FromThread, Me},
};
use weft_tests::{
    browser::{AccountPage, Browser, Console},
    harness::{Site, World, run},
    persona::{Answer, Authenticator, DeskView, SignedIn, ThreadView, request},
};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1";
const SOON: Duration = Duration::from_secs(10);

/// Signs in by a passkey in a browser that calls itself so, with what else it sends.
async fn by_passkey(site: &Site, device: &mut Authenticator, browser: &str, cookie: Option<&str>) -> SignedIn {
    let world = &site.world;
    let ask = async |path: &str, body: Option<&Value>| -> Answer {
        let mut headers = vec![("origin", world.edge_url.as_str()), ("user-agent", browser)];
        headers.extend(cookie.map(|cookie| ("cookie", cookie)));
        request(&world.client, "POST", &site.api(path), &headers, body).await
    };
    let wanted: Value = ask("/agent/passkey/challenge", None).await.json();
    let answer = ask("/agent/passkey", Some(&device.show(&wanted, |_| {}))).await;
    assert!(answer.succeeded(), "{answer:?}");
    let cookie = answer.header("set-cookie").and_then(|set| set.split(';').next()).expect("a cookie").to_owned();
    SignedIn { site: site.clone(), me: answer.json::<Me>(), cookie }
}

async fn is_in(agent: &SignedIn) -> bool {
    let status = agent.ask("GET", "/agent/session", None).await.status;
    assert!(matches!(status, 200 | 401), "{status}");
    status == 200
}

async fn sessions(agent: &SignedIn) -> OwnSessions {
    agent.ask("GET", "/agent/sessions", None).await.json()
}

/// Why the inbox is closed; none when it stays open.
async fn desk_ends(desk: &mut DeskView, patience: Duration) -> Option<String> {
    while let Some(frame) = desk.socket.next(patience).await {
        if let FromDesk::Bye { because, .. } = frame {
            return Some(because);
        }
    }
    None
}

async fn thread_ends(thread: &mut ThreadView, patience: Duration) -> Option<String> {
    while let Some(frame) = thread.socket.next(patience).await {
        if let FromThread::Bye { because, .. } = frame {
            return Some(because);
        }
    }
    None
}

#[test]
fn signing_out_everywhere_closes_all_that_is_ones_own_and_nothing_of_anybody_else() {
    run(async {
        let Answered { site, ada, mut desk, mut thread, conversation, .. } = answered().await;
        let mut device = Authenticator::of(&ada, "EdDSA").await;
        let phone = by_passkey(&site, &mut device, PHONE, None).await;
        let mut on_phone = (phone.desk().await, phone.thread(conversation).await);
        let ben = site.agent("Ben").await.sign_in().await;
        let mut bens = (ben.desk().await, ben.thread(conversation).await);

        let told = ada.ask("GET", "/agent/sessions", None).await;
        let own: OwnSessions = told.json();
        assert_eq!(own.sessions.iter().map(|one| one.here).collect::<Vec<_>>(), [false, true], "{own:?}");
        let names = (own.sessions[0].browser.as_deref(), own.sessions[0].system.as_deref());
        assert_eq!(names, (Some("Safari"), Some("iOS")), "{own:?}");
        assert!(own.sessions.iter().all(|one| one.began < one.ends));
        for secret in ["18_5", "18.5", "AppleWebKit", &ada.cookie, &ada.me.key, "hash"] {
            assert!(!told.body.contains(secret), "{secret} is told: {}", told.body);
        }
        assert_eq!(sessions(&ben).await.sessions.len(), 1, "each sees their own");

        let ended = phone.ask("DELETE", "/agent/sessions", None).await;
        assert_eq!(ended.status, 204, "{ended:?}");
        assert!(ended.header("set-cookie").is_some_and(|set| set.contains("Max-Age=0")), "{ended:?}");
        assert!(!is_in(&ada).await && !is_in(&phone).await);
        for inbox in [&mut desk, &mut on_phone.0] {
            assert_eq!(desk_ends(inbox, SOON).await.as_deref(), Some("signed-out"));
        }
        for thread in [&mut thread, &mut on_phone.1] {
            assert_eq!(thread_ends(thread, SOON).await.as_deref(), Some("signed-out"));
        }
        assert!(is_in(&ben).await);
        assert_eq!(desk_ends(&mut bens.0, Duration::from_secs(1)).await, None);
        assert_eq!(thread_ends(&mut bens.1, Duration::from_secs(1)).await, None);

        // The passkey stays: whoever has it comes back, and is alone.
        let again = by_passkey(&site, &mut device, FIREFOX, None).await;
        let own = sessions(&again).await.sessions;
        assert_eq!(own.len(), 1);
        assert_eq!((own[0].here, own[0].browser.as_deref()), (true, Some("Firefox")));
    });
}

#[test]
fn an_agent_ends_nobody_elses_sessions_whatever_they_name_or_borrow() {
    run(async {
        let (scene, elsewhere) = (answered().await, answered().await);
        let (site, ada) = (&scene.site, &scene.ada);
        let lead = site.lead("Lea").await.sign_in().await;
        let (edge, shop) = (site.world.edge_url.clone(), site.world.carrier.shop_url());
        let stolen = async |origin: Option<&str>, cookie: Option<&str>, key: Option<&str>| {
            let mut headers: Vec<(&str, &str)> = Vec::new();
            headers.extend(origin.map(|origin| ("origin", origin)));
            headers.extend(cookie.map(|cookie| ("cookie", cookie)));
            headers.extend(key.map(|key| ("x-weft-key", key)));
            request(&site.world.client, "DELETE", &site.api("/agent/sessions"), &headers, None).await.status
        };
        let (hers, leads) = (ada.cookie.as_str(), lead.cookie.as_str());
        for (what, origin, cookie, key) in [
            ("nothing", Some(edge.as_str()), None, None),
            ("her key alone", Some(edge.as_str()), None, Some(ada.me.key.as_str())),
            ("her cookie alone", Some(edge.as_str()), Some(hers), None),
            ("her cookie with another's key", Some(edge.as_str()), Some(hers), Some(lead.me.key.as_str())),
            ("her key with another's cookie", Some(edge.as_str()), Some(leads), Some(ada.me.key.as_str())),
            ("a page of the shop", Some(shop.as_str()), Some(hers), Some(ada.me.key.as_str())),
            ("no page at all", None, Some(hers), Some(ada.me.key.as_str())),
            (
                "her namesake at another site",
                Some(edge.as_str()),
                Some(elsewhere.ada.cookie.as_str()),
                Some(elsewhere.ada.me.key.as_str()),
            ),
        ] {
            let status = stolen(origin, cookie, key).await;
            assert!(matches!(status, 401 | 403), "{what}: {status}");
            assert!(is_in(ada).await, "{what}");
        }
        // Whoever asks with their own is signed out themselves, whomever they name.
        let named = json!({ "agent": "ada", "secret_hash": "0".repeat(64) });
        assert_eq!(lead.ask("DELETE", "/agent/sessions?agent=ada", Some(&named)).await.status, 204);
        assert!(!is_in(&lead).await && is_in(ada).await && is_in(&elsewhere.ada).await);
        for path in ["/agent/sessions/ada", "/agent/session?agent=ada", "/desk/agents/ada/sessions"] {
            let status = lead.ask("DELETE", path, None).await.status;
            assert!(matches!(status, 401 | 403 | 404 | 405), "{path}: {status}");
        }
        assert!(is_in(ada).await);
    });
}

#[test]
fn signing_in_anew_ends_what_this_browser_was_signed_in_with_and_nothing_else() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let mut device = Authenticator::of(&ada, "EdDSA").await;
        let phone = by_passkey(&site, &mut device, PHONE, None).await;
        let anew = by_passkey(&site, &mut device, FIREFOX, Some(&ada.cookie)).await;
        let mut tries = 0;
        while is_in(&ada).await {
            tries += 1;
            assert!(tries < 50, "the former session is still open");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(is_in(&anew).await && is_in(&phone).await);
        assert_eq!(sessions(&anew).await.sessions.len(), 2);
    });
}

#[test]
fn who_signs_out_everywhere_in_one_browser_sees_it_in_the_other() {
    run(async {
        let world = World::shared().await;
        let site = world.site().await;
        let ada = site.agent("Ada").await;
        let (one, other) = (Browser::start(&world).await, Browser::start(&world).await);
        Console::open(&other, &site).await.sign_in(&ada).await;
        let account = AccountPage::open(&one, &site).await;
        // A code is made again after half a minute only.
        tokio::time::sleep(Duration::from_secs(31)).await;
        account.sign_in(&ada).await;
        // This world is at a number only, where no browser keeps a passkey.
        one.says("this one is only a number").await;
        one.says("This browser").await;
        assert_eq!(account.sessions().await.len(), 2, "{}", one.text().await);
        assert!(account.sessions().await.iter().all(|line| line.contains("Chrome on Linux")));
        one.looks("account").await;

        account.signs_out_everywhere().await;
        one.says("You are signed out everywhere.").await;
        other.says("You are signed out.").await;
        other.find("field", "Your work address").await;
        one.quit().await;
        other.quit().await;
    });
}
