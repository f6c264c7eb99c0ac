//! What a message says, in words: what has no text of its own is told in a sentence.

use super::update::{list, text};
use serde_json::Value;
use weft_shared::message::MAX_TEXT;

/// How many items of a list are told.
const MOST: usize = 50;

/// The text of a message and, when it is no text, what it is.
#[must_use]
pub fn of(message: &Value, kind: &str) -> (String, Option<String>) {
    let inner = message.get(kind).unwrap_or(&Value::Null);
    let said = match kind {
        "text" => text(inner, "body"),
        "image" | "video" | "audio" | "voice" | "document" | "sticker" => Some(of_file(inner, kind)),
        "location" => of_location(inner),
        "contacts" => of_contacts(message),
        "button" => text(inner, "text").or_else(|| text(inner, "payload")),
        "interactive" => of_interactive(inner),
        "order" => of_order(inner),
        "unsupported" | "unknown" => Some(of_unsupported(message)),
        _ => None,
    };
    let said = said.unwrap_or_else(|| format!("A message of a kind that is not known here ({}).", word(kind)));
    let kind = if is_voice(inner, kind) { "voice" } else { kind };
    let kind = (kind != "text").then(|| word(kind));
    (said.chars().take(MAX_TEXT).collect(), kind)
}

fn of_file(inner: &Value, kind: &str) -> String {
    let voice = is_voice(inner, kind);
    text(inner, "caption").unwrap_or_else(|| {
        match kind {
            "image" => "An image.",
            "video" => "A video.",
            _ if voice => "A voice message.",
            "audio" => "A sound recording.",
            "sticker" => "A sticker.",
            _ => "A document.",
        }
        .to_owned()
    })
}

fn is_voice(inner: &Value, kind: &str) -> bool {
    kind == "voice" || kind == "audio" && inner.get("voice").and_then(Value::as_bool) == Some(true)
}

fn of_location(inner: &Value) -> Option<String> {
    let coordinate = |name: &str, most: f64| {
        let value = inner.get(name)?;
        let degrees = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
        (degrees.abs() <= most).then_some(degrees)
    };
    let place = format!("{}, {}", coordinate("latitude", 90.0)?, coordinate("longitude", 180.0)?);
    let named = ["name", "address"].iter().filter_map(|part| text(inner, part)).map(|part| one_line(&part, 300));
    Some(format!("Location: {}", named.chain([place]).collect::<Vec<_>>().join(", ")))
}

fn of_contacts(message: &Value) -> Option<String> {
    let contacts = list(message, "contacts")?.iter().take(MOST).map(|contact| {
        let name =
            contact.get("name").and_then(|name| text(name, "formatted_name").or_else(|| text(name, "first_name")));
        let each = |group: &str, part: &str| {
            let all = list(contact, group).unwrap_or_default().iter().take(5).filter_map(|one| text(one, part));
            all.map(|one| one_line(&one, 100)).collect::<Vec<_>>()
        };
        let reached = [each("phones", "phone"), each("emails", "email")].concat().join(", ");
        let name = name.map_or_else(|| "without a name".to_owned(), |name| one_line(&name, 100));
        if reached.is_empty() { name } else { format!("{name} ({reached})") }
    });
    let contacts: Vec<_> = contacts.collect();
    (!contacts.is_empty()).then(|| format!("Contact: {}", contacts.join("; ")))
}

fn of_interactive(inner: &Value) -> Option<String> {
    let kind = text(inner, "type")?;
    let reply = inner.get(&kind)?;
    match kind.as_str() {
        "button_reply" => text(reply, "title"),
        "list_reply" => {
            let more = text(reply, "description").map(|more| format!("\n{more}")).unwrap_or_default();
            text(reply, "title").map(|title| format!("{title}{more}"))
        }
        "nfm_reply" => Some(of_form(reply)),
        "call_permission_reply" => Some(match text(reply, "response").as_deref() {
            Some("accept") => "Agrees to be called on WhatsApp.".to_owned(),
            _ => "Does not agree to be called on WhatsApp.".to_owned(),
        }),
        _ => None,
    }
}

/// A form that was filled in: one line for each field, without what is only there for the machine.
fn of_form(reply: &Value) -> String {
    let fields = text(reply, "response_json").and_then(|json| serde_json::from_str::<Value>(&json).ok());
    let fields = fields.as_ref().and_then(Value::as_object);
    let lines =
        fields.into_iter().flatten().filter(|(name, _)| *name != "flow_token").take(MOST).map(|(name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("{}: {}", one_line(name, 100), one_line(&value, 500))
        });
    ["A form was filled in.".to_owned()].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}

fn of_order(inner: &Value) -> Option<String> {
    let items = list(inner, "product_items")?.iter().take(MOST).map(|item| {
        let part = |name: &str| text(item, name).map(|part| one_line(&part, 100)).unwrap_or_default();
        let price = [part("item_price"), part("currency")].join(" ");
        format!("{} × {} at {}", part("quantity"), part("product_retailer_id"), price.trim())
    });
    let said = text(inner, "text").map(|said| format!("{said}\n")).unwrap_or_default();
    Some(format!("{said}An order: {}", items.collect::<Vec<_>>().join("; ")))
}

fn of_unsupported(message: &Value) -> String {
    let inner = message.get("unsupported").unwrap_or(&Value::Null);
    let named = text(inner, "type").map(|kind| format!(" ({})", word(&kind)));
    format!("A message of a kind that WhatsApp does not hand on{}.", named.unwrap_or_default())
}

/// What a system message says, as the end of a sentence that begins with the customer.
#[must_use]
pub fn of_system(inner: &Value) -> String {
    let said = text(inner, "body").map(|said| one_line(&said, 300));
    let to = text(inner, "wa_id").or_else(|| text(inner, "new_wa_id"));
    match (text(inner, "type").as_deref(), to) {
        // The new number stays to be proven: nothing follows from this but that somebody should ask.
        (Some("user_changed_number" | "customer_changed_number"), Some(to)) => {
            format!("has a new number on WhatsApp, +{}: it counts as theirs when they write from it", one_line(&to, 20))
        }
        (Some("customer_identity_changed"), _) => {
            "has a new phone, or has set WhatsApp up anew: it may be somebody else".to_owned()
        }
        (_, _) => {
            format!("changed something on WhatsApp: {}", said.unwrap_or_else(|| "it does not say what".to_owned()))
        }
    }
}

/// A word of the provider's that is safe to show, store and log: its kinds are made of these characters.
fn word(text: &str) -> String {
    let word: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).take(40).collect();
    if word.is_empty() { "unnamed".to_owned() } else { word.to_ascii_lowercase() }
}

/// A media type in its plain form; what is none is a file of bytes.
#[must_use]
pub fn media_type(text: &str) -> String {
    let bare = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let plain =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-+._".contains(&b));
    let fits = bare.len() <= 100 && bare.split_once('/').is_some_and(|(kind, name)| plain(kind) && plain(name));
    if fits { bare } else { "application/octet-stream".to_owned() }
}

/// Text as one line of at most so many characters.
#[must_use]
pub fn one_line(text: &str, most: usize) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(4 * most).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(most).collect()
}
