//! Two customers become one, and come apart again.

use super::{
    Answer, ConversationRow, CustomerRow, Errand, Failure, IdentifierRow, LONGEST_CHAIN, MergeRow, Parting, Register,
    Standpoint, SuggestionRow, canonical,
    consent::last,
    person::{PersonFound, person},
    suggest,
};
use crate::{
    id::{AgentId, ConversationId, CustomerId, MergeId},
    identity::{Identifier, IdentifierKind, Standing},
    time::Timestamp,
};

/// Who merges when the site's own word does it.
const SITE: &str = "site";

/// A wish to merge.
#[derive(Clone, Debug)]
pub struct Merging {
    /// Who stays.
    pub customer: CustomerId,
    /// Who is the same.
    pub other: CustomerId,
    /// The merge's id.
    pub merge: MergeId,
    /// Who says so.
    pub by: AgentId,
    /// Why.
    pub because: String,
    /// Now.
    pub at: Timestamp,
}

/// A wish to undo a merge.
#[derive(Clone, Debug)]
pub struct Unmerging {
    /// Who stayed.
    pub customer: CustomerId,
    /// The merge.
    pub merge: MergeId,
    /// Who says so.
    pub by: AgentId,
    /// Now.
    pub at: Timestamp,
}

/// Another customer is the same: what is known of them is known of the one who stays, in the standing that it had. The
/// other's id leads there from then on.
///
/// # Errors
/// Not found; conflict for the same customer, or one who was merged away before.
pub fn merge<R: Register>(register: &mut R, wish: &Merging) -> Answer<PersonFound, R> {
    let Merging { customer, other, .. } = *wish;
    if let Some(row) = register.merge(wish.merge)? {
        let same = row.into == customer && row.from == other;
        return if same { person(register, customer) } else { Err(conflict("that merge is another one")) };
    }
    let stays = register.customer(customer)?.ok_or(Failure::NotFound)?;
    if stays.merged_into.is_some() {
        return person(register, customer);
    }
    if customer == other {
        return Err(conflict("that is the same customer already"));
    }
    let goes = register.customer(other)?.ok_or(Failure::NotFound)?;
    if goes.merged_into.is_some() {
        let now = canonical(register, other)?;
        return Err(conflict(&format!("customer {other} is customer {now} already")));
    }
    join(register, wish)?;
    person(register, customer)
}

/// The site's word makes a customer of whom nothing is proven another one. Recorded and told as any merge.
pub(super) fn absorb<R: Register>(
    register: &mut R,
    [customer, other]: [CustomerId; 2],
    because: &str,
    at: Timestamp,
) -> Answer<(), R> {
    let by: AgentId = SITE.parse().map_err(|_| conflict("the site has no name"))?;
    // A question has no id for a merge that it may lead to: it is named after who is merged away, a second one next to it.
    let mut merge = MergeId::from_bits(other.bits());
    while register.merge(merge)?.is_some() {
        merge = MergeId::from_bits(merge.bits().wrapping_add(1));
    }
    join(register, &Merging { customer, other, merge, by, because: because.to_owned(), at })
}

fn join<R: Register>(register: &mut R, wish: &Merging) -> Answer<(), R> {
    let Merging { customer, other, merge, at, .. } = *wish;
    let before = [standpoint(register, customer)?, standpoint(register, other)?];
    for row in register.identifiers(other)? {
        register.put_identifier(&IdentifierRow { customer, ..row })?;
    }
    let why = why_merged(&wish.by, &wish.because);
    rehome(register, other, customer, merge, ("made", &why), |_, _| Ok(true))?;
    let rehung = register.suggestions(other)?;
    register.drop_suggestions(other)?;
    for row in rehung {
        let third = if row.customer == other { row.other } else { row.customer };
        suggest(register, [customer, third], &row.identifier, row.because, row.at)?;
    }
    let row = register.customer(other)?.ok_or(Failure::NotFound)?;
    register.put_customer(&CustomerRow { merged_into: Some(customer), ..row })?;
    register.put_merge(&MergeRow {
        merge,
        into: customer,
        from: other,
        by: wish.by.clone(),
        because: wish.because.clone(),
        at,
        undone: None,
        before,
    })?;
    Ok(())
}

/// They were two all the same. What was the other's before and is with the one who stayed goes back; what came since
/// stays with the one who stayed. A conversation that went on in another one goes where that one goes.
///
/// # Errors
/// Not found; conflict when it was undone before, or when the one who stayed was merged away since.
pub fn unmerge<R: Register>(register: &mut R, wish: &Unmerging) -> Answer<PersonFound, R> {
    let record = register.merge(wish.merge)?.filter(|row| row.into == wish.customer).ok_or(Failure::NotFound)?;
    if let Some((by, _)) = &record.undone {
        return if *by == wish.by { person(register, wish.customer) } else { Err(conflict("it was undone already")) };
    }
    let (into, from) = (record.into, record.from);
    let stays = register.customer(into)?.ok_or(Failure::NotFound)?;
    if stays.merged_into.is_some() {
        let now = canonical(register, into)?;
        return Err(conflict(&format!("undo the later merge first: this customer is customer {now} now")));
    }
    let [former_into, former] = &record.before;
    let mut returning = Vec::new();
    for row in &former.identifiers {
        match register.identifier(&row.identifier, row.standing)? {
            // The same row, not one that somebody else wrote since.
            Some(now) if now.customer == into && now.at == row.at => {
                register.put_identifier(&IdentifierRow { customer: from, ..now })?;
                returning.push(row.identifier.clone());
            }
            // A claim ends when the same is proven where it is: it was proven for the one who stays, not for this one.
            None if row.standing == Standing::Claimed => register.put_identifier(row)?,
            _ => {}
        }
    }
    let why = format!("{} undid a merge of two customers", wish.by);
    let back =
        |register: &R, row: &ConversationRow| Ok(former.conversations.contains(&last(register, row.conversation)?));
    rehome(register, into, from, record.merge, ("undone", &why), back)?;
    let staying = register.identifiers(into)?.into_iter().map(|row| row.identifier).collect();
    part(register, into, &record, &why, returning)?;
    part(register, from, &record, &why, staying)?;
    part_suggestions(register, [into, from], [former_into, former])?;
    let row = register.customer(from)?.ok_or(Failure::NotFound)?;
    register.put_customer(&CustomerRow { merged_into: None, ..row })?;
    register.put_merge(&MergeRow { undone: Some((wish.by.clone(), wish.at)), ..record })?;
    person(register, wish.customer)
}

/// What a customer is now.
fn standpoint<R: Register>(register: &R, customer: CustomerId) -> Answer<Standpoint, R> {
    Ok(Standpoint {
        identifiers: register.identifiers(customer)?,
        conversations: register.conversations(customer)?.into_iter().map(|row| row.conversation).collect(),
        suggestions: register.suggestions(customer)?,
    })
}

/// Makes conversations of one customer another's, and has them told.
fn rehome<R: Register>(
    register: &mut R,
    was: CustomerId,
    customer: CustomerId,
    merge: MergeId,
    (what, why): (&str, &str),
    goes: impl Fn(&R, &ConversationRow) -> Answer<bool, R>,
) -> Answer<(), R> {
    let mut going = Vec::new();
    for row in register.conversations(was)? {
        if goes(register, &row)? {
            going.push(row);
        }
    }
    for row in going {
        register.put_conversation(&ConversationRow { customer, ..row })?;
        let key = format!("rehome-{merge}-{what}").parse().map_err(|why: String| Failure::Conflict(why))?;
        let (conversation, because) = (row.conversation, why.to_owned());
        register.put_errand(&Errand { conversation, key, customer, merge, because, parting: None })?;
    }
    Ok(())
}

/// Has a conversation told whose it is that was not known when its customer was merged away.
pub(super) fn catch_up<R: Register>(
    register: &mut R,
    conversation: ConversationId,
    was: CustomerId,
    customer: CustomerId,
) -> Answer<(), R> {
    // The last merge of the chain names the errand: it is the one by which the conversation is this customer's.
    let from = canonical_until(register, was, customer)?;
    for row in register.merges(customer)?.into_iter().filter(|row| row.undone.is_none()) {
        if from == Some(row.from) {
            let key = format!("rehome-{}-late", row.merge).parse().map_err(|why: String| Failure::Conflict(why))?;
            let because = why_merged(&row.by, &row.because);
            return Ok(register.put_errand(&Errand {
                conversation,
                key,
                customer,
                merge: row.merge,
                because,
                parting: None,
            })?);
        }
    }
    Ok(())
}

/// The last in a chain of merged customers before the one that it leads to.
fn canonical_until<R: Register>(register: &R, from: CustomerId, to: CustomerId) -> Answer<Option<CustomerId>, R> {
    let mut now = from;
    for _ in 0..LONGEST_CHAIN {
        match register.customer(now)?.and_then(|row| row.merged_into) {
            Some(next) if next == to => return Ok(Some(now)),
            Some(next) => now = next,
            None => return Ok(None),
        }
    }
    Ok(None)
}

fn why_merged(by: &AgentId, because: &str) -> String {
    format!("{by} merged two customers: {because}")
}

/// Has the conversations of a customer told that what is the other one's takes part there no longer. What departed takes
/// nobody in, and goes where it went on.
fn part<R: Register>(
    register: &mut R,
    customer: CustomerId,
    record: &MergeRow,
    why: &str,
    mut identifiers: Vec<Identifier>,
) -> Answer<(), R> {
    let own = register.identifiers(customer)?.into_iter().filter(|row| row.standing == Standing::Proven);
    let own: Vec<_> = own.map(|row| row.identifier).collect();
    identifiers.retain(|identifier| identifier.kind != IdentifierKind::Deal && !own.contains(identifier));
    if identifiers.is_empty() {
        return Ok(());
    }
    let (merge, since) = (record.merge, record.at);
    for row in register.conversations(customer)?.into_iter().filter(|row| row.departed.is_none()) {
        let key = format!("part-{merge}").parse().map_err(|why: String| Failure::Conflict(why))?;
        let (conversation, because) = (row.conversation, why.to_owned());
        let parting = Some(Parting { identifiers: identifiers.clone(), since });
        register.put_errand(&Errand { conversation, key, customer, merge, because, parting })?;
    }
    Ok(())
}

/// Gives each customer the suggestions that were theirs before; what was suggested since stays with the one who stayed.
fn part_suggestions<R: Register>(
    register: &mut R,
    [into, from]: [CustomerId; 2],
    [former_into, former]: [&Standpoint; 2],
) -> Answer<(), R> {
    let third = |register: &R, row: &SuggestionRow, of: CustomerId| {
        canonical(register, if row.customer == of { row.other } else { row.customer })
    };
    let mut only_from = Vec::new();
    for row in &former.suggestions {
        let whom = third(register, row, from)?;
        let mut both = false;
        for known in &former_into.suggestions {
            both |= known.identifier == row.identifier && third(register, known, into)? == whom;
        }
        if !both {
            only_from.push((whom, row.identifier.clone()));
        }
    }
    let now = register.suggestions(into)?;
    register.drop_suggestions(into)?;
    for row in now {
        let whom = third(register, &row, into)?;
        if !only_from.contains(&(whom, row.identifier.clone())) {
            suggest(register, [into, whom], &row.identifier, row.because, row.at)?;
        }
    }
    for row in &former.suggestions {
        // Whoever was the same as the one who stayed is still that: `from` itself is not, from now on.
        let other = if row.customer == from { row.other } else { row.customer };
        let whom = if other == into { into } else { third(register, row, from)? };
        suggest(register, [from, whom], &row.identifier, row.because.clone(), row.at)?;
    }
    Ok(())
}

fn conflict<E>(why: &str) -> Failure<E> {
    Failure::Conflict(why.to_owned())
}
