//! The shop's backend, as far as the chat is concerned: who is signed in, and the signed word of it.

use crate::{carrier::now, harness::keys::random_hex};
use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use ed25519_compact::{KeyPair, Seed};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

/// The cookie of who is signed in at the shop.
pub const COOKIE: &str = "shop_account";

/// The shop's only customer with an account.
pub const JANE: (&str, &str, &str, &str) = ("A-1017", "Jane Doe", "jane@example.com", "+447700900123");

/// The key by which the shop signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backend {
    /// Its name, as the site's settings have it.
    pub kid: String,
    /// 32 bytes in hexadecimal.
    pub seed: String,
}

impl Backend {
    /// With a new key.
    #[must_use]
    pub fn generate(kid: &str) -> Self {
        Self { kid: kid.to_owned(), seed: random_hex(32) }
    }

    fn pair(&self) -> KeyPair {
        let mut seed = [0; 32];
        for (n, byte) in seed.iter_mut().enumerate() {
            *byte =
                self.seed.get(2 * n..2 * n + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or_default();
        }
        KeyPair::from_seed(Seed::new(seed))
    }

    /// The public half, for the site's settings.
    #[must_use]
    pub fn jwk(&self) -> Value {
        let x = BASE64_URL_SAFE_NO_PAD.encode(*self.pair().pk);
        json!({ "kty": "OKP", "crv": "Ed25519", "x": x })
    }

    /// What of it stands in the site's settings.
    #[must_use]
    pub fn setting(&self) -> Value {
        json!({ "kid": self.kid, "algorithm": "EdDSA", "key": self.jwk() })
    }

    /// A signed word.
    #[must_use]
    pub fn sign(&self, claims: &Value) -> String {
        let header = json!({ "alg": "EdDSA", "kid": self.kid, "typ": "JWT" });
        let text = signing_input(&header, claims);
        format!("{text}.{}", self.signature(&text))
    }

    /// The signature of a text.
    #[must_use]
    pub fn signature(&self, text: &str) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(*self.pair().sk.sign(text.as_bytes(), None))
    }

    /// The word that Jane is signed in.
    #[must_use]
    pub fn jane(&self, site: &str) -> String {
        let (account, name, mail, phone) = JANE;
        let mut claims = claims(site, account);
        claims["name"] = json!(name);
        claims["email"] = json!(mail);
        claims["email_verified"] = json!(true);
        claims["phone_number"] = json!(phone);
        claims["phone_number_verified"] = json!(true);
        self.sign(&claims)
    }
}

/// What a signature covers.
#[must_use]
pub fn signing_input(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// The claims that every word has: an account of a site, good for five minutes, once.
#[must_use]
pub fn claims(site: &str, account: &str) -> Value {
    let now = now() / 1000;
    json!({ "sub": account, "aud": format!("weft:{site}"), "iat": now, "exp": now + 300, "jti": random_hex(12) })
}

/// Whether Jane is signed in at the shop, by the request's cookie.
#[must_use]
pub fn signed_in(headers: &HeaderMap) -> bool {
    let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    cookies.split(';').any(|cookie| cookie.trim() == format!("{COOKIE}={}", JANE.0))
}

/// The routes: signing in and out at the shop, and the word for the chat, for the shop itself and for those under `/s/`.
pub fn routes(backend: Option<Backend>, site: &str) -> Router {
    let Some(backend) = backend.map(Arc::new) else { return Router::new() };
    let site: Arc<str> = Arc::from(site);
    let own = Arc::clone(&backend);
    let token = move |headers: HeaderMap| async move { word(&own, &site, &headers) };
    let foreign = move |Path(site): Path<String>, headers: HeaderMap| async move { word(&backend, &site, &headers) };
    let back = |site: &str| format!("/s/{site}/");
    Router::new()
        .route("/chat-token", post(token))
        .route("/sign-in", post(|| async { signs("/", JANE.0, 86_400) }))
        .route("/sign-out", post(|| async { signs("/", "", 0) }))
        .route("/s/{site}/chat-token", post(foreign))
        .route(
            "/s/{site}/sign-in",
            post(move |Path(site): Path<String>| async move { signs(&back(&site), JANE.0, 86_400) }),
        )
        .route("/s/{site}/sign-out", post(move |Path(site): Path<String>| async move { signs(&back(&site), "", 0) }))
}

fn word(backend: &Backend, site: &str, headers: &HeaderMap) -> Response {
    if !signed_in(headers) {
        return (StatusCode::UNAUTHORIZED, "Nobody is signed in at the shop.").into_response();
    }
    ([(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "text/plain")], backend.jane(site)).into_response()
}

/// Sets or ends the cookie, and goes back to the shop.
fn signs(back: &str, account: &str, seconds: u32) -> Response {
    let cookie = format!("{COOKIE}={account}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    (StatusCode::SEE_OTHER, [(header::SET_COOKIE, cookie), (header::LOCATION, back.to_owned())]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_signed_by_the_key_whose_public_half_is_told() {
        let backend = Backend::generate("shop");
        let token = backend.jane("demo");
        let (text, signature) = token.rsplit_once('.').unwrap();
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).unwrap();
        let signature = ed25519_compact::Signature::from_slice(&signature).unwrap();
        let x = BASE64_URL_SAFE_NO_PAD.decode(backend.jwk()["x"].as_str().unwrap()).unwrap();
        ed25519_compact::PublicKey::from_slice(&x).unwrap().verify(text, &signature).unwrap();
        let claims = BASE64_URL_SAFE_NO_PAD.decode(text.split('.').nth(1).unwrap()).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!((&claims["aud"], &claims["sub"]), (&json!("weft:demo"), &json!("A-1017")));
    }

    #[test]
    fn who_is_signed_in_is_told_by_the_whole_cookie() {
        let with = |cookie: &'static str| HeaderMap::from_iter([(header::COOKIE, cookie.parse().unwrap())]);
        assert!(signed_in(&with("a=b; shop_account=A-1017")));
        assert!(!signed_in(&with("shop_account=A-10175")) && !signed_in(&with("x_shop_account=A-1017")));
    }
}
