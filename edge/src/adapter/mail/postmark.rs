//! Postmark's HTTP API: one mail a request.

use super::{Enclosed, letter::Mail};
use crate::{
    adapter::{SendError, provider},
    config::Secret,
};
use serde::{Deserialize, Serialize};
use worker::{Headers, Method, Request, RequestInit};

/// The part of Postmark's words that is kept.
const LONGEST_WORDS: usize = 300;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body<'a> {
    from: String,
    to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<&'a str>,
    subject: &'a str,
    text_body: &'a str,
    html_body: &'a str,
    headers: Vec<Header<'a>>,
    message_stream: &'static str,
    track_opens: bool,
    track_links: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Metadata>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<File<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct File<'a> {
    name: &'a str,
    content: String,
    content_type: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Header<'a> {
    name: &'static str,
    value: std::borrow::Cow<'a, str>,
}

/// What comes back with reports. Postmark keeps values of at most 80 characters, so a Message-ID goes in pieces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The message.
    pub message: String,
    /// The conversation.
    pub conversation: String,
    /// The MAC over both.
    pub mac: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    #[serde(default)]
    error_code: i64,
    #[serde(default)]
    message: String,
}

/// Hands a mail over.
///
/// # Errors
/// When Postmark refused it, or could not be asked.
pub async fn send(url: &str, token: &Secret, mail: &Mail) -> Result<(), SendError> {
    let request =
        request(url, token, mail).map_err(|_| SendError::passing("The request to Postmark cannot be made."))?;
    let answer = provider::ask("Postmark", Ok(request)).await?;
    judge(answer.status, &answer.text)
}

fn request(url: &str, token: &Secret, mail: &Mail) -> worker::Result<Request> {
    let headers = Headers::new();
    headers.set("accept", "application/json")?;
    headers.set("content-type", "application/json")?;
    headers.set("x-postmark-server-token", token.reveal())?;
    let body = serde_json::to_string(&body(mail)).map_err(|error| worker::Error::RustError(error.to_string()))?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(Some(body.into()));
    Request::new_with_init(&format!("{url}/email"), &init)
}

fn body(mail: &Mail) -> Body<'_> {
    let mut headers = vec![
        Header { name: "Message-ID", value: mail.message_id.as_str().into() },
        // Without it Postmark replaces the Message-ID.
        Header { name: "X-PM-KeepID", value: "true".into() },
    ];
    headers.extend(mail.in_reply_to.as_deref().map(|id| Header { name: "In-Reply-To", value: id.into() }));
    if !mail.references.is_empty() {
        headers.push(Header { name: "References", value: mail.references.join(" ").into() });
    }
    headers.extend(mail.headers.iter().map(|(name, value)| Header { name, value: (*value).into() }));
    Body {
        from: mailbox(Some(&mail.from.0), &mail.from.1),
        to: mailbox(mail.to.0.as_deref(), &mail.to.1),
        reply_to: mail.reply_to.as_deref(),
        subject: &mail.subject,
        text_body: &mail.text,
        html_body: &mail.html,
        headers,
        message_stream: "outbound",
        track_opens: false,
        track_links: "None",
        metadata: mail.about.as_ref().map(|about| Metadata {
            message: about.message.to_string(),
            conversation: about.conversation.to_string(),
            mac: about.mac.clone(),
        }),
        attachments: mail.files.iter().map(file).collect(),
    }
}

fn file(file: &Enclosed) -> File<'_> {
    let Enclosed { name, media_type, bytes } = file;
    File { name, content: base64(bytes), content_type: media_type }
}

/// Bytes in base64 on one line (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_usize, |sum, i| sum << 8 | usize::from(chunk.get(i).copied().unwrap_or(0)));
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = DIGITS.get(group >> shift & 63).filter(|_| place <= chunk.len());
            text.push(digit.map_or('=', |digit| char::from(*digit)));
        }
    }
    text
}

/// A name and an address as one; the name always quoted, so that no comma in it makes two recipients.
fn mailbox(name: Option<&str>, address: &str) -> String {
    match name.map(|name| name.replace(['"', '\\'], "")).filter(|name| !name.trim().is_empty()) {
        Some(name) => format!("\"{}\" <{address}>", name.trim()),
        None => address.to_owned(),
    }
}

fn judge(status: u16, text: &str) -> Result<(), SendError> {
    let answer = serde_json::from_str::<Answer>(text).ok();
    let words = || {
        let said: String = answer.as_ref().map(|a| a.message.chars().take(LONGEST_WORDS).collect()).unwrap_or_default();
        // Postmark quotes addresses, and these words go to logs.
        said.split_whitespace().filter(|word| !word.contains('@')).collect::<Vec<_>>().join(" ")
    };
    match status {
        200..=299 if answer.as_ref().is_some_and(|answer| answer.error_code == 0) => Ok(()),
        200..=299 => Err(SendError::passing("Postmark's answer cannot be read.")),
        // A wrong token is the operator's to mend; the mail can wait for that.
        401 | 403 | 408 | 425 | 429 | 500.. => {
            Err(SendError::passing(format!("Postmark answered {status}: {}", words())))
        }
        _ => Err(SendError::lasting(format!("Postmark answered {status}: {}", words()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_tried_again_and_what_will_not_is_not() {
        assert_eq!(judge(200, r#"{"ErrorCode":0,"Message":"OK"}"#), Ok(()));
        for (status, temporary) in [(429, true), (500, true), (503, true), (401, true), (422, false), (400, false)] {
            let error =
                judge(status, r#"{"ErrorCode":406,"Message":"Inactive recipient ada@example.com here"}"#).unwrap_err();
            assert_eq!(error.temporary, temporary, "{status}");
            assert!(!error.why.contains('@') && error.why.contains("Inactive recipient"), "{}", error.why);
        }
        assert!(judge(200, "<html>").unwrap_err().temporary);
    }

    #[test]
    fn bytes_are_written_as_everybody_reads_them() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn a_name_cannot_add_a_recipient() {
        assert_eq!(mailbox(Some("Eve\" <x@y>, \"Z"), "a@b.example"), "\"Eve <x@y>, Z\" <a@b.example>");
        assert_eq!(mailbox(Some(" "), "a@b.example"), "a@b.example");
    }
}
