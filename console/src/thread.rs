//! An open conversation: what the edge told of it, and what this agent sent that is not in it yet.

use std::collections::HashMap;
use weft_shared::{
    channel::Channel,
    id::{CommandKey, MessageId},
    message::Delivery,
    time::Timestamp,
    transcript::Transcript,
    wire::{
        agent::Wish,
        entry::{Entry, EntryBody, From, Utterance},
        problem::Problem,
    },
};

/// How far an answer of this agent got on its way into the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Not acknowledged yet.
    Sending,
    /// Committed; its entry is about to come.
    Committed,
    /// Refused.
    Refused(Box<Problem>),
}

/// An answer that is shown before the journal has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its idempotency key.
    pub key: CommandKey,
    /// The text.
    pub text: String,
    /// The medium that was picked.
    pub channel: Option<Channel>,
    /// The medium as the agent saw it when sending.
    pub shown_channel: Channel,
    /// When it was sent.
    pub at: Timestamp,
    /// How far it got.
    pub progress: Progress,
}

/// An open conversation's entries and answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thread {
    transcript: Transcript,
    details: HashMap<MessageId, String>,
    /// Answers on their way, in the order in which they were sent.
    pub pending: Vec<Pending>,
    /// Entries have come at least once.
    pub loaded: bool,
}

/// One line of the thread as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A new day begins; the moment is of its first entry.
    Day(Timestamp),
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
        }
        for entry in entries.iter().filter(|entry| entry.seq > known) {
            match &entry.body {
                EntryBody::Delivery { message, detail: Some(detail), .. } => {
                    self.details.insert(*message, detail.clone());
                }
                EntryBody::Message(utterance) if utterance.from == From::Agent => self.arrived(&utterance.text),
                EntryBody::Message(utterance) if !first => news.push((**utterance).clone()),
                _ => {}
            }
        }
        self.transcript.take(reset, entries, upto);
        self.loaded = true;
        news
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
        self.transcript.entries.iter().rev().find_map(|entry| match &entry.body {
            EntryBody::Message(utterance) if utterance.id == message => {
                utterance.delivery.map(|status| (status, self.details.get(&message).cloned()))
            }
            _ => None,
        })
    }

    /// The lines to show. `local` shifts a moment to the reader's time zone.
    #[must_use]
    pub fn lines(&self, local: impl Fn(Timestamp) -> Timestamp) -> Vec<Line> {
        let mut lines = Vec::with_capacity(self.transcript.entries.len() + 8);
        let mut day = None;
        let mut above: Option<(Timestamp, Utterance)> = None;
        for entry in &self.transcript.entries {
            let this_day = crate::time_words::day_number(local(entry.at));
            if day != Some(this_day) {
                day = Some(this_day);
                above = None;
                lines.push(Line::Day(entry.at));
            }
            if let EntryBody::Message(utterance) = &entry.body {
                let continued = above
                    .as_ref()
                    .is_some_and(|(at, one)| entry.at.since(*at) < TOGETHER_MS && goes_with(one, utterance));
                above = Some((entry.at, (**utterance).clone()));
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
mod tests {
    use super::*;
    use weft_shared::wire::{
        entry::{Notice, NoticeKind},
        problem::ProblemKind,
    };

    fn utterance(n: u128, from: From, text: &str) -> Utterance {
        Utterance {
            id: MessageId::from_bits(n),
            channel: "pigeon".parse().unwrap(),
            from,
            name: Some("Somebody".into()),
            address: None,
            subject: None,
            text: text.into(),
            folded: None,
            proof: None,
            delivery: None,
            attachments: Vec::new(),
            raw: false,
        }
    }

    fn message(seq: u64, at: i64, from: From, text: &str) -> Entry {
        let body = EntryBody::Message(Box::new(utterance(u128::from(seq), from, text)));
        Entry { seq, at: Timestamp(at), body }
    }

    fn pending(key: &str, text: &str) -> Pending {
        Pending {
            key: key.parse().unwrap(),
            text: text.into(),
            channel: None,
            shown_channel: "pigeon".parse().unwrap(),
            at: Timestamp(0),
            progress: Progress::Sending,
        }
    }

    #[test]
    fn an_answer_gives_way_to_its_entry_whichever_comes_first() {
        let waiting = vec![pending("key-number-1", "Hello"), pending("key-number-2", "Hello")];
        let mut thread = Thread { pending: waiting, ..Thread::default() };
        thread.take(false, vec![message(1, 0, From::Agent, "Hello")], 1);
        assert_eq!(thread.pending.len(), 1);
        thread.done(&"key-number-1".parse().unwrap());
        assert_eq!(thread.pending[0].progress, Progress::Sending);
        thread.done(&"key-number-2".parse().unwrap());
        assert_eq!(thread.pending[0].progress, Progress::Committed);
        thread.take(false, vec![message(2, 0, From::Agent, "Hello")], 2);
        assert!(thread.pending.is_empty());
    }

    #[test]
    fn a_committed_answer_gives_way_even_if_the_edge_changed_its_text_a_little() {
        let mut thread = Thread { pending: vec![pending("key-number-1", "One\r\ntwo")], ..Thread::default() };
        thread.take(false, vec![message(1, 0, From::Agent, "Another's")], 1);
        assert_eq!(thread.pending.len(), 1);
        thread.done(&"key-number-1".parse().unwrap());
        thread.take(false, vec![message(2, 0, From::Agent, "One\ntwo")], 2);
        assert!(thread.pending.is_empty());
    }

    #[test]
    fn a_refused_answer_stays_until_it_is_withdrawn() {
        let mut thread = Thread { pending: vec![pending("key-number-1", "Hello")], ..Thread::default() };
        let key = "key-number-1".parse().unwrap();
        assert!(thread.refused(&key, &Problem::new(ProblemKind::Unreachable)));
        thread.take(false, vec![message(1, 0, From::Agent, "Hello")], 1);
        assert_eq!(thread.withdraw(&key).unwrap().text, "Hello");
        assert!(thread.pending.is_empty());
        assert!(!thread.refused(&key, &Problem::new(ProblemKind::Busy)));
    }

    #[test]
    fn only_what_others_wrote_later_is_news() {
        let mut thread = Thread::default();
        assert!(thread.take(true, vec![message(1, 0, From::Customer, "Old")], 1).is_empty());
        let entries = vec![message(2, 0, From::Customer, "New"), message(3, 0, From::Agent, "Mine")];
        let news = thread.take(false, entries.clone(), 3);
        assert_eq!(news.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["New"]);
        assert!(thread.take(false, entries, 3).is_empty());
    }

    #[test]
    fn delivery_reports_are_kept_with_the_words_of_the_provider() {
        let mut thread = Thread::default();
        let id = MessageId::from_bits(1);
        let mut sent = utterance(1, From::Agent, "Hello");
        sent.delivery = Some(Delivery::Queued);
        let body = EntryBody::Message(Box::new(sent));
        let report = EntryBody::Delivery { message: id, status: Delivery::Failed, detail: Some("No such box".into()) };
        thread.take(true, vec![Entry { seq: 1, at: Timestamp(0), body }], 1);
        assert_eq!(thread.delivery(id), Some((Delivery::Queued, None)));
        thread.take(false, vec![Entry { seq: 2, at: Timestamp(1), body: report }], 2);
        assert_eq!(thread.delivery(id), Some((Delivery::Failed, Some("No such box".into()))));
    }

    #[test]
    fn days_are_set_apart_and_close_messages_of_one_hand_go_together() {
        let day = weft_shared::time::DAY;
        let notice = Entry {
            seq: 4,
            at: Timestamp(day + 2),
            body: EntryBody::Notice(Notice { kind: NoticeKind::Closed, text: "Closed.".into() }),
        };
        let mut thread = Thread::default();
        thread.take(
            true,
            vec![
                message(1, day - 2, From::Customer, "a"),
                message(2, day - 1, From::Customer, "b"),
                message(3, day, From::Customer, "c"),
                notice,
                message(5, day + 3, From::Customer, "d"),
            ],
            5,
        );
        let shape: Vec<String> = thread
            .lines(|at| at)
            .into_iter()
            .map(|line| match line {
                Line::Day(_) => "day".into(),
                Line::Message { continued, utterance, .. } => {
                    format!("{}{}", utterance.text, if continued { "+" } else { "" })
                }
                Line::Notice(_) => "notice".into(),
            })
            .collect();
        assert_eq!(shape, ["day", "a", "b+", "day", "c", "notice", "d"]);
    }

    #[test]
    fn a_message_with_another_proof_shows_its_own_head() {
        let mut proven = utterance(1, From::Customer, "a");
        let plain = proven.clone();
        assert!(goes_with(&proven, &plain));
        proven.proof = Some(weft_shared::wire::entry::Proof {
            level: weft_shared::evidence::Assurance::Linked,
            by: Vec::new(),
            because: "A link.".into(),
        });
        assert!(!goes_with(&proven, &plain));
    }

    #[test]
    fn a_wish_is_repeated_until_it_is_answered() {
        let mut wishes = Unanswered::default();
        let key: CommandKey = "key-number-1".parse().unwrap();
        wishes.add(key.clone(), Wish::Take);
        assert!(wishes.busy());
        assert_eq!(wishes.iter().count(), 1);
        assert_eq!(wishes.answered(&key), Some(Wish::Take));
        assert_eq!(wishes.answered(&key), None);
        assert!(!wishes.busy());
    }
}
