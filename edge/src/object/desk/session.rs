//! Agents' sessions: a cookie with a random secret, of which the desk keeps the hash, and a key that is derived from
//! it, so that a request which the browser makes by itself is not enough.

use super::call::{DeskCall, KnownAgent};
use crate::{ambient, object::call::call, problem::OrInternal, request::SignedIn};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use weft_shared::{
    id::{ConversationId, SiteId},
    time::{HOUR, Timestamp},
    wire::problem::{Problem, ProblemKind},
};
use worker::Env;

/// How long an agent stays signed in, in milliseconds.
pub const LIFETIME: i64 = 12 * HOUR;

/// The cookie's name: the prefix makes browsers insist on Secure, on this host alone and on the whole path.
const COOKIE: &str = "__Host-weft_agent";

/// A new secret: 256 random bits in hexadecimal.
///
/// # Errors
/// As [`ambient::random`].
pub fn new_secret() -> Result<String, Problem> {
    Ok(hexadecimal(&ambient::random::<32>()?))
}

/// What the desk keeps of a secret.
#[must_use]
pub fn hash(secret: &str) -> String {
    hexadecimal(&Sha256::new().chain_update("weft/agent-session/v1\0").chain_update(secret).finalize())
}

/// The key that goes with a secret at a site: the page gets it in `Me`, script of another origin cannot.
///
/// # Errors
/// Practically none.
pub fn key(secret: &str, site: &SiteId) -> Result<String, Problem> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok().or_internal("keying a hash")?;
    mac.update(b"weft/agent-key/v1\0");
    mac.update(site.as_str().as_bytes());
    Ok(hexadecimal(&mac.finalize().into_bytes()))
}

/// Whether somebody presented this key, in a time that tells nothing about it.
#[must_use]
pub fn is_key(key: &str, presented: &str) -> bool {
    Sha256::digest(key).ct_eq(&Sha256::digest(presented)).into()
}

/// The `Set-Cookie` that signs in.
#[must_use]
pub fn cookie(secret: &str) -> String {
    format!("{COOKIE}={secret}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={}", LIFETIME / 1_000)
}

/// The `Set-Cookie` that signs out.
#[must_use]
pub fn no_cookie() -> String {
    format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
}

/// The secret among the cookies of a request; none if there is not exactly one of the right form.
#[must_use]
pub fn secret_in(cookies: &str) -> Option<&str> {
    let mut found =
        cookies.split(';').filter_map(|pair| pair.trim().split_once('=')).filter(|(name, _)| *name == COOKIE);
    let (_, secret) = found.next()?;
    let plain = secret.len() == 64 && secret.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    (plain && found.next().is_none()).then_some(secret)
}

/// Asks the desk whose session the cookies prove; `reading` is the conversation that is opened in it, if one is.
///
/// # Errors
/// `unauthenticated` when nobody's, or a failure of the desk.
pub async fn authenticate(
    env: &Env,
    site: &SiteId,
    cookies: &str,
    reading: Option<ConversationId>,
    at: Timestamp,
) -> Result<SignedIn, Problem> {
    let unknown = || Problem::new(ProblemKind::Unauthenticated);
    let secret = secret_in(cookies).ok_or_else(unknown)?;
    let secret_hash = hash(secret);
    let question = DeskCall::Authenticate { secret_hash: secret_hash.clone(), reading, at };
    let known: Option<KnownAgent> = call(env, super::BINDING, site.as_str(), &question).await?;
    let KnownAgent { agent, name, role, teams } = known.ok_or_else(unknown)?;
    Ok(SignedIn { agent, name, role, teams, key: key(secret, site)?, secret_hash })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_reads_back_as_set() {
        let secret = "0f".repeat(32);
        let set = cookie(&secret);
        let sent = set.split(';').next().unwrap();
        assert_eq!(secret_in(sent), Some(secret.as_str()));
        assert_eq!(secret_in(&format!("a=b; {sent}; c=d")), Some(secret.as_str()));
        for bad in [
            String::new(),
            "a=b".to_owned(),
            format!("{sent}; {sent}"),
            format!("{COOKIE}=x"),
            format!("x{sent}"),
            format!("{sent}0"),
        ] {
            assert_eq!(secret_in(&bad), None, "{bad}");
        }
    }

    #[test]
    fn hash_and_key_are_apart_and_the_key_is_the_sites() {
        let (a, b) = ("a".parse().unwrap(), "b".parse().unwrap());
        assert_ne!(hash("s"), key("s", &a).unwrap());
        assert_ne!(key("s", &a).unwrap(), key("s", &b).unwrap());
        assert!(is_key(&key("s", &a).unwrap(), &key("s", &a).unwrap()) && !is_key(&key("s", &a).unwrap(), ""));
    }
}
