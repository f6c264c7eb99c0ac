//! Webhooks out, in the form of Standard Webhooks: what a site wants to be told, how a request is signed, what came of
//! it. The conversation's outbox sends them.

mod address;
pub mod log;
pub mod store;

pub use address::check;
pub use store::Webhook;

use crate::ambient;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use weft_shared::{
    event::Event,
    id::{ConversationId, DeliveryId, WebhookId},
    time::{HOUR, MINUTE, SECOND, Timestamp},
    wire::problem::Problem,
};

/// What every secret begins with.
const PREFIX: &str = "whsec_";
/// How long a request carries a second signature after the secret was changed.
pub const OVERLAP: i64 = 24 * HOUR;
/// How long to wait after each try that failed. After the last it is given up: about three days.
pub const PAUSES: [i64; 9] =
    [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/// A new secret: 256 random bits.
///
/// # Errors
/// As [`ambient::random`].
pub fn new_secret() -> Result<String, Problem> {
    Ok(format!("{PREFIX}{}", base64(&ambient::random::<32>()?)))
}

/// The same for each time that the same event is told to the same address.
#[must_use]
pub fn delivery(webhook: WebhookId, conversation: ConversationId, event: &Event) -> DeliveryId {
    let digest = Sha256::digest(format!("weft/webhook/v1 {webhook} {conversation} {}", event.seq).as_bytes());
    let mut random = [0; 10];
    for (to, from) in random.iter_mut().zip(digest) {
        *to = from;
    }
    DeliveryId::new(event.at, random)
}

/// The `webhook-signature` of a request: one signature for each secret; none when a secret is none of ours.
#[must_use]
pub fn signature(secrets: &[&str], id: &str, at: Timestamp, body: &str) -> Option<String> {
    let signed = secrets.iter().map(|secret| {
        let key = secret.strip_prefix(PREFIX).and_then(crate::guard::base64)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
        mac.update(format!("{id}.{}.{body}", at.0.div_euclid(SECOND)).as_bytes());
        Some(format!("v1,{}", base64(&mac.finalize().into_bytes())))
    });
    Some(signed.collect::<Option<Vec<_>>>()?.join(" "))
}

/// Base64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |sum, i| sum << 8 | usize::from(chunk.get(i).copied().unwrap_or(0)));
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = ALPHABET.get(bits >> shift & 63).copied().unwrap_or(b'A');
            out.push(if place > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::event::EventBody;

    #[test]
    fn base64_reads_back_as_written() {
        for length in 0..40_u8 {
            let bytes: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(37)).collect();
            assert_eq!(crate::guard::base64(&base64(&bytes)), Some(bytes));
        }
        assert_eq!((base64(b"a").as_str(), base64(b"ab").as_str(), base64(b"abc").as_str()), ("YQ==", "YWI=", "YWJj"));
    }

    /// Made with OpenSSL 3: `printf 'msg_1.1614265330.{"test": 2432232314}' | openssl dgst -sha256 -mac HMAC -macopt key:… -binary | base64`.
    #[test]
    fn a_signature_is_the_one_that_the_standard_says() {
        let secret = format!("{PREFIX}{}", base64(b"0123456789abcdef0123456789abcdef"));
        let signed = |secrets: &[&str]| {
            signature(secrets, "msg_1", Timestamp(1_614_265_330_999), r#"{"test": 2432232314}"#).unwrap()
        };
        assert_eq!(signed(&[&secret]), "v1,aTF4+pE6A/FmvKM0YSVBBUfRhLIlBiaBUR+EjGls6Mc=");
        let other = format!("{PREFIX}{}", base64(&[1; 32]));
        let both = signed(&[&other, &secret]);
        let (first, second) = both.split_once(' ').unwrap();
        assert!(second == signed(&[&secret]) && first == signed(&[&other]) && first != second);
        assert!(signature(&["none of ours"], "msg_1", Timestamp(0), "").is_none());
    }

    #[test]
    fn an_event_has_one_id_for_each_address() {
        let event = |seq| Event { seq, at: Timestamp(7), body: EventBody::Reopened { agent: None } };
        let (one, other) = (WebhookId::from_bits(1), WebhookId::from_bits(2));
        let conversation = ConversationId::from_bits(3);
        assert_eq!(delivery(one, conversation, &event(4)), delivery(one, conversation, &event(4)));
        assert_ne!(delivery(one, conversation, &event(4)), delivery(other, conversation, &event(4)));
        assert_ne!(delivery(one, conversation, &event(4)), delivery(one, conversation, &event(5)));
    }
}
