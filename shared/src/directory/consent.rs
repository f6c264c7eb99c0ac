//! Wishes of the holders of addresses, and conversations that go on in others.

use super::{Answer, ConsentRow, Failure, LONGEST_CHAIN, Register};
use crate::{
    channel::Channel,
    consent::{Consent, ConsentLine},
    id::ConversationId,
    identity::{Identifier, Standing},
    time::Timestamp,
};

/// How many conversations are told of a wish at most; all others learn it with the next message, and before anything is
/// sent the directory is asked once more.
const TOLD: usize = 50;

/// Takes in a wish; an older one than the one that is known changes nothing. Answered with the conversations to be told,
/// the open ones first: those of the customer where it was said, and of those who have the address.
///
/// # Errors
/// When the register fails.
pub fn consent<R: Register>(
    register: &mut R,
    said_in: ConversationId,
    line: &ConsentLine,
    at: Timestamp,
) -> Answer<Vec<ConversationId>, R> {
    let known = register.consents(&line.identifier)?.into_iter().find(|row| row.line.channel == line.channel);
    if known.is_some_and(|known| known.at > at) {
        return Ok(Vec::new());
    }
    register.put_consent(&ConsentRow { line: line.clone(), at })?;
    let mut customers: Vec<_> = register.conversation(said_in)?.map(|row| row.customer).into_iter().collect();
    for standing in [Standing::Proven, Standing::Claimed] {
        customers.extend(register.identifier(&line.identifier, standing)?.map(|row| row.customer));
    }
    customers.sort_unstable();
    customers.dedup();
    let mut told = Vec::new();
    for customer in customers {
        told.extend(register.conversations(customer)?);
    }
    told.retain(|row| row.departed.is_none() && row.conversation != said_in);
    told.sort_by_key(|row| (!row.open, std::cmp::Reverse(row.at)));
    Ok(told.into_iter().take(TOLD).map(|row| row.conversation).collect())
}

/// What the holder of an address wishes on a medium, if they said.
///
/// # Errors
/// When the register fails.
pub fn consented<R: Register>(register: &R, identifier: &Identifier, channel: &Channel) -> Answer<Option<Consent>, R> {
    let rows = register.consents(identifier)?;
    Ok(rows.into_iter().find(|row| row.line.channel == *channel).map(|row| row.line.consent))
}

/// A conversation goes on in another one of the same customer.
///
/// # Errors
/// Not found; conflict when they are two customers', when it went on elsewhere already, or when the other one goes on
/// in this one.
pub fn depart<R: Register>(register: &mut R, from: ConversationId, to: ConversationId) -> Answer<(), R> {
    let row = register.conversation(from)?.ok_or(Failure::NotFound)?;
    let target = register.conversation(to)?.ok_or(Failure::NotFound)?;
    if row.customer != target.customer {
        return Err(Failure::Conflict("the two conversations are two customers'".to_owned()));
    }
    match row.departed {
        Some(already) if already == to => return Ok(()),
        Some(already) => return Err(Failure::Conflict(format!("it goes on in conversation {already} already"))),
        None => {}
    }
    if last(register, to)? == from {
        return Err(Failure::Conflict("that conversation goes on in this one".to_owned()));
    }
    register.put_conversation(&super::ConversationRow { open: false, departed: Some(to), ..row })?;
    Ok(())
}

/// Where a conversation goes on in the end, if it departed.
///
/// # Errors
/// When the register fails.
pub fn departed<R: Register>(register: &R, conversation: ConversationId) -> Answer<Option<ConversationId>, R> {
    let end = last(register, conversation)?;
    Ok((end != conversation).then_some(end))
}

/// The conversation at the end of the departures from here.
pub(super) fn last<R: Register>(register: &R, conversation: ConversationId) -> Answer<ConversationId, R> {
    let mut now = conversation;
    for _ in 0..LONGEST_CHAIN {
        match register.conversation(now)?.and_then(|row| row.departed) {
            Some(next) => now = next,
            None => return Ok(now),
        }
    }
    Err(Failure::Conflict("departures lead in a circle".to_owned()))
}
