//! Writes mails as mail programs do: RFC 5322 headers, RFC 2047 words, RFC 2045 bodies.
//!
//! On purpose it shares no code with the product: a mistake there must not be answered by the same mistake here.

use super::{Draft, Mail, Mailbox};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use std::fmt::Write as _;

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The date of RFC 5322, section 3.3, in UTC.
#[must_use]
pub fn date(at: i64) -> String {
    let c = weft_shared::time::Timestamp(at).civil();
    format!(
        "{}, {} {} {} {:02}:{:02}:{:02} +0000",
        DAYS[usize::from(c.weekday)],
        c.day,
        MONTHS[usize::from(c.month) - 1],
        c.year,
        c.hour,
        c.minute,
        c.second
    )
}

/// The date as mail programs write it above a quotation.
#[must_use]
pub fn spoken_date(at: i64) -> String {
    let c = weft_shared::time::Timestamp(at).civil();
    format!(
        "{}, {} {} {} at {:02}:{:02}",
        DAYS[usize::from(c.weekday)],
        c.day,
        MONTHS[usize::from(c.month) - 1],
        c.year,
        c.hour,
        c.minute
    )
}

/// A header text, as encoded words where it is not plain (RFC 2047).
#[must_use]
pub fn words(text: &str) -> String {
    if text.chars().all(|c| (' '..='~').contains(&c)) {
        return text.to_owned();
    }
    let mut lines = Vec::new();
    let mut part = String::new();
    for c in text.chars() {
        // 75 characters a word, of which 12 are its frame; base64 makes four of three.
        if part.len() + c.len_utf8() > 45 {
            lines.push(std::mem::take(&mut part));
        }
        part.push(c);
    }
    lines.push(part);
    let words: Vec<String> = lines.iter().map(|part| format!("=?utf-8?B?{}?=", BASE64_STANDARD.encode(part))).collect();
    words.join("\r\n ")
}

fn mailbox(mailbox: &Mailbox) -> String {
    if mailbox.name.is_ascii() {
        mailbox.to_string()
    } else {
        format!("{} <{}>", words(&mailbox.name), mailbox.address)
    }
}

/// Quoted-printable (RFC 2045, section 6.7).
#[must_use]
pub fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    for line in text.replace("\r\n", "\n").split('\n') {
        let mut width = 0;
        let bytes = line.as_bytes();
        for (i, byte) in bytes.iter().enumerate() {
            let last = i + 1 == bytes.len();
            let plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || (matches!(byte, b' ' | b'\t') && !last);
            let cost = if plain { 1 } else { 3 };
            if width + cost > 75 {
                out.push_str("=\r\n");
                width = 0;
            }
            width += cost;
            if plain {
                out.push(char::from(*byte));
            } else {
                let _ = write!(out, "={byte:02X}");
            }
        }
        out.push_str("\r\n");
    }
    out
}

fn part(media_type: &str, text: &str) -> String {
    format!(
        "Content-Type: {media_type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}",
        quoted_printable(text)
    )
}

fn multipart(kind: &str, boundary: &str, parts: &[String]) -> String {
    let mut out = format!("Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n\r\n");
    for part in parts {
        let _ = write!(out, "--{boundary}\r\n{part}\r\n");
    }
    out.push_str(&format!("--{boundary}--\r\n"));
    out
}

fn attached(file: &super::File) -> String {
    let mut lines = String::new();
    for chunk in file.content.as_bytes().chunks(76) {
        let _ = write!(lines, "{}\r\n", String::from_utf8_lossy(chunk));
    }
    // RFC 2231 for names beyond ASCII; bytes are percent-encoded.
    let name = if file.name.chars().all(|c| (' '..='~').contains(&c) && !"\"\\".contains(c)) {
        format!("filename=\"{}\"", file.name)
    } else {
        let encoded: String = file.name.bytes().fold(String::new(), |mut out, b| {
            let _ = if b.is_ascii_alphanumeric() { write!(out, "{}", char::from(b)) } else { write!(out, "%{b:02X}") };
            out
        });
        format!("filename*=utf-8''{encoded}")
    };
    format!(
        "Content-Type: {}\r\nContent-Disposition: attachment; {name}\r\nContent-Transfer-Encoding: base64\r\n\r\n{lines}",
        file.media_type
    )
}

/// The whole mail.
#[must_use]
pub fn write(draft: &Draft, mail: &Mail) -> String {
    let mut out = String::new();
    let mut header = |name: &str, value: &str| {
        let _ = write!(out, "{name}: {value}\r\n");
    };
    header("From", &mailbox(&draft.from));
    header("To", &mailbox(&draft.to));
    header("Subject", &words(&draft.subject));
    header("Date", &date(mail.at));
    header("Message-ID", &mail.message_id);
    if let Some(id) = &draft.in_reply_to {
        header("In-Reply-To", id);
    }
    if !draft.references.is_empty() {
        header("References", &draft.references.join("\r\n "));
    }
    for (name, value) in &draft.headers {
        header(name, value);
    }
    header("MIME-Version", "1.0");
    let boundary = |n: u8| format!("=_{:x}_{:x}_{n}", mail.at, mail.id);
    let mut body = part("text/plain", &draft.text);
    if let Some(html) = &draft.html {
        body = multipart("alternative", &boundary(1), &[body, part("text/html", html)]);
    }
    if !draft.files.is_empty() {
        let parts: Vec<String> = std::iter::once(body).chain(draft.files.iter().map(attached)).collect();
        body = multipart("mixed", &boundary(2), &parts);
    }
    out.push_str(&body);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_keeps_lines_short_and_hides_what_is_not_plain() {
        let long = quoted_printable(&"ä".repeat(100));
        assert!(long.lines().all(|line| line.len() <= 76), "{long}");
        assert_eq!(quoted_printable("a=b \nc"), "a=3Db=20\r\nc\r\n");
    }

    #[test]
    fn words_beyond_ascii_are_encoded_and_folded() {
        assert_eq!(words("plain"), "plain");
        assert_eq!(words("Grüße"), "=?utf-8?B?R3LDvMOfZQ==?=");
        assert!(words(&"ü".repeat(100)).split("\r\n ").all(|word| word.len() <= 75));
    }

    #[test]
    fn a_mail_with_html_and_a_file_is_nested_as_mail_programs_do() {
        let draft = Draft {
            from: Mailbox::new("Jörg", "j@example.com"),
            to: Mailbox::new("", "help@shop.example"),
            subject: "Hello".into(),
            text: "Hi".into(),
            html: Some("<p>Hi".into()),
            files: vec![super::super::File {
                name: "ä.txt".into(),
                media_type: "text/plain".into(),
                content: "QQ==".into(),
            }],
            ..Draft::default()
        };
        let mut mail = Mail::written(&draft, 7);
        (mail.at, mail.message_id) = (1_763_785_200_000, "<x@example.com>".into());
        insta::assert_snapshot!(write(&draft, &mail).replace("\r\n", "\n"));
    }
}
