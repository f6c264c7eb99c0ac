//! Adapters: each knows one medium, and nothing outside this folder does. Conversations hand over what goes out with
//! the name of its channel; what comes in becomes a command to a conversation.

pub mod arrive;
pub mod mail;
pub mod meta;
pub mod numbers;
pub mod provider;
pub mod set_up;
mod sms;
pub mod twilio;
mod voice;
mod web_chat;
mod whatsapp;
#[cfg(test)]
mod worked_example;

use crate::{config::Config, site::Site};
use std::collections::BTreeMap;
use weft_shared::{
    channel::Channel,
    id::{ConversationId, MessageId},
    identity::{Identifier, IdentifierKind},
    message::{Attachment, TemplateUse, Via},
    time::Timestamp,
};
use worker::Env;

/// The medium of messages that are written in the frame itself, over a conversation's own sockets.
pub const IN_BROWSER: Channel = web_chat::CHANNEL;

/// A message of a conversation on its way to a customer.
#[derive(Clone, Debug)]
pub struct Outgoing<'a> {
    /// The policy's text for it, by its name: `reply`, `link`.
    pub template: &'a str,
    /// The address, in stored form.
    pub to: &'a Identifier,
    /// The site's own end that it leaves by, as its adapter wrote it when the customer wrote there; none: the usual one.
    pub via: Option<&'a Via>,
    /// The name that goes with it.
    pub to_name: Option<&'a str>,
    /// What the conversation is about.
    pub subject: Option<&'a str>,
    /// What somebody wrote; plain text.
    pub text: &'a str,
    /// The text that the medium has approved, with what fills its places: it goes instead of `text`, which says the same.
    pub approved: Option<&'a TemplateUse>,
    /// The name of the agent who wrote it.
    pub agent: Option<&'a str>,
    /// The address of the continuation link.
    pub link: Option<&'a str>,
    /// How long the link is valid, in milliseconds.
    pub link_valid_ms: Option<i64>,
    /// The conversation: an answer comes back to it.
    pub conversation: ConversationId,
    /// The message: reports come back to it, and sending it twice is one mail.
    pub message: MessageId,
    /// The medium's own ids of the messages before, oldest first.
    pub references: &'a [String],
    /// Every id of the medium's that is known here, and the message that it is of.
    pub foreign: &'a BTreeMap<String, MessageId>,
    /// Made by a rule, not by a person.
    pub automatic: bool,
    /// Files that go with it; their bytes are in the object store.
    pub attachments: &'a [Attachment],
    /// It was tried before, and may have been taken then.
    pub again: bool,
}

/// It was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The medium's own id of it.
    pub foreign_id: String,
}

/// It was not handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendError {
    /// Whether trying again may help.
    pub temporary: bool,
    /// Why, in one sentence for agents and logs; without addresses and secrets.
    pub why: String,
    /// The medium knows that the customer wants nothing more there.
    pub stopped: bool,
}

impl SendError {
    /// Trying again may help.
    #[must_use]
    pub fn passing(why: impl Into<String>) -> Self {
        Self { temporary: true, why: why.into(), stopped: false }
    }

    /// Trying again will not help.
    #[must_use]
    pub fn lasting(why: impl Into<String>) -> Self {
        Self { temporary: false, why: why.into(), stopped: false }
    }
}

/// Hands a message to its medium.
///
/// # Errors
/// When the medium did not take it; `temporary` says whether it may later.
pub async fn send(
    env: &Env,
    config: &Config,
    site: &Site,
    channel: &Channel,
    outgoing: &Outgoing<'_>,
    at: Timestamp,
) -> Result<Sent, SendError> {
    if *channel == mail::CHANNEL {
        return mail::send_outgoing(env, config, site, outgoing, at).await;
    }
    // The policy lets no agent get so far; a policy that says otherwise must not make files vanish.
    if !outgoing.attachments.is_empty() {
        return Err(SendError::lasting("This channel's adapter sends no files."));
    }
    if *channel == whatsapp::CHANNEL && whatsapp::goes_by_meta(site, outgoing.via) {
        return meta::send(config, site, outgoing, at).await;
    }
    if *channel == sms::CHANNEL || *channel == whatsapp::CHANNEL {
        return twilio::send_outgoing(config, site, channel, outgoing).await;
    }
    Err(SendError::lasting("No adapter is set up for this channel."))
}

/// Sends a letter that belongs to no conversation, such as a code, to an address of whatever kind, over the medium that
/// the conversation chose for it, and the site's own end there. `values` fill the places of the policy's text.
///
/// # Errors
/// As [`send`].
pub async fn send_notice(
    env: &Env,
    config: &Config,
    site: &Site,
    (to, over, via): (&Identifier, &Channel, Option<&Via>),
    template: &str,
    values: &[(&str, String)],
    at: Timestamp,
) -> Result<Sent, SendError> {
    match to.kind {
        IdentifierKind::Mail => {
            let letter = mail::Letter { template, to: &to.value, values, automatic: true, ..mail::Letter::default() };
            mail::send(env, config, site, &letter, at).await
        }
        IdentifierKind::Phone => twilio::send_notice(config, site, (to, over, via), template, values).await,
        _ => Err(SendError::lasting("No adapter reaches this kind of address.")),
    }
}

/// A duration in English words, in the largest unit that fits well: `10 minutes`, `14 days`.
#[must_use]
pub fn in_words(ms: i64) -> String {
    const UNITS: [(i64, &str); 4] = [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second")];
    let (size, unit) = UNITS
        .into_iter()
        .find(|(size, _)| ms >= *size && ms % size == 0)
        .unwrap_or_else(|| UNITS.into_iter().find(|(size, _)| ms >= 2 * size).unwrap_or((1_000, "second")));
    let count = (ms / size).max(0);
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn durations_read_well() {
        for (ms, words) in [
            (600_000, "10 minutes"),
            (3_600_000, "1 hour"),
            (14 * 86_400_000, "14 days"),
            (90 * 60_000, "90 minutes"),
            (86_400_000 + 1, "24 hours"),
            (1_500, "1 second"),
            (0, "0 seconds"),
        ] {
            assert_eq!(in_words(ms), words);
        }
    }
}
