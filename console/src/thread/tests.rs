//! Tests of the open conversation.

use super::*;
use crate::window::STEP;
use weft_shared::{
    id::AttachmentId,
    message::Amendment,
    wire::{
        entry::{Notice, NoticeKind},
        problem::ProblemKind,
    },
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
        kind: None,
        answers: None,
        call: None,
        amended: None,
        origin: None,
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
        template: None,
        files: Vec::new(),
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
        .lines(Window::default(), |at| at)
        .into_iter()
        .map(|line| match line {
            Line::Day { .. } => "day".into(),
            Line::Message { continued, utterance, .. } => {
                format!("{}{}", utterance.text, if continued { "+" } else { "" })
            }
            Line::Notice(_) => "notice".into(),
        })
        .collect();
    assert_eq!(shape, ["day", "a", "b+", "day", "c", "notice", "d"]);
}

#[test]
fn what_comes_above_leaves_no_line_the_same_that_has_another_place_then() {
    // Sent at once: one moment for all of them.
    let mut thread = Thread::default();
    thread.take(true, (1..=100).map(|seq| message(seq, 0, From::Customer, "Many at once")).collect(), 100);
    let keys = |window: Window| thread.lines(window, |at| at).iter().map(Line::key).collect::<Vec<_>>();
    let now = Window::default();
    let (below, all) = (keys(now), keys(now.earlier(&thread.places(), STEP).unwrap()));
    let same: Vec<_> = all.iter().filter(|key| below.contains(key)).collect();
    assert_eq!(same, all[all.len() - same.len()..].iter().collect::<Vec<_>>(), "the same lines are the last");
    assert!(same.len() > below.len() - 3, "and nearly all of them");
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

#[test]
fn changes_and_calls_are_kept_with_their_message_and_have_no_line() {
    let id = MessageId::from_bits(1);
    let entry = |seq, body| Entry { seq, at: Timestamp(0), body };
    let edit = |seq, text: &str| {
        entry(seq, EntryBody::Amended { message: id, change: Amendment::Edited { text: text.into() } })
    };
    let call = CallLine { outcome: Some("missed".into()), ..CallLine::default() };
    let mut thread = Thread::default();
    thread.take(true, vec![message(1, 0, From::Customer, "one"), edit(2, "two")], 2);
    let news = thread.take(false, vec![edit(3, "three"), entry(4, EntryBody::Call { message: id, call })], 4);
    assert!(news.is_empty());
    assert_eq!(thread.upto(), 4);
    assert_eq!(thread.changes(id).earlier("one"), ["one", "two"]);
    assert_eq!(thread.call(id).and_then(|call| call.outcome).as_deref(), Some("missed"));
    assert_eq!(thread.lines(Window::default(), |at| at).len(), 2);
    thread.take(true, vec![message(1, 0, From::Customer, "one")], 1);
    assert_eq!(thread.changes(id), Changes::default());
    assert_eq!(thread.call(id), None);
}

#[test]
fn a_page_goes_before_what_is_known_and_can_be_found_by_its_places() {
    let mut thread = Thread::default();
    thread.take(true, vec![message(7, 0, From::Customer, "Seven"), message(9, 0, From::Customer, "Nine")], 9);
    thread.precede(vec![message(2, 0, From::Customer, "Two"), message(7, 0, From::Customer, "Seven")], true);
    assert_eq!(thread.places(), [2, 7, 9]);
    assert_eq!((thread.first(), thread.more, thread.upto()), (Some(2), true, 9));
    assert_eq!(thread.at(8), Some((7, Some(MessageId::from_bits(7)))));
    assert_eq!(thread.at(1), None);
    assert!(thread.take(false, vec![message(10, 0, From::Customer, "Ten")], 10).len() == 1);
    assert_eq!(thread.places(), [2, 7, 9, 10]);
}

#[test]
fn an_answer_that_is_kept_says_the_same_when_it_is_sent_again() {
    let file =
        File { id: AttachmentId::from_bits(3), name: "picture.png".into(), media_type: "image/png".into(), size: 12 };
    let one = Pending { files: vec![file], ..pending("key-number-1", "Hello") };
    let kept: Pending = serde_json::from_str(&serde_json::to_string(&one).unwrap()).unwrap();
    assert_eq!(kept, one);
    assert!(matches!(kept.wish(), Wish::Reply { attachments, .. } if attachments == [AttachmentId::from_bits(3)]));
}
