//! What Meta's webhook says, read leniently: fields that are not known change nothing, kinds that are not known stay.

use super::words;
use serde_json::{Value, json};
use weft_shared::message::{Amendment, Delivery};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// The id of the site's number that it is about; none when it is about the account.
    pub number_id: Option<String>,
    /// What it is called at Meta, for the log.
    pub field: String,
    /// What.
    pub what: What,
    /// All that Meta says of it, and of nobody else: a body may be about several customers.
    pub raw: Value,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A customer wrote.
    Message(Box<Told>),
    /// A customer changed what was written before, or reacted to it.
    Changed {
        /// The id of the change itself.
        id: String,
        /// The customer's number.
        from: String,
        /// The id of the message that it is about.
        original: String,
        /// What.
        change: Amendment,
    },
    /// How a message of ours fares.
    Status(Status),
    /// Something that agents should know and nobody wrote.
    Noted {
        /// Its id.
        id: String,
        /// The customer's number.
        from: String,
        /// What, in one sentence.
        what: String,
    },
    /// Something that is about no conversation.
    Kept,
}

/// A message of a customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its id.
    pub id: String,
    /// Who wrote it.
    pub from: From,
    /// The name that the customer gave.
    pub name: Option<String>,
    /// What is shown.
    pub text: String,
    /// What it is when it is no text.
    pub kind: Option<String>,
    /// The id of the message that it answers.
    pub answers: Option<String>,
    /// Its file.
    pub file: Option<File>,
    /// It was written in a group: others read it as well.
    pub in_group: bool,
}

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// A number, as Meta writes it: digits.
    Number(String),
    /// Somebody who keeps the number to himself, by the id that he has for this business.
    Withheld(String),
}

/// A file at Meta.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its id.
    pub id: String,
    /// The media type.
    pub media_type: String,
    /// The name that the sender gave.
    pub name: Option<String>,
    /// What its bytes hash to (SHA-256), in base64.
    pub sha256: Option<String>,
}

/// How a message of ours fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Meta's id of the message.
    pub id: String,
    /// Meta's word.
    pub word: String,
    /// Its place in the lattice; none for what says nothing about the way.
    pub delivery: Option<Delivery>,
    /// What we gave Meta to repeat.
    pub data: Option<String>,
    /// Meta's code of what went wrong.
    pub code: Option<i64>,
    /// Meta's words for it.
    pub said: Option<String>,
}

/// Reads a body; `None` when it is no JSON object with a list of entries. What changes messages comes after the messages
/// themselves, so that a body that has both, in any order, ends the same.
#[must_use]
pub fn read(raw: &[u8]) -> Option<Vec<Update>> {
    let body: Value = serde_json::from_slice(raw).ok()?;
    let mut updates = Vec::new();
    for change in list(&body, "entry")?.iter().flat_map(|entry| list(entry, "changes").unwrap_or_default()) {
        read_change(change, &mut updates);
    }
    updates.sort_by_key(|update| matches!(update.what, What::Changed { .. } | What::Status(_)));
    Some(updates)
}

fn read_change(change: &Value, updates: &mut Vec<Update>) {
    let field = text(change, "field").unwrap_or_default();
    let value = change.get("value").unwrap_or(&Value::Null);
    let number_id = value.get("metadata").and_then(|metadata| text(metadata, "phone_number_id"));
    let contacts = list(value, "contacts").unwrap_or_default();
    let before = updates.len();
    let mut add = |name: &str, item: &Value, what: What| {
        let contact = contact_of(contacts, item);
        let raw = json!({ "field": field, "metadata": value.get("metadata"), "contact": contact, name: item });
        updates.push(Update { number_id: number_id.clone(), field: field.clone(), what, raw });
    };
    for message in list(value, "messages").unwrap_or_default() {
        add("message", message, read_message(message, contact_of(contacts, message)));
    }
    for status in list(value, "statuses").unwrap_or_default() {
        add("status", status, read_status(status));
    }
    for call in list(value, "calls").unwrap_or_default() {
        add("call", call, read_call(call));
    }
    for echo in list(value, "message_echoes").unwrap_or_default() {
        add("message_echo", echo, read_echo(echo));
    }
    for preference in list(value, "user_preferences").unwrap_or_default() {
        add("user_preference", preference, read_preference(preference));
    }
    if updates.len() == before {
        updates.push(Update { number_id, field, what: What::Kept, raw: change.clone() });
    }
}

/// The contact that an item is of: by number or id, or the only one.
fn contact_of<'a>(contacts: &'a [Value], item: &Value) -> Option<&'a Value> {
    const NAMES: [&str; 6] = ["from", "from_user_id", "recipient_id", "recipient_user_id", "wa_id", "to"];
    let named: Vec<String> = NAMES.iter().filter_map(|name| text(item, name)).collect();
    let fits = |contact: &&Value| {
        ["wa_id", "user_id"].iter().filter_map(|name| text(contact, name)).any(|known| named.contains(&known))
    };
    contacts.iter().find(fits).or(match contacts {
        [only] => Some(only),
        _ => None,
    })
}

fn read_message(message: &Value, contact: Option<&Value>) -> What {
    let Some(id) = text(message, "id") else { return What::Kept };
    let kind = text(message, "type").unwrap_or_default();
    let Some(from) = sender(message, contact) else { return What::Kept };
    let inner = message.get(&kind).unwrap_or(&Value::Null);
    // Only whose number is known can be found again to change something.
    if let From::Number(from) = &from {
        let (id, from) = (id.clone(), from.clone());
        let changed = |original: Option<String>, change: Amendment| match original {
            Some(original) => What::Changed { id: id.clone(), from: from.clone(), original, change },
            None => What::Kept,
        };
        match kind.as_str() {
            "reaction" => {
                let emoji = text(inner, "emoji").map(|emoji| words::one_line(&emoji, 20));
                return changed(text(inner, "message_id"), Amendment::Reacted { emoji });
            }
            "edit" => {
                let edited = inner.get("message").unwrap_or(&Value::Null);
                let text_of = words::of(edited, &text(edited, "type").unwrap_or_default()).0;
                return changed(text(inner, "original_message_id"), Amendment::Edited { text: text_of });
            }
            "revoke" => return changed(text(inner, "original_message_id"), Amendment::Deleted),
            "system" => return What::Noted { id, from, what: words::of_system(inner) },
            "request_welcome" => {
                return What::Noted { id, from, what: "opened the chat on WhatsApp for the first time".to_owned() };
            }
            _ => {}
        }
    }
    let (shown, shown_kind) = words::of(message, &kind);
    let context = message.get("context").unwrap_or(&Value::Null);
    What::Message(Box::new(Told {
        id,
        from,
        name: contact.and_then(name_of),
        text: shown,
        kind: shown_kind,
        answers: text(context, "id"),
        file: file(inner),
        in_group: message.get("group_id").is_some(),
    }))
}

fn sender(message: &Value, contact: Option<&Value>) -> Option<From> {
    let number = text(message, "from").or_else(|| text(contact?, "wa_id"));
    let withheld = || text(message, "from_user_id").or_else(|| text(contact?, "user_id"));
    number.map(From::Number).or_else(|| withheld().map(From::Withheld))
}

fn name_of(contact: &Value) -> Option<String> {
    let profile = contact.get("profile")?;
    let name = text(profile, "name").or_else(|| text(profile, "username"))?;
    Some(words::one_line(&name, 80)).filter(|name| !name.is_empty())
}

fn file(inner: &Value) -> Option<File> {
    let id = text(inner, "id")?;
    let media_type = words::media_type(&text(inner, "mime_type")?);
    let name = text(inner, "filename").map(|name| words::one_line(&name, 200)).filter(|name| !name.is_empty());
    Some(File { id, media_type, name, sha256: text(inner, "sha256") })
}

fn read_status(status: &Value) -> What {
    let (Some(id), Some(word)) = (text(status, "id"), text(status, "status")) else { return What::Kept };
    if word == "deleted" {
        // The customer took back a message of theirs: it is their message's id.
        return match text(status, "recipient_id") {
            Some(from) => What::Changed { id: format!("{id}/deleted"), from, original: id, change: Amendment::Deleted },
            None => What::Kept,
        };
    }
    let error = list(status, "errors").unwrap_or_default().first();
    let delivery = match word.as_str() {
        "accepted" | "sent" => Some(Delivery::Sent),
        "delivered" => Some(Delivery::Delivered),
        "read" | "played" => Some(Delivery::Read),
        "failed" => Some(Delivery::Failed),
        _ => None,
    };
    What::Status(Status {
        id,
        word,
        delivery,
        data: text(status, "biz_opaque_callback_data"),
        code: error.and_then(|error| error.get("code")).and_then(Value::as_i64),
        said: error.and_then(|error| text(error, "title").or_else(|| text(error, "message"))),
    })
}

/// Calls over the chat app are not taken here: agents learn that somebody tried.
fn read_call(call: &Value) -> What {
    let incoming = text(call, "direction").as_deref() == Some("USER_INITIATED");
    match (text(call, "id"), text(call, "from"), text(call, "event").as_deref()) {
        (Some(id), Some(from), Some("connect")) if incoming => {
            What::Noted { id, from, what: "called on WhatsApp, where calls are not taken".to_owned() }
        }
        _ => What::Kept,
    }
}

/// What the site itself wrote in the provider's own app.
fn read_echo(echo: &Value) -> What {
    let (Some(id), Some(to)) = (text(echo, "id"), text(echo, "to")) else { return What::Kept };
    let said = words::of(echo, &text(echo, "type").unwrap_or_default()).0;
    What::Noted { id, from: to, what: format!("was written to in the WhatsApp Business app: {said}") }
}

fn read_preference(preference: &Value) -> What {
    let Some(from) = text(preference, "wa_id") else { return What::Kept };
    let at = preference.get("timestamp").map(ToString::to_string).unwrap_or_default();
    let what = match text(preference, "value").as_deref() {
        Some("stop") => "told WhatsApp to bring no advertising of this site any more",
        Some("resume") => "told WhatsApp to bring advertising of this site again",
        _ => return What::Kept,
    };
    What::Noted { id: format!("preference/{from}/{at}"), from, what: what.to_owned() }
}

/// A text that is not empty. Ids come as numbers now and then.
pub(super) fn text(value: &Value, name: &str) -> Option<String> {
    match value.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub(super) fn list<'a>(value: &'a Value, name: &str) -> Option<&'a [Value]> {
    value.get(name)?.as_array().map(Vec::as_slice)
}

#[cfg(test)]
mod tests;
