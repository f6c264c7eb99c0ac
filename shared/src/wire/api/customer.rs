//! CustomerConversation and search, as other programs see them.

use super::Moment;
use crate::{
    channel::Channel,
    id::{AgentId, ConversationId, CustomerId},
    identity::{IdentifierKind, Standing},
};
use serde::{Deserialize, Serialize};

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Customer {
    /// Their id. One that was merged away is answered 410, with `Link: <…>; rel="canonical"`.
    pub id: CustomerId,
    /// What they are known by.
    pub identifiers: Vec<KnownIdentifier>,
    /// Their conversations, open before closed, the latest first.
    pub conversations: Vec<CustomerConversation>,
}

/// An identifier of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KnownIdentifier {
    /// Its kind.
    pub kind: IdentifierKind,
    /// Its canonical value.
    pub value: String,
    /// Whether it is known to be theirs.
    pub standing: Standing,
    /// Since when.
    pub since: Moment,
}

/// A customer's conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerConversation {
    /// Its id.
    pub id: ConversationId,
    /// Whether it is open.
    pub open: bool,
    /// When it was last active.
    pub active_at: Moment,
}

/// What the site's backend says of an account. Answered with [`Known`]; saying it again changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WhoIs {
    /// Its verified mail addresses.
    #[serde(default)]
    pub mail: Vec<String>,
    /// Its verified phone numbers; national ones are read in the site's region.
    #[serde(default)]
    pub phone: Vec<String>,
    /// Its deals.
    #[serde(default)]
    pub deal: Vec<String>,
    /// The customer's tier, by which rules may prefer them: lower-case letters, digits and hyphens, at most 40; empty
    /// takes it back, absent leaves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
}

/// The answer to [`WhoIs`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Known {
    /// The account's customer.
    pub customer: CustomerId,
    /// Identifiers that are proven to be another customer's: suggested to agents for merging, not moved.
    pub conflicts: Vec<String>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SearchPage {
    /// Messages, the best first.
    pub hits: Vec<SearchHit>,
    /// The cursor of the next page; absent: this was the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One message, or note, that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SearchHit {
    /// Where.
    pub conversation: ConversationId,
    /// The place in its journal.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// Over which medium; absent: a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Who answers for the conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
    /// Whether it is open.
    pub open: bool,
    /// The text around what was found.
    pub text: String,
}
