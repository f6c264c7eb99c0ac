//! A site's numbers and the providers behind them.

use crate::json_reader::Reader;
use serde::{Deserialize, Serialize};
use weft_shared::message::Via;

/// The site's own end of a message: this number, at this provider.
pub fn at(provider: &str, number: &str) -> Via {
    Via(format!("{provider} {number}"))
}

/// Whether an end is at this provider.
pub fn is_at(via: &Via, provider: &str) -> bool {
    via.0.split_once(' ').is_some_and(|(known, _)| known == provider)
}

/// A site's numbers. Secrets are apart: see [`crate::secret`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneSettings {
    /// The region in which national numbers are read (ISO 3166-1, as in `GB`).
    pub region: String,
    /// Twilio, for texts, WhatsApp and calls.
    #[serde(default)]
    pub twilio: Option<TwilioSettings>,
    /// Meta's Cloud API, for WhatsApp.
    #[serde(default)]
    pub meta: Option<MetaSettings>,
}

/// An account at Twilio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwilioSettings {
    /// The account's SID, `AC` and 32 hexadecimal digits.
    pub account: String,
    /// The number for texts (E.164); none: no texts.
    #[serde(default)]
    pub sms: Option<String>,
    /// The number for WhatsApp (E.164); none: not through Twilio.
    #[serde(default)]
    pub whatsapp: Option<String>,
    /// The number for calls (E.164); none: no calls.
    #[serde(default)]
    pub voice: Option<String>,
    /// The number that calls go to when the owner has none (E.164).
    #[serde(default)]
    pub team: Option<String>,
}

/// A number at Meta.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetaSettings {
    /// The number's id at Meta: digits.
    pub number_id: String,
    /// The number (E.164).
    pub number: String,
}

impl PhoneSettings {
    /// Reads the object; errors stay in the reader.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let region = reader.text("region", region);
        let twilio = reader.maybe_object("twilio").map(|mut inner| {
            let account = inner.text("account", account);
            let sms = inner.optional("sms", number);
            let whatsapp = inner.optional("whatsapp", number);
            let voice = inner.optional("voice", number);
            let team = inner.optional("team", number);
            reader.take_errors_of(inner);
            Some(TwilioSettings { account: account?, sms: sms?, whatsapp: whatsapp?, voice: voice?, team: team? })
        });
        let meta = reader.maybe_object("meta").map(|mut inner| {
            let number_id = inner.text("number_id", digits);
            let number = inner.text("number", number);
            reader.take_errors_of(inner);
            Some(MetaSettings { number_id: number_id?, number: number? })
        });
        Some(Self { region: region?, twilio: twilio.flatten(), meta: meta.flatten() })
    }

    /// All numbers of the site: nothing is ever sent to them.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        let twilio = self.twilio.iter().flat_map(|it| [&it.sms, &it.whatsapp, &it.voice, &it.team]).flatten();
        twilio.chain(self.meta.iter().map(|it| &it.number)).map(String::as_str)
    }
}

fn region(text: &str) -> Result<String, String> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} is no region of two capital letters such as \"GB\""))
    }
}

fn account(text: &str) -> Result<String, String> {
    let hexadecimal = |rest: &str| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit());
    if text.strip_prefix("AC").is_some_and(hexadecimal) {
        Ok(text.to_owned())
    } else {
        Err("must be \"AC\" and 32 hexadecimal digits, as Twilio's console shows it".to_owned())
    }
}

fn digits(text: &str) -> Result<String, String> {
    if (1..=30).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err("must be the digits of the number's id, as Meta's console shows it".to_owned())
    }
}

fn number(text: &str) -> Result<String, String> {
    let right = text.strip_prefix('+').is_some_and(|rest| {
        (7..=15).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit()) && !rest.starts_with('0')
    });
    if right {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} is no international number such as \"+442079460123\""))
    }
}
