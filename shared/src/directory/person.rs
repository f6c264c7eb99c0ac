//! A customer as such, for agents.

use super::{Answer, Register, canonical};
use crate::{
    id::CustomerId,
    identity::{Identifier, Standing},
    time::Timestamp,
    wire::person::{MergeLine, Person, PersonConversation, PersonIdentifier, SuggestionLine},
};
use serde::{Deserialize, Serialize};

/// The answer about a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "found", rename_all = "kebab-case")]
pub enum PersonFound {
    /// They are known.
    Known {
        /// What is known.
        person: Box<Person>,
    },
    /// They are another customer now.
    MergedInto {
        /// Which.
        customer: CustomerId,
    },
    /// There is none.
    Unknown,
}

/// A reason to think that two customers are one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The other one.
    pub customer: CustomerId,
    /// What they share.
    pub identifier: Identifier,
    /// Why, in one sentence for the agent.
    pub because: String,
    /// Since when.
    pub at: Timestamp,
}

/// Who else may be the same customer, the oldest reason first.
///
/// # Errors
/// When the register fails.
pub fn suggestions<R: Register>(register: &R, customer: CustomerId) -> Answer<Vec<Suggestion>, R> {
    let mut found: Vec<Suggestion> = Vec::new();
    for row in register.suggestions(customer)? {
        let other = if row.customer == customer { row.other } else { row.customer };
        let other = canonical(register, other)?;
        let known = found.iter().any(|it| it.customer == other && it.identifier == row.identifier);
        if other != customer && !known {
            found.push(Suggestion { customer: other, identifier: row.identifier, because: row.because, at: row.at });
        }
    }
    Ok(found)
}

/// A customer, or who they are now.
///
/// # Errors
/// When the register fails.
pub fn person<R: Register>(register: &R, customer: CustomerId) -> Answer<PersonFound, R> {
    let Some(row) = register.customer(customer)? else { return Ok(PersonFound::Unknown) };
    if row.merged_into.is_some() {
        return Ok(PersonFound::MergedInto { customer: canonical(register, customer)? });
    }
    let rows = register.identifiers(customer)?;
    let proven = |identifier: &Identifier| {
        rows.iter().any(|row| row.standing == Standing::Proven && row.identifier == *identifier)
    };
    // What one claimed and the other had proven is known once, after a merge.
    let shown = rows.iter().filter(|row| row.standing == Standing::Proven || !proven(&row.identifier));
    let mut identifiers: Vec<_> = shown
        .map(|row| PersonIdentifier {
            kind: row.identifier.kind,
            value: row.identifier.value.clone(),
            standing: row.standing,
            at: row.at,
        })
        .collect();
    identifiers.sort_by(|a, b| (b.standing, a.kind, &a.value).cmp(&(a.standing, b.kind, &b.value)));
    let conversations = register.conversations(customer)?.into_iter().filter(|row| row.departed.is_none());
    let suggestions = suggestions(register, customer)?.into_iter().map(|it| SuggestionLine {
        customer: it.customer,
        kind: it.identifier.kind,
        value: it.identifier.value,
        because: it.because,
        at: it.at,
    });
    let merges = register.merges(customer)?.into_iter().map(|row| MergeLine {
        merge: row.merge,
        from: row.from,
        by: row.by,
        because: row.because,
        at: row.at,
        undone: row.undone,
    });
    let person = Person {
        customer,
        identifiers,
        conversations: conversations
            .map(|row| PersonConversation { conversation: row.conversation, open: row.open, at: row.at })
            .collect(),
        suggestions: suggestions.collect(),
        merges: merges.collect(),
    };
    Ok(PersonFound::Known { person: Box::new(person) })
}
