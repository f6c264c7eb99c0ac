//! The signatures of JSON Web Tokens. [`weft_shared::jwt`] reads and judges the rest.
//!
//! Public keys are the platform's business (WebCrypto); a shared secret is checked here, in constant time.

use crate::{
    log,
    problem::OrInternal,
    settings::{IdentifyKey, JwtAlgorithm},
    site::Site,
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use weft_shared::{
    jwt::{Claims, JwtError, Parsed, ToVerify},
    time::Timestamp,
    wire::problem::{Problem, ProblemKind},
};
use worker::{
    js_sys::{Array, Function, JSON, Object, Promise, Reflect, Uint8Array, global},
    wasm_bindgen::{JsCast, JsValue},
    wasm_bindgen_futures::JsFuture,
};

/// The shortest shared secret, in bytes (RFC 7518, section 3.2).
const SHORTEST_SECRET: usize = 32;

/// Why a token is not believed. The log is told; outside all are one.
enum Doubt {
    /// What is in it.
    Token(JwtError),
    /// The site has no such key.
    NoKey,
    /// The shared secret of its key is missing or shorter than [`SHORTEST_SECRET`].
    NoSecret,
    /// The signature is not right.
    Signature,
    /// The platform failed.
    Platform(Box<Problem>),
}

/// What the site's backend says in this token, if it said so.
///
/// # Errors
/// `unauthenticated`, the same whatever is wrong with the token; `not-configured` when its key lacks its secret;
/// `internal` when the platform fails.
pub async fn verified(site: &Site, token: &str, now: Timestamp) -> Result<Claims, Problem> {
    let why = match claims(site, token, now).await {
        Ok(claims) => return Ok(claims),
        Err(Doubt::Token(error)) => error.to_string(),
        Err(Doubt::NoKey) => "the site has no such key".to_owned(),
        Err(Doubt::Signature) => "the signature is not right".to_owned(),
        Err(Doubt::NoSecret) => {
            log::failure("verifying the site's word", "its shared secret is missing or too short");
            return Err(crate::problem::not_configured("the shared secret of this key"));
        }
        Err(Doubt::Platform(problem)) => return Err(*problem),
    };
    log::failure("verifying the site's word", &why);
    Err(refused())
}

/// The one answer to every token that counts for nothing.
#[must_use]
pub fn refused() -> Problem {
    Problem::new(ProblemKind::Unauthenticated).detail("the site's word for who you are does not count here")
}

async fn claims(site: &Site, token: &str, now: Timestamp) -> Result<Claims, Doubt> {
    let parsed = Parsed::read(token).map_err(Doubt::Token)?;
    let key = site.settings.identify.iter().find(|key| key.kid == parsed.kid()).ok_or(Doubt::NoKey)?;
    let to_verify = parsed.by(key.algorithm.name()).map_err(Doubt::Token)?;
    let right = match &key.key {
        Some(jwk) => {
            by_public_key(key.algorithm, jwk, &to_verify).await.map_err(|problem| Doubt::Platform(Box::new(problem)))?
        }
        None => {
            let secret = shared_secret(site, key).ok_or(Doubt::NoSecret)?;
            by_secret(key.algorithm, secret.as_bytes(), &to_verify)
        }
    };
    if !right {
        return Err(Doubt::Signature);
    }
    parsed.claims(site.id.as_str(), now).map_err(Doubt::Token)
}

fn shared_secret<'s>(site: &'s Site, key: &IdentifyKey) -> Option<&'s str> {
    let secret = site.secrets.get(&format!("identify-{}", key.kid)).ok()?.reveal();
    (secret.len() >= SHORTEST_SECRET).then_some(secret)
}

/// HMAC with SHA-256, by the secret's own bytes.
fn by_secret(algorithm: JwtAlgorithm, secret: &[u8], token: &ToVerify<'_>) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return false };
    mac.update(token.signed);
    algorithm == JwtAlgorithm::Hs256 && mac.verify_slice(token.signature).is_ok()
}

/// The names by which WebCrypto knows an algorithm: for taking in its key, and for verifying.
const fn names(algorithm: JwtAlgorithm) -> Option<[&'static [(&'static str, &'static str)]; 2]> {
    match algorithm {
        JwtAlgorithm::EdDsa => Some([&[("name", "Ed25519")], &[("name", "Ed25519")]]),
        JwtAlgorithm::Es256 => {
            Some([&[("name", "ECDSA"), ("namedCurve", "P-256")], &[("name", "ECDSA"), ("hash", "SHA-256")]])
        }
        JwtAlgorithm::Rs256 => Some([
            &[("name", "RSASSA-PKCS1-v1_5"), ("hash", "SHA-256")],
            &[("name", "RSASSA-PKCS1-v1_5"), ("hash", "SHA-256")],
        ]),
        JwtAlgorithm::Hs256 => None,
    }
}

/// Whether a signature has the length that this algorithm's has: R and S of 32 bytes each where it is made of them.
fn is_long_enough(algorithm: JwtAlgorithm, signature: &[u8]) -> bool {
    match algorithm {
        JwtAlgorithm::EdDsa | JwtAlgorithm::Es256 => signature.len() == 64,
        JwtAlgorithm::Rs256 => signature.len() >= 256,
        JwtAlgorithm::Hs256 => signature.len() == 32,
    }
}

/// A signature by a public key, which is in the form of its algorithm; a point that is on no curve shows here.
///
/// # Errors
/// `not-configured` for such a point; `internal` when the platform fails.
pub async fn by_public_key(algorithm: JwtAlgorithm, jwk: &Value, token: &ToVerify<'_>) -> Result<bool, Problem> {
    let Some([taking_in, verifying]) = names(algorithm) else { return Ok(false) };
    if !is_long_enough(algorithm, token.signature) {
        return Ok(false);
    }
    let subtle = subtle().map_err(worker::Error::from).or_internal("finding WebCrypto")?;
    let jwk = serde_json::to_string(jwk).or_internal("writing a public key")?;
    let taken_in = async {
        let usages = Array::of1(&"verify".into());
        let arguments = Array::of5(&"jwk".into(), &JSON::parse(&jwk)?, &object(taking_in)?, &false.into(), &usages);
        call(&subtle, "importKey", &arguments).await
    };
    let key = taken_in.await.map_err(|error| {
        log::failure("taking in a public key", &worker::Error::from(error).to_string());
        crate::problem::not_configured("the public key of the site's word")
    })?;
    let verified = async {
        let bytes = |bytes: &[u8]| JsValue::from(Uint8Array::from(bytes));
        let arguments = Array::of4(&object(verifying)?, &key, &bytes(token.signature), &bytes(token.signed));
        call(&subtle, "verify", &arguments).await
    };
    let right = verified.await.map_err(worker::Error::from).or_internal("verifying a signature")?;
    Ok(right.as_bool() == Some(true))
}

/// `crypto.subtle`, for which the platform's library has no binding.
fn subtle() -> Result<JsValue, JsValue> {
    Reflect::get(&Reflect::get(&global(), &"crypto".into())?, &"subtle".into())
}

fn object(members: &[(&str, &str)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), &(*value).into())?;
    }
    Ok(object.into())
}

async fn call(on: &JsValue, method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(on, &method.into())?.dyn_into()?;
    let promise: Promise = Reflect::apply(&method, on, arguments)?.dyn_into()?;
    JsFuture::from(promise).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::jwt::decode;

    /// RFC 7515, appendix A.1.
    const SIGNED: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6\
                          Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    #[test]
    fn the_standards_shared_secret_verifies_its_example_and_no_other() {
        let secret =
            decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow").unwrap();
        let signature = decode("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap();
        fn token(signature: &[u8]) -> ToVerify<'_> {
            ToVerify { signed: SIGNED.as_bytes(), signature }
        }
        assert!(by_secret(JwtAlgorithm::Hs256, &secret, &token(&signature)));
        assert!(!by_secret(JwtAlgorithm::Rs256, &secret, &token(&signature)));
        for other in [&signature[..31], &[], &[&signature[..], &[0]].concat(), &[0; 32]] {
            assert!(!by_secret(JwtAlgorithm::Hs256, &secret, &token(other)));
        }
        for bit in 0..256 {
            let mut flipped = signature.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(!by_secret(JwtAlgorithm::Hs256, &secret, &token(&flipped)), "bit {bit}");
        }
        for shorter in [&secret[..63], &[]] {
            assert!(!by_secret(JwtAlgorithm::Hs256, shorter, &token(&signature)));
        }
        let changed = ToVerify { signed: &SIGNED.as_bytes()[1..], signature: &signature };
        assert!(!by_secret(JwtAlgorithm::Hs256, &secret, &changed));
    }

    #[test]
    fn a_public_keys_algorithm_names_itself_and_its_hash() {
        for algorithm in [JwtAlgorithm::EdDsa, JwtAlgorithm::Es256, JwtAlgorithm::Rs256] {
            assert!(names(algorithm).is_some());
            assert!(!is_long_enough(algorithm, &[]) && !is_long_enough(algorithm, &[0; 63]));
        }
        assert!(names(JwtAlgorithm::Hs256).is_none(), "a shared secret is no public key");
    }
}
