//! What providers and a site's backend share with us: sealed in the register, opened when the site is loaded.
//!
//! A secret is a PASETO `v4.local` token by a key that follows from the deployment's; site and name are its implicit
//! assertion, so that nobody who can write the database can move one to another place.

use crate::{config::Secret, problem};
use pasetors::{
    keys::SymmetricKey,
    token::UntrustedToken,
    version4::{LocalToken, V4},
};
use std::collections::BTreeMap;
use weft_shared::{
    id::SiteId,
    token::KeyRing,
    wire::problem::{Problem, ProblemKind},
};

/// The longest secret, in bytes.
pub const LONGEST: usize = 4_096;

/// What every secret is called that has a fixed name. A shared secret for signing in is called `identify-<kid>`.
pub const NAMES: [&str; 4] = [TWILIO_TOKEN, META_APP_SECRET, META_VERIFY_TOKEN, META_ACCESS_TOKEN];
/// Twilio's auth token: it signs what comes and opens the API.
pub const TWILIO_TOKEN: &str = "twilio-auth-token";
/// The app secret at Meta: it signs what comes.
pub const META_APP_SECRET: &str = "meta-app-secret";
/// What Meta repeats when it asks whether the webhook's address is ours.
pub const META_VERIFY_TOKEN: &str = "meta-verify-token";
/// What opens Meta's API.
pub const META_ACCESS_TOKEN: &str = "meta-access-token";

/// Whether a secret may be called so.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let kid = |kid: &str| {
        (1..=64).contains(&kid.len()) && kid.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    };
    NAMES.contains(&name) || name.strip_prefix("identify-").is_some_and(kid)
}

/// No secret is called so.
#[must_use]
pub fn unknown() -> Problem {
    let mut problem = Problem::new(ProblemKind::Invalid);
    problem.errors.push(format!("name: must be one of {}, or identify-<kid>", NAMES.join(", ")));
    problem
}

/// The secrets of one site.
#[derive(Clone, Debug, Default)]
pub struct Secrets(BTreeMap<String, Secret>);

impl Secrets {
    /// Opens sealed secrets. One that cannot be opened, because its key is gone, counts as absent.
    #[must_use]
    pub fn open(keys: &KeyRing, site: &SiteId, sealed: &[(String, String)]) -> Self {
        let open = |(name, token): &(String, String)| Some((name.clone(), open(keys, site, name, token)?));
        Self(sealed.iter().filter_map(open).collect())
    }

    /// A secret by its name.
    ///
    /// # Errors
    /// `not-configured`, with the name, when there is none: what needs it refuses to serve.
    pub fn get(&self, name: &str) -> Result<&Secret, Problem> {
        self.0.get(name).ok_or_else(|| problem::not_configured(&format!("the site's secret {name}")))
    }

    /// Whether there is one of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// Seals a secret for the register.
///
/// # Errors
/// `invalid` when it is empty or too long; `internal` when it cannot be sealed.
pub fn seal(keys: &KeyRing, site: &SiteId, name: &str, value: &str) -> Result<String, Problem> {
    if value.trim().is_empty() || value.len() > LONGEST {
        let mut problem = Problem::new(ProblemKind::Invalid);
        problem.errors.push(format!("value: must have 1 to {LONGEST} bytes"));
        return Err(problem);
    }
    seal_text(keys, site, name, value)
}

/// Seals a text of any length for the database.
///
/// # Errors
/// `internal` when it cannot be sealed.
pub fn seal_text(keys: &KeyRing, site: &SiteId, name: &str, value: &str) -> Result<String, Problem> {
    let sealed = key(keys.secret_keys().next())
        .and_then(|key| LocalToken::encrypt(&key, value.as_bytes(), None, Some(place(site, name).as_bytes())).ok());
    sealed.ok_or_else(|| Problem::new(ProblemKind::Internal))
}

/// Reads what [`seal_text`] sealed; none when its key is gone.
#[must_use]
pub fn open_text(keys: &KeyRing, site: &SiteId, name: &str, sealed: &str) -> Option<String> {
    open(keys, site, name, sealed).map(|secret| secret.reveal().to_owned())
}

fn open(keys: &KeyRing, site: &SiteId, name: &str, token: &str) -> Option<Secret> {
    let token = UntrustedToken::try_from(token).ok()?;
    let value = keys.secret_keys().find_map(|bytes| {
        let opened = LocalToken::decrypt(&key(Some(bytes))?, &token, None, Some(place(site, name).as_bytes())).ok()?;
        Some(opened.payload().to_owned())
    })?;
    Some(Secret::new(value))
}

fn key(bytes: Option<[u8; 32]>) -> Option<SymmetricKey<V4>> {
    SymmetricKey::from(&bytes?).ok()
}

fn place(site: &SiteId, name: &str) -> String {
    format!("weft/secret/v1/{site}/{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(macs: &[&str]) -> KeyRing {
        let secret = "k4.secret.cHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjo8c5WpIyC_5kWKhS8VEYSZ05dYfuTF-ZdQFV4D9vLTcNQ";
        let token = serde_json::json!([{ "secret": secret, "from": "2026-01-01T00:00:00Z", "until": null }]);
        let macs: Vec<_> = macs.iter().map(|mac| serde_json::json!({ "secret": mac.repeat(32) })).collect();
        KeyRing::parse(&serde_json::json!({ "token": token, "mac": macs }).to_string()).unwrap()
    }

    #[test]
    fn a_secret_opens_for_its_site_and_name_only_and_survives_a_rotation() {
        let (site, other): (SiteId, SiteId) = ("demo".parse().unwrap(), "other".parse().unwrap());
        let sealed = seal(&ring(&["a1"]), &site, TWILIO_TOKEN, "canary").unwrap();
        assert!(!sealed.contains("canary"));
        let opened = |keys: &[&str], site: &SiteId, name: &str| {
            Secrets::open(&ring(keys), site, &[(name.to_owned(), sealed.clone())]).get(name).is_ok()
        };
        assert!(opened(&["a1"], &site, TWILIO_TOKEN) && opened(&["b2", "a1"], &site, TWILIO_TOKEN));
        assert!(!opened(&["b2"], &site, TWILIO_TOKEN));
        assert!(!opened(&["a1"], &other, TWILIO_TOKEN));
        assert!(!opened(&["a1"], &site, META_APP_SECRET));
    }

    #[test]
    fn an_empty_secret_is_refused() {
        let site: SiteId = "demo".parse().unwrap();
        for empty in ["", " ", "\n"] {
            assert!(seal(&ring(&["a1"]), &site, TWILIO_TOKEN, empty).is_err());
        }
    }
}
