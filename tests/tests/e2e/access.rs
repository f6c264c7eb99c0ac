//! Signing in by the word of Cloudflare Access: who is let in, and every way to forge it.

use serde_json::{Value, json};
use weft_shared::wire::{agent::Me, problem::ProblemKind};
use weft_tests::{
    browser::{Browser, Console},
    carrier::now,
    harness::{Signer, Site, World, keys::random_hex, run},
    persona::{Answer, COOKIE, request},
};

struct Team {
    site: Site,
    domain: String,
    audience: String,
    signer: Signer,
}

fn jwk(signer: &Signer) -> Value {
    let mut key = signer.setting()["key"].clone();
    key["kid"] = json!(signer.kid());
    key["alg"] = json!("RS256");
    key["use"] = json!("sig");
    key
}

impl Team {
    async fn new() -> Self {
        let world = World::shared().await;
        let site = world.site().await;
        let (domain, audience) = (format!("{}.cloudflareaccess.com", site.id), random_hex(32));
        let signer = Signer::by_node(&world.tools, &random_hex(32), "RS256");
        let mut settings = site.settings();
        settings["access"] = json!({ "team_domain": domain, "audience": audience });
        let put = site.put(&settings).await;
        assert!(put.succeeded(), "{put:?}");
        world.carrier.teams.sign_by(&domain, vec![jwk(&signer)]);
        Self { site, domain, audience, signer }
    }

    fn claims(&self, email: &str) -> Value {
        let now = now() / 1_000;
        json!({
            "aud": [self.audience], "email": email, "exp": now + 600, "iat": now - 5, "nbf": now - 5,
            "iss": format!("https://{}", self.domain), "type": "app", "identity_nonce": "x", "sub": "1", "country": "GB",
        })
    }

    async fn with(&self, headers: &[(&str, &str)]) -> Answer {
        let world = &self.site.world;
        let headers = [&[("origin", world.edge_url.as_str())], headers].concat();
        request(&world.client, "POST", &self.site.api("/agent/access"), &headers, None).await
    }

    async fn says(&self, token: &str) -> Answer {
        self.with(&[("cf-access-jwt-assertion", token)]).await
    }
}

#[test]
fn the_companys_word_lets_agents_in_and_nobody_else() {
    run(async {
        let team = Team::new().await;
        let ada = team.site.agent("Ada").await;
        let address = ada.mailbox.address();
        let good = team.signer.sign(&team.claims(address));
        let answer = team.says(&good).await;
        assert_eq!(answer.result::<Me>().unwrap().name, "Ada");
        let set = answer.header("set-cookie").unwrap();
        assert!(set.starts_with(COOKIE) && set.contains("SameSite=Strict"), "{set}");
        assert!(team.with(&[("cookie", &format!("CF_Authorization={good}"))]).await.succeeded());
        assert_eq!(team.site.world.carrier.teams.asked(&team.domain), 1, "the keys are kept");

        let header = |alg: &str, kid: &str| json!({ "alg": alg, "kid": kid, "typ": "JWT" });
        let kid = team.signer.kid();
        let with = |name: &str, value: Value| {
            let mut claims = team.claims(address);
            claims[name] = value;
            team.signer.sign(&claims)
        };
        let stranger = Signer::by_node(&team.site.world.tools, kid, "RS256");
        let modulus = team.signer.setting()["key"]["n"].as_str().unwrap().to_owned();
        let by_public = Signer::Hs256 { kid: kid.to_owned(), secret: modulus };
        let now = now() / 1_000;
        let (head, tail) = good.rsplit_once('.').unwrap();
        let forged = [
            ("nothing", String::new()),
            ("no token", "x.y.z".to_owned()),
            ("none", team.signer.sign_as(&header("none", kid), &team.claims(address))),
            ("no signature", format!("{head}.")),
            ("another signature", format!("{head}.{}", tail.chars().rev().collect::<String>())),
            ("HS256 by the public key", by_public.sign(&team.claims(address))),
            ("HS256 in name", team.signer.sign_as(&header("HS256", kid), &team.claims(address))),
            ("ES256 in name", team.signer.sign_as(&header("ES256", kid), &team.claims(address))),
            ("another key of that name", stranger.sign(&team.claims(address))),
            ("an unknown key", team.signer.sign_as(&header("RS256", "other"), &team.claims(address))),
            ("no key named", team.signer.sign_as(&json!({ "alg": "RS256" }), &team.claims(address))),
            (
                "a key of its own",
                team.signer
                    .sign_as(&json!({ "alg": "RS256", "kid": kid, "jwk": jwk(&stranger) }), &team.claims(address)),
            ),
            ("another audience", with("aud", json!([random_hex(32)]))),
            ("no audience", with("aud", json!([]))),
            ("another issuer", with("iss", json!("https://evil.cloudflareaccess.com"))),
            ("over", with("exp", json!(now - 1))),
            ("not yet", with("nbf", json!(now + 600))),
            ("an unknown address", with("email", json!(format!("eve@staff.{}.example", team.site.id)))),
            ("no address", with("email", json!(""))),
            ("a list of addresses", with("email", json!([address]))),
            ("another kind", with("type", json!("org"))),
        ];
        for (what, token) in &forged {
            let refused = team.says(token).await;
            assert_eq!(refused.status, 401, "{what}: {refused:?}");
            refused.must_be(ProblemKind::Unauthenticated);
            assert!(refused.header("set-cookie").is_none(), "{what}");
        }
        team.with(&[]).await.must_be(ProblemKind::Unauthenticated);
        let two = format!("CF_Authorization={good}; CF_Authorization={good}");
        team.with(&[("cookie", &two)]).await.must_be(ProblemKind::Unauthenticated);
        assert!(
            team.site.world.carrier.teams.asked(&team.domain) <= 2,
            "an unknown key is no way to ask again and again"
        );

        // A site that believes no such word has no such route.
        let plain = team.site.world.site().await;
        let world = &team.site.world;
        let headers = [("origin", world.edge_url.as_str()), ("cf-access-jwt-assertion", &good)];
        let answer = request(&world.client, "POST", &plain.api("/agent/access"), &headers, None).await;
        answer.must_be(ProblemKind::NotFound);
    });
}

#[test]
fn another_teams_word_counts_only_there() {
    run(async {
        let (one, other) = (Team::new().await, Team::new().await);
        let ada = one.site.agent("Ada").await;
        let token = other.signer.sign(&one.claims(ada.mailbox.address()));
        one.says(&token).await.must_be(ProblemKind::Unauthenticated);
        other.says(&token).await.must_be(ProblemKind::Unauthenticated);
    });
}

#[test]
fn whoever_the_company_let_through_is_signed_in_without_a_word() {
    run(async {
        let team = Team::new().await;
        let ada = team.site.agent("Ada").await;
        let browser = Browser::start(&team.site.world).await;
        let console = Console::open(&browser, &team.site).await;
        browser.find("field", "Your work address").await;
        // Access sets its cookie in the company's sign-in, before the page is reached.
        let token = team.signer.sign(&team.claims(ada.mailbox.address()));
        let script = "document.cookie = `CF_Authorization=${arguments[0]}; path=/; SameSite=Lax`;";
        browser.script(script, vec![json!(token)]).await;
        browser.go("about:blank").await;
        browser.go(&console.address()).await;
        browser.find("heading", "Inbox").await;
        // Signing out stays signing out.
        browser.click("button", "Ada").await;
        browser.click("button", "Sign out").await;
        browser.says("You are signed out.").await;
        browser.find("field", "Your work address").await;
        browser.quit().await;
    });
}

/// Sets the cookie of Access, as the company's sign-in does before the page is reached.
async fn comes_by_access(browser: &Browser, token: &str) {
    let script = "document.cookie = `CF_Authorization=${arguments[0]}; path=/; SameSite=Lax`;";
    browser.script(script, vec![json!(token)]).await;
}

#[test]
fn an_employee_who_is_no_agent_is_told_so_and_whoever_did_not_come_by_it_nothing() {
    run(async {
        let team = Team::new().await;
        let eve = format!("eve@staff.{}.example", team.site.id);
        let refused = team.says(&team.signer.sign(&team.claims(&eve))).await;
        refused.must_be(ProblemKind::Unauthenticated);
        let why = refused.problem().detail.expect("a reason");
        assert!(why.contains("no agent") && !why.contains("eve"), "{why}");
        assert_eq!(team.with(&[]).await.problem().detail, None);

        let browser = Browser::start(&team.site.world).await;
        let console = Console::open(&browser, &team.site).await;
        browser.find("field", "Your work address").await;
        let text = browser.text().await;
        assert!(!text.contains("company"), "{text}");
        comes_by_access(&browser, &team.signer.sign(&team.claims(&eve))).await;
        browser.go("about:blank").await;
        browser.go(&console.address()).await;
        browser.says("you are no agent of this site").await;
        browser.find("field", "Your work address").await;
        browser.looks("access-no-agent").await;
        browser.quit().await;
    });
}

#[test]
fn when_the_session_ends_the_companys_word_is_asked_for_once_before_anything_else() {
    run(async {
        let team = Team::new().await;
        let ada = team.site.agent("Ada").await;
        for (name, subject) in [("Jo", "My teapot"), ("Kim", "An invoice")] {
            team.site.customer(name).writes(subject, "Could you look into it?").await;
        }
        let browser = Browser::start(&team.site.world).await;
        let console = Console::open(&browser, &team.site).await;
        console.sign_in(&ada).await;
        console.pick("My teapot").await;
        browser.fill("Your answer", "Dear Jo, about the teapot").await;
        comes_by_access(&browser, &team.signer.sign(&team.claims(ada.mailbox.address()))).await;
        // The session is over, and the next thing that she does finds that out.
        browser.driver.delete_cookie(COOKIE).await.unwrap();
        console.pick("An invoice").await;
        let signed_in = browser.driver.get_named_cookie(COOKIE).await;
        assert!(signed_in.is_ok(), "{signed_in:?}");
        console.pick("My teapot").await;
        let field = browser.find("field", "Your answer").await;
        assert_eq!(field.prop("value").await.unwrap().unwrap(), "Dear Jo, about the teapot");

        // Once: where that helps no more, she is asked as everybody is.
        browser.driver.delete_all_cookies().await.unwrap();
        browser.click("link", "An invoice").await;
        browser.says("Your session has ended").await;
        browser.find("field", "Your work address").await;
        browser.quit().await;
    });
}
