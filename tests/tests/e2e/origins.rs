//! WebSocket handshakes and requests from origins that are not the edge's own.

use super::scenes::answered;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite::Message};
use weft_shared::wire::problem::ProblemKind;
use weft_tests::{
    harness::{Site, run},
    persona::{Attacker, PATIENCE, handshake},
};

/// Origins that look like the edge's own and are not.
///
/// Two more, the same host by another scheme and in another case, are rewritten to the true origin by wrangler's local
/// proxy before the worker sees them: the edge's own tests hold those.
fn look_alikes(site: &Site) -> Vec<(&'static str, String)> {
    let own = &site.world.edge_url;
    let port = own.rsplit(':').next().unwrap();
    vec![
        ("null", "null".to_owned()),
        ("empty", String::new()),
        ("the shop's", site.world.carrier.shop_url()),
        ("with a suffix", format!("{own}.evil.example")),
        ("with a suffix on the port", format!("{own}0")),
        ("with a prefix", format!("http://evil.example.127.0.0.1:{port}")),
        ("with user info", format!("http://127.0.0.1:{port}@evil.example")),
        ("another port", "http://127.0.0.1:1".to_owned()),
        ("no port", "http://127.0.0.1".to_owned()),
        ("a socket's scheme", own.replace("http://", "ws://")),
        ("another name of the host", format!("http://localhost:{port}")),
        ("another spelling of the host", format!("http://127.1:{port}")),
        ("punycode", format!("http://xn--127-qxa.0.0.1:{port}")),
        ("a path", format!("{own}/")),
        ("a space", format!("{own} ")),
        ("two", format!("{own}, {own}")),
        ("two apart", format!("{own} http://evil.example")),
    ]
}

#[test]
fn a_socket_from_a_bad_origin_is_refused_with_403_and_a_cookie_alone_never_suffices() {
    run(async {
        let scene = answered().await;
        let redeemed = scene.site.visitor().redeem(&scene.token).await.unwrap();
        let bearer = format!("Bearer {}.{}", redeemed.credentials.session, redeemed.credentials.secret);
        let sockets = [
            scene.site.api(&format!("/conversations/{}/socket", scene.conversation)),
            scene.site.api("/desk/socket"),
            scene.site.api(&format!("/desk/conversations/{}/socket", scene.conversation)),
        ];
        let mut tried = 0;
        for url in &sockets {
            for (what, origin) in look_alikes(&scene.site) {
                // Some of these cannot be sent as they are; HTTP trims them to the true origin.
                if origin.trim() == scene.site.world.edge_url {
                    continue;
                }
                let headers = [("origin", origin.as_str()), ("cookie", &scene.ada.cookie), ("authorization", &bearer)];
                let refused = handshake(url, &headers).await.err();
                assert_eq!(refused, Some(403), "{url} from {what} ({origin:?})");
                tried += 1;
            }
            let headers = [("cookie", scene.ada.cookie.as_str()), ("authorization", &bearer)];
            assert_eq!(handshake(url, &headers).await.err(), Some(403), "{url} without an origin");
        }
        println!("{tried} handshakes refused");
    });
}

#[test]
fn a_request_from_a_bad_origin_changes_nothing() {
    run(async {
        let scene = answered().await;
        let page = Attacker::new(&scene.site);
        let site = &scene.site.id;
        let redeem = serde_json::json!({ "token": scene.token, "browser": "0".repeat(32) });
        let begin = serde_json::json!({ "key": "key-of-a-hostile-page" });
        let address = serde_json::json!({ "address": scene.jo.address() });
        let requests = [
            (format!("/v1/sites/{site}/links/redeem"), &redeem),
            (format!("/v1/sites/{site}/links/refresh"), &redeem),
            (format!("/v1/sites/{site}/links"), &address),
            (format!("/v1/sites/{site}/conversations"), &begin),
            (format!("/v1/sites/{site}/agent/code"), &address),
        ];
        let mut tried = 0;
        for (path, body) in &requests {
            for (what, origin) in look_alikes(&scene.site) {
                if origin.trim() == scene.site.world.edge_url {
                    continue;
                }
                let answer = page.asks("POST", path, &[("origin", &origin)], Some(body)).await;
                assert_eq!(answer.status, 403, "{path} from {what}");
                answer.must_be(ProblemKind::ForeignOrigin);
                assert!(answer.header("access-control-allow-origin").is_none());
                tried += 1;
            }
            page.asks("POST", path, &[], Some(body)).await.must_be(ProblemKind::ForeignOrigin);
        }
        println!("{tried} requests from bad origins refused");
        assert_eq!(scene.thread_now().await.state.customer.sessions.len(), 0);
        scene.jo.gets_nothing().await;
    });
}

/// What a socket is told until the edge closes it; nothing if it stays open. The edge waits ten seconds for a hello.
async fn told_until_the_end(socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> Option<String> {
    let mut told = String::new();
    let end = async {
        while let Some(Ok(message)) = socket.next().await {
            if message.is_close() {
                break;
            }
            told.push_str(message.to_text().unwrap_or_default());
        }
    };
    tokio::time::timeout(2 * PATIENCE, end).await.ok()?;
    Some(told)
}

#[test]
fn a_socket_that_says_no_hello_or_a_wrong_one_learns_nothing() {
    run(async {
        let scene = answered().await;
        let origin = scene.site.world.edge_url.clone();
        let url = scene.site.api(&format!("/conversations/{}/socket", scene.conversation));
        let redeemed = scene.site.visitor().redeem(&scene.token).await.unwrap().credentials;
        let hello = |secret: &str, version: u32| {
            serde_json::json!({ "frame": "hello", "version": version, "session": redeemed.session, "secret": secret, "after": 0 }).to_string()
        };
        let frames = [
            hello(&"0".repeat(64), 1),
            hello("", 1),
            hello(&redeemed.secret, 2),
            redeemed.secret.clone(),
            "{}".to_owned(),
            "[]".to_owned(),
            "null".to_owned(),
            r#"{"frame":"say","key":"12345678","text":"x"}"#.to_owned(),
            "x".repeat(200_000),
            "[".repeat(50_000),
        ];
        let mut tried = 0;
        for frame in frames {
            let short: String = frame.chars().take(60).collect();
            let mut socket = handshake(&url, &[("origin", &origin)]).await.unwrap();
            socket.send(Message::text(frame)).await.unwrap();
            let told =
                told_until_the_end(&mut socket).await.unwrap_or_else(|| panic!("{short}: the socket stays open"));
            assert!(!told.contains("welcome") && !told.contains("entries"), "{short}: {told}");
            tried += 1;
        }
        let mut silent = handshake(&url, &[("origin", &origin)]).await.unwrap();
        let told = told_until_the_end(&mut silent).await.expect("a silent socket is ended");
        assert!(!told.contains("welcome") && !told.contains("entries"), "{told}");
        println!("{tried} wrong hellos and a silence learn nothing");
        assert!(!scene.thread_now().await.texts().iter().any(|text| text == "x"));
    });
}
