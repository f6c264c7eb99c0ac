//! A transcript: entries folded into what is shown. The same code runs in widget, console and tests.

use crate::{
    id::MessageId,
    message::{Amendment, Delivery},
    wire::entry::{Entry, EntryBody, Utterance},
};

/// What a reader has seen of a conversation so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    /// Messages and notices in the journal's order; delivery reports, changes and what becomes known of calls are folded into their
    /// messages.
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
            match entry.body {
                EntryBody::Delivery { message, status, .. } => self.deliver(message, status),
                EntryBody::Amended { message, change } => self.amend(message, change),
                EntryBody::Call { message, call } => {
                    if let Some(utterance) = self.said(message) {
                        utterance.call = Some(call);
                    }
                }
                EntryBody::Message(_) | EntryBody::Notice(_) | EntryBody::Note { .. } | EntryBody::Handoff(_) => {
                    self.entries.push(entry);
                }
            }
        }
        self.upto = self.upto.max(upto);
    }

    /// Takes in entries from before all that it has, as a page brought them: they are up to date by themselves.
    pub fn precede(&mut self, entries: Vec<Entry>) {
        let first = self.entries.first().map_or(u64::MAX, |entry| entry.seq);
        let earlier = entries.into_iter().filter(|entry| entry.seq < first);
        self.entries.splice(0..0, earlier);
    }

    /// Agents, whose entries carry a proof, see what was said first with the change beside it; customers see it as it is
    /// now.
    fn amend(&mut self, message: MessageId, change: Amendment) {
        let Some(utterance) = self.said(message) else { return };
        if utterance.proof.is_none() {
            utterance.amend(&change);
        }
        let gone = matches!(utterance.amended, Some(Amendment::Deleted));
        if !gone || matches!(change, Amendment::Deleted) {
            utterance.amended = Some(change);
        }
    }

    fn said(&mut self, message: MessageId) -> Option<&mut Utterance> {
        self.entries.iter_mut().rev().find_map(|entry| match &mut entry.body {
            EntryBody::Message(utterance) if utterance.id == message => Some(&mut **utterance),
            _ => None,
        })
    }

    fn deliver(&mut self, message: MessageId, status: Delivery) {
        if let Some(utterance) = self.said(message) {
            utterance.delivery = Some(utterance.delivery.map_or(status, |known| known.join(status)));
        }
    }
}
