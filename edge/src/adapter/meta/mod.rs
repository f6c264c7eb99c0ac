//! WhatsApp over Meta's Cloud API.
//!
//! [`request`] checks who is asking before anything is parsed; [`update`] and [`words`] read, [`inbound`] tells
//! conversations, [`media`] fetches files, [`send`] writes.

mod api;
mod code;
pub mod inbound;
mod media;
mod probe;
pub mod request;
mod send;
mod signature;
mod update;
mod words;

pub use probe::test;
pub use send::send;

use crate::{
    adapter::numbers::{MetaSettings, PhoneSettings},
    config::{Config, Secret},
    problem,
    secret::META_ACCESS_TOKEN,
    site::Site,
};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use weft_shared::{
    id::{CommandKey, SiteId},
    wire::problem::Problem,
};

/// The provider's name in what is kept of a message's own end.
pub const PROVIDER: &str = "meta";

/// The version of the Graph API that requests are written for; Meta serves each for two years.
const VERSION: &str = "v23.0";

/// A site's number at Meta.
#[derive(Clone, Copy, Debug)]
struct Account<'a> {
    /// The base address of the API.
    url: &'a str,
    /// The site's numbers.
    phone: &'a PhoneSettings,
    /// The number.
    settings: &'a MetaSettings,
    /// What opens the API.
    token: &'a Secret,
}

impl<'a> Account<'a> {
    /// The account of a site.
    ///
    /// # Errors
    /// `not-configured` when the site has no number there, or no token for it.
    fn of(config: &'a Config, site: &'a Site) -> Result<Self, Problem> {
        let settings = number(site)?;
        let phone = site.settings.phone.as_ref().ok_or_else(missing)?;
        Ok(Self { url: &config.meta_url, phone, settings, token: site.secrets.get(META_ACCESS_TOKEN)? })
    }

    /// The address of a resource.
    fn resource(&self, path: &str) -> String {
        format!("{}/{VERSION}/{path}", self.url)
    }
}

fn number(site: &Site) -> Result<&MetaSettings, Problem> {
    site.settings.phone.as_ref().and_then(|phone| phone.meta.as_ref()).ok_or_else(missing)
}

fn missing() -> Problem {
    problem::not_configured("the site's number at Meta (phone.meta)")
}

/// The key of a command that follows from what Meta names by an id: its repetition is the same command.
fn key(site: &SiteId, what: &[&str]) -> Result<CommandKey, Problem> {
    let mut key = String::from("meta-");
    for byte in digest(site, what).iter().take(20) {
        let _ = write!(key, "{byte:02x}");
    }
    key.parse().map_err(problem::malformed)
}

/// 128 bits that follow from what Meta names by an id.
fn bits(site: &SiteId, what: &[&str]) -> u128 {
    digest(site, what).iter().take(16).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte))
}

fn digest(site: &SiteId, what: &[&str]) -> [u8; 32] {
    let mut digest = Sha256::new().chain_update(b"weft/meta/v1\0").chain_update(site.as_str());
    for part in what {
        digest.update([0]);
        digest.update(part);
    }
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_follow_from_site_and_id() {
        let (one, two): (SiteId, SiteId) = ("a".parse().unwrap(), "b".parse().unwrap());
        let first = key(&one, &["message", "wamid.1"]).unwrap();
        assert_eq!(first, key(&one, &["message", "wamid.1"]).unwrap());
        for other in [
            key(&two, &["message", "wamid.1"]),
            key(&one, &["message", "wamid.2"]),
            key(&one, &["status", "wamid.1"]),
            key(&one, &["message", "wamid.1", ""]),
        ] {
            assert_ne!(first, other.unwrap());
        }
    }
}
