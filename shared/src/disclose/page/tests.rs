//! Pages and what comes live add up to the whole.

use super::*;
use crate::{
    call::Call,
    channel::Channel,
    event::EventBody,
    id::{ConversationId, CustomerId, MessageId},
    message::{Author, Delivery, Message},
    time::Timestamp,
    transcript::Transcript,
};
use proptest::prelude::*;

fn message(seq: u64, length: usize) -> Message {
    let author = Author::Customer { session: None, address: None, name: None };
    Message::new(MessageId::from_bits(u128::from(seq)), Channel::of_adapter("pigeon"), author, "x".repeat(length))
}

/// An event of a kind, about one of the messages so far.
fn body(seq: u64, kind: u8, about: usize, length: usize, told: &mut Vec<(u64, bool, bool)>) -> EventBody {
    let outbound = |told: &[(u64, bool, bool)]| {
        let sent: Vec<u64> = told.iter().filter(|(_, sent, _)| *sent).map(|(seq, ..)| *seq).collect();
        (!sent.is_empty()).then(|| sent[about % sent.len()])
    };
    let quiet = EventBody::SessionEnded { session: crate::id::SessionId::from_bits(1) };
    match kind {
        0..=2 => {
            told.push((seq, false, false));
            EventBody::MessageReceived { message: message(seq, length) }
        }
        3 => {
            told.push((seq, true, false));
            let author = Author::Agent { agent: "ada".parse().unwrap(), name: "Ada".to_owned() };
            EventBody::MessageSent { message: Message { author, ..message(seq, length) }, link: None }
        }
        4 | 5 => outbound(told).map_or(quiet, |seq| EventBody::DeliveryChanged {
            message: MessageId::from_bits(u128::from(seq)),
            status: [Delivery::Sent, Delivery::Delivered, Delivery::Failed, Delivery::Read][about % 4],
            detail: None,
            foreign_id: None,
        }),
        6 if !told.is_empty() => {
            let place = about % told.len();
            let (seq, _, gone) = told[place];
            if gone {
                return quiet;
            }
            let change = match about % 3 {
                0 => Amendment::Edited { text: format!("edited at {about}") },
                1 => Amendment::Reacted { emoji: Some("👍".to_owned()) },
                _ => Amendment::Deleted,
            };
            told[place].2 = change == Amendment::Deleted;
            EventBody::MessageAmended { message: MessageId::from_bits(u128::from(seq)), change }
        }
        7 if !told.is_empty() => {
            let call = Call { ended: Some(Timestamp(7)), ..Call::default() };
            EventBody::CallNoted { message: MessageId::from_bits(u128::from(told[about % told.len()].0)), call }
        }
        8 => EventBody::AgentNoted { agent: "ada".parse().unwrap(), text: "A note".to_owned(), mentions: Vec::new() },
        9 => quiet,
        _ => EventBody::LinksRevoked { generation: 2, by: None },
    }
}

fn journal(kinds: &[(u8, usize)], length: usize) -> Vec<Event> {
    let opened = EventBody::Opened {
        conversation: ConversationId::from_bits(1),
        site: "demo".parse().unwrap(),
        customer: CustomerId::from_bits(2),
        subject: None,
    };
    let mut events = vec![Event { seq: 1, at: Timestamp(1), body: opened }];
    let mut told = Vec::new();
    for (seq, (kind, about)) in (2..).zip(kinds) {
        events.push(Event { seq, at: Timestamp(1), body: body(seq, *kind, *about, length, &mut told) });
    }
    events
}

fn page(journal: &[Event], policy: &Policy, before: u64) -> (Vec<Entry>, bool) {
    let conversation = Conversation::replay(journal);
    let mut page = Page::before(&conversation, policy, before);
    let _ = journal.iter().rev().skip_while(|event| event.seq >= before).all(|event| page.take(event));
    page.done()
}

/// What a console shows that opened the conversation when it was `known` long, saw the rest live, and scrolled up.
fn scrolled(journal: &[Event], policy: &Policy, known: usize) -> Transcript {
    let (first, mut more) = page(&journal[..known], policy, known as u64 + 1);
    let mut transcript = Transcript::default();
    transcript.take(true, first, known as u64);
    for event in &journal[known..] {
        transcript.take(false, entry_for_agent(policy, event).into_iter().collect(), event.seq);
    }
    while more {
        let before = transcript.entries[0].seq;
        let (earlier, still) = page(journal, policy, before);
        assert!(!earlier.is_empty() && earlier.len() <= PAGE);
        transcript.precede(earlier);
        more = still;
    }
    transcript
}

fn whole(journal: &[Event], policy: &Policy) -> Transcript {
    let mut transcript = Transcript::default();
    let entries = journal.iter().filter_map(|event| entry_for_agent(policy, event)).collect();
    transcript.take(true, entries, journal.len() as u64);
    transcript
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn pages_and_what_comes_live_are_the_whole_transcript(
        kinds in prop::collection::vec((0_u8..11, 0_usize..10_000), 0..400),
        known in any::<prop::sample::Index>(),
        length in prop::sample::select(vec![10, 9_000]),
    ) {
        let policy = Policy::default_rules().unwrap();
        let journal = journal(&kinds, length);
        let known = 1 + known.index(journal.len());
        prop_assert_eq!(scrolled(&journal, &policy, known), whole(&journal, &policy));
    }
}

#[test]
fn five_thousand_messages_come_in_pages_of_a_hundred_and_nothing_is_lost() {
    let policy = Policy::default_rules().unwrap();
    let kinds: Vec<(u8, usize)> = (0..10_000).map(|n| ([0, 3, 4, 6][n % 4], n * 7)).collect();
    let journal = journal(&kinds, 40);
    let (first, more) = page(&journal, &policy, journal.len() as u64 + 1);
    assert_eq!((first.len(), more), (PAGE, true));
    let conversation = Conversation::replay(&journal);
    let (mut before, mut seqs) = (journal.len() as u64 + 1, Vec::new());
    loop {
        let mut page = Page::before(&conversation, &policy, before);
        let _ = journal.iter().rev().skip_while(|event| event.seq >= before).all(|event| page.take(event));
        let (entries, more) = page.done();
        before = entries[0].seq;
        seqs.splice(0..0, entries.iter().map(|entry| entry.seq));
        if !more {
            break;
        }
    }
    assert_eq!(seqs, whole(&journal, &policy).entries.iter().map(|entry| entry.seq).collect::<Vec<_>>());
}

#[test]
fn a_page_stays_within_what_one_frame_takes_whatever_stands_in_it() {
    let policy = Policy::default_rules().unwrap();
    let kinds: Vec<(u8, usize)> = (0..300).map(|n| (0, n)).collect();
    let (entries, more) = page(&journal(&kinds, 10_000), &policy, 302);
    let length = serde_json::to_string(&entries).unwrap().len();
    assert!(more && length > 100_000 && length < 600_000, "{} entries, {length} bytes", entries.len());
}
