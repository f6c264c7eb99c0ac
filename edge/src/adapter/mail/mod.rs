//! Mail: what comes in as raw MIME, what goes out as letters, and what providers report.
//!
//! [`parse`] reads, [`inbound`] decides where a mail belongs, [`letter`] writes, [`postmark`] and [`cloudflare`]
//! hand over.

mod attachments;
mod cloudflare;
mod hook;
pub mod inbound;
mod letter;
mod parse;
mod postmark;
mod probe;
mod thread;

pub use hook::hook;
pub use letter::one_line;
pub use probe::test;

use super::{Outgoing, SendError, Sent, in_words};
use crate::{
    ambient,
    config::{Config, MailVia},
    log,
    site::Site,
};
use serde_json::json;
use weft_shared::{
    address::MailAddress,
    channel::Channel,
    id::{ConversationId, MessageId},
    time::Timestamp,
};
use worker::Env;

/// The channel's name in policies and on the wire.
pub const CHANNEL: Channel = Channel::of_adapter("email");

/// A mail to be written.
#[derive(Clone, Debug, Default)]
pub struct Letter<'a> {
    /// The policy's text for it, by its name: `reply`, `link`, `code`, `sign-in`, `locked-notice`.
    pub template: &'a str,
    /// The address, in stored form.
    pub to: &'a str,
    /// The name that goes with it.
    pub to_name: Option<&'a str>,
    /// What the conversation is about.
    pub subject: Option<&'a str>,
    /// What fills `{{text}}`: plain text, in HTML with its paragraphs and links.
    pub text: &'a str,
    /// What fills the other places. `{{site}}` and `{{subject}}` need not be among them.
    pub values: &'a [(&'a str, String)],
    /// With it, answers come back to the conversation, by a sealed reply address.
    pub conversation: Option<ConversationId>,
    /// With it and the conversation, the Message-ID is sealed and the same each time.
    pub message: Option<MessageId>,
    /// The Message-ID of the mail that this one answers.
    pub in_reply_to: Option<&'a str>,
    /// The Message-IDs of the mails before, oldest first.
    pub references: &'a [String],
    /// Made by a rule, not by a person (RFC 3834).
    pub automatic: bool,
    /// Files that go with it.
    pub files: Vec<Enclosed>,
}

/// A file of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosed {
    /// Its name: one line.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// It.
    pub bytes: Vec<u8>,
}

/// Writes a letter and hands it to the provider.
///
/// # Errors
/// When it was not taken; `temporary` says whether it may be later.
pub async fn send(
    env: &Env,
    config: &Config,
    site: &Site,
    letter: &Letter<'_>,
    at: Timestamp,
) -> Result<Sent, SendError> {
    let to =
        MailAddress::parse(letter.to).map_err(|error| SendError::lasting(format!("It cannot be sent: {error}.")))?;
    if thread::is_own(site, &to.to_string()) {
        return Err(SendError::lasting("The address is one of this site's own: nothing is sent there."));
    }
    let nonce = ambient::random::<16>().map_err(|_| SendError::passing("No random bytes."))?;
    let seal = config.keys.seal(&site.id);
    let mail = letter::write(letter, site, &seal, &to, at, u128::from_be_bytes(nonce)).map_err(SendError::lasting)?;
    let via = config.mail().map_err(|problem| SendError::passing(problem.detail.unwrap_or(problem.title)))?;
    let handed_over = match via {
        MailVia::Postmark { url, token } => postmark::send(url, token, &mail).await,
        MailVia::Cloudflare => cloudflare::send(env, &mail).await,
    };
    log::info(
        "mail out",
        json!({
            "site": site.id, "template": letter.template, "to": seal.address_hash(&to.identifier()),
            "conversation": letter.conversation, "message": letter.message, "taken": handed_over.is_ok(),
        }),
    );
    handed_over.map(|()| Sent { foreign_id: mail.message_id })
}

/// Sends a conversation's message as a letter.
///
/// # Errors
/// As [`send`].
pub async fn send_outgoing(
    env: &Env,
    config: &Config,
    site: &Site,
    outgoing: &Outgoing<'_>,
    at: Timestamp,
) -> Result<Sent, SendError> {
    let mut values = Vec::new();
    for (place, value) in [
        ("link", outgoing.link.map(str::to_owned)),
        ("agent", outgoing.agent.map(str::to_owned)),
        ("valid", outgoing.link_valid_ms.map(in_words)),
    ] {
        values.extend(value.map(|value| (place, value)));
    }
    let letter = Letter {
        template: outgoing.template,
        to: &outgoing.to.value,
        to_name: outgoing.to_name,
        subject: outgoing.subject,
        text: outgoing.text,
        values: &values,
        conversation: Some(outgoing.conversation),
        message: Some(outgoing.message),
        in_reply_to: outgoing.references.last().map(String::as_str),
        references: outgoing.references,
        automatic: outgoing.automatic,
        files: attachments::fetch(env, &site.id, outgoing.attachments).await?,
    };
    send(env, config, site, &letter, at).await
}
