//! Rows as the tables give them.

use crate::problem::OrInternal;
use serde::Deserialize;
use weft_shared::{
    channel::Channel,
    consent::{Consent, ConsentLine},
    directory::{ArrivalRow, ConsentRow, ConversationRow, CustomerRow, How, IdentifierRow, MergeRow, SuggestionRow},
    id::{AgentId, CommandKey, ConversationId, CustomerId, MergeId},
    identity::{Identifier, IdentifierKind, Standing},
    time::Timestamp,
    wire::problem::Problem,
};

#[derive(Deserialize)]
pub(super) struct Id {
    pub(super) id: ConversationId,
}

#[derive(Deserialize)]
pub(super) struct Body {
    pub(super) body: String,
}

#[derive(Deserialize)]
pub(super) struct Expires {
    #[serde(rename = "expires")]
    _expires: i64,
}

#[derive(Deserialize)]
pub(super) struct Customer {
    id: CustomerId,
    at: i64,
    merged_into: Option<CustomerId>,
}

impl From<Customer> for CustomerRow {
    fn from(row: Customer) -> Self {
        Self { customer: row.id, at: Timestamp(row.at), merged_into: row.merged_into }
    }
}

#[derive(Deserialize)]
pub(super) struct Named {
    kind: IdentifierKind,
    value: String,
    standing: Standing,
    customer: CustomerId,
    how: How,
    at: i64,
    /// None in rows from before it was kept.
    heard: Option<i64>,
    lapsed: u8,
}

impl From<Named> for IdentifierRow {
    fn from(row: Named) -> Self {
        Self {
            identifier: Identifier { kind: row.kind, value: row.value },
            standing: row.standing,
            customer: row.customer,
            how: row.how,
            at: Timestamp(row.at),
            heard: Timestamp(row.heard.unwrap_or(row.at)),
            lapsed: row.lapsed == 1,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Conversation {
    id: ConversationId,
    customer: CustomerId,
    open: u8,
    seq: u64,
    at: i64,
    departed: Option<ConversationId>,
}

impl From<Conversation> for ConversationRow {
    fn from(row: Conversation) -> Self {
        Self {
            conversation: row.id,
            customer: row.customer,
            open: row.open == 1,
            seq: row.seq,
            at: Timestamp(row.at),
            departed: row.departed,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Arrival {
    customer: CustomerId,
    conversation: ConversationId,
    opened: u8,
    at: i64,
}

impl Arrival {
    pub(super) fn with(self, key: &CommandKey) -> ArrivalRow {
        ArrivalRow {
            key: key.clone(),
            customer: self.customer,
            conversation: self.conversation,
            opened: self.opened == 1,
            at: Timestamp(self.at),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Suggested {
    customer: CustomerId,
    other: CustomerId,
    kind: IdentifierKind,
    value: String,
    because: String,
    at: i64,
}

impl From<Suggested> for SuggestionRow {
    fn from(row: Suggested) -> Self {
        Self {
            customer: row.customer,
            other: row.other,
            identifier: Identifier { kind: row.kind, value: row.value },
            because: row.because,
            at: Timestamp(row.at),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct ConsentLineRow {
    channel: Channel,
    consent: Consent,
    at: i64,
}

impl ConsentLineRow {
    pub(super) fn of(self, identifier: &Identifier) -> ConsentRow {
        let line = ConsentLine { identifier: identifier.clone(), channel: self.channel, consent: self.consent };
        ConsentRow { line, at: Timestamp(self.at) }
    }
}

#[derive(Deserialize)]
pub(super) struct Merging {
    id: MergeId,
    stayed: CustomerId,
    went: CustomerId,
    said_by: AgentId,
    because: String,
    at: i64,
    undone_by: Option<AgentId>,
    undone_at: Option<i64>,
    before: String,
}

impl Merging {
    pub(super) fn read(self) -> Result<MergeRow, Problem> {
        Ok(MergeRow {
            merge: self.id,
            into: self.stayed,
            from: self.went,
            by: self.said_by,
            because: self.because,
            at: Timestamp(self.at),
            undone: self.undone_by.zip(self.undone_at.map(Timestamp)),
            before: serde_json::from_str(&self.before).or_internal("reading a merge")?,
        })
    }
}

pub(super) const fn how(how: How) -> &'static str {
    match how {
        How::Message => "message",
        How::Proof => "proof",
        How::Word => "word",
        How::Site => "site",
    }
}

pub(super) const fn consent(consent: Consent) -> &'static str {
    match consent {
        Consent::Given => "given",
        Consent::Stopped => "stopped",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_read() {
        for way in [How::Message, How::Proof, How::Word, How::Site] {
            assert_eq!(serde_json::to_value(way).unwrap(), how(way));
        }
        for wish in [Consent::Given, Consent::Stopped] {
            assert_eq!(serde_json::to_value(wish).unwrap(), consent(wish));
        }
        for standing in [Standing::Claimed, Standing::Proven] {
            assert_eq!(serde_json::to_value(standing).unwrap(), super::super::stands_name(standing));
        }
    }
}
