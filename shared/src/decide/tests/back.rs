//! Short stories about what outlasts a conversation, and what ends with it: its owner, its promises, the desk's reasons;
//! and what routing knows of customers who come back.

use super::{
    handing::{decision, note, to},
    *,
};
use crate::{
    conversation::Past,
    disclose::{as_of, facts, row},
    handoff::{HandoffNote, Party},
    id::HandoffId,
    routing::{Decision, Facts, route},
    time::{DAY, HOUR, MINUTE},
};

impl Story {
    /// A note to Ben that promises something by then.
    fn promise(&mut self, due: Timestamp) {
        let (handoff, message) = (HandoffId::from_bits(self.id()), MessageId::from_bits(self.id()));
        let note = HandoffNote { promised: "A new shade by Friday".to_owned(), ..note(to("ben"), due) };
        let name = "Ben".to_owned();
        let body = DeskCommand::HandOff { agent: agent("ada"), leads: false, handoff, note, name, message };
        self.run(CommandBody::Desk(body)).unwrap();
        self.accept("ben").unwrap();
    }

    fn close(&mut self, who: &str) -> Result<usize, Refusal> {
        self.run(CommandBody::Close { agent: agent(who) })
    }

    fn facts(&self) -> Facts {
        as_of(facts(&self.thread).expect("it is open"), &self.policy, self.now)
    }

    /// The rule that places it now.
    fn rule(&self) -> String {
        let Decision { because, .. } = route(&self.facts(), &self.policy.routing, &[]);
        because.into_iter().find_map(|because| because.rule).unwrap()
    }
}

#[test]
fn closing_ends_who_answers_for_it_and_who_reopens_it_takes_it_from_nobody() {
    let (mut story, _) = Story::mailed();
    story.close("ada").unwrap();
    assert_eq!((story.owner(), story.thread.had_by()), (None, Some(&agent("ada"))));
    let line = |story: &Story| row(&story.thread, &story.policy).unwrap().owner;
    assert_eq!(line(&story), Some(agent("ada")), "agents still see who had it");
    assert_eq!(story.close("ben"), Ok(0), "it is closed");
    for reopen in [
        CommandBody::Reopen { agent: agent("ben") },
        CommandBody::Reply {
            agent: agent("ben"),
            name: "Ben".to_owned(),
            message: MessageId::from_bits(900),
            token: TokenId::from_bits(901),
            channel: None,
            text: "One more thing".to_owned(),
            attachments: Vec::new(),
            template: None,
        },
    ] {
        story.run(reopen).unwrap();
        assert_eq!((story.owner(), line(&story)), (Some("ben"), Some(agent("ben"))));
        assert_eq!(story.thread.desk.previous, Some(agent("ada")), "who had it is known");
        assert_eq!(story.reply("I answer too"), Err(Refusal::OwnedBy("ben".to_owned())), "and it is not hers any more");
        story.hand_off("ben", false, to("ada")).unwrap();
        story.accept("ada").unwrap();
        story.close("ada").unwrap();
    }
}

#[test]
fn who_closes_what_nobody_had_is_who_had_it_last() {
    let mut story = Story::new();
    story.mail("jane@example.com", true, "Thank you, it has come");
    story.close("cem").unwrap();
    assert_eq!((story.owner(), story.thread.had_by()), (None, Some(&agent("cem"))));
    story.mail("jane@example.com", true, "It is broken after all");
    assert_eq!(story.thread.had_by(), None, "it waits");
    assert_eq!(story.facts().previous, Some(agent("cem")));
}

#[test]
fn who_comes_back_for_what_was_promised_comes_before_the_usual_under_the_shipped_rules() {
    let (mut story, _) = Story::mailed();
    story.promise(story.now.plus(2 * DAY));
    story.close("ben").unwrap();
    assert_eq!(row(&story.thread, &story.policy).unwrap().due, None, "what is closed is not overdue");
    story.now = story.now.plus(DAY);
    story.mail("jane@example.com", true, "Is the shade on its way?");
    let facts = story.facts();
    assert_eq!((facts.reopened, facts.promises, facts.overdue), (true, 1, false));
    assert_eq!(story.rule(), "routing.rule.back-again");
    assert!(row(&story.thread, &story.policy).unwrap().due.is_some(), "it is open again");
    story.now = story.now.plus(DAY + HOUR);
    assert_eq!(story.rule(), "routing.rule.overdue", "Friday is over");
}

#[test]
fn what_was_due_before_the_end_and_who_comes_back_much_later_are_nothing_special() {
    let (mut story, _) = Story::mailed();
    let due = story.now.plus(2 * HOUR);
    story.promise(due);
    story.now = due.plus(MINUTE);
    story.close("ben").unwrap();
    story.mail("jane@example.com", true, "Thank you for the shade");
    let facts = story.facts();
    assert_eq!((facts.reopened, facts.promises, facts.overdue), (true, 0, false), "it was kept before the end");
    assert_eq!(story.rule(), "routing.default-team");

    let (mut story, _) = Story::mailed();
    story.promise(story.now.plus(DAY));
    story.close("ben").unwrap();
    story.now = story.now.plus(30 * DAY);
    story.mail("jane@example.com", true, "I have another question");
    let facts = story.facts();
    assert_eq!((facts.reopened, facts.promises, facts.overdue), (false, 0, false), "{facts:?}");
}

#[test]
fn a_reason_of_the_desk_holds_as_long_as_what_it_decided() {
    let given = || {
        let mut story = Story::new();
        story.mail("jane@example.com", true, "My lamp is broken");
        let assign = DeskCommand::Assign { agent: agent("ada"), decision: decision("support") };
        story.run(CommandBody::Desk(assign)).unwrap();
        assert!(story.thread.desk.decision.is_some());
        story
    };
    let has_reason = |story: &Story| {
        let state = crate::disclose::thread_state(&story.thread, &story.policy, story.now, &|_| false);
        state.unwrap().decision.is_some()
    };
    let mut kept = given();
    kept.reply("Which lamp?").unwrap();
    kept.hold("ada", None).unwrap();
    kept.take("ada").unwrap();
    kept.hand_off("ada", false, to("ben")).unwrap();
    assert!(has_reason(&kept), "it is still hers, by that decision");
    kept.accept("ben").unwrap();
    assert!(!has_reason(&kept), "he has it by the handoff");

    let mut team = given();
    let support = team.policy.routing.default_team.clone();
    team.hand_off("ada", false, Party::Team(support.clone())).unwrap();
    assert!(!has_reason(&team), "it waits");
    let assign = DeskCommand::Assign { agent: agent("ben"), decision: decision(&support) };
    team.run(CommandBody::Desk(assign)).unwrap();
    assert!(has_reason(&team), "the desk gave him what was handed to the team");

    let mut requeued = given();
    let because = "away for long".to_owned();
    requeued.run(CommandBody::Desk(DeskCommand::Requeue { owner: agent("ada"), because })).unwrap();
    assert!(!has_reason(&requeued));
    requeued.take("cem").unwrap();
    assert!(!has_reason(&requeued), "he took it");

    let mut held = given();
    held.hold("ada", None).unwrap();
    held.mail("jane@example.com", true, "Any news?");
    assert!(!has_reason(&held));

    let mut closed = given();
    closed.close("ada").unwrap();
    closed.run(CommandBody::Reopen { agent: agent("ada") }).unwrap();
    assert!(!has_reason(&closed));
}

#[test]
fn when_an_answer_is_overdue_is_the_same_by_every_medium() {
    type Comes = fn(&mut Story);
    let ways: [Comes; 3] = [
        |story| story.mail("jane@example.com", true, "Where is my lamp?"),
        |story| {
            story.sms("Where is my lamp?");
        },
        |story| {
            story.whatsapp("Where is my lamp?");
        },
    ];
    let placed = |comes: Comes| {
        let mut story = Story::new();
        comes(&mut story);
        let (begun, mut told) = (story.now, Vec::new());
        for after in [0, 2 * MINUTE, 6 * MINUTE, 61 * MINUTE, 3 * HOUR, 5 * HOUR, 9 * HOUR, 26 * HOUR, 3 * DAY] {
            story.now = begun.plus(after);
            told.push((story.facts(), story.rule()));
        }
        told
    };
    let [mail, sms, whatsapp] = ways.map(placed);
    assert_eq!(mail, sms);
    assert_eq!(mail, whatsapp);
    let overdue: Vec<bool> = mail.iter().map(|(facts, _)| facts.overdue).collect();
    assert_eq!(overdue, [false, false, false, false, false, true, true, true, true], "four hours of the office's day");
    assert_eq!(mail[5].1, "routing.rule.overdue");
}

#[test]
fn an_answer_ends_the_waiting_for_it() {
    let mut story = Story::new();
    story.mail("jane@example.com", true, "Where is my lamp?");
    story.reply("I am looking").unwrap();
    let because = "away for long".to_owned();
    story.run(CommandBody::Desk(DeskCommand::Requeue { owner: agent("ada"), because })).unwrap();
    story.now = story.now.plus(DAY);
    assert_eq!((story.facts().asked, story.facts().overdue), (None, false));
}

#[test]
fn what_came_before_in_another_conversation_counts_where_this_one_knows_nothing_better() {
    let mut story = Story::new();
    story.mail("jane@example.com", true, "Where is my lamp?");
    let past =
        Past { agent: Some(agent("ada")), closed: Some(story.now.plus(-DAY)), promised: vec![story.now.plus(DAY)] };
    let tell = |past: &Past| CommandBody::Desk(DeskCommand::NotePast { past: past.clone() });
    assert_eq!(story.run(tell(&past)), Ok(1));
    assert_eq!(story.run(tell(&past)), Ok(0), "that is known");
    let facts = story.facts();
    assert_eq!((facts.previous.clone(), facts.reopened, facts.promises), (Some(agent("ada")), true, 1));
    assert_eq!(story.rule(), "routing.rule.back-again");
    let shown: Vec<_> = story.journal.iter().filter(|event| matches!(event.body, EventBody::PastNoted(_))).collect();
    assert!(shown.iter().all(|event| crate::disclose::entry_for_agent(&story.policy, event).is_none()));
    let session = SessionId::from_bits(1);
    assert!(
        shown.iter().all(|event| entry_for_session(&story.thread, &story.policy, session, story.now, event).is_none())
    );
    assert!(!crate::disclose::is_announced(&shown[0].body), "nobody outside is told");

    story.take("ben").unwrap();
    let because = "away for long".to_owned();
    story.run(CommandBody::Desk(DeskCommand::Requeue { owner: agent("ben"), because })).unwrap();
    assert_eq!(story.facts().previous, Some(agent("ben")), "he knows this one");
    story.run(tell(&Past::default())).unwrap();
    assert_eq!((story.facts().reopened, story.facts().promises), (false, 0));
}
