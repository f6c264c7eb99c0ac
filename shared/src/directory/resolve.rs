//! Whose a message is, and where it goes.

use super::{
    Answer, ArrivalRow, ConversationRow, CustomerRow, How, IdentifierRow, Register, canonical, ensure, heard, merge,
    owner, reason, suggest, whose,
};
use crate::{
    consent::ConsentLine,
    id::{CommandKey, ConversationId, CustomerId},
    identity::{Identifier, Standing},
    time::{DAY, Timestamp},
};
use serde::{Deserialize, Serialize};

/// How long an answer is remembered for its key.
const REMEMBERED: i64 = 45 * DAY;

/// A message that names no conversation.
#[derive(Clone, Debug)]
pub struct Arriving<'a> {
    /// Who it says it is from, in canonical form.
    pub identifier: &'a Identifier,
    /// Whether evidence vouches for that now.
    pub standing: Standing,
    /// The key of its command.
    pub key: &'a CommandKey,
    /// The customer to be, if nobody is known by it.
    pub new_customer: CustomerId,
    /// The conversation to be, if none is open.
    pub new_conversation: ConversationId,
    /// Now.
    pub at: Timestamp,
}

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// Whose.
    pub customer: CustomerId,
    /// Where the message goes.
    pub conversation: ConversationId,
    /// Whether the conversation was made by this question, or by the first of the same key.
    pub opened: bool,
    /// What the holder of the address wishes, by medium.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<ConsentLine>,
}

/// What a conversation says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Sighting {
    /// Which.
    pub conversation: ConversationId,
    /// Its customer, as it knows them.
    pub customer: CustomerId,
    /// Whether it is open.
    pub open: bool,
    /// The place in its journal that says so.
    pub seq: u64,
    /// When it was last active.
    pub at: Timestamp,
}

/// The conversation that a fresh link should point to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest {
    /// The conversation.
    pub conversation: ConversationId,
    /// Whether the identifier is known to be its customer's, or only said to be.
    pub standing: Standing,
}

pub(super) fn wishes<R: Register>(register: &R, identifier: &Identifier) -> Answer<Vec<ConsentLine>, R> {
    Ok(register.consents(identifier)?.into_iter().map(|row| row.line).collect())
}

/// Finds or opens the conversation of a message. The same key gets the same conversation, even when that was closed or
/// has departed in the meantime: what it did with the message is in its journal.
///
/// # Errors
/// When the register fails.
pub fn resolve<R: Register>(register: &mut R, arriving: &Arriving<'_>) -> Answer<Resolved, R> {
    let consents = wishes(register, arriving.identifier)?;
    if let Some(ArrivalRow { customer, conversation, opened, .. }) = register.arrival(arriving.key)? {
        let customer = match whose(register, conversation)? {
            Some(customer) => customer,
            None => canonical(register, customer)?,
        };
        return Ok(Resolved { customer, conversation, opened, consents });
    }
    let customer = match owner(register, arriving.identifier, arriving.standing)? {
        Some(customer) => {
            heard(register, arriving.identifier, arriving.standing, arriving.at)?;
            customer
        }
        None => introduce(register, arriving)?,
    };
    let (found, at) = (register.latest(customer, false)?, arriving.at);
    let conversation = found.unwrap_or(arriving.new_conversation);
    let row = match register.conversation(conversation)? {
        Some(row) => ConversationRow { at: row.at.max(at), ..row },
        None => ConversationRow { conversation, customer, open: true, seq: 0, at, departed: None },
    };
    register.put_conversation(&row)?;
    let opened = found.is_none();
    let arrival = ArrivalRow { key: arriving.key.clone(), customer, conversation, opened, at };
    register.put_arrival(&arrival, at.plus(-REMEMBERED))?;
    Ok(Resolved { customer, conversation, opened, consents })
}

/// A customer whose first identifier this is. Whoever else has the same one in the other standing is suggested.
fn introduce<R: Register>(register: &mut R, arriving: &Arriving<'_>) -> Answer<CustomerId, R> {
    let Arriving { identifier, standing, new_customer: customer, at, .. } = *arriving;
    register.put_customer(&CustomerRow { customer, at, merged_into: None })?;
    let other = match standing {
        Standing::Proven => Standing::Claimed,
        Standing::Claimed => Standing::Proven,
    };
    if let Some(other) = register.identifier(identifier, other)? {
        let how = if standing == Standing::Proven { How::Message } else { other.how };
        let because = reason::proven_and_claimed(identifier.kind, how);
        suggest(register, [customer, other.customer], identifier, because, at)?;
    }
    register.put_identifier(&IdentifierRow::new(identifier, standing, customer, How::Message, at))?;
    Ok(customer)
}

/// Takes in what a conversation says of itself. What is older than what is known changes nothing, and neither does a
/// conversation say whose it is once that is known here. One that is heard of late, when its customer was merged away
/// already, is told whose it is.
///
/// # Errors
/// When the register fails.
pub fn seen<R: Register>(register: &mut R, sighting: &Sighting) -> Answer<(), R> {
    let Sighting { conversation, customer, open, seq, at } = *sighting;
    match register.conversation(conversation)? {
        Some(row) if seq > row.seq => {
            let open = open && row.departed.is_none();
            register.put_conversation(&ConversationRow { open, seq, at: row.at.max(at), ..row })?;
        }
        Some(_) => {}
        None => {
            ensure(register, customer, at)?;
            let now = canonical(register, customer)?;
            let row = ConversationRow { conversation, customer: now, open, seq, at, departed: None };
            register.put_conversation(&row)?;
            if now != customer {
                merge::catch_up(register, conversation, customer, now)?;
            }
        }
    }
    Ok(())
}

/// The conversation that a fresh link to this identifier should point to: the proven customer's first, open before
/// closed, the latest before earlier ones.
///
/// # Errors
/// When the register fails.
pub fn latest<R: Register>(register: &R, identifier: &Identifier) -> Answer<Option<Latest>, R> {
    for standing in [Standing::Proven, Standing::Claimed] {
        let Some(customer) = owner(register, identifier, standing)? else { continue };
        if let Some(conversation) = register.latest(customer, true)? {
            return Ok(Some(Latest { conversation, standing }));
        }
    }
    Ok(None)
}

/// Whose a conversation is, also when it departed.
///
/// # Errors
/// When the register fails.
pub fn customer<R: Register>(register: &R, conversation: ConversationId) -> Answer<Option<CustomerId>, R> {
    whose(register, conversation)
}
