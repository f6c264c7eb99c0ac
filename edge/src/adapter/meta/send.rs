//! Messages that go out over Meta.

use super::{Account, api, code};
use crate::{
    adapter::{
        Outgoing, SendError, Sent, in_words,
        provider::{self, Answer},
        whatsapp::CHANNEL,
    },
    config::Config,
    log,
    site::Site,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use weft_shared::{address::phone::PhoneNumber, id::MessageId, message::TemplateUse, policy::filled, time::Timestamp};

/// The longest text that Meta takes in one message, in characters.
const LONGEST: usize = 4_096;
/// The longest of Meta's ids that is kept.
const LONGEST_ID: usize = 500;

/// A message as Meta takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Body<'a> {
    messaging_product: &'static str,
    recipient_type: &'static str,
    to: &'a str,
    #[serde(flatten)]
    content: Content,
    /// Comes back with every report.
    biz_opaque_callback_data: String,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Content {
    /// Plain text.
    Text { text: Text },
    /// A text that WhatsApp has approved.
    Template { template: Template },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Text {
    body: String,
    preview_url: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Template {
    name: String,
    language: Language,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    components: Vec<Component>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Language {
    policy: &'static str,
    code: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Component {
    #[serde(rename = "type")]
    kind: &'static str,
    parameters: Vec<Parameter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Parameter {
    #[serde(rename = "type")]
    kind: &'static str,
    text: String,
}

/// Sends a conversation's message.
///
/// # Errors
/// When Meta did not take it; `temporary` says whether it may later.
pub async fn send(config: &Config, site: &Site, outgoing: &Outgoing<'_>, _at: Timestamp) -> Result<Sent, SendError> {
    // A token that is missing is the operator's to mend; the message can wait for that.
    let account =
        Account::of(config, site).map_err(|problem| SendError::passing(problem.detail.unwrap_or(problem.title)))?;
    if account.phone.own().any(|own| own == outgoing.to.value) {
        return Err(SendError::lasting("The number is one of this site's own: nothing is sent there."));
    }
    let to = PhoneNumber::parse(&outgoing.to.value)
        .map_err(|error| SendError::lasting(format!("It cannot be sent: {error}.")))?;
    let seal = config.keys.seal(&site.id);
    let body = Body {
        messaging_product: "whatsapp",
        recipient_type: "individual",
        to: to.digits(),
        content: content(site, outgoing)?,
        biz_opaque_callback_data: seal.callback_data(outgoing.message, outgoing.conversation),
    };
    let document =
        serde_json::to_string(&body).map_err(|_| SendError::lasting("The message cannot be written as JSON."))?;
    let answer = api::post(&account, &format!("{}/messages", account.settings.number_id), document).await;
    let sent = answer.and_then(|answer| judge(&answer, outgoing.message));
    log::info(
        "message out",
        json!({
            "site": site.id, "channel": CHANNEL, "template": outgoing.template, "message": outgoing.message,
            "conversation": outgoing.conversation, "to": seal.address_hash(outgoing.to), "taken": sent.is_ok(),
        }),
    );
    sent
}

fn content(site: &Site, outgoing: &Outgoing<'_>) -> Result<Content, SendError> {
    if let Some(wanted) = outgoing.approved {
        return template(site, wanted).map(|template| Content::Template { template });
    }
    let body = if outgoing.template == "reply" {
        let link = outgoing.link.map(|link| format!("\n\n{link}")).unwrap_or_default();
        format!("{}{link}", outgoing.text)
    } else {
        let known = site.policy.channel(&CHANNEL).and_then(|rules| rules.texts.get(outgoing.template));
        let known = known.ok_or_else(|| {
            SendError::lasting(format!("The policy has no text channel.{CHANNEL}.texts.{}.", outgoing.template))
        })?;
        let valid = outgoing.link_valid_ms.map(in_words).unwrap_or_default();
        let site = site.settings.name.as_str();
        filled(known, &[("link", outgoing.link.unwrap_or_default()), ("valid", &valid), ("site", site)])
    };
    if body.chars().count() > LONGEST {
        return Err(SendError::lasting("WhatsApp takes at most 4,096 characters in one message."));
    }
    Ok(Content::Text { text: Text { body, preview_url: false } })
}

fn template(site: &Site, wanted: &TemplateUse) -> Result<Template, SendError> {
    let known = site.policy.templates.get(&wanted.name);
    let named = known.and_then(|known| Some((known, known.approved.get(&CHANNEL)?.get("meta")?)));
    let (known, name) = named.ok_or_else(|| {
        SendError::lasting(format!("The policy has no name at Meta for the template {:?} here.", wanted.name))
    })?;
    // Meta refuses line breaks and rows of spaces in what fills a place.
    let one_line = |value: &String| value.split_whitespace().collect::<Vec<_>>().join(" ");
    let parameters: Vec<_> =
        wanted.values.iter().map(|value| Parameter { kind: "text", text: one_line(value) }).collect();
    let components = if parameters.is_empty() { Vec::new() } else { vec![Component { kind: "body", parameters }] };
    let language = Language { policy: "deterministic", code: known.language.clone() };
    Ok(Template { name: name.clone(), language, components })
}

#[derive(Deserialize)]
struct Taken {
    messages: Vec<Id>,
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refused {
    error: Refusal,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    code: Option<i64>,
    message: Option<String>,
}

fn judge(answer: &Answer, message: MessageId) -> Result<Sent, SendError> {
    if (200..=299).contains(&answer.status) {
        let taken =
            serde_json::from_str::<Taken>(&answer.text).ok().and_then(|taken| taken.messages.into_iter().next());
        let known = taken.filter(|taken| (1..=LONGEST_ID).contains(&taken.id.len()));
        // It is out, and Meta cannot be asked for it: sending it again would be the second time. Reports find it by what
        // we gave Meta to repeat.
        return Ok(Sent { foreign_id: known.map_or_else(|| format!("unnamed-{message}"), |taken| taken.id) });
    }
    let Refusal { code, message: words } = serde_json::from_str::<Refused>(&answer.text).unwrap_or_default().error;
    let known = code.and_then(code::words).map(str::to_owned);
    let said = known.unwrap_or_else(|| provider::without_numbers(&words.unwrap_or_default()));
    let named = code.map(|code| format!(", code {code}")).unwrap_or_default();
    let why = format!("Meta answered {}{named}: {said}", answer.status).trim_end_matches([':', ' ']).to_owned();
    let passes = match (answer.status, code) {
        (_, Some(code)) if code::words(code).is_some() => code::passes(code),
        (401 | 403 | 408 | 425 | 429 | 500.., _) => true,
        _ => false,
    };
    Err(if passes { SendError::passing(why) } else { SendError::lasting(why) })
}

#[cfg(test)]
mod tests;
