//! Challenges: random bytes, when they end, and a MAC by which the site recognises them.
//!
//! Nothing is kept of a challenge until somebody answers it rightly, so that nobody can fill the desk by asking for
//! many. What was answered is kept until it ends, and counts once.

use crate::time::{MINUTE, Timestamp};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// How long somebody has for an answer, in milliseconds.
pub const VALID: i64 = 5 * MINUTE;

const RANDOM: usize = 32;
const TIME: usize = 8;
const TAG: usize = 32;

/// What a challenge is for: it serves for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// Signing in. Whose it will be is not known yet.
    SignIn,
    /// A new passkey of whoever has the session with this hash.
    Add(&'a str),
}

/// A challenge of ours that is answered in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Under which it is kept, so that it counts once.
    pub once: String,
    /// Until then.
    pub ends: Timestamp,
}

/// A challenge, of these random bytes.
#[must_use]
pub fn make(secret: &[u8; 32], random: &[u8; RANDOM], purpose: Purpose<'_>, now: Timestamp) -> Vec<u8> {
    let mut challenge = random.to_vec();
    challenge.extend_from_slice(&now.plus(VALID).0.to_be_bytes());
    if let Some(mac) = tag(secret, &challenge, purpose) {
        challenge.extend_from_slice(&mac.finalize().into_bytes());
    }
    challenge
}

/// Whether a challenge is ours, for this, and holds now.
#[must_use]
pub fn open(secret: &[u8; 32], challenge: &[u8], purpose: Purpose<'_>, now: Timestamp) -> Option<Answered> {
    let (content, mac) = challenge.split_at_checked(RANDOM + TIME).filter(|(_, mac)| mac.len() == TAG)?;
    tag(secret, content, purpose)?.verify_slice(mac).ok()?;
    let ends = Timestamp(i64::from_be_bytes(*content.last_chunk::<TIME>()?));
    let once = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
    (ends > now).then_some(Answered { once, ends })
}

fn tag(secret: &[u8; 32], content: &[u8], purpose: Purpose<'_>) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(content);
    match purpose {
        Purpose::SignIn => mac.update(b"sign-in"),
        Purpose::Add(session) => {
            mac.update(b"add\0");
            mac.update(session.as_bytes());
        }
    }
    Some(mac)
}
