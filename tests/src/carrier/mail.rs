//! A mail as the carrier keeps it, and a mail that a person is about to send.

use super::{Mailbox, Outcome};
use serde::{Deserialize, Serialize};
use std::time::{SystemTime, UNIX_EPOCH};

/// Which way a mail went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// The site sent it; it lies in somebody's mailbox.
    Received,
    /// A person wrote it to the site.
    Written,
}

/// A file in a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes in base64.
    pub content: String,
}

/// One mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its number here, from 1.
    pub id: u64,
    /// Which way it went.
    pub way: Way,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The header From.
    pub from: Mailbox,
    /// The envelope's sender; empty for bounces.
    pub envelope_from: String,
    /// Who gets it.
    pub to: Vec<Mailbox>,
    /// Where answers go, if not to From.
    pub reply_to: Option<Mailbox>,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML, where there is one.
    pub html: Option<String>,
    /// Further headers, as they were given.
    pub headers: Vec<(String, String)>,
    /// The Message-ID with its angle brackets.
    pub message_id: String,
    /// The provider's id, for mails that the site sent.
    pub provider_id: Option<String>,
    /// What the site attached to the sending; the provider hands it back with its reports.
    #[serde(default)]
    pub metadata: std::collections::BTreeMap<String, String>,
    /// Files.
    pub files: Vec<File>,
    /// The whole mail as it went out, where a person wrote it.
    pub raw: Option<String>,
    /// What the edge said to it, where a person wrote it.
    pub outcome: Option<Outcome>,
}

/// What the ingress found out about the sender.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// DKIM, SPF and DMARC passed for the domain of From.
    #[default]
    Pass,
    /// DMARC failed: somebody else sent it.
    Fail,
    /// The domain has no policy and nothing aligned.
    None,
    /// The ingress adds no header of its own.
    Silent,
    /// This text after `authserv-id;`.
    Said(String),
}

/// A mail to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Who it is from.
    pub from: Mailbox,
    /// Who gets it.
    pub to: Mailbox,
    /// The envelope's sender; none means the address of `from`.
    #[serde(default)]
    pub envelope_from: Option<String>,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML, for a `multipart/alternative`.
    #[serde(default)]
    pub html: Option<String>,
    /// The Message-ID of the mail that this answers, with angle brackets.
    #[serde(default)]
    pub in_reply_to: Option<String>,
    /// The chain of Message-IDs before it.
    #[serde(default)]
    pub references: Vec<String>,
    /// Its own Message-ID; none means a new one.
    #[serde(default)]
    pub message_id: Option<String>,
    /// Further headers, written as they are.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// Files.
    #[serde(default)]
    pub files: Vec<File>,
    /// What the ingress finds out.
    #[serde(default)]
    pub verdict: Verdict,
    /// The ingress leaves forged results of its own name in place, below its own: a careless relay.
    #[serde(default)]
    pub keep_forged: bool,
}

/// Milliseconds since 1970.
#[must_use]
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

impl Mail {
    /// The mail that a draft becomes.
    #[must_use]
    pub fn written(draft: &Draft, id: u64) -> Self {
        let at = now();
        let fresh = || format!("<{at:x}.{id:x}.{:08x}@{}>", std::process::id(), draft.from.domain());
        Self {
            id,
            way: Way::Written,
            at,
            from: draft.from.clone(),
            envelope_from: draft.envelope_from.clone().unwrap_or_else(|| draft.from.address.clone()),
            to: vec![draft.to.clone()],
            reply_to: None,
            subject: draft.subject.clone(),
            text: draft.text.clone(),
            html: draft.html.clone(),
            headers: draft.headers.clone(),
            message_id: draft.message_id.clone().unwrap_or_else(fresh),
            provider_id: None,
            metadata: std::collections::BTreeMap::new(),
            files: draft.files.clone(),
            raw: None,
            outcome: None,
        }
    }

    /// The mail that raw MIME is, as far as its envelope tells.
    #[must_use]
    pub fn raw(from: &str, to: &str, raw: &[u8], id: u64) -> Self {
        let draft = Draft {
            from: Mailbox::parse(from).unwrap_or_default(),
            to: Mailbox::new("", to),
            envelope_from: Some(from.to_owned()),
            subject: "(raw)".to_owned(),
            text: String::from_utf8_lossy(raw).into_owned(),
            ..Draft::default()
        };
        Self::written(&draft, id)
    }

    /// A header by its name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether it lies in the mailbox of this address.
    #[must_use]
    pub fn is_for(&self, address: &str) -> bool {
        self.way == Way::Received && self.to.iter().any(|to| to.address.eq_ignore_ascii_case(address))
    }

    /// The answer that a mail program would start: to Reply-To, threaded, with the text quoted below.
    #[must_use]
    pub fn answer(&self, text: &str) -> Draft {
        let mut references: Vec<String> =
            self.header("References").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        references.push(self.message_id.clone());
        let subject = &self.subject;
        let answered = subject.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
        Draft {
            from: self.to.first().cloned().unwrap_or_default(),
            to: self.reply_to.clone().unwrap_or_else(|| self.from.clone()),
            subject: if answered { subject.clone() } else { format!("Re: {subject}") },
            text: format!("{text}\n\n{}", self.quoted()),
            in_reply_to: Some(self.message_id.clone()),
            references,
            ..Draft::default()
        }
    }

    /// Its text as an answer quotes it.
    #[must_use]
    pub fn quoted(&self) -> String {
        let lines: Vec<String> = self
            .text
            .lines()
            .map(|line| if line.is_empty() || line.starts_with('>') { format!(">{line}") } else { format!("> {line}") })
            .collect();
        format!("On {}, {} wrote:\n\n{}\n", super::mime::spoken_date(self.at), self.from, lines.join("\n"))
    }
}
