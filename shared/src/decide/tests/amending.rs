//! What becomes known of messages after they came.

use super::*;
use crate::{
    call::Call,
    disclose::{entry_for_agent, has_locked},
    message::{Amendment, Attachment},
    transcript::Transcript,
    wire::entry::Entry,
};
use proptest::prelude::*;

fn amend(story: &mut Story, foreign_id: &str, by: &str, change: Amendment) -> usize {
    let channel = "whatsapp".parse().unwrap();
    let raw = Some("raw/9".to_owned());
    story.run(CommandBody::Amend { foreign_id: foreign_id.to_owned(), by: phone(by), channel, change, raw }).unwrap()
}

fn edited(text: &str) -> Amendment {
    Amendment::Edited { text: text.to_owned() }
}

/// The id that its medium gave the last message.
fn foreign(story: &Story) -> String {
    story.last_received().foreign_id.clone().unwrap()
}

fn last_is_noted(story: &Story) -> bool {
    matches!(&story.journal.last().unwrap().body, EventBody::Noted { raw: Some(_), .. })
}

/// A conversation by message that somebody reads in the chat too.
fn read_in_chat() -> (Story, SessionId) {
    let mut story = Story::new();
    story.whatsapp("The red lamp");
    let token = TokenId::from_bits(story.id());
    let message = MessageId::from_bits(story.id());
    let body = CommandBody::SendLink { token, message, only_to: None, over: None, by_holder: false };
    story.run(body).unwrap();
    let session = story.redeem(token).unwrap();
    story.run(CommandBody::AskProof { session }).unwrap();
    let evidence = Evidence::CodeConfirmed { address: phone(JANE), at: story.now };
    story.run(CommandBody::Prove { session, evidence }).unwrap();
    (story, session)
}

fn entries(story: &Story, session: Option<SessionId>) -> Vec<Entry> {
    let entry = |event: &Event| match session {
        Some(session) => entry_for_session(&story.thread, &story.policy, session, story.now, event),
        None => entry_for_agent(&story.policy, event),
    };
    story.journal.iter().filter_map(entry).collect()
}

fn transcript(entries: Vec<Entry>) -> Transcript {
    let mut transcript = Transcript::default();
    let upto = entries.last().map_or(0, |entry| entry.seq);
    transcript.take(true, entries, upto);
    transcript
}

#[test]
fn an_author_edits_and_takes_back_and_nobody_else_does() {
    let (mut story, session) = read_in_chat();
    let id = foreign(&story);
    amend(&mut story, &id, "+447700900999", edited("Send the money to me"));
    assert!(last_is_noted(&story));
    assert_eq!(story.sees(session), ["The red lamp"]);
    assert_eq!(amend(&mut story, &id, JANE, edited("The blue lamp")), 1);
    assert_eq!(amend(&mut story, &id, JANE, edited("The blue lamp")), 0, "the same again");
    assert_eq!(story.sees(session), ["The blue lamp"]);
    amend(&mut story, &id, JANE, Amendment::Deleted);
    assert_eq!(amend(&mut story, &id, JANE, edited("Too late")), 0, "what was taken back stays so");
    assert_eq!(story.sees(session), [""]);
    // Agents see what it said first, and both changes.
    let seen = entries(&story, None);
    let first = seen.iter().any(|entry| matches!(&entry.body, EntryBody::Message(it) if it.text == "The red lamp"));
    let changes = seen.iter().filter(|entry| matches!(entry.body, EntryBody::Amended { .. })).count();
    assert!(first && changes == 2);
}

#[test]
fn the_customer_reacts_to_ours_and_what_is_unknown_is_kept_raw() {
    let mut story = Story::new();
    story.whatsapp("Hello");
    let own = foreign(&story);
    story.answer("whatsapp", "Hello Jane", None).unwrap();
    let EventBody::MessageSent { message, .. } = &story.journal.last().unwrap().body else { panic!() };
    let report = CommandBody::Report {
        message: message.id,
        status: Delivery::Sent,
        detail: None,
        foreign_id: Some("wamid.1".to_owned()),
    };
    story.run(report).unwrap();
    let thumb = || Amendment::Reacted { emoji: Some("👍".to_owned()) };
    assert_eq!(amend(&mut story, "wamid.1", JANE, thumb()), 1);
    assert!(matches!(story.journal.last().unwrap().body, EventBody::MessageAmended { .. }));
    for (id, by, change) in [
        ("wamid.1", JANE, edited("I promise a million")),
        ("wamid.1", "+447700900999", thumb()),
        ("unheard-of", JANE, thumb()),
        (own.as_str(), JANE, thumb()),
    ] {
        amend(&mut story, id, by, change);
        assert!(last_is_noted(&story), "{id} {by}");
    }
}

#[test]
fn a_call_is_one_entry_and_its_recording_is_for_agents() {
    let (mut story, session) = read_in_chat();
    let call = |what: &str| match what {
        "answered" => Call { answered: Some(START), answered_by: Some("ada".to_owned()), ..Call::default() },
        "ended" => Call { ended: Some(START.plus(9)), outcome: Some("completed".to_owned()), ..Call::default() },
        _ => Call {
            recording: Some(Attachment {
                id: crate::id::AttachmentId::from_bits(5),
                name: "call.mp3".to_owned(),
                media_type: "audio/mpeg".to_owned(),
                size: 1,
            }),
            transcript: Some("My number is secret".to_owned()),
            ..Call::default()
        },
    };
    let unknown = CommandBody::NoteCall { foreign_id: "CA0".to_owned(), call: call("ended") };
    assert_eq!(story.run(unknown), Err(Refusal::NotFound));
    let mut message =
        Message::new(MessageId::from_bits(story.id()), "voice".parse().unwrap(), Author::System, "A call".to_owned());
    message.kind = Some("call".to_owned());
    message.call = Some(Call::default());
    message.foreign_id = Some("CA1".to_owned());
    let evidence = vec![Evidence::NumberAsserted { assertion: "stir-a".to_owned(), at: story.now }];
    let sender = sender(phone(JANE), evidence);
    story.run(CommandBody::Receive { opening: opening(), sender, message: Box::new(message), answers: None }).unwrap();
    assert!(story.thread.waiting.is_some());
    // In any order, each as often as it comes.
    for what in ["recorded", "ended", "answered", "ended", "recorded"] {
        story.run(CommandBody::NoteCall { foreign_id: "CA1".to_owned(), call: call(what) }).unwrap();
    }
    let shown = |session| {
        let last = transcript(entries(&story, session)).entries.into_iter().rev();
        let mut calls = last.filter_map(|entry| match entry.body {
            EntryBody::Message(utterance) => utterance.call,
            _ => None,
        });
        calls.next().unwrap()
    };
    let (agents, customers) = (shown(None), shown(Some(session)));
    assert!(agents.recording.is_some() && agents.transcript.is_some() && agents.answered_by.is_some());
    assert_eq!((agents.answered, agents.ended), (customers.answered, customers.ended));
    assert!(customers.recording.is_none() && customers.transcript.is_none() && customers.answered_by.is_none());
    let sent = serde_json::to_string(&entries(&story, Some(session))).unwrap();
    assert!(!sent.contains("secret") && !sent.contains("call.mp3") && !sent.contains("\"ada\""));
}

proptest! {
    #[test]
    fn an_old_snapshot_and_the_events_since_are_a_fresh_snapshot(
        steps in prop::collection::vec((0_u8..6, 0_usize..4), 0..24),
        at in any::<prop::sample::Index>(),
    ) {
        let (mut story, session) = read_in_chat();
        let mut ids = vec![foreign(&story)];
        let mut old: Vec<(Option<SessionId>, Transcript)> = Vec::new();
        let cut = at.index(steps.len() + 1);
        for (place, (step, which)) in steps.iter().enumerate() {
            if place == cut {
                old = [None, Some(session)].map(|who| (who, transcript(entries(&story, who)))).to_vec();
            }
            let id = ids[which % ids.len()].clone();
            match step {
                0 => { story.whatsapp("Hello"); ids.push(foreign(&story)); }
                1 => { story.answer("whatsapp", "Hello", None).unwrap(); }
                2 => { amend(&mut story, &id, JANE, Amendment::Deleted); }
                3 => { amend(&mut story, &id, JANE, Amendment::Reacted { emoji: None }); }
                _ => { amend(&mut story, &id, JANE, edited(&format!("Edit {place}"))); }
            }
        }
        for (who, mut seen) in old {
            let all = entries(&story, who);
            let upto = all.last().map_or(0, |entry| entry.seq);
            let since = all.iter().filter(|entry| entry.seq > seen.upto).cloned().collect();
            seen.take(false, since, upto);
            prop_assert_eq!(seen, transcript(all), "as {:?} sees it", who);
        }
        prop_assert_eq!(&Conversation::replay(&story.journal), &story.thread);
        prop_assert!(!has_locked(&story.thread, &story.policy, session, story.now));
        // Whatever was taken back or edited away is not sent to a browser any more.
        for message in story.journal.iter().filter_map(|event| match &event.body {
            EventBody::MessageReceived { message } => Some(message),
            _ => None,
        }) {
            if story.thread.edited.contains_key(&message.id) {
                let sent = entries(&story, Some(session)).into_iter().find_map(|entry| match entry.body {
                    EntryBody::Message(it) if it.id == message.id => Some(it.text),
                    _ => None,
                });
                prop_assert_ne!(sent, Some(message.text.clone()));
            }
        }
    }
}
