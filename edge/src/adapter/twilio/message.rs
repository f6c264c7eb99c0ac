//! What Twilio says of a message that came in.

use super::form::{Form, is_sid};
use crate::adapter::{sms, whatsapp};
use weft_shared::{channel::Channel, consent::Consent};

/// Files that one message may have; Twilio allows as many.
const MOST_FILES: usize = 10;
/// The longest text that is kept, in characters.
const LONGEST: usize = weft_shared::message::MAX_TEXT;
/// What Twilio puts before numbers of WhatsApp.
const WHATSAPP: &str = "whatsapp:";

/// A message, as Twilio tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its SID.
    pub sid: String,
    /// The medium.
    pub channel: Channel,
    /// Twilio's word for how it knows the number, as policies weigh it.
    pub assertion: &'static str,
    /// The sender, without the medium's prefix: most often a number.
    pub from: String,
    /// The number that it was sent to.
    pub to: String,
    /// The name that the sender gave.
    pub name: Option<String>,
    /// What is shown.
    pub text: String,
    /// What it is when it is no text.
    pub kind: Option<&'static str>,
    /// The SID of the message that it answers.
    pub answers: Option<String>,
    /// Its files.
    pub files: Vec<File>,
    /// What Twilio itself did about STOP, START or HELP.
    pub opt_out: Option<OptOut>,
}

/// A file at Twilio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its SID, which is part of its address.
    pub sid: String,
    /// The media type.
    pub media_type: String,
}

/// A word that Twilio's Advanced Opt-Out has answered already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptOut {
    /// Nothing more is wanted.
    Stop,
    /// It is wanted again.
    Start,
    /// Help is wanted.
    Help,
}

impl OptOut {
    /// What it says about the sender's wish.
    #[must_use]
    pub const fn consent(self) -> Option<Consent> {
        match self {
            Self::Stop => Some(Consent::Stopped),
            Self::Start => Some(Consent::Given),
            Self::Help => None,
        }
    }
}

/// Reads a message.
///
/// # Errors
/// What is missing, for whoever reads the log.
pub fn read(form: &Form) -> Result<Message, &'static str> {
    let sid = form.sid("MessageSid").or_else(|| form.sid("SmsSid")).ok_or("MessageSid")?;
    let (channel, assertion, from) = sender(form.get("From").ok_or("From")?);
    let (_, _, to) = sender(form.get("To").ok_or("To")?);
    let files = files(form);
    let (text, kind) = text(form, &files);
    Ok(Message {
        sid: sid.to_owned(),
        channel,
        assertion,
        from: from.chars().take(80).collect(),
        to: to.to_owned(),
        name: form.get("ProfileName").map(|name| one_line(name, 80)).filter(|name| !name.is_empty()),
        text,
        kind,
        answers: form.sid("OriginalRepliedMessageSid").map(str::to_owned),
        files,
        opt_out: match form.get("OptOutType") {
            Some("STOP") => Some(OptOut::Stop),
            Some("START") => Some(OptOut::Start),
            Some("HELP") => Some(OptOut::Help),
            _ => None,
        },
    })
}

/// The medium of an address, Twilio's assertion for it, and the address without the prefix.
#[must_use]
pub fn sender(address: &str) -> (Channel, &'static str, &str) {
    match address.strip_prefix(WHATSAPP) {
        Some(number) => (whatsapp::CHANNEL, "account", number),
        None => (sms::CHANNEL, "sender", address),
    }
}

/// A number as Twilio addresses it on a medium.
#[must_use]
pub fn addressed(channel: &Channel, number: &str) -> String {
    if *channel == whatsapp::CHANNEL { format!("{WHATSAPP}{number}") } else { number.to_owned() }
}

fn files(form: &Form) -> Vec<File> {
    let count = form.number("NumMedia").and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    let file = |place: usize| {
        let url = form.get(&format!("MediaUrl{place}"))?;
        // The address is made anew from this: what a form says never becomes an address that is fetched.
        let sid = url.rsplit('/').next().filter(|sid| is_sid(sid))?;
        let media_type = form.get(&format!("MediaContentType{place}")).unwrap_or_default();
        Some(File { sid: sid.to_owned(), media_type: media_type_of(media_type) })
    };
    (0..count.min(MOST_FILES)).filter_map(file).collect()
}

fn media_type_of(text: &str) -> String {
    let bare = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let plain =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-+._".contains(&b));
    let fits = bare.len() <= 100 && bare.split_once('/').is_some_and(|(kind, name)| plain(kind) && plain(name));
    if fits { bare } else { "application/octet-stream".to_owned() }
}

/// The text and what it is. What has no text of its own is told in words.
fn text(form: &Form, files: &[File]) -> (String, Option<&'static str>) {
    let body: String = form.get("Body").unwrap_or_default().trim().chars().take(LONGEST).collect();
    if let (Some(latitude), Some(longitude)) =
        (coordinate(form, "Latitude", 90.0), coordinate(form, "Longitude", 180.0))
    {
        let named: Vec<_> =
            ["Label", "Address"].iter().filter_map(|part| form.get(part)).map(|part| one_line(part, 300)).collect();
        let place = if named.is_empty() { String::new() } else { format!(" {},", named.join(", ")) };
        let body = if body.is_empty() { body } else { format!("{body}\n") };
        return (format!("{body}Location:{place} {latitude}, {longitude}"), Some("location"));
    }
    if form.get("ButtonText").is_some() || form.get("ButtonPayload").is_some() {
        let pressed = form.get("ButtonText").or_else(|| form.get("ButtonPayload")).unwrap_or_default();
        let text = if body.is_empty() { one_line(pressed, 300) } else { body };
        return (text, Some("button"));
    }
    if form.get("MessageType") == Some("contacts") && body.is_empty() {
        return ("A contact card.".to_owned(), Some("contact"));
    }
    if body.is_empty() {
        let text = match files.len() {
            0 => "An empty message.",
            1 => "A file.",
            _ => "Several files.",
        };
        return (text.to_owned(), Some(if files.is_empty() { "empty" } else { "files" }));
    }
    (body, None)
}

fn coordinate(form: &Form, name: &str, most: f64) -> Option<f64> {
    form.get(name)?.parse::<f64>().ok().filter(|degrees| degrees.is_finite() && degrees.abs() <= most)
}

/// Text on one line.
fn one_line(text: &str, longest: usize) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(longest).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
