//! What the directory stores, as rows, and what it needs of whatever stores them.

use crate::{
    command::{Command, CommandBody},
    consent::ConsentLine,
    id::{AgentId, CommandKey, ConversationId, CustomerId, MergeId},
    identity::{Identifier, Standing},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CustomerRow {
    /// Who.
    pub customer: CustomerId,
    /// Since when they are known.
    pub at: Timestamp,
    /// Who they are now, after a merge.
    pub merged_into: Option<CustomerId>,
}

/// How an identifier came to be a customer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Messages came from it: with evidence if it is proven, without if it is claimed.
    Message,
    /// A proof was given for it in a conversation, such as a code or an agent's check.
    Proof,
    /// The site's signed word said so, in a conversation.
    Word,
    /// The site's backend said so.
    Site,
}

/// An identifier of a customer. There is one row for each identifier and standing: a proven one is one customer's only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentifierRow {
    /// It.
    pub identifier: Identifier,
    /// Claimed or proven.
    pub standing: Standing,
    /// Whose.
    pub customer: CustomerId,
    /// How that is known.
    pub how: How,
    /// Since when.
    pub at: Timestamp,
    /// When its holder was last heard, or proved it.
    pub heard: Timestamp,
    /// It was silent so long once that it may have another holder since.
    pub lapsed: bool,
}

/// A conversation, as far as finding it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConversationRow {
    /// It.
    pub conversation: ConversationId,
    /// Whose.
    pub customer: CustomerId,
    /// Whether it is open.
    pub open: bool,
    /// The place in its journal that says so.
    pub seq: u64,
    /// When it was last active.
    pub at: Timestamp,
    /// Where it goes on, if it ended so.
    pub departed: Option<ConversationId>,
}

/// The first answer to an arriving message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivalRow {
    /// The key of its command.
    pub key: CommandKey,
    /// The customer.
    pub customer: CustomerId,
    /// The conversation.
    pub conversation: ConversationId,
    /// Whether that was new.
    pub opened: bool,
    /// When.
    pub at: Timestamp,
}

/// A reason to think that two customers are one. Which of them comes first means nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestionRow {
    /// One of them.
    pub customer: CustomerId,
    /// The other one.
    pub other: CustomerId,
    /// What they share.
    pub identifier: Identifier,
    /// Why, in one sentence for agents.
    pub because: String,
    /// Since when.
    pub at: Timestamp,
}

/// What the holder of an address wishes, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRow {
    /// What.
    pub line: ConsentLine,
    /// Since when.
    pub at: Timestamp,
}

/// What a customer was before a merge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standpoint {
    /// What they were known by.
    pub identifiers: Vec<IdentifierRow>,
    /// Their conversations.
    pub conversations: Vec<ConversationId>,
    /// Who else was suggested to be the same.
    pub suggestions: Vec<SuggestionRow>,
}

/// A merge of two customers. It is never deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeRow {
    /// It.
    pub merge: MergeId,
    /// Who stayed.
    pub into: CustomerId,
    /// Who was the same.
    pub from: CustomerId,
    /// Who said so; `site` when it was the site.
    pub by: AgentId,
    /// Why.
    pub because: String,
    /// When.
    pub at: Timestamp,
    /// By whom and when it was undone.
    pub undone: Option<(AgentId, Timestamp)>,
    /// What both were before: who stayed, and who was the same.
    pub before: [Standpoint; 2],
}

/// A conversation is to be told whose it is, or who is its customer no longer. Errands of one conversation are run in the
/// order in which they were put.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Errand {
    /// Which.
    pub conversation: ConversationId,
    /// The key of the command, so that telling it again changes nothing.
    pub key: CommandKey,
    /// Whose it is.
    pub customer: CustomerId,
    /// By which merge, or the undoing of which.
    pub merge: MergeId,
    /// Why, in one sentence for agents.
    pub because: String,
    /// Who is its customer no longer; none when it is told whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parting: Option<Parting>,
}

/// What is one customer's no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parting {
    /// What they are known by.
    pub identifiers: Vec<Identifier>,
    /// When the merge was made that is undone.
    pub since: Timestamp,
}

impl Errand {
    /// The command that tells the conversation.
    #[must_use]
    pub fn command(self) -> Command {
        let Self { key, customer, merge, because, parting, .. } = self;
        let body = match parting {
            None => CommandBody::Rehome { customer, merge, because },
            Some(Parting { identifiers, since }) => CommandBody::Part { identifiers, merge, since, because },
        };
        Command { key, body }
    }
}

/// Rows by their keys, and nothing that is decided. `put_…` replaces the row of the same key unless it says otherwise.
pub trait Register {
    /// What can go wrong with it.
    type Error;

    /// A customer.
    fn customer(&self, customer: CustomerId) -> Result<Option<CustomerRow>, Self::Error>;
    /// Writes a customer.
    fn put_customer(&mut self, row: &CustomerRow) -> Result<(), Self::Error>;

    /// Whose an identifier is, in this standing.
    fn identifier(&self, identifier: &Identifier, standing: Standing) -> Result<Option<IdentifierRow>, Self::Error>;
    /// All identifiers of a customer.
    fn identifiers(&self, customer: CustomerId) -> Result<Vec<IdentifierRow>, Self::Error>;
    /// Writes an identifier; its key is the identifier and its standing.
    fn put_identifier(&mut self, row: &IdentifierRow) -> Result<(), Self::Error>;
    /// Deletes an identifier.
    fn drop_identifier(&mut self, identifier: &Identifier, standing: Standing) -> Result<(), Self::Error>;

    /// A conversation.
    fn conversation(&self, conversation: ConversationId) -> Result<Option<ConversationRow>, Self::Error>;
    /// All conversations of a customer, open before closed, the latest first.
    fn conversations(&self, customer: CustomerId) -> Result<Vec<ConversationRow>, Self::Error>;
    /// The first of [`conversations`](Self::conversations) that has not departed, if it is open or `closed_too`.
    fn latest(&self, customer: CustomerId, closed_too: bool) -> Result<Option<ConversationId>, Self::Error>;
    /// Writes a conversation.
    fn put_conversation(&mut self, row: &ConversationRow) -> Result<(), Self::Error>;

    /// The answer to an arriving message, if it is remembered.
    fn arrival(&self, key: &CommandKey) -> Result<Option<ArrivalRow>, Self::Error>;
    /// Remembers an answer, and forgets those from before a time.
    fn put_arrival(&mut self, row: &ArrivalRow, forget_before: Timestamp) -> Result<(), Self::Error>;

    /// Suggestions about a customer, from either side, the oldest first.
    fn suggestions(&self, customer: CustomerId) -> Result<Vec<SuggestionRow>, Self::Error>;
    /// Writes a suggestion; its key is both customers and the identifier.
    fn put_suggestion(&mut self, row: &SuggestionRow) -> Result<(), Self::Error>;
    /// Deletes all suggestions about a customer, from either side.
    fn drop_suggestions(&mut self, customer: CustomerId) -> Result<(), Self::Error>;

    /// What the holder of an address wishes, by medium.
    fn consents(&self, identifier: &Identifier) -> Result<Vec<ConsentRow>, Self::Error>;
    /// Writes a wish; its key is the address and the medium.
    fn put_consent(&mut self, row: &ConsentRow) -> Result<(), Self::Error>;

    /// Uses up a token until it ends, and forgets those that have ended: false when it was used before.
    fn spend(&mut self, token: &str, expires: Timestamp, now: Timestamp) -> Result<bool, Self::Error>;

    /// A merge.
    fn merge(&self, merge: MergeId) -> Result<Option<MergeRow>, Self::Error>;
    /// All merges into a customer, the latest first.
    fn merges(&self, into: CustomerId) -> Result<Vec<MergeRow>, Self::Error>;
    /// Writes a merge.
    fn put_merge(&mut self, row: &MergeRow) -> Result<(), Self::Error>;

    /// Puts an errand after those that wait.
    fn put_errand(&mut self, errand: &Errand) -> Result<(), Self::Error>;
}
