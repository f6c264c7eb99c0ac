//! Reading a mail: what it says, without believing any of it. Pure and total: a hostile mail gives odd answers.

use super::letter::one_line;
use crate::files::clean_name;
use mail_parser::{Header, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use weft_shared::{
    address::MailAddress,
    mail::{html, reply},
    message::MAX_TEXT,
};

/// Ids of one header that are looked at.
const MOST_IDS: usize = 50;
/// Files of one mail that are kept apart; the raw mail has all.
const MOST_FILES: usize = 50;
/// Bytes of text that are looked at, for what is shown and folded; the raw mail has all. Whoever sends 25 MB of text must
/// not take up the memory that others need.
const MOST_TEXT: usize = 1024 * 1024;
/// Bytes of headers, and lines that could begin a part, of a mail that is read at all: each of them takes memory that is
/// many times its length.
const MOST_HEADERS: usize = 256 * 1024;
const MOST_PARTS: usize = 20_000;
/// The longest name of a person, subject and file, in characters.
const LONGEST_NAME: usize = 100;
const LONGEST_SUBJECT: usize = 300;
/// The longest folded text, in characters; the raw mail has all.
const LONGEST_FOLDED: usize = 5 * MAX_TEXT;

/// What a mail says.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// Names and values of all headers, in order, unfolded.
    pub headers: Vec<(String, String)>,
    /// Whom it says it is from; none if no address can be read.
    pub from: Option<From>,
    /// Addresses in To and Cc.
    pub recipients: Vec<String>,
    /// The subject, one line.
    pub subject: Option<String>,
    /// Its Message-ID, without angle brackets.
    pub message_id: Option<String>,
    /// What it answers, without angle brackets.
    pub in_reply_to: Vec<String>,
    /// What went before, oldest first, without angle brackets.
    pub references: Vec<String>,
    /// What is new in its text.
    pub text: String,
    /// Quotes, signatures, and what is too long to show.
    pub folded: Option<String>,
    /// Files.
    pub files: Vec<File>,
    /// The text of a delivery report.
    pub report: Option<String>,
    /// The Message-ID of the mail that the report is about, without angle brackets.
    pub reported: Option<String>,
    /// SHA-256 over what its writer wrote: the same for every delivery of the mail.
    pub digest: [u8; 32],
}

/// Whom a mail says it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct From {
    /// The address, in canonical form.
    pub address: MailAddress,
    /// The name.
    pub name: Option<String>,
    /// What is odd about it, in one sentence for agents.
    pub doubt: Option<String>,
}

/// A file in a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, fit for showing.
    pub name: String,
    /// The media type that the sender gave.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Parsed {
    /// All values of a header, topmost first.
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The mail's own media type.
    #[must_use]
    pub fn content_type(&self) -> &str {
        self.header("Content-Type").next().unwrap_or_default()
    }
}

/// Reads raw MIME; `None` when there is not even a header, or more structure than any mail program writes.
#[must_use]
pub fn parse(raw: &[u8]) -> Option<Parsed> {
    if is_monstrous(raw) {
        return None;
    }
    let mail = MessageParser::new().parse(raw)?;
    let headers: Vec<(String, String)> = mail.headers().iter().map(|header| plain(header, raw)).collect();
    if headers.is_empty() {
        return None;
    }
    let split = reply::split(&text(&mail));
    let (text, folded) = bounded(split.visible, split.folded);
    Some(Parsed {
        from: from(&mail, &headers),
        recipients: mail
            .all_to()
            .chain(mail.all_cc())
            .flat_map(|list| list.iter().filter_map(|one| one.address()).map(str::to_owned).collect::<Vec<_>>())
            .collect(),
        subject: mail.subject().map(|subject| cut(&one_line(subject), LONGEST_SUBJECT)).filter(|s| !s.is_empty()),
        message_id: mail.message_id().map(str::trim).filter(|id| is_id(id)).map(str::to_owned),
        in_reply_to: ids(mail.in_reply_to()),
        references: ids(mail.references()),
        text,
        folded,
        files: mail.attachments().take(MOST_FILES).enumerate().map(|(place, part)| file(place, part)).collect(),
        report: mail.parts.iter().find(|part| is_kind(part, "message", "delivery-status")).map(words),
        reported: mail.parts.iter().find_map(original),
        digest: digest(&headers, raw.get(place(mail.root_part().raw_body_offset())..).unwrap_or_default()),
        headers,
    })
}

/// Whether the headers are longer, or the parts more, than a mail has that somebody means to be read.
fn is_monstrous(raw: &[u8]) -> bool {
    let mut header = 0;
    let mut in_header = true;
    let mut parts = 0;
    for line in raw.split(|byte| *byte == b'\n') {
        in_header &= !matches!(line, b"" | b"\r");
        header += if in_header { line.len() + 1 } else { 0 };
        parts += usize::from(line.starts_with(b"--"));
        if header > MOST_HEADERS || parts > MOST_PARTS {
            return true;
        }
    }
    false
}

/// A header as name and value, the value unfolded (RFC 5322, section 2.2.3).
fn plain(header: &Header<'_>, raw: &[u8]) -> (String, String) {
    let value = raw.get(place(header.offset_start)..place(header.offset_end)).unwrap_or_default();
    let value = String::from_utf8_lossy(value).replace("\r\n", "\n").replace('\n', "");
    (header.name.as_str().to_owned(), value.trim().to_owned())
}

fn place(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// Trace headers differ from delivery to delivery; these are the writer's.
fn digest(headers: &[(String, String)], body: &[u8]) -> [u8; 32] {
    const WRITTEN: [&str; 9] =
        ["from", "sender", "to", "cc", "subject", "date", "message-id", "in-reply-to", "content-type"];
    let mut digest = Sha256::new();
    for (name, value) in headers {
        let name = name.to_ascii_lowercase();
        if WRITTEN.contains(&name.as_str()) {
            digest.update(name);
            digest.update([0]);
            digest.update(value);
            digest.update([0]);
        }
    }
    digest.update([0]);
    digest.update(body);
    digest.finalize().into()
}

/// The From header's address. Exactly one header with exactly one plain address leaves no doubt.
fn from(mail: &Message<'_>, headers: &[(String, String)]) -> Option<From> {
    let values: Vec<&str> =
        headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("From")).map(|(_, value)| value.as_str()).collect();
    let all: Vec<(Option<&str>, &str)> = mail
        .header_values("From")
        .filter_map(HeaderValue::as_address)
        .flat_map(|list| list.iter().filter_map(|one| Some((one.name(), one.address()?))).collect::<Vec<_>>())
        .collect();
    let (name, address) = all.iter().find_map(|(name, text)| Some((*name, MailAddress::parse(text).ok()?)))?;
    // An encoded word may hide an address from whoever checked this mail before us (RFC 2047, section 5).
    let verbatim = values.first().is_some_and(|value| value.contains(address.local()));
    let doubt = if values.len() != 1 {
        Some("It has more than one From header.")
    } else if all.len() != 1 {
        Some("Its From header names more than one address.")
    } else if !verbatim {
        Some("Its From address is written in a way that hides it.")
    } else {
        None
    };
    // A name that looks like an address is there to be taken for one.
    let name =
        name.map(|name| cut(&one_line(name), LONGEST_NAME)).filter(|name| !name.is_empty() && !name.contains('@'));
    Some(From { address, name, doubt: doubt.map(str::to_owned) })
}

/// The text of a mail: its text parts, or the text of its HTML.
fn text(mail: &Message<'_>) -> String {
    let mut whole = String::new();
    for part in mail.text_bodies() {
        let piece = match &part.body {
            PartType::Text(text) => Cow::Borrowed(start(text, MOST_TEXT.saturating_sub(whole.len()))),
            PartType::Html(markup) => Cow::Owned(html::to_text(start(markup, MOST_TEXT))),
            _ => continue,
        };
        if !whole.is_empty() && !piece.trim().is_empty() {
            whole.push_str("\n\n");
        }
        whole.extend(piece.replace("\r\n", "\n").chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()));
    }
    whole
}

/// The start of a text, of at most so many bytes.
fn start(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

/// Moves what is too long to show into the folded part.
fn bounded(visible: String, folded: Option<String>) -> (String, Option<String>) {
    let Some((end, _)) = visible.char_indices().nth(MAX_TEXT) else {
        return (visible, folded.map(|folded| cut(&folded, LONGEST_FOLDED)));
    };
    // At the end of a line, if there is one not far away.
    let start = visible.get(..end).unwrap_or_default();
    let end = start.rfind('\n').filter(|line| line * 2 > end).unwrap_or(end);
    let (shown, rest) = visible.split_at_checked(end).unwrap_or((&visible, ""));
    let rest = [rest.trim_start_matches('\n'), folded.as_deref().unwrap_or_default()].join("\n\n");
    (shown.to_owned(), Some(cut(rest.trim_end(), LONGEST_FOLDED)))
}

fn file(place: usize, part: &MessagePart<'_>) -> File {
    let kind = part.content_type();
    let media_type = kind.map_or_else(String::new, |kind| {
        [kind.ctype(), kind.subtype().unwrap_or_default()].join("/").to_ascii_lowercase()
    });
    let good =
        media_type.len() <= 100 && media_type.bytes().all(|b| b.is_ascii_alphanumeric() || b"/.+-_".contains(&b));
    let media_type = if good && media_type.len() > 2 { media_type } else { "application/octet-stream".to_owned() };
    let name = clean_name(part.attachment_name().unwrap_or_default());
    let name = if name.is_empty() { format!("file {}", place + 1) } else { name };
    let bytes = match &part.body {
        PartType::Message(inner) => inner.raw_message().to_vec(),
        _ => part.contents().to_vec(),
    };
    File { name, media_type, bytes }
}

fn is_kind(part: &MessagePart<'_>, kind: &str, subtype: &str) -> bool {
    part.content_type().is_some_and(|found| {
        found.ctype().eq_ignore_ascii_case(kind) && found.subtype().is_some_and(|s| s.eq_ignore_ascii_case(subtype))
    })
}

fn words(part: &MessagePart<'_>) -> String {
    let bytes = part.contents();
    String::from_utf8_lossy(bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default()).into_owned()
}

/// The Message-ID of an enclosed original: a whole mail, or its headers alone.
fn original(part: &MessagePart<'_>) -> Option<String> {
    let id = match &part.body {
        PartType::Message(inner) => inner.message_id().map(str::to_owned),
        _ if is_kind(part, "text", "rfc822-headers") => {
            MessageParser::new().parse_headers(part.contents())?.message_id().map(str::to_owned)
        }
        _ => None,
    };
    id.filter(|id| is_id(id))
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    let all: Vec<&str> = match value {
        HeaderValue::Text(one) => vec![one.as_ref()],
        HeaderValue::TextList(several) => several.iter().map(Cow::as_ref).collect(),
        _ => Vec::new(),
    };
    let good: Vec<String> = all.into_iter().map(str::trim).filter(|id| is_id(id)).map(str::to_owned).collect();
    good.get(good.len().saturating_sub(MOST_IDS)..).unwrap_or_default().to_vec()
}

fn is_id(id: &str) -> bool {
    (3..=250).contains(&id.len())
        && id.contains('@')
        && id.bytes().all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>')
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests;
