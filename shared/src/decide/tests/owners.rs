//! Random walks of agents, leads and rules: whatever they do, nobody gets what a colleague answers for without a note.

use super::{
    handing::{decision, note, to},
    *,
};
use crate::{
    handoff::{Handoff, HandoffNote, Party},
    id::HandoffId,
    time::{DAY, HOUR, MINUTE},
};
use proptest::prelude::*;

/// What may happen next.
#[derive(Clone, Debug)]
enum Step {
    Mail,
    Take(usize),
    Reply(usize),
    Close(usize),
    Reopen(usize),
    Assign(usize),
    Requeue(usize),
    Hand { by: usize, leads: bool, to: Option<usize>, good: bool },
    Accept(usize),
    Decline(usize),
    Expire,
    Hold(usize, bool),
    Resume(Option<usize>),
    Move { by: usize, owner: usize },
    Depart(usize),
    Wait(i64),
}

const AGENTS: [&str; 3] = ["ada", "ben", "cem"];

fn step() -> impl Strategy<Value = Step> {
    let who = || 0..AGENTS.len();
    prop_oneof![
        3 => Just(Step::Mail),
        3 => who().prop_map(Step::Take),
        3 => who().prop_map(Step::Reply),
        1 => who().prop_map(Step::Close),
        1 => who().prop_map(Step::Reopen),
        3 => who().prop_map(Step::Assign),
        2 => who().prop_map(Step::Requeue),
        5 => (who(), any::<bool>(), prop::option::of(who()), prop::bool::weighted(0.8))
            .prop_map(|(by, leads, to, good)| Step::Hand { by, leads, to, good }),
        4 => who().prop_map(Step::Accept),
        2 => who().prop_map(Step::Decline),
        1 => Just(Step::Expire),
        3 => (who(), any::<bool>()).prop_map(|(who, timed)| Step::Hold(who, timed)),
        2 => prop::option::of(who()).prop_map(Step::Resume),
        1 => (who(), who()).prop_map(|(by, owner)| Step::Move { by, owner }),
        1 => who().prop_map(Step::Depart),
        2 => prop_oneof![Just(MINUTE), Just(3 * MINUTE), Just(2 * HOUR), Just(2 * DAY)].prop_map(Step::Wait),
    ]
}

fn name(at: usize) -> &'static str {
    AGENTS[at % AGENTS.len()]
}

fn try_it(story: &mut Story, step: &Step) {
    let team = story.policy.routing.teams.keys().next().unwrap().clone();
    let (token, message) = (TokenId::from_bits(story.id()), MessageId::from_bits(story.id()));
    let _ = match step {
        Step::Mail => {
            if story.thread.departed.is_none() {
                story.mail("jane@example.com", true, "And another thing about the lamp");
            }
            return;
        }
        Step::Wait(ms) => {
            story.now = story.now.plus(*ms);
            return;
        }
        Step::Take(who) => story.take(name(*who)),
        Step::Reply(who) => story.run(CommandBody::Reply {
            agent: agent(name(*who)),
            name: name(*who).to_owned(),
            message,
            token,
            channel: None,
            text: "Here is the answer".to_owned(),
            attachments: Vec::new(),
            template: None,
        }),
        Step::Close(who) => story.run(CommandBody::Close { agent: agent(name(*who)) }),
        Step::Reopen(who) => story.run(CommandBody::Reopen { agent: agent(name(*who)) }),
        Step::Assign(who) => {
            story.run(CommandBody::Desk(DeskCommand::Assign { agent: agent(name(*who)), decision: decision(&team) }))
        }
        Step::Requeue(who) => story.run(CommandBody::Desk(DeskCommand::Requeue {
            owner: agent(name(*who)),
            because: "away for long".to_owned(),
        })),
        Step::Hand { by, leads, to: owner, good } => {
            let owner = owner.map_or(Party::Team(team), |owner| to(name(owner)));
            let mut note = note(owner, story.now.plus(DAY));
            if !good {
                note.next = "ok".to_owned();
            }
            let handoff = HandoffId::from_bits(story.id());
            let (agent, leads, name) = (agent(name(*by)), *leads, "Somebody".to_owned());
            story.run(CommandBody::Desk(DeskCommand::HandOff { agent, leads, handoff, note, name, message }))
        }
        Step::Accept(who) => story.accept(name(*who)),
        Step::Decline(who) => story.run(CommandBody::Desk(DeskCommand::DeclineHandoff {
            agent: agent(name(*who)),
            because: "no time".to_owned(),
        })),
        Step::Expire => {
            let offer = story.thread.desk.offer.as_ref().map(|offer| offer.id);
            story.run(CommandBody::Desk(DeskCommand::ExpireHandoff {
                handoff: offer.unwrap_or(HandoffId::from_bits(1)),
            }))
        }
        Step::Hold(who, timed) => {
            let until = timed.then(|| story.now.plus(HOUR));
            story.hold(name(*who), until)
        }
        Step::Resume(who) => {
            story.run(CommandBody::Desk(DeskCommand::Resume { agent: who.map(|who| agent(name(who))) }))
        }
        Step::Move { by, owner } => story.move_to(name(*by), "web-chat", to(name(*owner))),
        Step::Depart(who) => story.run(CommandBody::Depart {
            to: ConversationId::from_bits(99),
            session: None,
            agent: Some(agent(name(*who))),
        }),
    };
}

/// The fields are all there, and say enough.
fn is_signed(note: &HandoffNote, story: &Story) -> bool {
    let limits = &story.policy.handoff;
    let enough = [(&note.wants, limits.wants), (&note.done, limits.done), (&note.next, limits.next)];
    enough.iter().all(|(text, (least, most))| (*least..=*most).contains(&text.chars().count()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn an_owner_changes_by_the_queue_or_by_a_signed_note_and_by_nothing_else(
        steps in prop::collection::vec(step(), 1..60)
    ) {
        let mut story = Story::new();
        story.mail("jane@example.com", true, "My lamp is broken");
        let mut thread = Conversation::default();
        let mut offer: Option<Handoff> = None;
        for step in &steps {
            try_it(&mut story, step);
        }
        for event in &story.journal {
            let before = thread.clone();
            thread.apply(event);
            // Exactly one owner, or a place in the queue.
            if thread.open {
                prop_assert_eq!(thread.owner.is_some(), thread.desk.queued.is_none(), "after {:?}", event);
            } else {
                prop_assert!(thread.owner.is_none(), "closing ends it: {:?}", event);
                prop_assert!(thread.desk.queued.is_none() && thread.desk.held.is_none() && thread.desk.offer.is_none());
            }
            prop_assert!(thread.desk.held.is_none() || thread.owner.is_some());
            // From one agent to another only by the acceptance of what was offered to exactly them.
            if let (Some(was), Some(is)) = (&before.owner, &thread.owner)
                && was != is
            {
                let EventBody::HandoffAccepted { handoff, agent } = &event.body else {
                    return Err(TestCaseError::fail(format!("{was} became {is} by {event:?}")));
                };
                let offered = offer.as_ref().filter(|offer| offer.id == *handoff).expect("it was offered");
                prop_assert_eq!(agent, is);
                prop_assert_eq!(&offered.to, &Party::Agent(is.clone()));
                prop_assert!(offered.expires.is_some_and(|ends| event.at < ends));
            }
            // Nobody loses it by somebody else's wish without a note: only by handing over, a rule, or its end, of which
            // the owner alone is the author.
            if before.owner.is_some() && thread.owner.is_none() {
                let by_note = matches!(&event.body, EventBody::HandedOff { note, .. } if matches!(note.owner, Party::Team(_)));
                let by_rule = matches!(
                    event.body,
                    EventBody::Requeued { .. }
                        | EventBody::HandoffExpired { .. }
                        | EventBody::Resumed { agent: None }
                );
                let by_end = match &event.body {
                    EventBody::Closed { agent } | EventBody::Departed { agent: Some(agent), .. } => {
                        Some(agent) == before.owner.as_ref()
                    }
                    _ => false,
                };
                prop_assert!(by_note || by_rule || by_end, "{:?}", event);
            }
            if let EventBody::HandedOff { by, note, .. } = &event.body {
                prop_assert!(is_signed(note, &story));
                prop_assert!(AGENTS.contains(&by.as_str()));
                prop_assert!(note.owner != before.owner.clone().map_or(Party::Team(String::new()), Party::Agent));
            }
            if let EventBody::ChannelMoved { by, note, .. } = &event.body {
                prop_assert!(is_signed(note, &story));
                prop_assert_eq!(Some(by), before.owner.as_ref());
                prop_assert_eq!(&note.owner, &Party::Agent(by.clone()));
            }
            offer.clone_from(&thread.desk.offer);
        }
        prop_assert_eq!(&thread, &story.thread);
        let handed = &story.thread.desk.handed;
        prop_assert!(handed.iter().all(|one| one.offered <= one.accepted));
        for event in &story.journal {
            let stored = serde_json::to_string(event).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Event>(&stored).unwrap(), event);
        }
    }
}
