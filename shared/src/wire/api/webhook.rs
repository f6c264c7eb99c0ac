//! Webhooks: what other programs are told, in the form of Standard Webhooks.

use super::{Conversation, Message, Moment};
use crate::{
    handoff::Party,
    id::{AgentId, ConversationId, CustomerId, DeliveryId, MessageId, WebhookId},
    message::Delivery,
};
use serde::{Deserialize, Serialize};

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident $name:literal)*) => {
        /// What can be told.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum HookEvent { $($(#[$doc])* #[serde(rename = $name)] $variant,)* }

        impl HookEvent {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The name, as in a payload's `type`.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $(Self::$variant => $name,)* } }
        }
    };
}

events! {
    /// A conversation began.
    Opened "conversation.opened"
    /// Somebody answers for it from now on.
    Assigned "conversation.assigned"
    /// It was handed over with a note, or offered.
    HandedOff "conversation.handed_off"
    /// It ended.
    Closed "conversation.closed"
    /// It goes on.
    Reopened "conversation.reopened"
    /// The customer wrote.
    Received "message.received"
    /// An agent, or a rule, wrote.
    Sent "message.sent"
    /// A sent message got further, or failed.
    DeliveryChanged "message.delivery"
}

/// An address that is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WebhookLine {
    /// Its id.
    pub id: WebhookId,
    /// Where requests go.
    pub url: String,
    /// What it is told; empty: everything.
    pub events: Vec<HookEvent>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is told anything now.
    pub enabled: bool,
    /// Why it is not, when it was not switched off by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_because: Option<String>,
    /// When it was made.
    pub made_at: Moment,
    /// By which agent, or by which key.
    pub made_by: String,
    /// Requests carry a second signature by the former secret until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_secret_until: Option<Moment>,
}

/// The addresses that are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Webhooks {
    /// Them, the oldest first.
    pub webhooks: Vec<WebhookLine>,
}

/// A new address. Answered with [`WebhookMade`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// Where requests go: https, no user name, no private address; at most 500 characters.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 500), regex(pattern = crate::schema::HOOK_ADDRESS)))]
    pub url: String,
    /// What it is told; empty: everything.
    #[serde(default)]
    pub events: Vec<HookEvent>,
    /// What it is for: one line of at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200), regex(pattern = crate::schema::ONE_LINE)))]
    pub description: Option<String>,
}

/// What of an address changes; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WebhookChange {
    /// Where requests go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 500), regex(pattern = crate::schema::HOOK_ADDRESS)))]
    pub url: Option<String>,
    /// What it is told; empty: everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<HookEvent>>,
    /// What it is for: one line of at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200), regex(pattern = crate::schema::ONE_LINE)))]
    pub description: Option<String>,
    /// Whether it is told anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// An address with its secret, this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WebhookMade {
    /// The address.
    pub webhook: WebhookLine,
    /// `whsec_…`: what requests are signed with. Nobody can read it again.
    pub secret: String,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryState {
    /// It is tried, now or later.
    Pending,
    /// It was answered with 2xx.
    Delivered,
    /// It is given up; it can be sent again.
    Failed,
}

/// What an address was told, or is to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeliveryLine {
    /// Its id: the `webhook-id` of every try.
    pub id: DeliveryId,
    /// What.
    pub event: HookEvent,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// When it happened.
    pub at: Moment,
    /// How it stands.
    pub state: DeliveryState,
    /// The tries, the earliest first; the last 20 are kept.
    pub attempts: Vec<AttemptLine>,
    /// When it is tried next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Moment>,
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AttemptLine {
    /// When.
    pub at: Moment,
    /// The status of the answer; none: there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Why there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// What an address was told, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deliveries {
    /// Them.
    pub deliveries: Vec<DeliveryLine>,
    /// The cursor of the next page; none: this was the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The body of a request to a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HookPayload {
    /// What happened.
    #[serde(rename = "type")]
    pub kind: HookEvent,
    /// When.
    pub timestamp: Moment,
    /// More.
    pub data: HookData,
}

/// What happened, in detail. What does not belong to the kind of event is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HookData {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its customer.
    pub customer: CustomerId,
    /// The place in its journal: whoever needs the order sorts by it, and a number that came already is a repetition.
    pub seq: u64,
    /// The agent who did it; absent when a rule or the customer did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
    /// Whom it was handed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Party>,
    /// The message that came or went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// The message whose delivery changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<MessageId>,
    /// How far it got.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
    /// The conversation as it was when this was written down: it may be further than the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Box<Conversation>>,
}
