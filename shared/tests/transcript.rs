//! A transcript ends the same however its entries arrive.

use proptest::prelude::*;
use weft_shared::{
    channel::Channel,
    id::MessageId,
    message::{Amendment, Delivery},
    time::Timestamp,
    transcript::Transcript,
    wire::entry::{CallLine, Entry, EntryBody, From, Notice, NoticeKind, Utterance},
};

/// What to put into a journal: the gap before it, and what it is.
#[derive(Clone, Debug)]
enum Step {
    Message,
    Notice,
    /// A report on one of the messages so far.
    Delivery(prop::sample::Index, Delivery),
    /// A change of one of the messages so far.
    Amended(prop::sample::Index, Amendment),
    /// More about a call.
    Call(prop::sample::Index, bool),
}

fn steps() -> impl Strategy<Value = Vec<(u64, Step)>> {
    let status = prop::sample::select(vec![
        Delivery::Queued,
        Delivery::Sent,
        Delivery::Failed,
        Delivery::Delivered,
        Delivery::Read,
    ]);
    let change = prop_oneof![
        "[a-z]{1,3}".prop_map(|text| Amendment::Edited { text }),
        Just(Amendment::Deleted),
        Just(Amendment::Reacted { emoji: Some("👍".to_owned()) }),
    ];
    let step = prop_oneof![
        3 => Just(Step::Message),
        1 => Just(Step::Notice),
        4 => (any::<prop::sample::Index>(), status).prop_map(|(which, status)| Step::Delivery(which, status)),
        2 => (any::<prop::sample::Index>(), change).prop_map(|(which, change)| Step::Amended(which, change)),
        1 => (any::<prop::sample::Index>(), any::<bool>()).prop_map(|(which, ended)| Step::Call(which, ended)),
    ];
    prop::collection::vec((1_u64..4, step), 0..40)
}

fn utterance(id: MessageId) -> Utterance {
    Utterance {
        id,
        channel: Channel::of_adapter("pigeon"),
        from: From::Agent,
        name: None,
        address: None,
        subject: None,
        text: id.to_string(),
        folded: None,
        proof: None,
        delivery: Some(Delivery::Queued),
        attachments: Vec::new(),
        raw: false,
        kind: None,
        answers: None,
        call: None,
        amended: None,
        origin: None,
    }
}

/// The journal of some steps, as a reader who may not see everything receives it: with gaps.
fn journal(steps: &[(u64, Step)]) -> Vec<Entry> {
    let mut seq = 0;
    let mut messages = Vec::new();
    let mut entries = Vec::new();
    for (gap, step) in steps {
        seq += gap;
        let body = match step {
            Step::Message => {
                let id = MessageId::from_bits(u128::from(seq));
                messages.push(id);
                EntryBody::Message(Box::new(utterance(id)))
            }
            Step::Notice => EntryBody::Notice(Notice { kind: NoticeKind::Owner, text: String::new() }),
            Step::Delivery(..) | Step::Amended(..) | Step::Call(..) if messages.is_empty() => continue,
            Step::Amended(which, change) => {
                EntryBody::Amended { message: *which.get(&messages), change: change.clone() }
            }
            Step::Call(which, ended) => {
                let ended = ended.then_some(Timestamp(9));
                EntryBody::Call { message: *which.get(&messages), call: CallLine { ended, ..CallLine::default() } }
            }
            Step::Delivery(which, status) => {
                EntryBody::Delivery { message: *which.get(&messages), status: *status, detail: None }
            }
        };
        entries.push(Entry { seq, at: Timestamp(0), body });
    }
    entries
}

fn upto(entries: &[Entry]) -> u64 {
    entries.last().map_or(0, |entry| entry.seq)
}

fn fresh(entries: &[Entry]) -> Transcript {
    let mut transcript = Transcript::default();
    transcript.take(true, entries.to_vec(), upto(entries));
    transcript
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_old_snapshot_and_the_events_since_are_a_fresh_snapshot(steps in steps(), at: prop::sample::Index) {
        let entries = journal(&steps);
        let (old, new) = entries.split_at(at.index(entries.len() + 1));
        let mut transcript = fresh(old);
        transcript.take(false, new.to_vec(), upto(&entries));
        prop_assert_eq!(transcript, fresh(&entries));
    }

    #[test]
    fn what_comes_twice_counts_once(steps in steps(), from: prop::sample::Index, to: prop::sample::Index) {
        let entries = journal(&steps);
        let (from, to) = (from.index(entries.len() + 1), to.index(entries.len() + 1));
        let again = entries.get(from.min(to)..from.max(to)).unwrap_or_default();
        let mut transcript = fresh(&entries);
        transcript.take(false, again.to_vec(), upto(again));
        prop_assert_eq!(&transcript, &fresh(&entries));
        transcript.take(true, entries.clone(), upto(&entries));
        prop_assert_eq!(transcript, fresh(&entries));
    }

    #[test]
    fn delivery_reports_end_the_same_in_any_order(steps in steps(), order in any::<u64>()) {
        let entries = journal(&steps);
        let (mut reports, others): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(|entry| matches!(entry.body, EntryBody::Delivery { .. }));
        let known = fresh(&others);
        let in_order = |reports: &[Entry]| {
            let mut transcript = known.clone();
            let last = upto(&others) + 1;
            let renumbered = (last..).zip(reports).map(|(seq, entry)| Entry { seq, ..entry.clone() }).collect();
            transcript.take(false, renumbered, last + reports.len() as u64);
            transcript
        };
        let straight = in_order(&reports);
        // Any permutation, drawn from one number.
        let mut draw = order;
        for last in (1..reports.len()).rev() {
            draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            reports.swap(last, usize::try_from(draw >> 33).unwrap_or(0) % (last + 1));
        }
        prop_assert_eq!(in_order(&reports), straight);
    }
}
