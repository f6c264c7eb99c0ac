//! How the domain's own types look in the description of the API: only builds that write it have this.

use crate::{
    channel::Channel,
    evidence::Assurance,
    handoff::Party,
    id::{AgentId, AttachmentId, ConversationId, CustomerId, DeliveryId, HandoffId, KeyId, MessageId, WebhookId},
    identity::{IdentifierKind, Standing},
    message::Delivery,
    routing::Priority,
    wire::api::Moment,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// No control characters.
pub const ONE_LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f]*$";

/// No control characters, and not blanks alone.
pub const VISIBLE: &str =
    r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";

/// The form of an address that webhooks may go to; which hosts are private cannot be said by it.
pub const HOOK_ADDRESS: &str = r#"^https://[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,}(:[1-9][0-9]{0,3})?([/?][!"$-~]*)?$"#;

macro_rules! described {
    ($($type:ty: $schema:tt;)*) => {$(
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

macro_rules! ids {
    ($($type:ty)*) => {
        described! { $($type: { "type": "string", "pattern": "^[0-7][0-9a-hjkmnp-tv-z]{25}$" };)* }
    };
}

ids! { AttachmentId ConversationId CustomerId DeliveryId HandoffId KeyId MessageId WebhookId }

described! {
    AgentId: { "type": "string", "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$" };
    Channel: { "type": "string", "pattern": "^[a-z-]{1,20}$" };
    Moment: { "type": "string", "format": "date-time" };
    Assurance: { "type": "string", "enum": ["anonymous", "linked", "channel-control", "account"] };
    Delivery: { "type": "string", "enum": ["queued", "sent", "failed", "delivered", "read"] };
    IdentifierKind: { "type": "string", "enum": ["mail", "phone", "account", "deal"] };
    Standing: { "type": "string", "enum": ["claimed", "proven"] };
    Priority: { "type": "string", "enum": ["low", "normal", "high", "urgent"] };
    Party: {
        "description": "An agent, who accepts or declines, or a team, whose queue it goes to.",
        "oneOf": [
            {
                "type": "object",
                "properties": { "agent": { "type": "string", "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$" } },
                "required": ["agent"],
                "additionalProperties": false
            },
            {
                "type": "object",
                "properties": { "team": { "type": "string" } },
                "required": ["team"],
                "additionalProperties": false
            }
        ]
    };
}
