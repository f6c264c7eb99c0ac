//! Writing mails: a letter of the policy, filled, with the headers that thread it and bring answers back.

use super::{Enclosed, Letter, thread};
use crate::site::Site;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use weft_shared::{
    address::MailAddress,
    id::{ConversationId, MessageId},
    markup,
    policy::LetterKind,
    seal::Seal,
    time::Timestamp,
};

/// How many Message-IDs go into References: the first, which threads, and the newest.
const MOST_REFERENCES: usize = 20;
/// The longest Message-ID that is repeated.
const LONGEST_ID: usize = 250;
/// The longest subject, in characters.
const LONGEST_SUBJECT: usize = 200;

/// A mail as every provider takes it. No field holds a line break except the two bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The sender's name and address.
    pub from: (String, String),
    /// The recipient's name and address.
    pub to: (Option<String>, String),
    /// Where answers go.
    pub reply_to: Option<String>,
    /// The subject.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// Its Message-ID, in angle brackets.
    pub message_id: String,
    /// Message-IDs, in angle brackets: of the mail that it answers, and of those before.
    pub in_reply_to: Option<String>,
    /// See `in_reply_to`.
    pub references: Vec<String>,
    /// Further headers.
    pub headers: Vec<(&'static str, &'static str)>,
    /// What it is about: comes back with reports.
    pub about: Option<About>,
    /// When it is written.
    pub at: Timestamp,
    /// What separates its parts: nobody can know it beforehand.
    pub boundary: String,
    /// Files that go with it.
    pub files: Vec<Enclosed>,
}

/// What a mail is about, with the MAC of its Message-ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The message.
    pub message: MessageId,
    /// The conversation.
    pub conversation: ConversationId,
    /// The MAC.
    pub mac: String,
}

impl About {
    /// The Message-ID that these make up; opening it tells whether it is ours.
    #[must_use]
    pub fn message_id(message: &str, conversation: &str, mac: &str, domain: &str) -> String {
        format!("<m{message}.{conversation}{mac}@{domain}>")
    }
}

/// Writes a letter. `nonce` is 128 random bits.
///
/// # Errors
/// One sentence, when the policy has no such letter.
pub fn write(
    letter: &Letter<'_>,
    site: &Site,
    seal: &Seal,
    to: &MailAddress,
    at: Timestamp,
    nonce: u128,
) -> Result<Mail, String> {
    let kind = LetterKind::ALL.into_iter().find(|kind| kind.name() == letter.template);
    let template = kind
        .and_then(|kind| site.policy.letter(kind))
        .ok_or_else(|| format!("The policy has no letter named {:?}.", letter.template))?;
    let settings = &site.settings.mail;
    let subject = subject(letter, &site.settings.name);
    // The message's own HTML is put in after all values are escaped, at a mark that no value can contain.
    let mark = format!("\u{f8ff}{nonce:032x}\u{f8ff}");
    let values = |text| {
        let given = letter.values.iter().map(|(place, value)| (*place, value.as_str()));
        let own = [("text", text), ("site", site.settings.name.as_str()), ("subject", subject.as_str())];
        own.into_iter().chain(given).collect::<Vec<_>>()
    };
    let plain = template.fill(&values(letter.text));
    let html = template.fill(&values(&mark)).html.replace(&mark, &markup::to_html(&markup::parse(letter.text)));

    let about = letter.message.zip(letter.conversation);
    let message_id = about.map_or_else(
        || format!("<n{}@{}>", weft_shared::id::encode128(nonce), settings.reply_domain),
        |(message, conversation)| seal.message_id(message, conversation, &settings.reply_domain),
    );
    let references = references(letter);
    let in_reply_to = letter.in_reply_to.and_then(bracketed);
    Ok(Mail {
        from: (one_line(&settings.from_name), settings.from.clone()),
        to: (letter.to_name.map(one_line).filter(|name| !name.is_empty()), to.to_string()),
        reply_to: letter.conversation.map(|conversation| seal.reply_address(conversation, &settings.reply_domain)),
        subject: one_line(&plain.subject).chars().take(LONGEST_SUBJECT).collect(),
        text: plain.text,
        html,
        boundary: boundary(&message_id, nonce),
        files: letter.files.clone(),
        headers: headers(letter.automatic, in_reply_to.is_some()),
        about: about.and_then(|(message, conversation)| {
            let mac = thread::ours(site, seal, &message_id)
                .and_then(|_| message_id.split_once('@'))
                .and_then(|(local, _)| local.get(local.len().checked_sub(26)?..))?;
            Some(About { message, conversation, mac: mac.to_owned() })
        }),
        in_reply_to,
        references,
        message_id,
        at,
    })
}

/// The subject of an answer: the conversation's, with one `Re:` before it.
fn subject(letter: &Letter<'_>, site_name: &str) -> String {
    let subject = one_line(letter.subject.unwrap_or_default());
    if subject.is_empty() {
        return format!("Your conversation with {}", one_line(site_name));
    }
    let start = subject.split_once(':').map_or("", |(start, _)| start).trim().to_ascii_lowercase();
    // Answers in the languages of the common mail programs.
    let answered = ["re", "aw", "sv", "antw", "odp", "vs", "ref", "res"].contains(&start.as_str());
    if answered { subject } else { format!("Re: {subject}") }
}

fn references(letter: &Letter<'_>) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for id in letter.references.iter().map(String::as_str).chain(letter.in_reply_to).filter_map(bracketed) {
        // Where an id comes again, its last place counts.
        ids.retain(|known| *known != id);
        ids.push(id);
    }
    let surplus = ids.len().saturating_sub(MOST_REFERENCES);
    if surplus > 0 {
        ids.drain(1..=surplus);
    }
    ids
}

/// A Message-ID in angle brackets; none for what could be more than an id.
fn bracketed(id: &str) -> Option<String> {
    let bare = id.trim();
    let bare = bare.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(bare);
    let plain = bare.bytes().all(|b| b.is_ascii_graphic() && !b"<>(),;\\\"".contains(&b));
    (plain && bare.contains('@') && bare.len() <= LONGEST_ID).then(|| format!("<{bare}>"))
}

/// Machines are told that a machine wrote it (RFC 3834), so that they do not answer.
fn headers(automatic: bool, answers: bool) -> Vec<(&'static str, &'static str)> {
    if !automatic {
        return Vec::new();
    }
    let submitted = if answers { "auto-replied" } else { "auto-generated" };
    vec![("Auto-Submitted", submitted), ("X-Auto-Response-Suppress", "All")]
}

fn boundary(message_id: &str, nonce: u128) -> String {
    let digest = Sha256::new().chain_update(message_id).chain_update(nonce.to_be_bytes()).finalize();
    // "=_" occurs in no line of quoted-printable or base64 (RFC 2045, section 6.7).
    let mut text = String::from("=_");
    for byte in digest.iter().take(16) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Text for a header: nothing in it can end the line, or hide from whoever reads it.
#[must_use]
pub fn one_line(text: &str) -> String {
    let visible = |c: char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let spaced: String = text.chars().filter(|c| visible(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
pub(super) mod tests;
