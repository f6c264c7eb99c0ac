//! What the widget and the edge say to each other.

use super::{entry::Entry, problem::Problem};
use crate::{
    channel::Channel,
    evidence::Assurance,
    id::{CommandKey, ConversationId, SessionId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A browser's credentials for one conversation. `secret` changes at each change of level and is never derived from a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// The conversation.
    pub conversation: ConversationId,
    /// The session.
    pub session: SessionId,
    /// 256 random bits in hexadecimal. Sent as `Authorization: Bearer <session>.<secret>`, or in the `hello` frame.
    pub secret: String,
    /// The level that it rests on now.
    pub level: Assurance,
    /// When it ends at the latest.
    pub expires: Timestamp,
}

/// `POST /v1/sites/{site}/conversations`: begin to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begin {
    /// The idempotency key, kept until the answer came: also the new conversation's first `say` has its own.
    pub key: CommandKey,
    /// A continuation token that turned out unusable, if any: noted as a claim, discloses nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims_link: Option<String>,
    /// The session whose proof was refused, if any: noted as a claim, discloses nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims_session: Option<ClaimedSession>,
}

/// The linked session that a visitor leaves because he cannot prove it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimedSession {
    /// Its conversation.
    pub conversation: ConversationId,
    /// It.
    pub session: SessionId,
    /// Its secret.
    pub secret: String,
}

/// `POST /v1/sites/{site}/links/redeem`: a person follows a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redeem {
    /// The continuation token.
    pub token: String,
    /// 128 random bits in hexadecimal that this browser keeps: redeeming again from it is idempotent.
    pub browser: String,
}

/// The answer to [`Redeem`]: what can be done now, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redeemed {
    /// For writing into the conversation.
    pub credentials: Credentials,
    /// What can be proven, and how; none when no code can reach anybody here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
}

/// `POST /v1/sites/{site}/codes/redeem`: a person types a code that was read out. Answered with [`Redeemed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpokenCode {
    /// As typed; anything but digits is ignored.
    pub code: String,
    /// 128 random bits in hexadecimal that this browser keeps: redeeming again from it is idempotent.
    pub browser: String,
}

/// `POST …/conversations/{id}/identify`: the site's signed word of who is signed in there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identify {
    /// A JWT (RFC 7519) by a key of the site's settings.
    pub token: String,
}

/// The answer to [`Identify`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identified {
    /// Fresh ones: the level changed.
    pub credentials: Credentials,
    /// The account has another open conversation: ask whether to continue it or to keep this one separate.
    pub elsewhere: bool,
}

/// `POST …/conversations/{id}/continue`: the choice. Answered with [`Credentials`]: those of the other conversation
/// after `join`, else the same conversation's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continue {
    /// Continue the other one; this one's messages go there.
    pub join: bool,
}

/// What can be proven, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// The medium that the code would go over.
    pub channel: Channel,
    /// The address, masked: `j•••@e••••.com`.
    pub masked: String,
}

/// `POST /v1/sites/{site}/links`: continue an earlier conversation by a typed address. Always answered 202 with an empty object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkWanted {
    /// The address as typed.
    pub address: String,
}

/// `POST /v1/sites/{site}/links/refresh`: a fresh link instead of one that no longer works. Always answered 202 with an empty object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRefresh {
    /// The old token.
    pub token: String,
}

/// The answer to `POST …/code`: where the code went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeSent {
    /// Where to.
    pub challenge: Challenge,
    /// When another may be asked for, in milliseconds from now.
    pub resend_after_ms: u64,
    /// How long it is valid, in milliseconds from now.
    pub valid_ms: u64,
    /// How many digits it has.
    pub digits: u8,
}

/// `POST …/proof`: the code, as typed. Answered with fresh [`Credentials`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeTyped {
    /// Digits; anything else in it is ignored.
    pub code: String,
}

/// Frames from the widget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "frame", rename_all = "kebab-case")]
pub enum ToEdge {
    /// The first frame.
    Hello {
        /// [`VERSION`](super::VERSION).
        version: u32,
        /// The session.
        session: SessionId,
        /// Its secret.
        secret: String,
        /// The `upto` seen last with the same credentials; 0 for none.
        after: u64,
    },
    /// Write.
    Say {
        /// The idempotency key: sending again is safe.
        key: CommandKey,
        /// The text, at most [`MAX_TEXT`](crate::message::MAX_TEXT) characters.
        text: String,
    },
    /// The customer is typing; sent at most every 3 seconds.
    Typing,
    /// Everything up to here was on the screen.
    Seen {
        /// The place.
        seq: u64,
    },
}

/// Frames to the widget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "frame", rename_all = "kebab-case")]
pub enum FromEdge {
    /// The hello was accepted.
    Welcome {
        /// [`VERSION`](super::VERSION).
        version: u32,
        /// The level now.
        level: Assurance,
        /// Whether the conversation is open.
        open: bool,
        /// There is earlier content that this level may not see.
        locked: bool,
        /// What can be proven to see it; none if nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        challenge: Option<Challenge>,
        /// The account has another open conversation: ask whether to continue it or to keep this one separate.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        elsewhere: bool,
    },
    /// These credentials replace the former, which died: an agent vouched, or the conversation goes on in another one.
    /// If it is the same conversation, a `welcome` follows; else connect anew with them.
    Fresh {
        /// The new ones.
        credentials: Credentials,
    },
    /// Entries; with `reset`, forget all before.
    Entries {
        /// Start anew.
        reset: bool,
        /// In the journal's order.
        entries: Vec<Entry>,
        /// Everything up to here is known now.
        upto: u64,
    },
    /// A `say` is committed.
    Said {
        /// Its key.
        key: CommandKey,
        /// Its place.
        seq: u64,
    },
    /// A `say` was refused.
    Refused {
        /// Its key.
        key: CommandKey,
        /// Why.
        problem: Problem,
    },
    /// An agent is typing; good for 5 seconds.
    Typing {
        /// The name to show.
        name: String,
    },
    /// The end of this socket: `replaced` (another tab has fresh credentials), `expired`, `signed-out`, `problem`.
    Bye {
        /// Which.
        because: String,
        /// More.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        problem: Option<Problem>,
    },
}

/// The look and texts of a site's widget, inside the frame's document as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameSettings {
    /// The site.
    pub site: String,
    /// The name to show.
    pub name: String,
    /// The pages that may hold the frame: exact origins.
    pub origins: Vec<String>,
    /// One sentence on when to expect an answer, from the policy's promises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<String>,
    /// The accent colour, `#rrggbb`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
    /// Channel name → label.
    pub channels: Vec<(Channel, String)>,
}
