//! What routing may know of a conversation: all but its media.

use crate::{
    conversation::Conversation,
    handoff::{Handed, LATELY},
    policy::Policy,
    routing::{Facts, Guess},
    time::Timestamp,
};
use std::collections::BTreeSet;

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

/// Its handoffs that were accepted lately: by these the desk knows how long each team takes.
#[must_use]
pub fn handed_lately(conversation: &Conversation, now: Timestamp) -> Vec<Handed> {
    let lately = |one: &&Handed| now.since(one.accepted) < LATELY;
    conversation.desk.handed.iter().filter(lately).cloned().collect()
}

/// A moment under a policy: what the rules and the time add to the facts of all that is looked at then.
#[derive(Debug)]
pub struct Moment<'a> {
    policy: &'a Policy,
    now: Timestamp,
    open: BTreeSet<String>,
}

impl<'a> Moment<'a> {
    /// Now, under these rules.
    #[must_use]
    pub fn new(policy: &'a Policy, now: Timestamp) -> Self {
        let open = policy.hours.iter().filter(|(_, hours)| hours.open_at(now)).map(|(name, _)| name.clone());
        Self { policy, now, open: open.collect() }
    }

    /// Facts as of this moment. When an answer is due is the site's one measure, not what the customer's medium promises:
    /// the same facts lead to the same place, whatever they came by.
    #[must_use]
    pub fn of(&self, mut facts: Facts) -> Facts {
        let since = facts.since;
        let lately = |at: Timestamp| since.since(at) <= self.policy.routing.back_within_ms;
        facts.open.clone_from(&self.open);
        facts.now = self.now;
        facts.reopened = facts.closed.is_some_and(lately);
        // Who comes back after a long time does not come for what was promised then.
        if facts.closed.is_some() {
            facts.promised.retain(|due| lately(*due));
        }
        facts.promises = u32::try_from(facts.promised.len()).unwrap_or(u32::MAX);
        facts.overdue = facts.promised.iter().any(|due| *due < self.now) || facts.asked.is_some_and(|at| self.late(at));
        facts
    }

    /// Whether whoever has waited for an answer since then waits too long. No calendar has more working time than there is
    /// time: it is asked only where that has passed.
    fn late(&self, asked: Timestamp) -> bool {
        self.now.since(asked) > self.policy.routing.answer_within_ms && self.policy.answer_due(asked) < self.now
    }
}

/// Facts as of a moment.
#[must_use]
pub fn as_of(facts: Facts, policy: &Policy, now: Timestamp) -> Facts {
    Moment::new(policy, now).of(facts)
}
