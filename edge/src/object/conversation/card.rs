//! What a conversation gives to its card: all but the customer's other conversations.

use super::{Conversation, call::CardPart, journal};
use crate::{ambient, problem, site::Site};
use weft_shared::{
    card::{FIRST, LAST, Spoken, by_sentences, card, question, spoken},
    conversation::Conversation as Thread,
    wire::problem::Problem,
};
use worker::SqlStorage;

/// Events that are read at once.
const AT_ONCE: usize = 400;
/// Events that are read at most: whoever has fewer messages in so many has nothing but reports before them.
const MOST: usize = 2_000;

/// The card, as far as this conversation knows it. With `words` also what was said, for whoever sums it up.
///
/// # Errors
/// `not-found` before it has begun; `internal` when the journal cannot be read.
pub fn part(object: &Conversation, site: &Site, words: bool) -> Result<CardPart, Problem> {
    let thread = object.begun()?;
    let said = said(&object.state.storage().sql(), &thread)?;
    let policy = &site.policy;
    let summary = by_sentences(&said, policy.summary.sentences);
    let card = card(&thread, policy, ambient::now(), &said, summary).ok_or_else(problem::not_found)?;
    let customer = thread.identity.as_ref().ok_or_else(problem::not_found)?.customer;
    Ok(CardPart { card, customer, question: question(&said), said: if words { said } else { Vec::new() } })
}

/// The first and the last messages. Only what may hold them is read, however long the journal is.
fn said(sql: &SqlStorage, thread: &Thread) -> Result<Vec<Spoken>, Problem> {
    let mut last: Vec<Spoken> = Vec::new();
    let (mut place, mut read) = (thread.seq.saturating_add(1), 0);
    while last.len() < LAST && read < MOST && place > 1 {
        let events = journal::before(sql, place, AT_ONCE)?;
        let Some(oldest) = events.last() else { break };
        place = oldest.seq;
        read += events.len();
        last.extend(events.iter().filter_map(|event| spoken(thread, event)));
    }
    last.truncate(LAST);
    last.reverse();
    let from = if place > 1 { last.first().map_or(place, |said| said.seq) } else { 0 };
    let mut said = Vec::new();
    if from > 0 {
        let events = journal::page(sql, 0, AT_ONCE)?;
        said.extend(
            events.iter().filter(|event| event.seq < from).filter_map(|event| spoken(thread, event)).take(FIRST),
        );
    }
    said.extend(last);
    Ok(said)
}
