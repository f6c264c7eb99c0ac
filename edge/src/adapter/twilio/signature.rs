//! `X-Twilio-Signature`: HMAC-SHA1 over the address that Twilio was told, and the sorted parameters of the form. For
//! other bodies the address carries their SHA-256.

use super::{base64, form::Form};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, fmt::Write as _};
use subtle::ConstantTimeEq;

/// What was sent along.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    /// A form.
    Form(&'a Form),
    /// Anything else, as JSON.
    Other(&'a [u8]),
}

/// Whether whoever has the token signed this request to this address. The address is the configured one: what the
/// request says of itself does not count.
#[must_use]
pub fn is_signed(token: &str, url: &str, body: Body<'_>, signature: Option<&str>) -> bool {
    let Some(signature) = signature else { return false };
    let content = match body {
        Body::Form(form) => content(form),
        Body::Other(bytes) if names_its_body(url, bytes) => String::new(),
        Body::Other(_) => return false,
    };
    // Twilio signs with and without the port, by service and scheme. No variant ends early.
    let matches = |url: String| {
        let expected = sign(token, &url, &content);
        expected.as_bytes().ct_eq(signature.as_bytes())
    };
    let [as_given, other] = spellings(url).map(matches);
    (as_given | other).into()
}

fn sign(token: &str, url: &str, content: &str) -> String {
    // HMAC takes keys of every length.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(token.as_bytes()) else { return String::new() };
    mac.update(url.as_bytes());
    mac.update(content.as_bytes());
    base64(&mac.finalize().into_bytes())
}

/// Names and values by name; of a repeated parameter each value once, sorted.
fn content(form: &Form) -> String {
    let sorted: BTreeSet<(&str, &str)> = form.pairs().collect();
    sorted.into_iter().fold(String::new(), |mut content, (name, value)| {
        content.push_str(name);
        content.push_str(value);
        content
    })
}

/// Whether the address carries the hash of the body.
fn names_its_body(url: &str, body: &[u8]) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let named = query.split('&').filter_map(|pair| pair.strip_prefix("bodySHA256=")).next_back();
    let hash = Sha256::digest(body).iter().fold(String::new(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    });
    named.is_some_and(|named| named.to_ascii_lowercase().as_bytes().ct_eq(hash.as_bytes()).into())
}

/// The address as it is, and with its port left out or put in.
fn spellings(url: &str) -> [String; 2] {
    let start = url.find("://").map_or(0, |at| at + 3);
    let (scheme, rest) = url.split_at_checked(start).unwrap_or(("", url));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let host_at = authority.rfind('@').map_or(0, |at| at + 1);
    let host = authority.get(host_at..).unwrap_or(authority);
    let other = match host.rfind(':').filter(|_| !host.ends_with(']')) {
        Some(colon) => authority.get(..host_at + colon).unwrap_or(authority).to_owned(),
        None => format!("{authority}:{}", if scheme == "http://" { 80 } else { 443 }),
    };
    [url.to_owned(), format!("{scheme}{other}{path}")]
}

#[cfg(test)]
mod tests;
