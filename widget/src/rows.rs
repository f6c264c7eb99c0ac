//! A transcript as rows: days set apart, utterances of one person that follow each other grouped.

use crate::days::Day;
use weft_shared::{
    time::{MINUTE, Timestamp},
    wire::entry::{Entry, EntryBody, From, NoticeKind, Utterance},
};

/// Utterances further apart than this, in milliseconds, do not belong to one group.
const GROUP: i64 = 5 * MINUTE;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row<'a> {
    /// A new day begins, with its first moment in the transcript.
    Day(Day, Timestamp),
    /// Somebody says something.
    Said {
        /// What.
        utterance: &'a Utterance,
        /// When.
        at: Timestamp,
        /// Begins a group: the name goes above it.
        first: bool,
        /// Ends a group: the time goes below it.
        last: bool,
        /// Carries the mark of its channel.
        marked: bool,
    },
    /// Something else happened.
    Happened(NoticeKind, &'a str),
}

/// Makes rows. `day` gives the reader's day of a moment; `spans` says that the conversation is known to span channels.
#[must_use]
pub fn rows(entries: &[Entry], spans: bool, day: impl Fn(Timestamp) -> Day) -> Vec<Row<'_>> {
    // A mark on every message would be noise where all came the same way.
    let several = spans || several_channels(entries);
    let mut rows: Vec<Row<'_>> = Vec::with_capacity(entries.len() + 4);
    let mut today = None;
    for entry in entries {
        let its_day = day(entry.at);
        if today != Some(its_day) {
            today = Some(its_day);
            rows.push(Row::Day(its_day, entry.at));
        }
        match &entry.body {
            EntryBody::Message(utterance) => {
                let first = !continues(rows.last_mut(), utterance, entry.at);
                rows.push(Row::Said { utterance, at: entry.at, first, last: true, marked: several });
            }
            EntryBody::Notice(notice) => rows.push(Row::Happened(notice.kind, &notice.text)),
            EntryBody::Delivery { .. }
            | EntryBody::Amended { .. }
            | EntryBody::Call { .. }
            | EntryBody::Note { .. }
            | EntryBody::Handoff(_) => {}
        }
    }
    rows
}

/// Whether an utterance continues the group that ends with the row before; if so, that one is no longer the last.
fn continues(before: Option<&mut Row<'_>>, next: &Utterance, at: Timestamp) -> bool {
    let Some(Row::Said { utterance, at: earlier, last, .. }) = before else { return false };
    let joined = utterance.from == next.from
        && utterance.name == next.name
        && utterance.channel == next.channel
        && next.subject.as_ref().is_none_or(|subject| utterance.subject.as_ref() == Some(subject))
        && at.since(*earlier) < GROUP;
    *last = !joined;
    joined
}

fn several_channels(entries: &[Entry]) -> bool {
    let mut channels = entries.iter().filter_map(|entry| match &entry.body {
        EntryBody::Message(utterance) => Some(&utterance.channel),
        _ => None,
    });
    channels.next().is_some_and(|first| channels.any(|channel| channel != first))
}

/// How many utterances of others there are after a place: the unread ones.
#[must_use]
pub fn unread(entries: &[Entry], seen: u64) -> usize {
    let foreign = |entry: &&Entry| {
        entry.seq > seen
            && matches!(&entry.body, EntryBody::Message(utterance) if matches!(utterance.from, From::Agent | From::System))
    };
    entries.iter().filter(foreign).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::id::MessageId;

    fn said(seq: u64, minute: i64, from: From, channel: &str) -> Entry {
        let utterance = Utterance {
            id: MessageId::from_bits(u128::from(seq)),
            channel: channel.parse().unwrap(),
            from,
            name: None,
            address: None,
            subject: None,
            text: String::new(),
            folded: None,
            proof: None,
            delivery: None,
            attachments: Vec::new(),
            raw: false,
            kind: None,
            answers: None,
            call: None,
            amended: None,
            origin: None,
        };
        Entry { seq, at: Timestamp(minute * MINUTE), body: EntryBody::Message(Box::new(utterance)) }
    }

    fn shape(entries: &[Entry]) -> String {
        let name = |row: &Row<'_>| match row {
            Row::Day(..) => "|".to_owned(),
            Row::Said { first, last, marked, .. } => {
                let mut text = String::from(if *first { "(" } else { "" });
                text.push(if *marked { 'M' } else { 'm' });
                text.push_str(if *last { ")" } else { "" });
                text
            }
            Row::Happened(..) => "!".to_owned(),
        };
        rows(entries, false, |at| Day::of(at, 0)).iter().map(name).collect()
    }

    #[test]
    fn utterances_of_one_person_within_minutes_are_one_group() {
        let entries = [
            said(1, 0, From::Agent, "a"),
            said(2, 1, From::Agent, "a"),
            said(3, 2, From::Customer, "a"),
            said(4, 9, From::Customer, "a"),
        ];
        assert_eq!(shape(&entries), "|(mm)(m)(m)");
    }

    #[test]
    fn a_new_day_is_set_apart_and_breaks_a_group() {
        assert_eq!(shape(&[said(1, 1439, From::Agent, "a"), said(2, 1440, From::Agent, "a")]), "|(m)|(m)");
    }

    #[test]
    fn channels_are_marked_only_where_there_are_several() {
        assert_eq!(shape(&[said(1, 0, From::Agent, "a"), said(2, 1, From::Agent, "b")]), "|(M)(M)");
    }

    #[test]
    fn a_conversation_known_to_span_channels_is_always_marked() {
        let entries = [said(1, 0, From::Agent, "a")];
        let rows = rows(&entries, true, |at| Day::of(at, 0));
        assert!(matches!(rows.last(), Some(Row::Said { marked: true, .. })));
    }

    #[test]
    fn only_what_others_wrote_is_unread() {
        let entries = [said(1, 0, From::Agent, "a"), said(2, 0, From::Customer, "a"), said(3, 0, From::System, "a")];
        assert_eq!((unread(&entries, 0), unread(&entries, 1), unread(&entries, 3)), (2, 1, 0));
    }
}
