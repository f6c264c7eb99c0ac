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
            prop_assert!(story.thread.participants.iter().all(|known| known.identifier.value == "jane@example.com"));
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
