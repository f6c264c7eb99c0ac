//! What the console and the edge say to each other about a customer as such.

use crate::{
    id::{AgentId, ConversationId, CustomerId, MergeId},
    identity::{IdentifierKind, Standing},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// `GET /v1/sites/{site}/desk/customers/{customer}`. A customer that was merged away is answered 410, with
/// `Link: <…>; rel="canonical"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The customer.
    pub customer: CustomerId,
    /// What they are known by.
    pub identifiers: Vec<PersonIdentifier>,
    /// Their conversations, open before closed, the latest first.
    pub conversations: Vec<PersonConversation>,
    /// Who else may be the same.
    pub suggestions: Vec<SuggestionLine>,
    /// Merges into this customer, the latest first; undone ones too.
    pub merges: Vec<MergeLine>,
}

/// An identifier of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonIdentifier {
    /// Its kind.
    pub kind: IdentifierKind,
    /// Its canonical value.
    pub value: String,
    /// Claimed or proven.
    pub standing: Standing,
    /// Since when.
    pub at: Timestamp,
}

/// A conversation of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonConversation {
    /// It.
    pub conversation: ConversationId,
    /// Whether it is open.
    pub open: bool,
    /// When it was last active.
    pub at: Timestamp,
}

/// A reason to think that two customers are one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestionLine {
    /// The other one.
    pub customer: CustomerId,
    /// The kind of what they share.
    pub kind: IdentifierKind,
    /// What they share.
    pub value: String,
    /// Why, in one sentence.
    pub because: String,
    /// Since when.
    pub at: Timestamp,
}

/// A merge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeLine {
    /// It.
    pub merge: MergeId,
    /// Who was merged into this customer.
    pub from: CustomerId,
    /// Who did it.
    pub by: AgentId,
    /// Why.
    pub because: String,
    /// When.
    pub at: Timestamp,
    /// By whom and when it was undone, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<(AgentId, Timestamp)>,
}

/// `POST /v1/sites/{site}/desk/customers/{customer}/merge`: another customer is the same. Answered with [`Person`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeWanted {
    /// The other one; its id answers 410 from then on.
    pub other: CustomerId,
    /// Why: 1 to 300 characters.
    pub because: String,
}

/// `POST /v1/sites/{site}/desk/customers/{customer}/unmerge`: both are as they were. Answered with [`Person`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmergeWanted {
    /// The merge to undo.
    pub merge: MergeId,
}

/// `PUT /v1/admin/sites/{site}/identify`: the site's backend says who somebody is. Answered with [`KnownAs`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentifyByServer {
    /// The account at the site.
    pub account: String,
    /// Its verified mail addresses.
    #[serde(default)]
    pub mail: Vec<String>,
    /// Its verified phone numbers; national ones are read in the site's region.
    #[serde(default)]
    pub phone: Vec<String>,
    /// Its deals.
    #[serde(default)]
    pub deal: Vec<String>,
    /// The tier, in the site's words: 1 to 40 lower-case letters, digits and hyphens; empty: none. Absent: as it is.
    #[serde(default)]
    pub tier: Option<String>,
    /// A conversation to attach the first deal to.
    #[serde(default)]
    pub conversation: Option<ConversationId>,
}

/// The answer to [`IdentifyByServer`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownAs {
    /// The account's customer.
    pub customer: CustomerId,
    /// Identifiers that are proven to be another customer's: suggested for merging, not moved.
    pub conflicts: Vec<String>,
}
