//! Cloudflare's `send_email` binding: raw MIME.

use super::{Enclosed, letter::Mail};
use crate::adapter::SendError;
use mail_builder::{
    MessageBuilder,
    headers::{address::Address, content_type::ContentType, date::Date, message_id::MessageId, raw::Raw},
    mime::MimePart,
};
use worker::{EmailMessage, Env, SendEmail};

/// The binding's name.
const SEND_EMAIL: &str = "SEND_EMAIL";

/// Hands a mail over.
///
/// # Errors
/// When there is no such binding, or it refused.
pub async fn send(env: &Env, mail: &Mail) -> Result<(), SendError> {
    let binding: SendEmail =
        env.get_binding(SEND_EMAIL).map_err(|_| SendError::passing("The SEND_EMAIL binding is missing."))?;
    let raw = mime(mail).map_err(|_| SendError::lasting("The mail cannot be written as MIME."))?;
    let message = EmailMessage::new(&mail.from.1, &mail.to.1, &raw)
        .map_err(|_| SendError::passing("The mail cannot be handed to the binding."))?;
    match binding.send(&message).await {
        Ok(_) => Ok(()),
        Err(error) => Err(judge(&String::from(error.message()))),
    }
}

/// Cloudflare's errors are words; those for good begin with what is wrong with the mail or its recipient.
fn judge(words: &str) -> SendError {
    let lower = words.to_ascii_lowercase();
    let lasting = ["not allowed", "not verified", "invalid", "suppress", "malformed", "too large", "rejected"];
    // The words may quote the address.
    let why: Vec<&str> = words.split_whitespace().filter(|word| !word.contains('@')).take(40).collect();
    let why = format!("Cloudflare did not send it: {}", why.join(" "));
    if lasting.iter().any(|sign| lower.contains(sign)) { SendError::lasting(why) } else { SendError::passing(why) }
}

/// The mail as MIME. Date, Message-ID and boundary are given: the builder's own would read the clock.
fn mime(mail: &Mail) -> std::io::Result<String> {
    let bare = |id: &str| id.trim_start_matches('<').trim_end_matches('>').to_owned();
    let mut builder = MessageBuilder::new()
        .from(Address::new_address(Some(mail.from.0.as_str()), mail.from.1.as_str()))
        .to(Address::new_address(mail.to.0.as_deref(), mail.to.1.as_str()))
        .subject(mail.subject.as_str())
        .date(Date::new(mail.at.0.div_euclid(1_000)))
        .message_id(MessageId::new(bare(&mail.message_id)));
    if let Some(reply_to) = &mail.reply_to {
        builder = builder.reply_to(reply_to.as_str());
    }
    if let Some(id) = &mail.in_reply_to {
        builder = builder.in_reply_to(MessageId::new(bare(id)));
    }
    // Cloudflare puts a Message-ID of its own in the place of ours. Ours goes along among the references, which the
    // customer's mail program repeats in the answer.
    let references = mail.references.iter().chain([&mail.message_id]).map(|id| bare(id));
    builder = builder.references(MessageId::new_list(references));
    for (name, value) in &mail.headers {
        builder = builder.header(*name, Raw::new(*value));
    }
    let parts = vec![MimePart::new("text/plain", mail.text.as_str()), MimePart::new("text/html", mail.html.as_str())];
    let kind = ContentType::new("multipart/alternative").attribute("boundary", mail.boundary.as_str());
    let words = MimePart::new(kind, parts);
    if mail.files.is_empty() {
        return builder.body(words).write_to_string();
    }
    let file =
        |file: &Enclosed| MimePart::new(file.media_type.clone(), file.bytes.clone()).attachment(file.name.clone());
    let parts: Vec<_> = std::iter::once(words).chain(mail.files.iter().map(file)).collect();
    // Another boundary than that of the words within.
    let kind = ContentType::new("multipart/mixed").attribute("boundary", format!("{}m", mail.boundary));
    builder.body(MimePart::new(kind, parts)).write_to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::MimeHeaders as _;
    use weft_shared::time::Timestamp;

    fn mail() -> Mail {
        Mail {
            from: ("Grüße & Co".to_owned(), "help@shop.example".to_owned()),
            to: (Some("Ada, née \"X\"".to_owned()), "ada@example.com".to_owned()),
            reply_to: Some("rx@reply.shop.example".to_owned()),
            subject: "Re: Wo ist mein Paket? ".repeat(8),
            text: "Zeile eins – ü\n\n-- \nshop".to_owned(),
            html: "<p>Zeile eins – ü</p>".to_owned(),
            message_id: "<m1@reply.shop.example>".to_owned(),
            in_reply_to: Some("<a@b>".to_owned()),
            references: (0..20).map(|i| format!("<{i}-long-message-id-of-somebody@mail.example.com>")).collect(),
            headers: vec![("Auto-Submitted", "auto-generated")],
            about: None,
            at: Timestamp(1_795_319_460_000),
            boundary: "=_0123456789abcdef".to_owned(),
            files: Vec::new(),
        }
    }

    #[test]
    fn the_mail_reads_back_as_written() {
        let raw = mime(&mail()).unwrap();
        assert!(raw.is_ascii() && raw.lines().all(|line| line.len() <= 998), "{raw}");
        let parsed = mail_parser::MessageParser::new().parse(raw.as_bytes()).unwrap();
        assert_eq!(parsed.subject().map(str::trim), Some(mail().subject.trim()));
        assert_eq!(parsed.message_id(), Some("m1@reply.shop.example"));
        let to = parsed.to().and_then(|to| to.first()).unwrap();
        assert_eq!((to.name(), to.address()), (Some("Ada, née \"X\""), Some("ada@example.com")));
        assert_eq!(parsed.references().as_text_list().map(<[_]>::len), Some(21));
        assert_eq!(parsed.body_text(0).unwrap().trim(), mail().text.trim());
        assert!(parsed.body_html(0).unwrap().contains("<p>Zeile eins – ü</p>"));
        assert!(raw.contains("Auto-Submitted: auto-generated\r\n"));
        assert!(raw.contains("Date: Sun, 22 Nov 2026 03:51:00 +0000\r\n"), "{raw}");
    }

    #[test]
    fn files_go_beside_the_words_and_come_out_as_they_were() {
        let picture: Vec<u8> = (0..=255).cycle().take(3_000).collect();
        let words = "Größe\r\n.\nFrom here on = nothing \n".repeat(40).into_bytes();
        let file = |name: &str, media_type: &str, bytes: &[u8]| Enclosed {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            bytes: bytes.to_vec(),
        };
        let files = vec![file("Käse \"neu\".png", "image/png", &picture), file("b.txt", "text/plain", &words)];
        let raw = mime(&Mail { files, ..mail() }).unwrap();
        assert!(raw.is_ascii() && raw.lines().all(|line| line.len() <= 998), "{raw}");
        let parsed = mail_parser::MessageParser::new().parse(raw.as_bytes()).unwrap();
        assert!(parsed.root_part().is_content_type("multipart", "mixed"));
        assert_eq!(parsed.body_text(0).unwrap().trim(), mail().text.trim());
        let found: Vec<_> = parsed.attachments().map(|part| (part.attachment_name(), part.contents())).collect();
        assert_eq!(found, [(Some("Käse \"neu\".png"), &picture[..]), (Some("b.txt"), &words[..])]);
    }

    #[test]
    fn refusals_for_good_are_told_from_trouble_that_passes() {
        assert!(!judge("destination address is not a verified address; recipient not allowed").temporary);
        assert!(judge("internal error").temporary);
        assert!(!judge("recipient ada@example.com rejected").why.contains('@'));
    }
}
