//! Twilio: texts and WhatsApp in and out, calls in, and what it reports.
//!
//! [`request`] checks who is asking before anything is parsed further; [`message`] and [`call`] read, [`inbound`],
//! [`report`] and [`call`] tell conversations, [`send`] writes, [`api`] hands over and fetches.

mod api;
pub mod call;
mod code;
mod form;
pub mod inbound;
mod message;
mod probe;
pub mod report;
pub mod request;
mod send;
mod signature;

pub use probe::test;
pub use send::{send_notice, send_outgoing};

use crate::{
    adapter::numbers::{PhoneSettings, TwilioSettings},
    config::{Config, Secret},
    problem,
    secret::TWILIO_TOKEN,
    site::Site,
};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use weft_shared::{
    id::{AttachmentId, CommandKey, SiteId},
    wire::problem::Problem,
};

/// The provider's name in what is kept of a message's own end.
pub const PROVIDER: &str = "twilio";

/// Put behind an address, it has Twilio come again when we answer 5xx, too late or not at all; by itself it comes again
/// only when it cannot connect. Twilio keeps what is behind `#` to itself, and does not sign it.
const PERSISTENT: &str = "#rc=3&rp=ct,rt,5xx";

/// A site's account at Twilio.
#[derive(Clone, Copy)]
pub struct Account<'a> {
    /// The base address of the API.
    url: &'a str,
    /// The site's numbers.
    phone: &'a PhoneSettings,
    /// The account and its numbers.
    settings: &'a TwilioSettings,
    /// What signs and opens.
    token: &'a Secret,
}

impl<'a> Account<'a> {
    /// The account of a site.
    ///
    /// # Errors
    /// `not-configured` when the site has none, or no token for it.
    pub fn of(config: &'a Config, site: &'a Site) -> Result<Self, Problem> {
        let missing = || problem::not_configured("the site's account at Twilio (phone.twilio)");
        let phone = site.settings.phone.as_ref().ok_or_else(missing)?;
        let settings = phone.twilio.as_ref().ok_or_else(missing)?;
        let token = site.secrets.get(TWILIO_TOKEN)?;
        if token.reveal().trim().is_empty() {
            return Err(missing());
        }
        Ok(Self { url: &config.twilio_url, phone, settings, token })
    }

    /// The address of one of its resources.
    fn resource(&self, path: &str) -> String {
        format!("{}/2010-04-01/Accounts/{}/{path}", self.url, self.settings.account)
    }

    /// The address of the account itself.
    fn itself(&self) -> String {
        format!("{}/2010-04-01/Accounts/{}.json", self.url, self.settings.account)
    }

    /// The credentials of the API (RFC 7617).
    fn authorization(&self) -> String {
        format!("Basic {}", base64(format!("{}:{}", self.settings.account, self.token.reveal()).as_bytes()))
    }
}

/// The key of a command that follows from what Twilio names by a SID: its repetition is the same command.
fn key(site: &SiteId, what: &[&str]) -> Result<CommandKey, Problem> {
    let digest = digest(site, what);
    let mut key = String::from("twilio-");
    for byte in digest.iter().take(20) {
        let _ = write!(key, "{byte:02x}");
    }
    key.parse().map_err(problem::malformed)
}

/// The id of a file that follows from what Twilio names by a SID: storing it again stores nothing new.
fn file_id(site: &SiteId, what: &[&str]) -> AttachmentId {
    AttachmentId::from_bits(bits(site, what))
}

/// 128 bits that follow from what Twilio names by a SID.
fn bits(site: &SiteId, what: &[&str]) -> u128 {
    digest(site, what).iter().take(16).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte))
}

fn digest(site: &SiteId, what: &[&str]) -> [u8; 32] {
    let mut digest = Sha256::new().chain_update(b"weft/twilio/v1\0").chain_update(site.as_str());
    for part in what {
        digest.update([0]);
        digest.update(part);
    }
    digest.finalize().into()
}

/// Base64 (RFC 4648, section 4), padded.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| chunk.get(at).copied().map_or(0, u32::from);
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4_usize {
            let digit = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap_or(0);
            let known = ALPHABET.get(digit).filter(|_| place <= chunk.len());
            text.push(known.map_or('=', |digit| char::from(*digit)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn keys_follow_from_site_and_sid() {
        let (one, two): (SiteId, SiteId) = ("a".parse().unwrap(), "b".parse().unwrap());
        assert_eq!(key(&one, &["SM1"]).unwrap(), key(&one, &["SM1"]).unwrap());
        for other in [key(&two, &["SM1"]), key(&one, &["SM2"]), key(&one, &["SM", "1"]), key(&one, &["SM1", ""])] {
            assert_ne!(key(&one, &["SM1"]).unwrap(), other.unwrap());
        }
    }
}
