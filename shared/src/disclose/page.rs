//! A page of the timeline: the newest entries before a place, as agents see them now.
//!
//! What happened to a message later may stand outside its page. So a page has no entries of that: each of its messages is
//! shown with how far it got, what was changed of it, and how its call went.

use super::agent::{call_line, entry_for_agent};
use crate::{
    conversation::Conversation,
    event::Event,
    message::Amendment,
    policy::Policy,
    wire::entry::{Entry, EntryBody, Utterance},
};

/// Entries of a page.
pub const PAGE: usize = 100;
/// About how many bytes a page has; one entry alone may be larger.
const BYTES: usize = 256 * 1024;

/// A page on its way: it is made from its end to its beginning.
pub struct Page<'a> {
    conversation: &'a Conversation,
    policy: &'a Policy,
    /// The newest first.
    entries: Vec<Entry>,
    bytes: usize,
    /// The first place that was looked at.
    reached: u64,
}

impl<'a> Page<'a> {
    /// An empty page that ends before a place.
    #[must_use]
    pub const fn before(conversation: &'a Conversation, policy: &'a Policy, place: u64) -> Self {
        Self { conversation, policy, entries: Vec::new(), bytes: 0, reached: place }
    }

    /// Takes in the event that comes right before all that it has looked at. False when the page is full without it.
    pub fn take(&mut self, event: &Event) -> bool {
        if let Some(mut entry) = entry_for_agent(self.policy, event) {
            match &mut entry.body {
                EntryBody::Delivery { .. } | EntryBody::Amended { .. } | EntryBody::Call { .. } => {
                    self.reached = event.seq;
                    return true;
                }
                EntryBody::Message(utterance) => self.bring_up_to_date(utterance),
                EntryBody::Notice(_) | EntryBody::Note { .. } | EntryBody::Handoff(_) => {}
            }
            let bytes = serde_json::to_string(&entry).map_or(0, |text| text.len());
            let has_room = self.entries.len() < PAGE && self.bytes.saturating_add(bytes) <= BYTES;
            if !has_room && !self.entries.is_empty() {
                return false;
            }
            self.bytes = self.bytes.saturating_add(bytes);
            self.entries.push(entry);
        }
        self.reached = event.seq;
        true
    }

    /// Where the next event to take stands before.
    #[must_use]
    pub const fn reached(&self) -> u64 {
        self.reached
    }

    /// The entries in the journal's order, and whether there are more before them.
    #[must_use]
    pub fn done(mut self) -> (Vec<Entry>, bool) {
        self.entries.reverse();
        (self.entries, self.reached > 1)
    }

    fn bring_up_to_date(&self, utterance: &mut Utterance) {
        if let Some(placed) = self.conversation.messages.get(&utterance.id).filter(|placed| placed.outbound) {
            utterance.delivery = Some(placed.delivery);
        }
        if let Some(call) = self.conversation.calls.get(&utterance.id) {
            utterance.call = Some(call_line(call));
        }
        let edited = self.conversation.edited.get(&utterance.id);
        // As live entries are taken in: what carries a proof stays as it was said, with the change beside it.
        if let Some(change) = edited.filter(|_| utterance.proof.is_none()) {
            utterance.amend(change);
        }
        let gone = edited.filter(|change| **change == Amendment::Deleted);
        utterance.amended = gone.or_else(|| self.conversation.amended.get(&utterance.id)).cloned();
    }
}

#[cfg(test)]
mod tests;
