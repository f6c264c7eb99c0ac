//! What the edge says to other programs: the API under `/api/v1`, and webhooks. `docs/API.md` describes it,
//! `docs/openapi.json` is made of these types.

mod conversation;
mod customer;
mod key;
mod moment;
mod team;
mod webhook;

pub use conversation::{
    Close, Conversation, ConversationPage, File, HandoffTime, Message, MessagePage, NewHandoff, NewMessage, NewNote,
    NewTags, Offer, Reopen, Sender, State,
};
pub use customer::{Customer, CustomerConversation, Known, KnownIdentifier, SearchHit, SearchPage, WhoIs};
pub use key::{KeyLine, KeyMade, NewKey, Scope};
pub use moment::Moment;
pub use team::{AgentLine, Agents, TeamLine, Teams};
pub use webhook::{
    AttemptLine, Deliveries, DeliveryLine, DeliveryState, HookData, HookEvent, HookPayload, NewWebhook, WebhookChange,
    WebhookLine, WebhookMade, Webhooks,
};
