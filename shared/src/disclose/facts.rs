//! What routing may know of a conversation: all but its media.

use crate::{
    conversation::Conversation,
    policy::Policy,
    routing::{Facts, Guess},
    time::Timestamp,
};

/// The facts of an open conversation, none of a closed one. Who it waits for is decided by them while it is in the queue
/// ([`Row::queued`](crate::wire::agent::Row::queued)); what it takes of its owner's capacity always is. What time adds to
/// them is for [`as_of`].
#[must_use]
pub fn facts(conversation: &Conversation) -> Option<Facts> {
    let desk = &conversation.desk;
    let last = conversation.last.as_ref().map(|last| last.at);
    let since = desk.queued.or(last).filter(|_| conversation.open)?;
    let said = desk.intent_by.as_ref().and(conversation.intent.clone());
    let promised = desk.promises.iter().map(|promise| promise.due).chain(desk.past.promised.iter().copied());
    Some(Facts {
        intent: said.map(|name| Guess { name, percent: 100 }).or_else(|| desk.reading.intent.clone()),
        tier: desk.tier.clone(),
        mood: desk.reading.mood,
        language: desk.reading.language.clone(),
        // Who knows this conversation knows it better than who knows another one of the same customer.
        previous: desk.previous.clone().or_else(|| desk.past.agent.clone()),
        returning: desk.returning,
        closed: desk.closed.max(desk.past.closed),
        promised: promised.collect(),
        asked: conversation.waiting.as_ref().map(|waiting| waiting.since),
        team: desk.chosen.clone(),
        declined: desk.declined.clone(),
        since,
        now: since,
        ..Facts::default()
    })
}

/// What the rules and the time add to facts. When an answer is due is the site's one measure, not what the customer's
/// medium promises: the same facts lead to the same place, whatever they came by.
#[must_use]
pub fn as_of(mut facts: Facts, policy: &Policy, now: Timestamp) -> Facts {
    let since = facts.since;
    let lately = |at: Timestamp| since.since(at) <= policy.routing.back_within_ms;
    facts.open = policy.hours.iter().filter(|(_, hours)| hours.open_at(now)).map(|(name, _)| name.clone()).collect();
    facts.now = now;
    facts.reopened = facts.closed.is_some_and(lately);
    // Who comes back after a long time does not come for what was promised then.
    if facts.closed.is_some() {
        facts.promised.retain(|due| lately(*due));
    }
    facts.promises = u32::try_from(facts.promised.len()).unwrap_or(u32::MAX);
    let answer = facts.asked.map(|asked| policy.answer_due(asked));
    facts.overdue = facts.promised.iter().copied().chain(answer).any(|due| due < now);
    facts
}
