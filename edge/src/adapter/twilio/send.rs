//! Messages that go out over Twilio.

use super::{Account, PERSISTENT, api, code, form, message::addressed};
use crate::{
    adapter::{
        Outgoing, SendError, Sent, in_words,
        provider::{self, Answer},
        sms, whatsapp,
    },
    config::Config,
    log,
    site::Site,
};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use weft_shared::{
    channel::Channel,
    id::MessageId,
    identity::Identifier,
    message::{TemplateUse, Via},
    policy::{Capability, filled},
    time::{MINUTE, Timestamp},
};

/// The longest text that Twilio takes in one message, in characters.
const LONGEST: usize = 1_600;
/// How many of the latest messages to a number are looked through.
const LOOKED_THROUGH: u32 = 50;

/// What is to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    /// Plain text.
    Text(String),
    /// A text that the medium has approved, by Twilio's name of it, with what fills its places.
    Approved { sid: String, values: Vec<String> },
}

impl Account<'_> {
    /// The site's number on a medium.
    pub(super) fn number_for(&self, channel: &Channel) -> Option<&str> {
        let number = if *channel == whatsapp::CHANNEL { &self.settings.whatsapp } else { &self.settings.sms };
        number.as_deref()
    }
}

/// Sends a conversation's message.
///
/// # Errors
/// When Twilio did not take it; `temporary` says whether it may later.
pub async fn send_outgoing(
    config: &Config,
    site: &Site,
    channel: &Channel,
    outgoing: &Outgoing<'_>,
) -> Result<Sent, SendError> {
    let content = content(site, channel, outgoing)?;
    let account = account(config, site)?;
    let Outgoing { conversation, message, .. } = outgoing;
    let base = &config.public_url;
    let report_to = format!("{base}/v1/hooks/twilio/{}/status/{conversation}/{message}{PERSISTENT}", site.id);
    let pairs = pairs(&account, channel, &outgoing.to.value, &content, Some(report_to))?;
    if outgoing.again
        && let Some(foreign_id) = taken_before(&account, &pairs, &content, *message, outgoing.foreign).await?
    {
        return Ok(Sent { foreign_id });
    }
    let sent = hand_over(&account, &pairs).await;
    log::info(
        "message out",
        json!({
            "site": site.id, "channel": channel, "template": outgoing.template, "conversation": conversation,
            "to": config.keys.seal(&site.id).address_hash(outgoing.to), "message": message, "again": outgoing.again,
            "taken": sent.is_ok(),
        }),
    );
    sent
}

/// Sends a text that belongs to no conversation, such as a code, over the medium that was chosen for it.
///
/// # Errors
/// As [`send_outgoing`].
pub async fn send_notice(
    config: &Config,
    site: &Site,
    (to, channel, via): (&Identifier, &Channel, Option<&Via>),
    template: &str,
    values: &[(&str, String)],
) -> Result<Sent, SendError> {
    if !site.policy.can(channel, Capability::Code) {
        return Err(SendError::lasting("The policy carries no codes over this channel."));
    }
    if *channel != sms::CHANNEL && (*channel != whatsapp::CHANNEL || whatsapp::goes_by_meta(site, via)) {
        return Err(SendError::lasting("No adapter carries codes over this channel."));
    }
    let values: Vec<_> = values.iter().map(|(place, value)| (*place, value.as_str())).collect();
    let text = text(site, channel, template, &values)?;
    let account = account(config, site)?;
    let pairs = pairs(&account, channel, &to.value, &Content::Text(text), None)?;
    let sent = hand_over(&account, &pairs).await;
    log::info(
        "message out",
        json!({
            "site": site.id, "channel": channel, "template": template,
            "to": config.keys.seal(&site.id).address_hash(to), "taken": sent.is_ok(),
        }),
    );
    sent
}

fn account<'a>(config: &'a Config, site: &'a Site) -> Result<Account<'a>, SendError> {
    // A token that is missing is the operator's to mend; the message can wait for that.
    Account::of(config, site).map_err(|problem| SendError::passing(problem.detail.unwrap_or(problem.title)))
}

fn content(site: &Site, channel: &Channel, outgoing: &Outgoing<'_>) -> Result<Content, SendError> {
    if let Some(approved) = outgoing.approved {
        return template(site, channel, approved);
    }
    if outgoing.template == "reply" {
        let text = match outgoing.link {
            Some(link) => format!("{}\n\n{link}", outgoing.text),
            None => outgoing.text.to_owned(),
        };
        return Ok(Content::Text(text));
    }
    let valid = outgoing.link_valid_ms.map(in_words).unwrap_or_default();
    let values = [("link", outgoing.link.unwrap_or_default()), ("valid", valid.as_str())];
    text(site, channel, outgoing.template, &values).map(Content::Text)
}

fn template(site: &Site, channel: &Channel, wanted: &TemplateUse) -> Result<Content, SendError> {
    let known = site.policy.templates.get(&wanted.name);
    let sid = known.and_then(|known| known.approved.get(channel)).and_then(|names| names.get("twilio"));
    let sid = sid.ok_or_else(|| {
        SendError::lasting(format!("The policy has no name at Twilio for the template {:?} here.", wanted.name))
    })?;
    Ok(Content::Approved { sid: sid.clone(), values: wanted.values.clone() })
}

/// A text of the policy for a channel, with its places filled.
fn text(site: &Site, channel: &Channel, name: &str, values: &[(&str, &str)]) -> Result<String, SendError> {
    let known = site.policy.channel(channel).and_then(|rules| rules.texts.get(name));
    let known =
        known.ok_or_else(|| SendError::lasting(format!("The policy has no text channel.{channel}.texts.{name}.")))?;
    let values: Vec<_> = values.iter().copied().chain([("site", site.settings.name.as_str())]).collect();
    Ok(filled(known, &values))
}

/// The form of a message.
fn pairs(
    account: &Account<'_>,
    channel: &Channel,
    to: &str,
    content: &Content,
    report_to: Option<String>,
) -> Result<Vec<(&'static str, String)>, SendError> {
    if account.phone.own().any(|own| own == to) {
        return Err(SendError::lasting("The number is one of this site's own: nothing is sent there."));
    }
    let from =
        account.number_for(channel).ok_or_else(|| SendError::lasting("The site has no number at Twilio for this."))?;
    let mut pairs = vec![("To", addressed(channel, to)), ("From", addressed(channel, from))];
    match content {
        Content::Text(text) if text.chars().count() > LONGEST => {
            return Err(SendError::lasting("Twilio takes at most 1,600 characters in one message."));
        }
        Content::Text(text) => pairs.push(("Body", text.clone())),
        Content::Approved { sid, values } => {
            pairs.push(("ContentSid", sid.clone()));
            if !values.is_empty() {
                let numbered: BTreeMap<String, &String> =
                    (1..).map(|place: u32| place.to_string()).zip(values).collect();
                pairs.push(("ContentVariables", serde_json::to_string(&numbered).unwrap_or_default()));
            }
        }
    }
    pairs.extend(report_to.map(|url| ("StatusCallback", url)));
    Ok(pairs)
}

async fn hand_over(account: &Account<'_>, pairs: &[(&str, String)]) -> Result<Sent, SendError> {
    judge(&api::post(account, "Messages.json", pairs).await?)
}

#[derive(Deserialize)]
struct Taken {
    sid: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refused {
    code: Option<i64>,
    message: Option<String>,
}

/// Limits that pass, which Twilio answers with 400 all the same: queues that are full, too many at once.
const PASSING: [i64; 4] = [14_107, 20_429, 21_611, 63_018];

fn judge(answer: &Answer) -> Result<Sent, SendError> {
    if (200..=299).contains(&answer.status) {
        let taken = serde_json::from_str::<Taken>(&answer.text).ok().filter(|taken| form::is_sid(&taken.sid));
        // It may be out: before the next try it is looked for.
        let unreadable = || SendError::passing("Twilio's answer cannot be read.");
        return taken.map(|taken| Sent { foreign_id: taken.sid }).ok_or_else(unreadable);
    }
    let refused = serde_json::from_str::<Refused>(&answer.text).unwrap_or_default();
    let known = refused.code.and_then(code::words);
    let said = known.map_or_else(|| provider::without_numbers(&refused.message.unwrap_or_default()), str::to_owned);
    let code = refused.code.map(|code| format!(", code {code}")).unwrap_or_default();
    let why = format!("Twilio answered {}{code}: {said}", answer.status).trim_end_matches([':', ' ']).to_owned();
    let passes = match answer.status {
        // A wrong token is the operator's to mend; the message can wait for that.
        401 | 408 | 425 | 429 | 500.. => true,
        403 => known.is_none(),
        _ => refused.code.is_some_and(|code| PASSING.contains(&code)),
    };
    let error = if passes { SendError::passing(why) } else { SendError::lasting(why) };
    Err(SendError { stopped: refused.code == Some(code::UNSUBSCRIBED), ..error })
}

#[derive(Deserialize)]
struct Listed {
    messages: Vec<Past>,
}

/// One of Twilio's messages.
#[derive(Deserialize)]
struct Past {
    sid: String,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    direction: String,
    #[serde(default)]
    date_created: Option<String>,
}

/// The SID of a message that an earlier try has handed over without hearing so. Twilio's API has no idempotency keys:
/// the messages to this number since ours was written are looked through for one that says the same and is not known.
async fn taken_before(
    account: &Account<'_>,
    pairs: &[(&str, String)],
    content: &Content,
    message: MessageId,
    known: &BTreeMap<String, MessageId>,
) -> Result<Option<String>, SendError> {
    let value = |name: &str| pairs.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str());
    let query =
        [("To", value("To").to_owned()), ("From", value("From").to_owned()), ("PageSize", LOOKED_THROUGH.to_string())];
    let answer = api::get(account, &format!("Messages.json?{}", form::encode(&query))).await?;
    let listed = serde_json::from_str::<Listed>(&answer.text).ok().filter(|_| answer.status == 200);
    let listed = listed.ok_or_else(|| {
        SendError::passing(format!("Twilio answered {} when asked whether it has the message already.", answer.status))
    })?;
    Ok(find(&listed.messages, content, message, known).map(str::to_owned))
}

fn find<'a>(
    past: &'a [Past],
    content: &Content,
    message: MessageId,
    known: &BTreeMap<String, MessageId>,
) -> Option<&'a str> {
    // An id begins with the time of its making; clocks may differ by a minute.
    let written = Timestamp(i64::try_from(message.bits() >> 80).unwrap_or(0)).plus(-MINUTE);
    let same = |past: &&Past| {
        // A trial account has a sentence put before each text.
        let says = match content {
            Content::Text(text) => past.body.as_deref().is_some_and(|body| body.ends_with(text.as_str())),
            Content::Approved { .. } => true,
        };
        let since = past.date_created.as_deref().and_then(rfc2822).is_some_and(|created| created >= written);
        // What is known to be another message is not this one, although it may end with the same words.
        let anothers = known.get(&past.sid).is_some_and(|of| *of != message);
        says && since && past.direction.starts_with("outbound") && !anothers && form::is_sid(&past.sid)
    };
    past.iter().rfind(same).map(|past| past.sid.as_str())
}

/// A time as Twilio writes it: `Fri, 24 May 2019 17:44:46 +0000`.
fn rfc2822(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split_whitespace().skip(1);
    let (day, month, year, time) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    let day: u32 = day.parse().ok()?;
    (words.next()? == "+0000")
        .then(|| Timestamp::parse_rfc3339(&format!("{year}-{month:02}-{day:02}T{time}Z")))
        .flatten()
}

#[cfg(test)]
mod tests;
