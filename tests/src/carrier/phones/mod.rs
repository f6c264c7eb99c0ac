//! The phones: stand-ins for Twilio and for Meta's Cloud API, and the people who hold the numbers.
//!
//! What a site sends by their APIs is kept and shown; what people write or say is handed to the edge as the providers'
//! signed webhooks. Nothing goes to an address that is not of this machine.

mod api;
mod call;
mod hook;
mod inbound;
mod meta;
mod report;
mod runner;
pub mod segments;
pub mod sign;
mod store;
mod text;
mod twilio;
pub mod twiml;

pub use api::routes as api_routes;
pub use call::{Call, Child, Input, Key, Line as Spoken, Stage};
pub use hook::{Hook, Reply};
pub use inbound::{Change, Words};
pub use store::Phones;
pub use text::{Media, Medium, Text};

use super::Carrier;
use axum::Router;
use serde::{Deserialize, Serialize};

/// What one site has at the providers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SitePhones {
    /// The site.
    pub site: String,
    /// Its account at Twilio.
    #[serde(default)]
    pub twilio: Option<TwilioAccount>,
    /// Its number at Meta.
    #[serde(default)]
    pub meta: Option<MetaNumber>,
}

/// An account at Twilio with its numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwilioAccount {
    /// Its SID.
    pub account: String,
    /// Its auth token.
    pub token: String,
    /// The number for texts.
    #[serde(default)]
    pub sms: Option<String>,
    /// The number for WhatsApp.
    #[serde(default)]
    pub whatsapp: Option<String>,
    /// The number for calls.
    #[serde(default)]
    pub voice: Option<String>,
    /// Twilio itself keeps texts from numbers that said STOP (error 21610).
    #[serde(default)]
    pub opt_out: bool,
}

/// A number at Meta.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetaNumber {
    /// Its id.
    pub number_id: String,
    /// The number itself.
    pub number: String,
    /// What webhooks are signed with.
    pub app_secret: String,
    /// What opens the API.
    pub access_token: String,
    /// What the handshake repeats.
    pub verify_token: String,
}

impl SitePhones {
    /// The site's number for a medium, if it has one.
    #[must_use]
    pub fn number(&self, medium: Medium) -> Option<&str> {
        let twilio = self.twilio.as_ref();
        match medium {
            Medium::Sms => twilio.and_then(|it| it.sms.as_deref()),
            Medium::Whatsapp => twilio.and_then(|it| it.whatsapp.as_deref()),
            Medium::WhatsappMeta => self.meta.as_ref().map(|it| it.number.as_str()),
        }
    }
}

/// The providers' APIs.
pub fn provider_routes() -> Router<Carrier> {
    Router::new().merge(twilio::routes()).merge(meta::routes())
}

/// Digits of a number, as WhatsApp ids are written.
#[must_use]
pub fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// Whether an address is of this machine: nothing is ever sent elsewhere.
#[must_use]
pub fn loopback(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else { return false };
    matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]")) && url.scheme() == "http"
}

#[cfg(test)]
mod tests;
