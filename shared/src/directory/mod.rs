//! The directory: who is who, and which conversation an unthreaded message belongs to.
//!
//! All of it is decided here, over a [`Register`] that only looks up and writes rows: a table in a Durable Object, or a
//! map in a test. Each function is one transaction of its caller.
//!
//! A customer is known by identifiers. One that is proven is one customer's only; one that is claimed leads to nobody of
//! whom anything is proven. Two customers become one by [`merge`] alone, which keeps what both were, so that [`unmerge`]
//! can bring both back; conversations are told by [`Errand`]s.

mod account;
mod consent;
mod merge;
mod past;
mod person;
mod proof;
mod reason;
mod register;
mod resolve;

pub use account::{Account, Identifying, Word, account, identify};
pub use consent::{consent, consented, depart, departed};
pub use merge::{Merging, Unmerging, merge, unmerge};
pub use past::{Context, past};
pub use person::{PersonFound, Suggestion, person, suggestions};
pub use proof::{Proved, prove};
pub use register::{
    ArrivalRow, ConsentRow, ConversationRow, CustomerRow, Errand, How, IdentifierRow, MergeRow, Parting, Register,
    Standpoint, SuggestionRow,
};
pub use resolve::{Arriving, Latest, Resolved, Sighting, customer, latest, resolve, seen};

use crate::{
    id::{ConversationId, CustomerId},
    identity::{Identifier, IdentifierKind, Standing},
    time::{DAY, Timestamp},
};

/// Why a question is not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure<E> {
    /// The register failed.
    Register(E),
    /// There is no such customer, conversation or merge.
    NotFound,
    /// It does not fit: why, in one sentence.
    Conflict(String),
}

impl<E> From<E> for Failure<E> {
    fn from(error: E) -> Self {
        Self::Register(error)
    }
}

/// An answer, or why there is none.
pub type Answer<T, R> = Result<T, Failure<<R as Register>::Error>>;

/// After this long without a sign of its holder a number may have another one: no policy waits longer.
const SILENCE: i64 = 45 * DAY;

/// How many merges and departures are followed in a row: more are an error in the register, not a chain.
const LONGEST_CHAIN: usize = 1_000;

/// Who a customer is now: the one that they were merged into, at the end of the chain.
fn canonical<R: Register>(register: &R, customer: CustomerId) -> Answer<CustomerId, R> {
    let mut now = customer;
    for _ in 0..LONGEST_CHAIN {
        match register.customer(now)?.and_then(|row| row.merged_into) {
            Some(next) => now = next,
            None => return Ok(now),
        }
    }
    Err(Failure::Conflict("merges lead in a circle".to_owned()))
}

/// Whose a conversation is.
fn whose<R: Register>(register: &R, conversation: ConversationId) -> Answer<Option<CustomerId>, R> {
    Ok(register.conversation(conversation)?.map(|row| row.customer))
}

/// The customer that an identifier leads to. A claim never leads to somebody of whom anything is proven.
fn owner<R: Register>(register: &R, identifier: &Identifier, standing: Standing) -> Answer<Option<CustomerId>, R> {
    let Some(row) = register.identifier(identifier, standing)? else { return Ok(None) };
    let leads = standing == Standing::Proven || provisional(&register.identifiers(row.customer)?);
    Ok(leads.then_some(row.customer))
}

/// Nothing is proven of them.
fn provisional(identifiers: &[IdentifierRow]) -> bool {
    identifiers.iter().all(|row| row.standing == Standing::Claimed)
}

/// Notes that the holder of an identifier was heard. It goes on leading where it led, whoever holds it now; but once it
/// was silent for long, nothing else follows from holding it.
fn heard<R: Register>(register: &mut R, identifier: &Identifier, standing: Standing, at: Timestamp) -> Answer<(), R> {
    if let Some(row) = register.identifier(identifier, standing)? {
        let lapsed = row.lapsed || row.silent(at);
        register.put_identifier(&IdentifierRow { heard: row.heard.max(at), lapsed, ..row })?;
    }
    Ok(())
}

impl IdentifierRow {
    fn new(identifier: &Identifier, standing: Standing, customer: CustomerId, how: How, at: Timestamp) -> Self {
        Self { identifier: identifier.clone(), standing, customer, how, at, heard: at, lapsed: false }
    }

    fn silent(&self, now: Timestamp) -> bool {
        now.since(self.heard) > SILENCE
    }

    /// Whether what is said of the identifier is said of the customer: numbers change hands, and then it is not.
    fn is_theirs(&self, now: Timestamp) -> bool {
        self.identifier.kind != IdentifierKind::Phone || !(self.lapsed || self.silent(now))
    }
}

/// A customer, if there is none of this id yet.
fn ensure<R: Register>(register: &mut R, customer: CustomerId, at: Timestamp) -> Answer<(), R> {
    if register.customer(customer)?.is_none() {
        register.put_customer(&CustomerRow { customer, at, merged_into: None })?;
    }
    Ok(())
}

/// Notes that two customers may be one. The first reason stays.
fn suggest<R: Register>(
    register: &mut R,
    [customer, other]: [CustomerId; 2],
    identifier: &Identifier,
    because: String,
    at: Timestamp,
) -> Answer<(), R> {
    if customer == other {
        return Ok(());
    }
    let same = |row: &SuggestionRow| row.identifier == *identifier && (row.customer == other || row.other == other);
    if !register.suggestions(customer)?.iter().any(same) {
        register.put_suggestion(&SuggestionRow { customer, other, identifier: identifier.clone(), because, at })?;
    }
    Ok(())
}

/// Makes an identifier a customer's, proven. When it is proven to be another's it stays there: that one is the answer,
/// and a suggestion. Whoever only claims it is suggested as well.
fn give<R: Register>(
    register: &mut R,
    customer: CustomerId,
    identifier: &Identifier,
    how: How,
    at: Timestamp,
) -> Answer<Option<CustomerId>, R> {
    match register.identifier(identifier, Standing::Proven)? {
        Some(row) if row.customer != customer => {
            let because = reason::both_proven(identifier.kind, row.how, how);
            suggest(register, [customer, row.customer], identifier, because, at)?;
            return Ok(Some(row.customer));
        }
        Some(_) if how == How::Proof => heard(register, identifier, Standing::Proven, at)?,
        Some(_) => {}
        None => register.put_identifier(&IdentifierRow::new(identifier, Standing::Proven, customer, how, at))?,
    }
    if let Some(claim) = register.identifier(identifier, Standing::Claimed)? {
        if claim.customer == customer {
            // From now on, what only claims this identifier must not lead here.
            register.drop_identifier(identifier, Standing::Claimed)?;
        } else {
            let because = reason::proven_and_claimed(identifier.kind, how);
            suggest(register, [customer, claim.customer], identifier, because, at)?;
        }
    }
    Ok(None)
}
