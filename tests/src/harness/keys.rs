//! The secrets of one world: made anew for it, and known to the tests so that they can sign tokens themselves.

use crate::carrier::shop::Backend;
use pasetors::{
    keys::{AsymmetricKeyPair, Generate},
    paserk::FormatAsPaserk as _,
    version4::V4,
};
use std::{fmt::Write as _, fs::File, io::Read as _};
use weft_shared::token::KeyRing;

/// The secrets of one world.
pub struct Keys {
    /// The key ring as the edge is given it.
    pub ring: String,
    /// Secrets that must not occur in any URL, log, header or page.
    pub canaries: Vec<String>,
    /// The operator's key.
    pub admin: String,
    /// The mail provider's token.
    pub postmark: String,
    /// What the mail provider's reports present.
    pub hook: String,
    /// The key by which the shop's backend says who is signed in.
    pub backend: Backend,
}

impl Keys {
    /// New secrets.
    #[must_use]
    pub fn generate() -> Self {
        let (token, mac) = (token_secret(), random_hex(32));
        let ring = serde_json::json!({
            "token": [{ "secret": token, "from": "2024-01-01T00:00:00Z", "until": null }],
            "mac": [{ "secret": mac }],
        });
        let backend = Backend::generate("shop");
        let (admin, postmark, password) = (random_hex(24), random_hex(16), random_hex(16));
        Self {
            ring: ring.to_string(),
            canaries: vec![token, mac, admin.clone(), postmark.clone(), password.clone(), backend.seed.clone()],
            admin,
            postmark,
            hook: format!("postmark:{password}"),
            backend,
        }
    }

    /// The ring as the domain reads it, for signing.
    ///
    /// # Panics
    /// Never: it was made here.
    #[must_use]
    pub fn signing(&self) -> KeyRing {
        KeyRing::parse(&self.ring).expect("our own key ring")
    }
}

/// A fresh signing key as PASERK.
///
/// # Panics
/// When the system has no randomness.
#[must_use]
pub fn token_secret() -> String {
    let pair = AsymmetricKeyPair::<V4>::generate().expect("randomness");
    let mut text = String::new();
    pair.secret.fmt(&mut text).expect("a key has a PASERK form");
    text
}

/// Random bytes, in hexadecimal.
///
/// # Panics
/// When the system has no randomness.
#[must_use]
pub fn random_hex(bytes: usize) -> String {
    random(bytes).iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Random bytes.
///
/// # Panics
/// When the system has no randomness.
#[must_use]
pub fn random(bytes: usize) -> Vec<u8> {
    let mut buffer = vec![0; bytes];
    File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut buffer)).expect("randomness");
    buffer
}
