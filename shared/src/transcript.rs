//! A transcript: entries folded into what is shown. The same code runs in widget, console and tests.

use crate::wire::entry::{Entry, EntryBody};

/// What a reader has seen of a conversation so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    /// Messages and notices in the journal's order; delivery reports are folded into their messages.
    pub entries: Vec<Entry>,
    /// Everything up to this place is known.
    pub upto: u64,
}

impl Transcript {
    /// Takes in entries as a frame brought them. With `reset` it starts anew; what it already knows is passed over.
    pub fn take(&mut self, reset: bool, entries: Vec<Entry>, upto: u64) {
        if reset {
            *self = Self::default();
        }
        let known = self.upto;
        for entry in entries.into_iter().filter(|entry| entry.seq > known) {
            if let EntryBody::Delivery { message, status, .. } = &entry.body {
                self.deliver(*message, *status);
            } else {
                self.entries.push(entry);
            }
        }
        self.upto = self.upto.max(upto);
    }

    fn deliver(&mut self, message: crate::id::MessageId, status: crate::message::Delivery) {
        for entry in self.entries.iter_mut().rev() {
            if let EntryBody::Message(utterance) = &mut entry.body
                && utterance.id == message
            {
                utterance.delivery = Some(utterance.delivery.map_or(status, |known| known.join(status)));
                return;
            }
        }
    }
}
