//! Looking after a site by the routes that its pages use: who may, what is refused and why, and what never comes back.

use serde_json::{Value, json};
use weft_shared::wire::{
    admin::{AgentLine, Install, People, ProviderTested, Providers, SettingsFile, SiteSettings},
    problem::ProblemKind,
};
use weft_tests::{
    harness::{Site, World, run},
    persona::{Answer, Attacker, SignedIn},
};

async fn admin(site: &Site, name: &str) -> SignedIn {
    site.agent_with(name, "admin", None).await.sign_in().await
}

fn wanted(line: &AgentLine, role: &str) -> Value {
    json!({
        "name": line.name, "address": line.address, "role": role, "phone": line.phone, "teams": line.teams,
        "skills": line.skills, "languages": line.languages, "capacity": line.capacity,
    })
}

async fn put(by: &SignedIn, version: &str, settings: &SiteSettings) -> Answer {
    let world = &by.site.world;
    let version = format!("\"{version}\"");
    let headers = [
        ("origin", world.edge_url.as_str()),
        ("cookie", &by.cookie),
        ("x-weft-key", &by.me.key),
        ("if-match", &version),
    ];
    let body = serde_json::to_value(settings).unwrap();
    weft_tests::persona::request(&world.client, "PUT", &by.site.api("/desk/settings"), &headers, Some(&body)).await
}

#[test]
fn agents_are_entered_changed_and_removed_and_wrong_ones_refused_with_every_error() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = admin(&site, "Ada").await;
        let bea = json!({
            "new": true, "name": "Bea", "address": format!("bea@staff.{}.example", site.id), "role": "lead",
            "teams": ["support"], "skills": ["billing"], "languages": ["de"], "capacity": 5,
        });
        let people: People = ada.ask("PUT", "/desk/agents/bea", Some(&bea)).await.result().unwrap();
        let line = people.agents.iter().find(|one| one.agent.as_str() == "bea").expect("Bea is there");
        assert_eq!((line.capacity, line.skills.as_slice()), (5, ["billing".to_owned()].as_slice()));
        assert!(people.teams.iter().any(|team| team.team == "support"), "{:?}", people.teams);
        // Whoever adds somebody does not write over a colleague who has the id.
        assert_eq!(ada.ask("PUT", "/desk/agents/bea", Some(&bea)).await.status, 409);

        let wrong = json!({
            "name": " Bea", "address": "nowhere", "phone": "12", "languages": ["german"], "capacity": 0,
        });
        let refused = ada.ask("PUT", "/desk/agents/bea", Some(&wrong)).await;
        assert_eq!(refused.status, 422, "{refused:?}");
        let errors = refused.problem().errors;
        for field in ["name: ", "address: ", "phone: ", "languages: ", "capacity: "] {
            assert!(errors.iter().any(|error| error.starts_with(field)), "{field} in {errors:#?}");
        }

        let bea = weft_tests::persona::Agent::new(site.clone(), "Bea", &line.address).sign_in().await;
        let people: People = ada.ask("DELETE", "/desk/agents/bea", None).await.result().unwrap();
        assert!(people.agents.iter().all(|one| one.agent.as_str() != "bea"));
        assert_eq!(bea.ask("GET", "/agent/session", None).await.status, 401, "whoever is removed is signed out");
        assert_eq!(ada.ask("DELETE", "/desk/agents/bea", None).await.status, 404);
    });
}

#[test]
fn the_last_who_looks_after_a_site_can_neither_go_nor_step_down() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = admin(&site, "Ada").await;
        let people: People = ada.ask("GET", "/desk/agents", None).await.result().unwrap();
        let me = &people.agents[0];
        let down = ada.ask("PUT", "/desk/agents/ada", Some(&wanted(me, "lead"))).await;
        assert!(down.status == 409 && down.problem().is(ProblemKind::Conflict), "{down:?}");
        assert_eq!(ada.ask("DELETE", "/desk/agents/ada", None).await.status, 409);
        assert_eq!(ada.ask("GET", "/agent/session", None).await.status, 200, "a refused removal signs nobody out");

        let bea = admin(&site, "Bea").await;
        assert!(ada.ask("PUT", "/desk/agents/ada", Some(&wanted(me, "lead"))).await.succeeded());
        let refused = ada.ask("GET", "/desk/agents", None).await;
        assert_eq!(
            refused.status, 401,
            "a role that is gone opens nothing, nor does the session that it had: {refused:?}"
        );
        assert_eq!(bea.ask("DELETE", "/desk/agents/bea", None).await.status, 409);
    });
}

#[test]
fn settings_are_checked_as_a_whole_and_nobody_writes_over_a_colleague() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = admin(&site, "Ada").await;
        let answer = ada.ask("GET", "/desk/settings", None).await;
        let file: SettingsFile = answer.result().unwrap();
        assert_eq!(answer.header("etag"), Some(format!("\"{}\"", file.version).as_str()));
        assert!(!answer.body.contains("identify"), "the keys of the backend are not shown here: {}", answer.body);

        let mut wrong = file.settings.clone();
        wrong.name = String::new();
        wrong.origins.push("https://shop.example/path".to_owned());
        wrong.mail.inbound = vec!["nobody".to_owned()];
        let refused = put(&ada, &file.version, &wrong).await;
        assert_eq!(refused.status, 422, "{refused:?}");
        let errors = refused.problem().errors;
        for path in ["name: ", "origins[1]: ", "mail.inbound[0]: "] {
            assert!(errors.iter().any(|error| error.starts_with(path)), "{path} in {errors:#?}");
        }

        let renamed = SiteSettings { name: "Teapots".to_owned(), ..file.settings.clone() };
        let after: SettingsFile = put(&ada, &file.version, &renamed).await.result().unwrap();
        assert_ne!(after.version, file.version);
        let slower = SiteSettings { accent: Some("#112233".to_owned()), ..file.settings.clone() };
        assert_eq!(put(&ada, &file.version, &slower).await.status, 409, "made from settings that hold no more");
        let bare = ada.ask("PUT", "/desk/settings", Some(&serde_json::to_value(&slower).unwrap())).await;
        assert_eq!(bare.status, 400, "without If-Match nothing is changed: {bare:?}");
        let page = Attacker::new(&site).asks("GET", &format!("/frame/{}", site.id), &[], None).await;
        assert!(page.body.contains("Teapots"), "{}", page.body);
        // The backend's keys stay, though nobody sent them.
        let jane = site.world.keys.backend.jane(site.id.as_str());
        assert!(!jane.is_empty() && after.settings.name == "Teapots");
    });
}

#[test]
fn addresses_of_another_site_are_refused() {
    run(async {
        let world = World::shared().await;
        let (site, other) = (world.site().await, world.site().await);
        let ada = admin(&site, "Ada").await;
        let file: SettingsFile = ada.ask("GET", "/desk/settings", None).await.result().unwrap();
        let mut taken = file.settings.clone();
        taken.mail.inbound.push(other.help.clone());
        assert_eq!(put(&ada, &file.version, &taken).await.status, 409);
    });
}

#[test]
fn a_secret_is_kept_used_and_never_shown() {
    run(async {
        // Other sites of tests share secrets with their providers from the beginning.
        let site = Site::create(&World::shared().await, "keeps-secrets").await;
        let ada = admin(&site, "Ada").await;
        let token = site.secrets().into_iter().find(|(name, _)| *name == "twilio-auth-token").unwrap().1;
        let kept = |providers: &Providers, name: &str| {
            providers.secrets.iter().find(|one| one.name == name).and_then(|one| one.since)
        };
        let before: Providers = ada.ask("GET", "/desk/providers", None).await.result().unwrap();
        assert_eq!(kept(&before, "twilio-auth-token"), None);
        let twilio = before.providers.iter().find(|one| one.provider == "twilio").unwrap();
        assert!(twilio.set_up && !twilio.testable && twilio.missing[0].what == "twilio-auth-token", "{twilio:?}");
        assert!(before.signing.iter().filter(|key| key.signs).count() == 1, "{:?}", before.signing);

        let body = json!({ "value": token });
        assert_eq!(ada.ask("PUT", "/desk/secrets/twilio-auth-token", Some(&body)).await.status, 204);
        let answer = ada.ask("GET", "/desk/providers", None).await;
        assert!(!answer.body.contains(&token), "a secret came back");
        let after: Providers = answer.result().unwrap();
        assert!(kept(&after, "twilio-auth-token").is_some());
        for (name, value) in [("pigeon", "x"), ("twilio-auth-token", " ")] {
            let refused = ada.ask("PUT", &format!("/desk/secrets/{name}"), Some(&json!({ "value": value }))).await;
            assert_eq!(refused.status, 422, "{name}: {refused:?}");
        }
    });
}

#[test]
fn a_test_says_whether_a_provider_knows_the_site_and_why_not() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = admin(&site, "Ada").await;
        let test = |provider: &'static str| {
            let ada = &ada;
            async move { ada.ask("POST", &format!("/desk/providers/{provider}/test"), None).await }
        };
        for provider in ["mail", "twilio", "meta"] {
            let tested: ProviderTested = test(provider).await.result().unwrap();
            assert!(tested.works, "{provider}: {tested:?}");
        }
        assert_eq!(test("pigeon").await.status, 404);
        for (secret, provider) in [("twilio-auth-token", "twilio"), ("meta-access-token", "meta")] {
            assert!(site.secret(secret, "wrong-by-all-means").await.succeeded());
            let tested: ProviderTested = test(provider).await.result().unwrap();
            assert!(!tested.works && tested.said.contains("refuses"), "{provider}: {tested:?}");
            assert!(!tested.said.contains("wrong-by-all-means"));
        }
    });
}

#[test]
fn the_page_for_installing_says_where_the_widget_was_seen() {
    run(async {
        let site = World::shared().await.site().await;
        let lea = site.lead("Lea").await.sign_in().await;
        let before: Install = lea.ask("GET", "/desk/install", None).await.result().unwrap();
        assert!(before.snippet.contains(&format!("data-site=\"{}\"", site.id)), "{}", before.snippet);
        assert!(before.origins.iter().all(|one| one.seen.is_none()) && before.strangers.is_empty(), "{before:?}");

        let visit = |origin: String, to: &'static str| {
            let anybody = Attacker::new(&site);
            let frame = format!("/frame/{}", site.id);
            async move {
                let referrer = format!("{origin}/some/page");
                let headers = [("referer", referrer.as_str()), ("sec-fetch-dest", to)];
                assert_eq!(anybody.asks("GET", &frame, &headers, None).await.status, 200);
            }
        };
        visit("https://linked.example".to_owned(), "document").await;
        visit(site.world.carrier.shop_url(), "iframe").await;
        for n in 0..14 {
            visit(format!("https://s{n}.example"), "iframe").await;
        }
        let mut after = before;
        for _ in 0..50 {
            after = lea.ask("GET", "/desk/install", None).await.result().unwrap();
            if after.origins[0].seen.is_some() && after.strangers.len() >= 10 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert!(after.origins[0].seen.is_some(), "{after:?}");
        assert_eq!(after.strangers.len(), 10, "only so many are kept: {after:?}");
        assert!(after.strangers.iter().all(|one| one.origin != "https://linked.example"), "{after:?}");
    });
}

#[test]
fn leads_see_what_is_theirs_and_agents_nothing_of_it() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let lea = site.lead("Lea").await.sign_in().await;
        for path in ["/desk/settings", "/desk/agents", "/desk/providers", "/desk/keys", "/desk/webhooks"] {
            for who in [&ada, &lea] {
                let answer = who.ask("GET", path, None).await;
                assert!(answer.status == 403 && answer.problem().is(ProblemKind::Forbidden), "{path}: {answer:?}");
            }
        }
        for path in ["/desk/install", "/desk/examples"] {
            assert_eq!(ada.ask("GET", path, None).await.status, 403, "{path}");
            assert_eq!(lea.ask("GET", path, None).await.status, 200, "{path}");
        }
    });
}
