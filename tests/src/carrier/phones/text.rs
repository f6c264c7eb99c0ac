//! Texts: SMS and WhatsApp messages, in both directions.

use crate::carrier::{Outcome, Way};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How a text travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    /// SMS by Twilio.
    Sms,
    /// WhatsApp by Twilio.
    Whatsapp,
    /// WhatsApp by Meta's Cloud API.
    WhatsappMeta,
}

impl Medium {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sms, Self::Whatsapp, Self::WhatsappMeta];

    /// The name in addresses.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Whatsapp => "whatsapp",
            Self::WhatsappMeta => "whatsapp-meta",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sms => "SMS",
            Self::Whatsapp => "WhatsApp (Twilio)",
            Self::WhatsappMeta => "WhatsApp (Meta)",
        }
    }

    /// From its name in addresses.
    #[must_use]
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|medium| medium.slug() == slug)
    }

    /// Whether it is WhatsApp, by whomever.
    #[must_use]
    pub const fn is_whatsapp(self) -> bool {
        !matches!(self, Self::Sms)
    }
}

/// A file in a text; the bytes are in base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// The provider's id of it.
    #[serde(default)]
    pub id: String,
    /// Its name, where it has one.
    #[serde(default)]
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes in base64.
    pub content: String,
}

/// One text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Its number here, from 1.
    pub id: u64,
    /// How it travels.
    pub medium: Medium,
    /// The site's side: whose it is.
    pub site: String,
    /// The site's number.
    pub ours: String,
    /// The person's number.
    pub theirs: String,
    /// Which way it went: `received` by the person, or `written` by them.
    pub way: Way,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The provider's id.
    pub foreign_id: String,
    /// The name that goes with the number.
    #[serde(default)]
    pub name: String,
    /// What it says.
    pub body: String,
    /// `text`, `template`, or another kind of the provider.
    pub kind: String,
    /// For a template: its name or SID, and what fills it.
    #[serde(default)]
    pub template: Option<Value>,
    /// Files.
    #[serde(default)]
    pub media: Vec<Media>,
    /// The provider's id of what it answers.
    #[serde(default)]
    pub answers: Option<String>,
    /// How many SMS it takes.
    pub segments: usize,
    /// How far it got; for what a person wrote, `received`.
    pub status: String,
    /// Why it failed, as the provider's number.
    #[serde(default)]
    pub error: Option<u32>,
    /// Where its status is reported to.
    #[serde(default)]
    pub callback: Option<String>,
    /// What the site attached to it.
    #[serde(default)]
    pub opaque: Option<String>,
    /// The sign that its reader put on it.
    #[serde(default)]
    pub reaction: Option<String>,
    /// It was edited.
    #[serde(default)]
    pub edited: bool,
    /// It was taken back.
    #[serde(default)]
    pub deleted: bool,
    /// The request that the site made, as it came.
    #[serde(default)]
    pub request: Option<Value>,
    /// What the edge said to it, where a person wrote it.
    #[serde(default)]
    pub outcome: Option<Outcome>,
}
