//! Messages: one utterance each.

use crate::{
    channel::Channel,
    evidence::Evidence,
    id::{AgentId, AttachmentId, MessageId, SessionId},
    identity::Identifier,
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
    /// The medium's own id of the message, such as a Message-ID: what an answer refers to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign_id: Option<String>,
    /// Made by a machine (RFC 3834): recorded, never answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automatic: Option<String>,
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
