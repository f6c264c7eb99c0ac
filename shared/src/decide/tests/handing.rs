//! Short stories about who answers: notes, offers, waiting, and what the customer is told.

use super::*;
use crate::{
    handoff::{Handed, HandoffNote, Party},
    id::HandoffId,
    routing::{Decision, Guess, Mood, Priority},
    time::{DAY, HOUR, MINUTE},
};

/// A note that will do.
pub(super) fn note(owner: Party, due: Timestamp) -> HandoffNote {
    HandoffNote {
        wants: "A new shade for the lamp that arrived broken".to_owned(),
        done: "Asked for a photo and checked the order".to_owned(),
        promised: "Nothing".to_owned(),
        next: "Order the shade and tell the customer when it comes".to_owned(),
        owner,
        due,
    }
}

pub(super) fn to(name: &str) -> Party {
    Party::Agent(agent(name))
}

pub(super) fn decision(team: &str) -> Decision {
    Decision { team: team.to_owned(), agent: None, priority: Priority::Normal, weight: 1, because: Vec::new() }
}

impl Story {
    pub(super) fn hand_off(&mut self, by: &str, leads: bool, owner: Party) -> Result<HandoffId, Refusal> {
        let (handoff, message) = (HandoffId::from_bits(self.id()), MessageId::from_bits(self.id()));
        let name = match &owner {
            Party::Agent(agent) => agent.to_string(),
            Party::Team(_) => "Customer service".to_owned(),
        };
        let note = note(owner, self.now.plus(DAY));
        self.run(CommandBody::Desk(DeskCommand::HandOff { agent: agent(by), leads, handoff, note, name, message }))
            .map(|_| handoff)
    }

    pub(super) fn accept(&mut self, who: &str) -> Result<usize, Refusal> {
        let message = MessageId::from_bits(self.id());
        self.run(CommandBody::Desk(DeskCommand::AcceptHandoff { agent: agent(who), name: "Ben".to_owned(), message }))
    }

    pub(super) fn take(&mut self, who: &str) -> Result<usize, Refusal> {
        self.run(CommandBody::Take { agent: agent(who) })
    }

    pub(super) fn hold(&mut self, who: &str, until: Option<Timestamp>) -> Result<usize, Refusal> {
        self.run(CommandBody::Desk(DeskCommand::Hold {
            agent: agent(who),
            until,
            because: "the supplier's answer".to_owned(),
        }))
    }

    pub(super) fn move_to(&mut self, by: &str, over: &str, owner: Party) -> Result<usize, Refusal> {
        let (token, message) = (TokenId::from_bits(self.id()), MessageId::from_bits(self.id()));
        let note = note(owner, self.now.plus(DAY));
        self.run(CommandBody::Desk(DeskCommand::MoveChannel {
            agent: agent(by),
            to: over.parse().unwrap(),
            note,
            token,
            message,
        }))
    }

    pub(super) fn owner(&self) -> Option<&str> {
        self.thread.owner.as_ref().map(AgentId::as_str)
    }

    fn team(&self) -> String {
        self.policy.routing.teams.keys().next().unwrap().clone()
    }

    fn last(&self) -> &EventBody {
        &self.journal.last().unwrap().body
    }
}

#[test]
fn only_what_waits_in_the_queue_can_be_taken() {
    let mut story = Story::new();
    story.mail("jane@example.com", true, "My lamp is broken");
    assert!(story.thread.desk.queued.is_some());
    story.take("ada").unwrap();
    assert_eq!((story.owner(), story.thread.desk.queued), (Some("ada"), None));
    assert_eq!(story.take("ada"), Ok(0), "she has it");
    assert_eq!(story.take("ben"), Err(Refusal::OwnedBy("ada".to_owned())));
    assert_eq!(story.run(CommandBody::Close { agent: agent("ben") }), Err(Refusal::OwnedBy("ada".to_owned())));
    story.run(CommandBody::Close { agent: agent("ada") }).unwrap();
    assert!(story.take("ben").is_err(), "what is closed waits nowhere");
    story.run(CommandBody::Reopen { agent: agent("ben") }).unwrap();
    assert_eq!((story.owner(), story.thread.desk.previous.as_ref()), (Some("ben"), Some(&agent("ada"))));
}

#[test]
fn an_offer_changes_nobody_before_it_is_accepted_and_then_the_customer_learns_who_continues() {
    let (mut story, _) = Story::mailed();
    let handoff = story.hand_off("ada", false, to("ben")).unwrap();
    assert_eq!(story.owner(), Some("ada"));
    assert!(story.automatic().is_empty());
    assert!(story.accept("cem").is_err());
    let offered = story.thread.desk.offer.as_ref().unwrap().offered;
    story.now = story.now.plus(MINUTE);
    story.accept("ben").unwrap();
    assert_eq!((story.owner(), story.thread.desk.previous.as_ref()), (Some("ben"), Some(&agent("ada"))));
    let (accepted, ben) = (story.now, agent("ben"));
    let handed = Handed { id: handoff, to: to("ben"), agent: ben, offered, accepted };
    assert_eq!(story.thread.desk.handed, [handed]);
    assert_eq!(story.accept("ben"), Ok(0), "once is enough");
    let told = story.automatic();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].channel.as_str(), told[0].to.as_ref()), ("email", Some(&address("jane@example.com"))));
    let promise = &story.policy.promises[story.policy.channels[&told[0].channel].promise.as_ref().unwrap()].text;
    assert!(told[0].text.contains("Ben continues") && told[0].text.contains(promise.as_str()), "{}", told[0].text);
    assert!(told[0].text.starts_with("Hello") && told[0].text.ends_with("Ben"), "{}", told[0].text);
}

#[test]
fn a_declined_offer_stays_and_one_that_nobody_accepts_goes_to_the_queue() {
    let (mut story, _) = Story::mailed();
    story.hand_off("ada", false, to("ben")).unwrap();
    let because = "I know nothing of lamps".to_owned();
    let decline =
        |who: &str| CommandBody::Desk(DeskCommand::DeclineHandoff { agent: agent(who), because: because.clone() });
    assert!(story.run(decline("cem")).is_err());
    assert!(
        story
            .run(CommandBody::Desk(DeskCommand::DeclineHandoff { agent: agent("ben"), because: " ".to_owned() }))
            .is_err()
    );
    story.run(decline("ben")).unwrap();
    assert_eq!(story.owner(), Some("ada"));
    assert!(story.accept("ben").is_err(), "it is not offered any more");
    let handoff = story.hand_off("ada", false, to("cem")).unwrap();
    assert_eq!(story.run(CommandBody::Desk(DeskCommand::ExpireHandoff { handoff })), Ok(0), "not yet");
    story.now = story.now.plus(story.policy.handoff.accept_within_ms);
    assert!(story.accept("cem").is_err(), "too late");
    story.run(CommandBody::Desk(DeskCommand::ExpireHandoff { handoff })).unwrap();
    assert_eq!(story.owner(), None);
    let facts = crate::disclose::facts(&story.thread).unwrap();
    assert_eq!(facts.previous, Some(agent("ada")));
    assert_eq!(facts.declined.iter().map(AgentId::as_str).collect::<Vec<_>>(), ["ada", "ben", "cem"]);
    assert_eq!(story.run(CommandBody::Desk(DeskCommand::ExpireHandoff { handoff })), Ok(0));
}

#[test]
fn a_team_gets_it_at_once_and_whoever_takes_it_has_accepted() {
    let (mut story, _) = Story::mailed();
    let team = story.team();
    let handoff = story.hand_off("ada", false, Party::Team(team.clone())).unwrap();
    assert_eq!((story.owner(), story.thread.desk.team.as_ref()), (None, Some(&team)));
    assert!(story.automatic()[0].text.contains("Customer service continues"));
    let facts = crate::disclose::facts(&story.thread).unwrap();
    assert_eq!((facts.team.as_ref(), facts.declined.contains(&agent("ada"))), (Some(&team), true));
    assert!(story.accept("ben").is_err(), "it is for whoever takes it");
    let assign = CommandBody::Desk(DeskCommand::Assign { agent: agent("ben"), decision: decision(&team) });
    story.run(assign.clone()).unwrap();
    assert_eq!(*story.last(), EventBody::HandoffAccepted { handoff, agent: agent("ben") });
    assert_eq!((story.owner(), story.thread.desk.handed.len()), (Some("ben"), 1));
    assert!(story.thread.desk.offer.is_none());
    assert_eq!(story.run(assign), Ok(0));
    let other = CommandBody::Desk(DeskCommand::Assign { agent: agent("cem"), decision: decision(&team) });
    assert_eq!(story.run(other), Err(Refusal::OwnedBy("ben".to_owned())));
    assert_eq!(story.automatic().len(), 1, "the customer is told once");
}

#[test]
fn only_the_owner_or_who_leads_hands_it_over_and_only_with_a_note_that_will_do() {
    let (mut story, _) = Story::mailed();
    assert_eq!(story.hand_off("ben", false, to("cem")), Err(Refusal::OwnedBy("ada".to_owned())));
    assert!(matches!(story.hand_off("ada", false, to("ada")), Err(Refusal::Note(_))));
    let mut poor = note(to("ben"), story.now.plus(DAY));
    poor.wants = "My lamp is broken".to_owned();
    poor.next = "see above, please".to_owned();
    let (handoff, message) = (HandoffId::from_bits(1), MessageId::from_bits(story.id()));
    let body = CommandBody::Desk(DeskCommand::HandOff {
        agent: agent("ada"),
        leads: true,
        handoff,
        note: poor,
        name: "Ben".to_owned(),
        message,
    });
    assert!(matches!(story.run(body), Err(Refusal::Note(problem)) if problem.field == "next"));
    story.hand_off("lea", true, to("ben")).unwrap();
    story.accept("ben").unwrap();
    assert_eq!(story.thread.desk.note.as_ref().unwrap().by, agent("lea"));
}

#[test]
fn what_waits_comes_back_to_who_held_it_when_the_customer_writes_or_its_time_comes() {
    let (mut story, _) = Story::mailed();
    assert_eq!(story.hold("ben", None), Err(Refusal::OwnedBy("ada".to_owned())));
    assert!(story.hold("ada", Some(story.now)).is_err(), "that is over");
    story.hold("ada", None).unwrap();
    assert_eq!(story.hold("ada", None), Ok(0));
    assert_eq!((story.owner(), story.thread.desk.queued), (Some("ada"), None));
    story.mail("jane@example.com", true, "Any news?");
    let facts = crate::disclose::facts(&story.thread).unwrap();
    assert_eq!((facts.previous, facts.returning), (Some(agent("ada")), true));
    assert!(matches!(story.journal[story.journal.len() - 2].body, EventBody::Resumed { agent: None }));

    story.take("ada").unwrap();
    let until = story.now.plus(HOUR);
    story.hold("ada", Some(until)).unwrap();
    assert_eq!(story.run(CommandBody::Desk(DeskCommand::Resume { agent: None })), Ok(0), "not yet");
    assert_eq!(
        story.run(CommandBody::Desk(DeskCommand::Resume { agent: Some(agent("ben")) })),
        Err(Refusal::OwnedBy("ada".to_owned()))
    );
    story.now = until;
    story.run(CommandBody::Desk(DeskCommand::Resume { agent: None })).unwrap();
    assert_eq!((story.owner(), story.thread.desk.returning), (None, true));
}

#[test]
fn an_answer_ends_the_waiting_and_its_agent_keeps_it() {
    let (mut story, _) = Story::mailed();
    for end in [
        CommandBody::Desk(DeskCommand::Resume { agent: Some(agent("ada")) }),
        CommandBody::Take { agent: agent("ada") },
    ] {
        story.hold("ada", None).unwrap();
        story.run(end).unwrap();
        assert_eq!((story.owner(), story.thread.desk.held.as_ref()), (Some("ada"), None));
    }
    story.hold("ada", None).unwrap();
    story.reply("Here is the news").unwrap();
    assert_eq!((story.owner(), story.thread.desk.held.as_ref()), (Some("ada"), None));
    assert!(matches!(story.journal[story.journal.len() - 3].body, EventBody::Resumed { agent: Some(_) }));
}

#[test]
fn a_rule_takes_it_back_from_the_owner_that_it_is_about() {
    let (mut story, _) = Story::mailed();
    let requeue = |owner: &str| {
        CommandBody::Desk(DeskCommand::Requeue { owner: agent(owner), because: "away for long".to_owned() })
    };
    assert_eq!(story.run(requeue("ben")), Ok(0));
    story.hand_off("ada", false, to("ben")).unwrap();
    story.run(requeue("ada")).unwrap();
    assert_eq!((story.owner(), story.thread.desk.offer.as_ref()), (None, None));
    assert_eq!(story.run(requeue("ada")), Ok(0));
}

#[test]
fn a_promise_is_open_until_a_later_note_or_the_end() {
    let (mut story, _) = Story::mailed();
    let due = story.now.plus(2 * DAY);
    let (handoff, message) = (HandoffId::from_bits(story.id()), MessageId::from_bits(story.id()));
    let note = HandoffNote { promised: "A new shade by Friday".to_owned(), ..note(to("ben"), due) };
    let name = "Ben".to_owned();
    story
        .run(CommandBody::Desk(DeskCommand::HandOff {
            agent: agent("ada"),
            leads: false,
            handoff,
            note,
            name,
            message,
        }))
        .unwrap();
    assert_eq!(story.thread.desk.promises.len(), 1);
    assert_eq!(crate::disclose::row(&story.thread, &story.policy).unwrap().due, Some(due));
    story.run(CommandBody::Desk(DeskCommand::Requeue { owner: agent("ada"), because: "away".to_owned() })).unwrap();
    assert_eq!(crate::disclose::facts(&story.thread).unwrap().promised, [due]);
    story.take("ada").unwrap();
    story.hand_off("ada", false, to("ben")).unwrap();
    assert!(story.thread.desk.promises.is_empty(), "it says that nothing is promised");
}

#[test]
fn a_move_takes_the_note_sends_a_link_and_changes_no_owner() {
    let mut story = Story::new();
    story.whatsapp("My lamp is broken");
    story.take("ada").unwrap();
    assert!(matches!(story.move_to("ada", "web-chat", to("ben")), Err(Refusal::Note(_))));
    assert!(story.move_to("ada", "whatsapp", to("ada")).is_err(), "they are there");
    assert!(story.move_to("ada", "email", to("ada")).is_err(), "no address is known");
    story.move_to("ada", "web-chat", to("ada")).unwrap();
    assert_eq!(story.owner(), Some("ada"));
    let links: Vec<_> = story.thread.links.values().map(|link| link.channel.as_str()).collect();
    assert_eq!(links, ["whatsapp"], "it goes where they write");
    let sent = story.journal.len();
    story.move_to("ada", "voice", to("ada")).unwrap();
    assert_eq!(story.journal.len(), sent + 1, "nothing is sent: a code is read out");
    let how = |name: &str, story: &Story| {
        let state = crate::disclose::thread_state(&story.thread, &story.policy, story.now, &|_| false).unwrap();
        let line = state.moves.into_iter().find(|line| line.to.as_str() == name);
        line.map(|line| (line.blocked.is_some(), line.code))
    };
    assert_eq!(how("email", &story), Some((true, false)));
    assert_eq!(how("web-chat", &story), Some((false, false)));
    assert_eq!(how("voice", &story), Some((false, true)));
    assert_eq!(how("whatsapp", &story), None, "they write there");
}

#[test]
fn after_a_move_answers_go_there_until_the_customer_writes() {
    let (mut story, _) = Story::mailed();
    let how = "She told it on the phone".to_owned();
    story.run(CommandBody::AddIdentifier { agent: agent("ada"), identifier: phone(JANE), how }).unwrap();
    let first = |story: &Story| ways(&story.thread, &story.policy, story.now, &|_| true)[0].channel.clone();
    assert_eq!(first(&story).as_str(), "email");
    let line = |channel: &str| crate::consent::ConsentLine {
        identifier: phone(JANE),
        channel: channel.parse().unwrap(),
        consent: crate::consent::Consent::Given,
    };
    story.run(CommandBody::NoteConsent { line: line("sms"), because: "said so".to_owned() }).unwrap();
    story.move_to("ada", "sms", to("ada")).unwrap();
    assert_eq!(first(&story).as_str(), "sms");
    story.mail("jane@example.com", true, "I would rather write mails");
    assert_eq!(first(&story).as_str(), "email");
}

#[test]
fn nobody_is_told_where_nothing_may_be_sent_and_agents_learn_that() {
    let mut story = Story::new();
    story.sms("My lamp is broken");
    story.answer("sms", "Which lamp?", None).unwrap();
    story.sms("STOP");
    let before = story.automatic().len();
    story.hand_off("ada", false, to("ben")).unwrap();
    story.accept("ben").unwrap();
    let noted = matches!(story.last(), EventBody::Noted { what, .. } if what.contains("was not told"));
    assert!(noted || story.automatic().last().unwrap().channel.as_str() != "sms", "{:?}", story.last());
    assert!(story.automatic().len() <= before + 1);
}

#[test]
fn nobody_is_told_by_mail_more_than_the_rules_allow_a_day() {
    let (mut story, _) = Story::mailed();
    let most = story.policy.automatic.mails_a_day as usize;
    let pass = |story: &mut Story, from: &str, owner: &str| {
        story.hand_off(from, false, to(owner)).unwrap();
        story.accept(owner).unwrap();
    };
    for _ in 0..3 {
        pass(&mut story, "ada", "ben");
        pass(&mut story, "ben", "ada");
    }
    assert_eq!(story.automatic().len(), most);
    assert!(matches!(story.last(), EventBody::Noted { .. }));
    story.now = story.now.plus(DAY);
    pass(&mut story, "ada", "ben");
    assert_eq!(story.automatic().len(), most + 1);
    story.mail("jane@example.com", true, "Who is it now?");
    pass(&mut story, "ben", "ada");
    assert!(crate::disclose::row(&story.thread, &story.policy).unwrap().waiting, "that was no answer");
}

#[test]
fn readings_yield_to_agents_and_notes_and_tags_have_limits() {
    let (mut story, _) = Story::mailed();
    let read = |name: &str| {
        CommandBody::Desk(DeskCommand::ReadContext {
            intent: Some(Guess { name: name.to_owned(), percent: 80 }),
            others: Vec::new(),
            mood: Mood::Upset,
            language: Some("en".to_owned()),
        })
    };
    assert_eq!(story.run(read("refund")), Ok(1));
    assert_eq!(story.run(read("refund")), Ok(0));
    assert_eq!(story.thread.intent.as_deref(), Some("refund"));
    story.run(CommandBody::SetIntent { agent: agent("ada"), intent: Some("order".to_owned()) }).unwrap();
    story.mail("jane@example.com", true, "And another thing");
    story.run(read("nonsense")).unwrap();
    assert_eq!(story.thread.intent.as_deref(), Some("order"));
    assert_eq!(story.thread.desk.reading.intent, None, "the policy does not know it");

    let add = |text: &str, mentions| {
        CommandBody::Desk(DeskCommand::AddNote { agent: agent("ada"), text: text.to_owned(), mentions })
    };
    assert!(story.run(add("  ", Vec::new())).is_err());
    assert!(story.run(add(&"x".repeat(4_001), Vec::new())).is_err());
    story.run(add("Look at this", vec![agent("ben"), agent("ada"), agent("ben")])).unwrap();
    assert_eq!(story.thread.desk.mentions, [(agent("ben"), story.thread.seq)]);

    let tag = |tags: &[&str]| {
        CommandBody::Desk(DeskCommand::Tag {
            agent: agent("ada"),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        })
    };
    assert_eq!(story.run(tag(&["vip", " lamp ", "vip"])), Ok(1));
    assert_eq!(story.thread.desk.tags, ["lamp", "vip"]);
    assert_eq!(story.run(tag(&["lamp", "vip"])), Ok(0));
    assert!(story.run(tag(&[""])).is_err() && story.run(tag(&["x\ny"])).is_err());
    assert!(story.run(tag(&["x".repeat(41).as_str()])).is_err());
    let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
    assert!(story.run(CommandBody::Desk(DeskCommand::Tag { agent: agent("ada"), tags: many })).is_err());
}
