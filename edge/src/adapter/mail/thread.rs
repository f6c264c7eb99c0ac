//! Which conversation a mail belongs to, by what only we could have written into it. Whatever else its headers say,
//! nothing threads without a MAC of ours.

use super::parse::Parsed;
use crate::site::Site;
use weft_shared::{
    address::MailAddress,
    id::{ConversationId, MessageId},
    seal::Seal,
};

/// How many addresses and ids of one mail are looked at.
const MOST: usize = 100;

/// What an address of ours is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressed {
    /// One that customers write to first.
    Inbound,
    /// The reply address of this conversation, opened by its MAC.
    Conversation(ConversationId),
    /// There is no such address.
    Nobody,
}

/// What a mail's threading rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A sealed reply address.
    ReplyAddress,
    /// A sealed Message-ID in In-Reply-To or References.
    MessageId,
}

impl By {
    /// The name for logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReplyAddress => "reply-address",
            Self::MessageId => "message-id",
        }
    }
}

/// Says what an address of the site is.
#[must_use]
pub fn addressed(site: &Site, seal: &Seal, address: &str) -> Addressed {
    let Ok(address) = MailAddress::parse(address) else { return Addressed::Nobody };
    let written = address.to_string();
    let settings = &site.settings.mail;
    if settings.inbound.iter().any(|known| known.eq_ignore_ascii_case(&written)) {
        return Addressed::Inbound;
    }
    seal.open_reply_address(&written, &settings.reply_domain).map_or(Addressed::Nobody, Addressed::Conversation)
}

/// Whether an address is one that the site sends from or receives at.
#[must_use]
pub fn is_own(site: &Site, address: &str) -> bool {
    let settings = &site.settings.mail;
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    domain.eq_ignore_ascii_case(&settings.reply_domain)
        || address.eq_ignore_ascii_case(&settings.from)
        || settings.inbound.iter().any(|own| address.eq_ignore_ascii_case(own))
}

/// The conversation that a mail says it belongs to, with a MAC for it: by the envelope's address, else by an address
/// in To or Cc, else by the newest Message-ID of ours that it refers to.
#[must_use]
pub fn find(site: &Site, seal: &Seal, envelope: Addressed, mail: &Parsed) -> Option<(ConversationId, By)> {
    if let Addressed::Conversation(conversation) = envelope {
        return Some((conversation, By::ReplyAddress));
    }
    let by_address = mail.recipients.iter().take(MOST).find_map(|address| match addressed(site, seal, address) {
        Addressed::Conversation(conversation) => Some((conversation, By::ReplyAddress)),
        _ => None,
    });
    by_address.or_else(|| {
        let ids = mail.in_reply_to.iter().chain(mail.references.iter().rev());
        ids.take(MOST).find_map(|id| ours(site, seal, id)).map(|(_, conversation)| (conversation, By::MessageId))
    })
}

/// What a Message-ID of ours names.
#[must_use]
pub fn ours(site: &Site, seal: &Seal, id: &str) -> Option<(MessageId, ConversationId)> {
    seal.open_message_id(id, &site.settings.mail.reply_domain)
}

#[cfg(test)]
mod tests;
