//! Messages: one utterance each.

use crate::{
    call::Call,
    channel::Channel,
    evidence::Evidence,
    id::{AgentId, AttachmentId, ConversationId, MessageId, SessionId},
    identity::Identifier,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The longest text that one message may have, in characters.
pub const MAX_TEXT: usize = 10_000;

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Author {
    /// The customer of the conversation, as far as the message's evidence goes.
    Customer {
        /// The browser session, where it came by one.
        session: Option<SessionId>,
        /// The address, where it came by one.
        address: Option<Identifier>,
        /// The name that the sender gave, unproven.
        name: Option<String>,
    },
    /// Somebody who is not a participant: shown to agents only, and no participant by it.
    Outsider {
        /// The address that the message says it is from.
        address: Option<Identifier>,
        /// The name that the sender gave.
        name: Option<String>,
        /// Why this is no message of the customer, in one sentence for the agent.
        because: String,
    },
    /// A member of staff.
    Agent {
        /// Who.
        agent: AgentId,
        /// The name that customers see.
        name: String,
    },
    /// Weft itself, by a rule of the policy.
    System,
}

/// A file that came with a message; its bytes are in the object store under its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The name that the sender gave, to be shown as text only.
    pub name: String,
    /// The media type that the sender gave; files are always served as downloads.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u64,
}

/// The site's own end of a message that came in: which of its numbers, at which provider. Its adapter writes it and alone
/// reads it; all else hands it on, so that an answer leaves where the customer wrote to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Via(pub String);

/// What happened to an outbound message. A lattice: joining takes the later of `Queued < Sent < Delivered < Read`;
/// `Failed` yields only to proof that the message arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    /// Committed, not yet handed over.
    Queued,
    /// Accepted by the provider.
    Sent,
    /// Given up.
    Failed,
    /// Accepted by the customer's side.
    Delivered,
    /// Seen by the customer.
    Read,
}

impl Delivery {
    /// The least status that holds both: any order of reports ends the same.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        self.max(other)
    }
}

/// One utterance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The medium it came or goes by.
    pub channel: Channel,
    /// Who wrote it.
    pub author: Author,
    /// The subject, where the medium has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What is shown.
    pub text: String,
    /// Quoted text and signatures, folded away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folded: Option<String>,
    /// The proofs that it carried.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// For an outbound message: the address it goes to, in stored form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Identifier>,
    /// For an outbound message that answers a session: that session, which may see it at any level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_session: Option<SessionId>,
    /// Files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The key of the raw original in the object store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// For a message that came in: the site's own end, where its medium has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<Via>,
    /// The medium's own id of the message, such as a Message-ID: what an answer refers to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign_id: Option<String>,
    /// Made by a machine (RFC 3834): recorded, never answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automatic: Option<String>,
    /// What it is when it is no text, as one word of its medium such as `location` or `call`: `text` says it in words,
    /// the raw original has all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The message of this conversation that it answers, where its medium says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<MessageId>,
    /// For an outbound message that must use a text that the medium has approved: which, with what fills its places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateUse>,
    /// For an outbound message: not to leave before, because of quiet hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// A call, as far as it was known when it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
    /// Where it was written first, when it was moved here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// A text of the policy that a medium has approved, filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateUse {
    /// Its name in the policy.
    pub name: String,
    /// What fills its places, in their order.
    pub values: Vec<String>,
}

/// The place that a moved message had before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The conversation.
    pub conversation: ConversationId,
    /// When it was written.
    pub at: Timestamp,
}

/// A change that the sender made to a message that had been sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Amendment {
    /// It says something else now.
    Edited {
        /// What.
        text: String,
    },
    /// It was taken back.
    Deleted,
    /// Somebody reacted to it; none takes the reaction back.
    Reacted {
        /// The sign.
        emoji: Option<String>,
    },
}

impl Message {
    /// A message with nothing but who, where and what.
    #[must_use]
    pub const fn new(id: MessageId, channel: Channel, author: Author, text: String) -> Self {
        Self {
            id,
            channel,
            author,
            subject: None,
            text,
            folded: None,
            evidence: Vec::new(),
            to: None,
            to_session: None,
            attachments: Vec::new(),
            raw: None,
            via: None,
            foreign_id: None,
            automatic: None,
            kind: None,
            answers: None,
            template: None,
            not_before: None,
            call: None,
            origin: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_order_of_status_reports_ends_the_same(order in Just(vec![Delivery::Queued, Delivery::Sent, Delivery::Failed, Delivery::Delivered, Delivery::Read]).prop_shuffle()) {
            let end = order.into_iter().fold(Delivery::Queued, Delivery::join);
            prop_assert_eq!(end, Delivery::Read);
        }
    }
}
