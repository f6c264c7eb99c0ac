//! What shows that a request is Meta's: an HMAC-SHA256 by the app's secret over the body's bytes as they came.

use crate::config::Secret;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The longest challenge that is repeated, in characters.
const LONGEST_CHALLENGE: usize = 200;

/// Whether the app's secret signed exactly these bytes; `header` is that of `X-Hub-Signature-256`.
#[must_use]
pub fn is_signed(secret: &Secret, raw: &[u8], header: Option<&str>) -> bool {
    let Some(given) = header.and_then(|header| header.strip_prefix("sha256=")).and_then(bytes) else { return false };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes()) else { return false };
    mac.update(raw);
    // Compares in constant time.
    mac.verify_slice(&given).is_ok()
}

/// Exactly 32 bytes in hexadecimal.
fn bytes(text: &str) -> Option<[u8; 32]> {
    let mut digits = text.bytes().map(|byte| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()));
    let mut bytes = [0; 32];
    for byte in &mut bytes {
        *byte = digits.next()?? << 4 | digits.next()??;
    }
    digits.next().is_none().then_some(bytes)
}

/// The answer to the question whether this address is ours: the challenge, when the token is the one that the site has
/// set at Meta. The challenge is repeated to whoever asks, so it may be nothing but a word.
#[must_use]
pub fn handshake(secret: &Secret, mode: &str, token: &str, challenge: &str) -> Option<String> {
    let word = (1..=LONGEST_CHALLENGE).contains(&challenge.len())
        && challenge.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    (secret.is(token) && mode == "subscribe" && word).then(|| challenge.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::fmt::Write as _;

    fn secret() -> Secret {
        Secret::new("an-app-secret".to_owned())
    }

    fn sign(secret: &Secret, raw: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes()).unwrap();
        mac.update(raw);
        mac.finalize().into_bytes().iter().fold("sha256=".to_owned(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// HMAC-SHA256 as RFC 4231 has it, test case 2.
    #[test]
    fn the_signature_is_hmac_sha256() {
        let header = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert!(is_signed(&Secret::new("Jefe".to_owned()), b"what do ya want for nothing?", Some(header)));
    }

    #[test]
    fn nothing_but_the_exact_signature_of_the_exact_bytes_counts() {
        let body = br#"{"object":"whatsapp_business_account"}"#;
        let good = sign(&secret(), body);
        assert!(is_signed(&secret(), body, Some(&good)));
        let other = Secret::new("another-app-secret".to_owned());
        assert!(!is_signed(&other, body, Some(&good)));
        let mut changed = body.to_vec();
        changed[1] ^= 1;
        assert!(!is_signed(&secret(), &changed, Some(&good)));
        assert!(!is_signed(&secret(), &body[..body.len() - 1], Some(&good)));
        let bare = good.trim_start_matches("sha256=").to_owned();
        for wrong in [
            None,
            Some(""),
            Some("sha256="),
            Some(bare.as_str()),
            good.get(..good.len() - 2),
            Some(&format!("{good}00")),
            Some(&good.replace("sha256=", "sha1=")),
            Some(&format!(" {good}")),
            Some("sha256=zz"),
        ] {
            assert!(!is_signed(&secret(), body, wrong), "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn no_header_breaks_checking(header in "\\PC{0,100}|sha256=[0-9a-f]{0,70}", raw: Vec<u8>) {
            prop_assert!(!is_signed(&secret(), &raw, Some(&header)));
            prop_assert!(is_signed(&secret(), &raw, Some(&sign(&secret(), &raw))));
        }
    }

    #[test]
    fn only_the_right_token_gets_the_challenge_and_only_a_word_is_one() {
        let token = Secret::new("verify-me".to_owned());
        assert_eq!(handshake(&token, "subscribe", "verify-me", "1158201444").as_deref(), Some("1158201444"));
        for (mode, given, challenge) in [
            ("subscribe", "verify-m", "1"),
            ("subscribe", "", "1"),
            ("unsubscribe", "verify-me", "1"),
            ("subscribe", "verify-me", ""),
            ("subscribe", "verify-me", "<script>"),
            ("subscribe", "verify-me", "a b"),
            ("subscribe", "verify-me", &"1".repeat(201)),
        ] {
            assert_eq!(handshake(&token, mode, given, challenge), None, "{mode} {given} {challenge}");
        }
    }
}
