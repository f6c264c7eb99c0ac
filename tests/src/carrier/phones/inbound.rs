//! What people do with their phones, as the providers tell it: texts, files, places, answers, signs, edits.

use super::{Hook, Media, Medium, MetaNumber, Phones, Reply, SitePhones, Text, digits, meta::wamid, segments};
use crate::{
    carrier::{Way, now},
    harness::keys::random_hex,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A text that a person is about to send.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// What it says.
    pub body: String,
    /// The name that the person has at WhatsApp.
    #[serde(default)]
    pub name: String,
    /// Files.
    #[serde(default)]
    pub media: Vec<Media>,
    /// The provider's id of what it answers.
    #[serde(default)]
    pub answers: Option<String>,
    /// Over Meta: the message as Meta would describe it (`type` and what belongs to it), instead of the body. Over Twilio:
    /// further parameters by name.
    #[serde(default)]
    pub raw: Option<Value>,
}

/// What a person does to a message afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It says something else now.
    Edit(String),
    /// It is taken back.
    Delete,
    /// A sign is put on it; none takes it off.
    React(Option<String>),
    /// It was read.
    Read,
}

/// An update of Meta's around a value.
#[must_use]
pub fn envelope(number: &MetaNumber, value: Value) -> Value {
    let mut whole = json!({
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": digits(&number.number), "phone_number_id": number.number_id },
    });
    for (name, part) in value.as_object().into_iter().flatten() {
        whole[name] = part.clone();
    }
    let change = json!({ "value": whole, "field": "messages" });
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": "102290129340398", "changes": [change] }] })
}

impl Phones {
    /// A person texts a site. Kept with what became of it at the edge; none when the site has no such number.
    pub async fn write(&self, site: &str, medium: Medium, from: &str, words: Words) -> Option<Text> {
        let (text, hook) = self.written(site, medium, from, words)?;
        self.keep_hook(&hook);
        self.open_window(from);
        let id = text.id;
        self.keep(text);
        let reply = hook.deliver_patiently(&self.client).await;
        self.with_text(id, |text| text.outcome = Some(reply.outcome()))
    }

    /// A text and the webhook that tells of it, neither kept nor delivered.
    #[must_use]
    pub fn written(&self, site: &str, medium: Medium, from: &str, words: Words) -> Option<(Text, Hook)> {
        let known = self.site(site)?;
        let ours = known.number(medium)?.to_owned();
        let mut words = words;
        for media in &mut words.media {
            if media.id.is_empty() {
                media.id = match medium {
                    Medium::WhatsappMeta => {
                        (random_hex(4).bytes().fold(7_u64, |n, b| n * 31 + u64::from(b))).to_string()
                    }
                    _ => format!("ME{}", random_hex(16)),
                };
            }
        }
        let foreign_id = match medium {
            Medium::WhatsappMeta => wamid(),
            _ if words.media.is_empty() => format!("SM{}", random_hex(16)),
            _ => format!("MM{}", random_hex(16)),
        };
        let text = Text {
            id: self.next_id(),
            medium,
            site: site.to_owned(),
            ours,
            theirs: from.to_owned(),
            way: Way::Written,
            at: now(),
            foreign_id,
            name: words.name.clone(),
            segments: segments::count(&words.body),
            body: words.body.clone(),
            kind: words.raw.as_ref().and_then(|raw| raw["type"].as_str()).unwrap_or("text").to_owned(),
            template: None,
            media: words.media.clone(),
            answers: words.answers.clone(),
            status: "received".to_owned(),
            error: None,
            callback: None,
            opaque: None,
            reaction: None,
            edited: false,
            deleted: false,
            request: None,
            outcome: None,
        };
        let hook = match medium {
            Medium::WhatsappMeta => self.meta_message(&known, &text, message(&text, &words))?,
            _ => self.twilio_message(&known, &text, &words)?,
        };
        Some((text, hook))
    }

    fn twilio_message(&self, site: &SitePhones, text: &Text, words: &Words) -> Option<Hook> {
        let twilio = site.twilio.as_ref()?;
        let whatsapp = text.medium.is_whatsapp();
        let prefix = if whatsapp { "whatsapp:" } else { "" };
        let mut params: Vec<(String, String)> = Vec::new();
        let mut put = |name: &str, value: &str| params.push((name.to_owned(), value.to_owned()));
        put("SmsMessageSid", &text.foreign_id);
        put("SmsSid", &text.foreign_id);
        put("MessageSid", &text.foreign_id);
        put("AccountSid", &twilio.account);
        put("ApiVersion", "2010-04-01");
        put("SmsStatus", "received");
        put("From", &format!("{prefix}{}", text.theirs));
        put("To", &format!("{prefix}{}", text.ours));
        put("Body", &text.body);
        put("NumSegments", &text.segments.to_string());
        put("NumMedia", &words.media.len().to_string());
        for (n, media) in words.media.iter().enumerate() {
            let path =
                format!("/2010-04-01/Accounts/{}/Messages/{}/Media/{}", twilio.account, text.foreign_id, media.id);
            put(&format!("MediaUrl{n}"), &format!("{}{path}", self.base));
            put(&format!("MediaContentType{n}"), &media.media_type);
        }
        if whatsapp {
            put("ProfileName", &words.name);
            put("WaId", &digits(&text.theirs));
            put("MessageType", if words.media.is_empty() { "text" } else { "image" });
            if let Some(answered) = &words.answers {
                put("OriginalRepliedMessageSid", answered);
                put("OriginalRepliedMessageSender", &format!("whatsapp:{}", text.ours));
            }
        } else {
            // Twilio sends what it does not know as an empty parameter.
            for name in ["FromCity", "FromState", "FromZip", "ToCity", "ToState", "ToZip"] {
                put(name, "");
            }
            put("FromCountry", "GB");
            put("ToCountry", "GB");
        }
        for (name, value) in words.raw.iter().filter_map(Value::as_object).flatten() {
            put(name, value.as_str().unwrap_or_default());
        }
        let url = format!("{}/v1/hooks/twilio/{}/messages", self.edge, site.site);
        Some(Hook::form(&site.site, "message", &url, &twilio.token, &params))
    }

    fn meta_message(&self, site: &SitePhones, text: &Text, message: Value) -> Option<Hook> {
        let number = site.meta.as_ref()?;
        let wa_id = digits(&text.theirs);
        let name = if text.name.is_empty() { &text.theirs } else { &text.name };
        let contact = json!({ "profile": { "name": name }, "wa_id": wa_id });
        Some(self.update(site, number, json!({ "contacts": [contact], "messages": [message] })))
    }

    fn update(&self, site: &SitePhones, number: &MetaNumber, value: Value) -> Hook {
        let url = format!("{}/v1/hooks/meta/{}", self.edge, site.site);
        Hook::json(&site.site, "update", &url, &number.app_secret, envelope(number, value).to_string())
    }

    /// Any update, whole, as Meta would send it: for payloads of the corpus.
    #[must_use]
    pub fn raw_update(&self, site: &str, body: &Value) -> Option<Hook> {
        let known = self.site(site)?;
        let url = format!("{}/v1/hooks/meta/{site}", self.edge);
        Some(Hook::json(site, "update", &url, &known.meta?.app_secret, body.to_string()))
    }

    /// A person does something to a message on their phone. None when that cannot be told over its medium.
    pub async fn change(&self, id: u64, change: Change) -> Option<Reply> {
        let text = self.with_text(id, |text| match &change {
            Change::Edit(body) => {
                text.body.clone_from(body);
                text.edited = true;
            }
            Change::Delete => text.deleted = true,
            Change::React(emoji) => text.reaction.clone_from(emoji),
            Change::Read => {}
        })?;
        if change == Change::Read {
            if text.way == Way::Received && text.medium.is_whatsapp() && text.status != "read" {
                self.report(id, "read", None).await;
            }
            return Some(Reply { status: 200, body: String::new() });
        }
        let site = self.site(&text.site)?;
        if text.medium != Medium::WhatsappMeta {
            return None;
        }
        let mut message =
            json!({ "from": digits(&text.theirs), "id": wamid(), "timestamp": (now() / 1000).to_string() });
        match change {
            Change::Edit(body) => {
                message["type"] = json!("edit");
                let inner = json!({ "type": "text", "text": { "body": body } });
                message["edit"] = json!({ "original_message_id": text.foreign_id, "message": inner });
            }
            Change::Delete => {
                message["type"] = json!("revoke");
                message["revoke"] = json!({ "original_message_id": text.foreign_id });
            }
            Change::React(emoji) => {
                message["type"] = json!("reaction");
                message["reaction"] = json!({ "message_id": text.foreign_id });
                if let Some(emoji) = emoji {
                    message["reaction"]["emoji"] = json!(emoji);
                }
            }
            Change::Read => {}
        }
        let hook = self.meta_message(&site, &text, message)?;
        self.keep_hook(&hook);
        Some(hook.deliver_patiently(&self.client).await)
    }
}

fn message(text: &Text, words: &Words) -> Value {
    let mut message = json!({
        "from": digits(&text.theirs),
        "id": text.foreign_id,
        "timestamp": (text.at / 1000).to_string(),
    });
    match (&words.raw, words.media.first()) {
        (Some(raw), _) => {
            for (name, part) in raw.as_object().into_iter().flatten() {
                message[name] = part.clone();
            }
        }
        (None, Some(media)) => {
            let kind = media.media_type.split('/').next();
            let kind = kind.filter(|kind| ["image", "audio", "video"].contains(kind)).unwrap_or("document");
            message["type"] = json!(kind);
            message[kind] = json!({ "mime_type": media.media_type, "sha256": "", "id": media.id });
            if kind != "audio" && !text.body.is_empty() {
                message[kind]["caption"] = json!(text.body);
            }
            if kind == "document" {
                message[kind]["filename"] = json!(media.name);
            }
        }
        (None, None) => {
            message["type"] = json!("text");
            message["text"] = json!({ "body": text.body });
        }
    }
    if let Some(answered) = &words.answers {
        message["context"] = json!({ "from": digits(&text.ours), "id": answered });
    }
    message
}
