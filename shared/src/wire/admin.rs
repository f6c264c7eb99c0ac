//! What those who look after a site see of it and change: its people, its settings, its providers, the widget on its pages.

use super::agent::AgentRole;
use crate::{id::AgentId, time::Timestamp};
use serde::{Deserialize, Serialize};

/// `GET /v1/sites/{site}/desk/agents`, and what changing one is answered with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Everybody, by name.
    pub agents: Vec<AgentLine>,
    /// The teams of the rules.
    pub teams: Vec<TeamOf>,
}

/// An agent, as those who look after the site see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentLine {
    /// Who.
    pub agent: AgentId,
    /// The name that customers see.
    pub name: String,
    /// The mail address that codes go to.
    pub address: String,
    /// What they may do.
    pub role: AgentRole,
    /// The number that calls to them go to (E.164).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The teams that they are in, by their names in the rules.
    pub teams: Vec<String>,
    /// What they can do, in the words of the rules.
    pub skills: Vec<String>,
    /// The languages that they write (ISO 639-1); none: any.
    pub languages: Vec<String>,
    /// How many units of work they can have at once.
    pub capacity: u32,
    /// Units that they have now.
    pub load: u32,
    /// Here now.
    pub present: bool,
    /// Takes new conversations while here.
    pub available: bool,
}

/// A team of the rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamOf {
    /// Its name in the rules.
    pub team: String,
    /// The name that people read.
    pub label: String,
    /// When it is at work, by the name of those hours in the rules; none: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
}

/// `PUT /v1/sites/{site}/desk/agents/{agent}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgentWanted {
    /// There must be nobody by this id yet.
    #[serde(default)]
    pub new: bool,
    /// The name that customers see.
    pub name: String,
    /// The mail address that codes go to.
    pub address: String,
    /// What they may do.
    #[serde(default)]
    pub role: AgentRole,
    /// The number that calls to them go to (E.164).
    #[serde(default)]
    pub phone: Option<String>,
    /// The teams that they are in, by their names in the rules.
    #[serde(default)]
    pub teams: Vec<String>,
    /// What they can do, in the words of the rules.
    #[serde(default)]
    pub skills: Vec<String>,
    /// The languages that they write (ISO 639-1); none: any.
    #[serde(default)]
    pub languages: Vec<String>,
    /// How many units of work they can have at once, 1 to 100.
    pub capacity: u32,
}

/// `GET /v1/sites/{site}/desk/settings`, and what changing them is answered with. The `ETag` says the version too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsFile {
    /// What `If-Match` must carry for a change: whoever was slower is told so.
    pub version: String,
    /// Them.
    pub settings: SiteSettings,
}

/// `PUT /v1/sites/{site}/desk/settings`: what a site is. Checked whole; what a field may hold is said when it does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteSettings {
    /// The name that customers see.
    pub name: String,
    /// The origins whose pages may hold the widget.
    pub origins: Vec<String>,
    /// The page of the site that has the snippet, for links in messages; none: the edge's own page.
    #[serde(default)]
    pub continue_url: Option<String>,
    /// The accent colour, `#rrggbb`.
    #[serde(default)]
    pub accent: Option<String>,
    /// The site's mail.
    pub mail: SiteMail,
    /// The site's numbers; none: it has none.
    #[serde(default)]
    pub phone: Option<SitePhone>,
    /// The company's own sign-in whose word signs agents in; none: nobody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<SiteAccess>,
}

/// Cloudflare Access before the console.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteAccess {
    /// The team's domain, as in `shop.cloudflareaccess.com`.
    pub team_domain: String,
    /// The audience tag of the application: 64 hexadecimal digits.
    pub audience: String,
}

/// A site's mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteMail {
    /// The address that mails are from.
    pub from: String,
    /// The name that goes with it.
    pub from_name: String,
    /// The domain of reply addresses; it belongs to this site alone.
    pub reply_domain: String,
    /// The addresses that customers write to first.
    pub inbound: Vec<String>,
    /// The server whose word on who sent a mail is believed (RFC 8601).
    pub authserv_id: String,
}

/// A site's numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SitePhone {
    /// The region in which national numbers are read (ISO 3166-1).
    pub region: String,
    /// Its account at Twilio.
    #[serde(default)]
    pub twilio: Option<SiteTwilio>,
    /// Its number at Meta.
    #[serde(default)]
    pub meta: Option<SiteMeta>,
}

/// An account at Twilio. Its token is apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteTwilio {
    /// The account's SID.
    pub account: String,
    /// The number for texts (E.164).
    #[serde(default)]
    pub sms: Option<String>,
    /// The number for WhatsApp (E.164).
    #[serde(default)]
    pub whatsapp: Option<String>,
    /// The number for calls (E.164).
    #[serde(default)]
    pub voice: Option<String>,
    /// The number that calls go to when the owner has none (E.164).
    #[serde(default)]
    pub team: Option<String>,
}

/// A number at Meta. Its tokens are apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteMeta {
    /// The number's id at Meta.
    pub number_id: String,
    /// The number (E.164).
    pub number: String,
}

/// `GET /v1/sites/{site}/desk/providers`: those who carry messages, and what they share with the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Providers {
    /// Them.
    pub providers: Vec<ProviderLine>,
    /// What is kept for them and for the site's backend, never its value.
    pub secrets: Vec<SecretLine>,
    /// The keys of the deployment that sign links.
    pub signing: Vec<SigningKeyLine>,
}

/// One of those who carry messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderLine {
    /// Its name in the address of its test.
    pub provider: String,
    /// The name that people read.
    pub label: String,
    /// What it carries here, as the rules label it.
    pub carries: Vec<String>,
    /// The site has an account or a number there.
    pub set_up: bool,
    /// What does not work yet, and what is missing for it.
    pub missing: Vec<MissingLine>,
    /// It can be tried: one request that changes nothing.
    pub testable: bool,
}

/// Something that is not there yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingLine {
    /// The name of the setting or secret.
    pub what: String,
    /// What does not work without it.
    pub because: String,
}

/// A secret that is, or could be, kept for the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretLine {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Since when it is kept; none: it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// It is kept, and no key of the deployment opens it any more: it must be entered again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lost: bool,
}

/// A key of the deployment that signs links, or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningKeyLine {
    /// Its public id, as it stands in links.
    pub id: String,
    /// From when on it signs.
    pub from: Timestamp,
    /// Until when links by it hold; none: no end is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// New links are signed with it now.
    pub signs: bool,
}

/// `PUT /v1/sites/{site}/desk/secrets/{name}`: 204. Nobody can read it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretWanted {
    /// The value.
    pub value: String,
}

/// `POST /v1/sites/{site}/desk/providers/{provider}/test`: how the provider answered a request that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderTested {
    /// It knows the site, and would carry its messages.
    pub works: bool,
    /// What came back, in plain words.
    pub said: String,
}

/// `GET /v1/sites/{site}/desk/install`: the widget on the site's pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Install {
    /// What goes into a page.
    pub snippet: String,
    /// The origins that may hold the widget, in the order of the settings.
    pub origins: Vec<SeenOn>,
    /// Origins that tried to hold it lately and may not, the latest first.
    pub strangers: Vec<SeenOn>,
    /// The site's name, as customers see it.
    pub name: String,
    /// The accent colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
    /// What the site promises to those who write on its pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<String>,
    /// The name of that promise in the rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise_rule: Option<String>,
    /// The address of the widget's style sheet, for a preview.
    pub style: String,
    /// The edge's own page with the widget.
    pub page: String,
}

/// An origin, and when the widget was last loaded there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenOn {
    /// The origin.
    pub origin: String,
    /// When; none: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Timestamp>,
}
