//! What routing may know of a conversation: all but its media.

use crate::{
    conversation::Conversation,
    routing::{Facts, Guess},
};

/// The facts of an open conversation, none of a closed one. Who it waits for is decided by them while it is in the queue
/// ([`Row::queued`](crate::wire::agent::Row::queued)); what it takes of its owner's capacity always is.
#[must_use]
pub fn facts(conversation: &Conversation) -> Option<Facts> {
    let desk = &conversation.desk;
    let last = conversation.last.as_ref().map(|last| last.at);
    let since = desk.queued.or(last).filter(|_| conversation.open)?;
    let said = desk.intent_by.as_ref().and(conversation.intent.clone());
    Some(Facts {
        intent: said.map(|name| Guess { name, percent: 100 }).or_else(|| desk.reading.intent.clone()),
        tier: desk.tier.clone(),
        mood: desk.reading.mood,
        language: desk.reading.language.clone(),
        previous: desk.previous.clone(),
        returning: desk.returning,
        reopened: desk.reopened > 0,
        promises: u32::try_from(desk.promises.len()).unwrap_or(u32::MAX),
        overdue: false,
        team: desk.chosen.clone(),
        declined: desk.declined.clone(),
        open: Default::default(),
        since,
        now: since,
    })
}
