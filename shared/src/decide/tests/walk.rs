//! Random walks: whatever people do, in whatever order.

use super::*;
use crate::{
    disclose::{entry_for_agent, row, thread_state},
    time::{DAY, HOUR},
};
use proptest::prelude::*;

/// What may happen next in a random story.
#[derive(Clone, Debug)]
enum Step {
    Mail { stranger: bool, aligned: bool },
    Text { over: &'static str, word: Option<&'static str>, text: &'static str },
    Template,
    Amend(bool),
    SendLink(bool),
    Intent,
    Reply,
    Redeem,
    Say(usize),
    Prove { session: usize, right: bool },
    Vouch(usize),
    SignOut(usize),
    Revoke,
    Close,
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (any::<bool>(), any::<bool>()).prop_map(|(stranger, aligned)| Step::Mail { stranger, aligned }),
        4 => (
            prop::sample::select(vec!["sms", "whatsapp", "voice"]),
            prop::sample::select(vec![Some("account"), Some("sender"), Some("stir-failed"), None]),
            prop::sample::select(vec!["secret", "STOP", "START", "Hilfe"]),
        )
            .prop_map(|(over, word, text)| Step::Text { over, word, text }),
        1 => Just(Step::Template),
        1 => any::<bool>().prop_map(Step::Amend),
        1 => any::<bool>().prop_map(Step::SendLink),
        1 => Just(Step::Intent),
        3 => Just(Step::Reply),
        3 => Just(Step::Redeem),
        3 => (0..4_usize).prop_map(Step::Say),
        3 => (0..4_usize, any::<bool>()).prop_map(|(session, right)| Step::Prove { session, right }),
        1 => (0..4_usize).prop_map(Step::Vouch),
        1 => (0..4_usize).prop_map(Step::SignOut),
        1 => Just(Step::Revoke),
        1 => Just(Step::Close),
        2 => prop_oneof![Just(HOUR), Just(DAY), Just(8 * DAY), Just(50 * DAY)].prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_reads_above_its_level_or_rises_without_its_event(steps in prop::collection::vec(step(), 1..60)) {
        let (mut story, first) = Story::mailed();
        let (mut links, mut sessions) = (vec![first], Vec::<SessionId>::new());
        for step in steps {
            let before: Vec<_> = sessions.iter().map(|session| story.level(*session)).collect();
            let seq = story.thread.seq;
            let pick = |index: usize| sessions.get(index % sessions.len().max(1)).copied();
            match step {
                Step::Mail { stranger, aligned } => {
                    story.mail(if stranger { "eve@example.com" } else { "jane@example.com" }, aligned, "secret");
                }
                Step::Text { over, word, text } => { story.text(over, JANE, word, text); }
                Step::Template => { let _ = story.answer("whatsapp", "", Some("answer-waiting")); }
                Step::Amend(edit) => {
                    let foreign_id = story.thread.foreign.keys().next_back().cloned().unwrap_or_default();
                    let change = if edit {
                        crate::message::Amendment::Edited { text: "secret".to_owned() }
                    } else {
                        crate::message::Amendment::Deleted
                    };
                    let channel = "whatsapp".parse().unwrap();
                    let _ = story.run(CommandBody::Amend { foreign_id, by: phone(JANE), channel, change, raw: None });
                }
                Step::SendLink(by_holder) => {
                    let (token, message) = (TokenId::from_bits(story.id()), MessageId::from_bits(story.id()));
                    let body = CommandBody::SendLink { token, message, only_to: None, over: None, by_holder };
                    if story.run(body).is_ok() {
                        links.push(token);
                    }
                }
                Step::Intent => {
                    let intent = Some("refund".to_owned());
                    let _ = story.run(CommandBody::SetIntent { agent: agent("ada"), intent });
                }
                Step::Reply => links.extend(story.reply("secret answer")),
                Step::Redeem => {
                    let link = *links.last().unwrap();
                    let opened = story.redeem(link);
                    sessions.extend(opened);
                    continue;
                }
                Step::Say(index) => { if let Some(session) = pick(index) { let _ = story.say(session, "own"); } }
                Step::Prove { session, right } => if let Some(session) = pick(session) {
                    let _ = story.prove(session, if right { "jane@example.com" } else { "eve@example.com" });
                },
                Step::Vouch(index) => if let Some(session) = pick(index) {
                    let how = "asked".to_owned();
                    let _ = story.run(CommandBody::Vouch { agent: agent("ada"), session, how });
                },
                Step::SignOut(index) => { if let Some(session) = pick(index) { let _ = story.run(CommandBody::EndSession { session }); } }
                Step::Revoke => { let _ = story.run(CommandBody::RevokeLinks { agent: agent("ada") }); }
                Step::Close => { let _ = story.run(CommandBody::Close { agent: agent("ada") }); }
                Step::Wait(ms) => story.now = story.now.plus(ms),
            }
            // What goes to an address goes nowhere after stop, but for the answers that are mandatory.
            let stopped = |to: &Identifier, over: &Channel| {
                story.thread.consent(to, over) == Some(crate::consent::Consent::Stopped)
            };
            for event in story.journal.iter().filter(|event| event.seq > seq) {
                match &event.body {
                    EventBody::MessageSent { message, .. } => if let Some(to) = &message.to {
                        prop_assert!(is_mandatory(message) || !stopped(to, &message.channel));
                    },
                    EventBody::LinkIssued { address, channel, .. } => prop_assert!(!stopped(address, channel)),
                    _ => {}
                }
            }
            for (session, before) in sessions.iter().zip(before) {
                let after = story.level(*session);
                let raised = story.journal.iter().filter(|event| event.seq > seq).any(|event| {
                    matches!(&event.body, EventBody::SessionProven { session: id, .. } if id == session)
                });
                prop_assert!(after <= before || raised, "a level rose without its event");
                let seen = story.sees(*session);
                if after < Assurance::ChannelControl {
                    let live = &story.thread.sessions[session];
                    let addressed = story.journal.iter().filter(|event| matches!(&event.body,
                        EventBody::MessageSent { message, .. } if message.to_session == Some(*session)));
                    let foreign = seen.iter().filter(|text| *text != "own").count();
                    prop_assert!(foreign <= addressed.count(), "a link showed what is not its own: {live:?}");
                }
                // What strangers write is for agents at every level.
                let outside = story.journal.iter().filter(|event| matches!(&event.body,
                    EventBody::MessageReceived { message } if matches!(message.author, Author::Outsider { .. })));
                for event in outside {
                    prop_assert!(entry_for_session(&story.thread, &story.policy, *session, story.now, event).is_none());
                }
            }
            let known = ["jane@example.com", JANE];
            prop_assert!(story.thread.participants.iter().all(|it| known.contains(&it.identifier.value.as_str())));
        }
        // The journal alone tells the same story, without gaps.
        prop_assert_eq!(&Conversation::replay(&story.journal), &story.thread);
        prop_assert!(story.journal.iter().zip(1..).all(|(event, seq)| event.seq == seq));
        // And it survives being stored.
        for event in &story.journal {
            let stored = serde_json::to_string(event).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Event>(&stored).unwrap(), event);
            let _ = entry_for_agent(&story.policy, event);
        }
        prop_assert!(row(&story.thread, &story.policy).is_some());
        prop_assert!(thread_state(&story.thread, &story.policy, story.now, &|_| false).is_some());
    }
}
