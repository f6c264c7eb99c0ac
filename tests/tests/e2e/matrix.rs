//! The authorisation matrix: every route of the edge's own table, with every kind of credentials.

// The edge's own table, as it is: a route that it gains is in the matrix by itself.
#[allow(dead_code, unreachable_pub, missing_docs)]
#[path = "../../../edge/src/routes.rs"]
pub mod routes;

use super::scenes::answered;
use routes::{Endpoint, ROUTES, Role};
use serde_json::json;
use weft_shared::wire::api::{KeyMade, Scope};
use weft_tests::{
    harness::run,
    persona::{Attacker, SignedIn, utterances},
};

/// Whose credentials are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Nothing,
    Origin,
    ForeignOrigin,
    Session,
    WrongSecret,
    OtherSession,
    Cookie,
    CookieAndOrigin,
    Agent,
    Lead,
    SiteAdmin,
    SiteAdminWithoutKey,
    Key,
    KeyOfOneScope,
    WrongKey,
    DeadKey,
    Admin,
    WrongAdmin,
    Hook,
    WrongHook,
}

const ALL: [Shown; 20] = [
    Shown::Nothing,
    Shown::Origin,
    Shown::ForeignOrigin,
    Shown::Session,
    Shown::WrongSecret,
    Shown::OtherSession,
    Shown::Cookie,
    Shown::CookieAndOrigin,
    Shown::Agent,
    Shown::Lead,
    Shown::SiteAdmin,
    Shown::SiteAdminWithoutKey,
    Shown::Key,
    Shown::KeyOfOneScope,
    Shown::WrongKey,
    Shown::DeadKey,
    Shown::Admin,
    Shown::WrongAdmin,
    Shown::Hook,
    Shown::WrongHook,
];

/// The scope of the key that has only one.
const ONE_SCOPE: Scope = Scope::ConversationsRead;

/// Signed in as somebody who looks after the site; the key in the header is for what changes something.
fn is_site_admin(shown: Shown) -> bool {
    matches!(shown, Shown::SiteAdmin | Shown::SiteAdminWithoutKey)
}

/// A new key of the site's API.
async fn key(admin: &SignedIn, scopes: &[Scope]) -> KeyMade {
    let wanted = json!({ "name": "Matrix", "scopes": scopes });
    admin.ask("POST", "/desk/keys", Some(&wanted)).await.result().expect("a key")
}

/// Whether this may get beyond the door of a route.
fn admitted(role: Role, method: &str, shown: Shown) -> bool {
    match role {
        Role::Public => true,
        Role::OwnPage => !matches!(
            shown,
            Shown::Nothing
                | Shown::ForeignOrigin
                | Shown::Cookie
                | Shown::Key
                | Shown::KeyOfOneScope
                | Shown::WrongKey
                | Shown::DeadKey
                | Shown::Admin
                | Shown::WrongAdmin
                | Shown::Hook
                | Shown::WrongHook
        ),
        Role::Session => shown == Shown::Session,
        Role::Agent if method == "GET" => {
            matches!(shown, Shown::Cookie | Shown::CookieAndOrigin | Shown::Agent | Shown::Lead) || is_site_admin(shown)
        }
        Role::Agent => matches!(shown, Shown::Agent | Shown::Lead | Shown::SiteAdmin),
        Role::Lead if method == "GET" => shown == Shown::Lead || is_site_admin(shown),
        Role::Lead => matches!(shown, Shown::Lead | Shown::SiteAdmin),
        Role::SiteAdmin if method == "GET" => is_site_admin(shown),
        Role::SiteAdmin => shown == Shown::SiteAdmin,
        Role::AgentSocket => {
            matches!(shown, Shown::CookieAndOrigin | Shown::Agent | Shown::Lead) || is_site_admin(shown)
        }
        Role::Api(scope) => shown == Shown::Key || (shown == Shown::KeyOfOneScope && scope == ONE_SCOPE.name()),
        Role::Admin => shown == Shown::Admin,
        Role::Hook => shown == Shown::Hook,
        // None of these has a provider's secret: see `provider_signatures`.
        Role::Provider => false,
    }
}

#[test]
fn no_route_answers_whom_it_is_not_for() {
    run(async {
        let scene = answered().await;
        let linked = scene.site.visitor().redeem(&scene.token).await.unwrap().credentials;
        let other = scene.site.visitor().begin().await;
        let lead = scene.site.lead("Lea").await.sign_in().await;
        let admin = scene.site.admin_agent("Max").await.sign_in().await;
        let whole = key(&admin, Scope::ALL).await.key;
        let narrow = key(&admin, &[ONE_SCOPE]).await.key;
        let dead = key(&admin, Scope::ALL).await;
        let ended = admin.ask("DELETE", &format!("/desk/keys/{}", dead.line.id), None).await;
        assert!(ended.succeeded(), "{ended:?}");
        let customer = scene.desk.rows.values().next().expect("the line of Jo").customer.to_string();
        let message = utterances(&scene.thread.transcript)[0].id.to_string();
        let (edge, keys) = (scene.site.world.edge_url.clone(), &scene.site.world.keys);
        let word = keys.backend.jane(scene.site.id.as_str());
        let anybody = Attacker::new(&scene.site);
        let mut tried = 0;
        for route in ROUTES {
            // Ending sessions and the like would take away what later lines show.
            let harmless = !matches!(
                route.endpoint,
                Endpoint::EndSession
                    | Endpoint::SignOut
                    | Endpoint::EndOwnSessions
                    | Endpoint::Identify
                    | Endpoint::PutSite
                    | Endpoint::PutAgent
                    | Endpoint::RestorePolicy
                    | Endpoint::OperatorRestorePolicy
                    | Endpoint::PutSiteAgent
                    | Endpoint::PutSiteSettings
            );
            let path = route
                .pattern
                .replace("{site}", scene.site.id.as_str())
                .replace("{id}", &scene.conversation.to_string())
                .replace("{message}", &message)
                .replace("{conversation}", &scene.conversation.to_string())
                .replace("{customer}", &customer)
                .replace("{name}", "twilio-auth-token")
                .replace("{step}", "menu")
                .replace("{agent}", "nobody")
                .replace("{file}", &message)
                .replace("{passkey}", "7")
                .replace("{example}", "7")
                .replace("{provider}", "postmark")
                .replace("{key}", &dead.line.id.to_string())
                .replace("{webhook}", &dead.line.id.to_string())
                .replace("{delivery}", &dead.line.id.to_string())
                .replace("{account}", "nobody");
            assert!(!path.contains('{'), "{path}: every variable segment needs something");
            for shown in ALL {
                let may = admitted(route.role, route.method, shown);
                if may && !harmless {
                    continue;
                }
                let mut headers: Vec<(&str, String)> = Vec::new();
                let mut set = |name, value: String| headers.push((name, value));
                match shown {
                    Shown::Nothing => {}
                    Shown::Origin => set("origin", edge.clone()),
                    Shown::ForeignOrigin => set("origin", scene.site.world.carrier.shop_url()),
                    Shown::Session | Shown::WrongSecret | Shown::OtherSession => {
                        let (session, secret) = match shown {
                            Shown::Session => (linked.session, linked.secret.clone()),
                            Shown::WrongSecret => (linked.session, "0".repeat(64)),
                            _ => (other.session, other.secret.clone()),
                        };
                        set("origin", edge.clone());
                        set("authorization", format!("Bearer {session}.{secret}"));
                    }
                    Shown::Cookie => set("cookie", scene.ada.cookie.clone()),
                    Shown::Lead => {
                        set("origin", edge.clone());
                        set("cookie", lead.cookie.clone());
                        set("x-weft-key", lead.me.key.clone());
                    }
                    Shown::SiteAdmin | Shown::SiteAdminWithoutKey => {
                        set("origin", edge.clone());
                        set("cookie", admin.cookie.clone());
                        if shown == Shown::SiteAdmin {
                            set("x-weft-key", admin.me.key.clone());
                        }
                    }
                    Shown::Key => set("authorization", format!("Bearer {whole}")),
                    Shown::KeyOfOneScope => set("authorization", format!("Bearer {narrow}")),
                    Shown::DeadKey => set("authorization", format!("Bearer {}", dead.key)),
                    Shown::WrongKey => {
                        let swapped = if whole.ends_with('0') { "1" } else { "0" };
                        set("authorization", format!("Bearer {}{swapped}", &whole[..whole.len() - 1]));
                    }
                    Shown::CookieAndOrigin | Shown::Agent => {
                        set("origin", edge.clone());
                        set("cookie", scene.ada.cookie.clone());
                        if shown == Shown::Agent {
                            set("x-weft-key", scene.ada.me.key.clone());
                        }
                    }
                    Shown::Admin => set("authorization", format!("Bearer {}", keys.admin)),
                    Shown::WrongAdmin => set("authorization", format!("Bearer {}", "0".repeat(keys.admin.len()))),
                    Shown::Hook | Shown::WrongHook => {
                        use base64::{Engine as _, prelude::BASE64_STANDARD};
                        let pair = if shown == Shown::Hook { keys.hook.clone() } else { "postmark:wrong".to_owned() };
                        set("authorization", format!("Basic {}", BASE64_STANDARD.encode(pair)));
                    }
                }
                if route.endpoint.is_socket() {
                    for (name, value) in [
                        ("connection", "Upgrade"),
                        ("upgrade", "websocket"),
                        ("sec-websocket-version", "13"),
                        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
                    ] {
                        headers.push((name, value.to_owned()));
                    }
                }
                let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let body = matches!(route.method, "POST" | "PUT").then(
                    || json!({ "code": "123456", "address": "nobody@nowhere.example", "token": word, "join": false }),
                );
                let answer = anybody.asks(route.method, &path, &headers, body.as_ref()).await;
                let line =
                    format!("{} {} with {shown:?}: {} {}", route.method, route.pattern, answer.status, answer.body);
                if may {
                    assert!(!matches!(answer.status, 401 | 403 | 405) && answer.status != 500, "{line}");
                } else {
                    assert!(matches!(answer.status, 401 | 403 | 404), "{line}");
                    answer.problem();
                }
                tried += 1;
            }
        }
        println!("{tried} lines of the matrix, {} routes", ROUTES.len());
    });
}

/// Whether a pattern leads to a path: its variable segments take anything.
fn leads(pattern: &str, path: &str) -> bool {
    let (wanted, given) = (pattern.split('/'), path.split('/'));
    wanted.clone().count() == given.clone().count()
        && wanted.zip(given).all(|(wanted, given)| wanted == given || wanted.starts_with('{'))
}

#[test]
fn a_method_that_a_route_does_not_have_does_nothing() {
    run(async {
        let scene = answered().await;
        let anybody = Attacker::new(&scene.site);
        for route in ROUTES.iter().filter(|route| !route.endpoint.is_socket()) {
            let path = route
                .pattern
                .replace("{site}", scene.site.id.as_str())
                .replace("{id}", &scene.conversation.to_string());
            for method in ["PATCH", "PUT", "DELETE", "TRACE"] {
                if path.contains('{')
                    || ROUTES.iter().any(|other| other.method == method && leads(other.pattern, &path))
                {
                    continue;
                }
                let answer = anybody.asks(method, &path, &[("origin", &scene.site.world.edge_url)], None).await;
                assert!(matches!(answer.status, 404 | 405 | 501), "{method} {path}: {answer:?}");
            }
        }
    });
}

#[test]
fn every_error_is_a_problem_and_every_answer_has_the_headers_of_all() {
    run(async {
        let scene = answered().await;
        let anybody = Attacker::new(&scene.site);
        for path in [
            "/",
            "/nowhere",
            "/v1",
            "/v1/sites/nobody/links",
            "/frame/NOT-A-SITE",
            "/frame/..%2f",
            "/assets/nothing.js",
            "/embed.js/x",
        ] {
            let answer = anybody.asks("GET", path, &[], None).await;
            assert!((400..500).contains(&answer.status), "{path}: {answer:?}");
            assert!(answer.header("x-content-type-options").is_some_and(|v| v == "nosniff"), "{path}: {answer:?}");
            if !path.starts_with("/frame") {
                answer.problem();
            }
        }
        for body in ["", "{", "null", "[]", "{\"token\":1}", "{\"token\":null,\"browser\":[]}"] {
            let answer = scene
                .site
                .world
                .client
                .post(scene.site.api("/links/redeem"))
                .header("origin", &scene.site.world.edge_url)
                .header("content-type", "application/json")
                .body(body)
                .send()
                .await
                .unwrap();
            assert!(answer.status().is_client_error(), "{body}: {}", answer.status());
            assert_eq!(answer.headers()["content-type"], "application/problem+json");
        }
    });
}
