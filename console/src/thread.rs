//! An open conversation: what the edge told of it, and what this agent sent that is not in it yet.

use crate::{changes::Changes, window::Window};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use weft_shared::{
    channel::Channel,
    id::{CommandKey, MessageId},
    message::Delivery,
    time::Timestamp,
    transcript::Transcript,
    wire::{
        agent::Wish,
        entry::{CallLine, Entry, EntryBody, File, From, Utterance},
        problem::Problem,
    },
};

/// How far an answer of this agent got on its way into the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Progress {
    /// Not sent before this moment: until then it can be taken back.
    Waiting(Timestamp),
    /// Not acknowledged yet.
    Sending,
    /// Committed; its entry is about to come.
    Committed,
    /// Refused.
    Refused(Box<Problem>),
}

/// An answer that is shown before the journal has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Its idempotency key.
    pub key: CommandKey,
    /// The text.
    pub text: String,
    /// The medium that was picked.
    pub channel: Option<Channel>,
    /// The text of the policy that it is, if it is one.
    pub template: Option<String>,
    /// Files that were brought before.
    pub files: Vec<File>,
    /// The medium as the agent saw it when sending.
    pub shown_channel: Channel,
    /// When it was sent.
    pub at: Timestamp,
    /// How far it got.
    pub progress: Progress,
}

impl Pending {
    /// What is wished with it.
    #[must_use]
    pub fn wish(&self) -> Wish {
        Wish::Reply {
            text: self.text.clone(),
            channel: self.channel.clone(),
            template: self.template.clone(),
            attachments: self.files.iter().map(|file| file.id).collect(),
        }
    }
}

/// An open conversation's entries and answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thread {
    transcript: Transcript,
    details: HashMap<MessageId, String>,
    changes: HashMap<MessageId, Changes>,
    calls: HashMap<MessageId, CallLine>,
    /// Answers on their way, in the order in which they were sent.
    pub pending: Vec<Pending>,
    /// Entries have come at least once.
    pub loaded: bool,
    /// There are entries before those that are known.
    pub more: bool,
}

/// One line of the thread as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A new day begins.
    Day {
        /// The place of its first entry that is shown.
        seq: u64,
        /// When that was.
        at: Timestamp,
    },
    /// A message. `continued`: same hand, same medium, shortly after the one above.
    Message {
        /// Its place in the journal.
        seq: u64,
        /// When.
        at: Timestamp,
        /// It.
        utterance: Box<Utterance>,
        /// Its head can be left out.
        continued: bool,
    },
    /// Something else that happened.
    Notice(Entry),
}

impl Line {
    /// What makes a line the same line: it never changes its place among the others. A message is another when its head
    /// appears or goes, and a day when its first entry is.
    #[must_use]
    pub fn key(&self) -> (u8, u64) {
        match self {
            Self::Day { seq, .. } => (0, *seq),
            Self::Message { seq, continued, .. } => (1 + u8::from(*continued), *seq),
            Self::Notice(entry) => (3, entry.seq),
        }
    }
}

const TOGETHER_MS: i64 = 5 * weft_shared::time::MINUTE;

impl Thread {
    /// Everything up to here is known.
    #[must_use]
    pub const fn upto(&self) -> u64 {
        self.transcript.upto
    }

    /// Takes in entries. Gives the messages of others that are new, unless everything was.
    pub fn take(&mut self, reset: bool, entries: Vec<Entry>, upto: u64) -> Vec<Utterance> {
        let known = if reset { 0 } else { self.upto() };
        let first = reset || !self.loaded;
        let mut news = Vec::new();
        if reset {
            self.details.clear();
            self.changes.clear();
            self.calls.clear();
        }
        for entry in entries.iter().filter(|entry| entry.seq > known) {
            if let EntryBody::Message(utterance) = &entry.body
                && let Some(change) = &utterance.amended
            {
                self.changes.entry(utterance.id).or_default().take(change);
            }
            match &entry.body {
                EntryBody::Amended { message, change } => self.changes.entry(*message).or_default().take(change),
                EntryBody::Call { message, call } => drop(self.calls.insert(*message, call.clone())),
                EntryBody::Delivery { message, detail: Some(detail), .. } => {
                    self.details.insert(*message, detail.clone());
                }
                EntryBody::Message(utterance) if utterance.from == From::Agent => self.arrived(&utterance.text),
                EntryBody::Message(utterance) if !first => news.push((**utterance).clone()),
                _ => {}
            }
        }
        // What changes a message has no line of its own.
        let own = |entry: &Entry| !matches!(entry.body, EntryBody::Amended { .. } | EntryBody::Call { .. });
        self.transcript.take(reset, entries.into_iter().filter(own).collect(), upto);
        self.loaded = true;
        news
    }

    /// Takes in a page from before all that is known; its messages are up to date by themselves.
    pub fn precede(&mut self, entries: Vec<Entry>, more: bool) {
        for entry in &entries {
            if let EntryBody::Message(utterance) = &entry.body
                && let Some(change) = &utterance.amended
            {
                self.changes.entry(utterance.id).or_default().take(change);
            }
        }
        self.transcript.precede(entries);
        self.more = more;
    }

    /// The places of all entries that are known.
    #[must_use]
    pub fn places(&self) -> Vec<u64> {
        self.transcript.entries.iter().map(|entry| entry.seq).collect()
    }

    /// The first place that is known.
    #[must_use]
    pub fn first(&self) -> Option<u64> {
        self.transcript.entries.first().map(|entry| entry.seq)
    }

    /// What stands at a place, or at the last one before it; the message if it is one.
    #[must_use]
    pub fn at(&self, place: u64) -> Option<(u64, Option<MessageId>)> {
        let entries = &self.transcript.entries;
        let entry = entries.get(entries.partition_point(|entry| entry.seq <= place).checked_sub(1)?)?;
        let message = match &entry.body {
            EntryBody::Message(utterance) => Some(utterance.id),
            _ => None,
        };
        Some((entry.seq, message))
    }

    /// A message, if it is in what was told.
    #[must_use]
    pub fn message(&self, id: MessageId) -> Option<&Utterance> {
        self.transcript.entries.iter().rev().find_map(|entry| match &entry.body {
            EntryBody::Message(utterance) if utterance.id == id => Some(&**utterance),
            _ => None,
        })
    }

    /// What became of a message.
    #[must_use]
    pub fn changes(&self, id: MessageId) -> Changes {
        self.changes.get(&id).cloned().unwrap_or_default()
    }

    /// What is known of a call.
    #[must_use]
    pub fn call(&self, id: MessageId) -> Option<CallLine> {
        self.calls.get(&id).or_else(|| self.message(id).and_then(|message| message.call.as_ref())).cloned()
    }

    /// An answer came back as an entry: it needs no line of its own any more.
    fn arrived(&mut self, text: &str) {
        let same =
            |pending: &Pending| !matches!(pending.progress, Progress::Refused(_)) && pending.text.trim() == text.trim();
        // The edge may have changed the text a little; a committed answer has its entry in one of the next frames.
        let committed = |pending: &Pending| pending.progress == Progress::Committed;
        let place = self.pending.iter().position(same).or_else(|| self.pending.iter().position(committed));
        if let Some(place) = place {
            self.pending.remove(place);
        }
    }

    /// A `do` was committed.
    pub fn done(&mut self, key: &CommandKey) {
        for pending in self.pending.iter_mut().filter(|pending| pending.key == *key) {
            pending.progress = Progress::Committed;
        }
    }

    /// A `do` was refused. Says whether it was one of the answers.
    pub fn refused(&mut self, key: &CommandKey, problem: &Problem) -> bool {
        let mut found = false;
        for pending in self.pending.iter_mut().filter(|pending| pending.key == *key) {
            pending.progress = Progress::Refused(Box::new(problem.clone()));
            found = true;
        }
        found
    }

    /// Takes an answer out, to write it anew or to leave it.
    pub fn withdraw(&mut self, key: &CommandKey) -> Option<Pending> {
        let place = self.pending.iter().position(|pending| pending.key == *key)?;
        Some(self.pending.remove(place))
    }

    /// How far a message got, and the provider's words on it.
    #[must_use]
    pub fn delivery(&self, message: MessageId) -> Option<(Delivery, Option<String>)> {
        let status = self.message(message).and_then(|utterance| utterance.delivery);
        status.map(|status| (status, self.details.get(&message).cloned()))
    }

    /// The lines of a window. `local` shifts a moment to the reader's time zone.
    #[must_use]
    pub fn lines(&self, window: Window, local: impl Fn(Timestamp) -> Timestamp) -> Vec<Line> {
        let shown = self.transcript.entries.get(window.range(&self.places())).unwrap_or_default();
        let mut lines = Vec::with_capacity(shown.len() + 8);
        let mut day = None;
        let mut above: Option<(Timestamp, &Utterance)> = None;
        for entry in shown {
            let this_day = crate::time_words::day_number(local(entry.at));
            if day != Some(this_day) {
                day = Some(this_day);
                above = None;
                lines.push(Line::Day { seq: entry.seq, at: entry.at });
            }
            if let EntryBody::Message(utterance) = &entry.body {
                let continued = above
                    .as_ref()
                    .is_some_and(|(at, one)| entry.at.since(*at) < TOGETHER_MS && goes_with(one, utterance));
                above = Some((entry.at, &**utterance));
                lines.push(Line::Message { seq: entry.seq, at: entry.at, utterance: utterance.clone(), continued });
            } else {
                above = None;
                lines.push(Line::Notice(entry.clone()));
            }
        }
        lines
    }
}

/// Two messages read as one turn: the second needs no head. A different proof always shows its own mark.
fn goes_with(above: &Utterance, below: &Utterance) -> bool {
    above.from == below.from
        && above.from != From::Outsider
        && above.channel == below.channel
        && above.name == below.name
        && above.address == below.address
        && above.proof == below.proof
        && (below.subject.is_none() || above.subject == below.subject)
        && !below.raw
        && above.call.is_none()
        && below.call.is_none()
        && above.origin.is_some() == below.origin.is_some()
}

/// Wishes that were not answered yet: sent again after each reconnection, which is safe by their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unanswered(Vec<(CommandKey, Wish)>);

impl Unanswered {
    /// One more.
    pub fn add(&mut self, key: CommandKey, wish: Wish) {
        self.0.push((key, wish));
    }

    /// One was answered. Gives what it was.
    pub fn answered(&mut self, key: &CommandKey) -> Option<Wish> {
        let place = self.0.iter().position(|(known, _)| known == key)?;
        Some(self.0.remove(place).1)
    }

    /// All, in the order in which they were wished.
    pub fn iter(&self) -> impl Iterator<Item = &(CommandKey, Wish)> {
        self.0.iter()
    }

    /// Something besides an answer is under way.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.0.iter().any(|(_, wish)| !matches!(wish, Wish::Reply { .. }))
    }
}

#[cfg(test)]
mod tests;
