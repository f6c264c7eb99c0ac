//! Notes that will not do, and what a move says of itself.

use super::{
    handing::{note, to},
    *,
};
use crate::{
    command::DeskCommand,
    handoff::HandoffNote,
    id::{HandoffId, MessageId, TokenId},
    time::DAY,
};

impl Story {
    fn sign(&mut self, note: HandoffNote) -> Result<usize, Refusal> {
        let (handoff, message) = (HandoffId::from_bits(self.id()), MessageId::from_bits(self.id()));
        let (agent, name) = (agent("ada"), "Ben".to_owned());
        self.run(CommandBody::Desk(DeskCommand::HandOff { agent, leads: false, handoff, note, name, message }))
    }
}

#[test]
fn a_note_that_copies_what_the_customer_said_first_is_refused_after_any_number_of_messages() {
    let wants = "The lamp that I bought in May flickers and smells of smoke since Tuesday";
    let mut story = Story::new();
    story.whatsapp(wants);
    story.take("ada").unwrap();
    for n in 0..100 {
        story.whatsapp(&format!("Message number {n}"));
        story.answer("whatsapp", &format!("Answer number {n}"), None).unwrap();
    }
    let copied = HandoffNote { wants: wants.to_owned(), ..note(to("ben"), story.now.plus(DAY)) };
    let Err(Refusal::Note(problem)) = story.sign(copied) else { panic!("it is a copy") };
    assert_eq!(problem.field, "wants");
    story.sign(note(to("ben"), story.now.plus(DAY))).unwrap();
}

#[test]
fn words_that_say_nothing_are_refused_in_the_languages_of_the_rules() {
    let mut story = Story::new();
    story.whatsapp("My lamp is broken");
    story.take("ada").unwrap();
    for empty in ["Siehe oben, wie besprochen", "Voir ci-dessus, comme convenu", "Ver arriba, por favor", "Zie boven!"]
    {
        let poor = HandoffNote { done: empty.to_owned(), ..note(to("ben"), story.now.plus(DAY)) };
        let Err(Refusal::Note(problem)) = story.sign(poor) else { panic!("{empty:?} says nothing") };
        assert_eq!((problem.field, problem.rule.as_str()), ("done", "handoff.empty-words"), "{empty:?}");
    }
}

#[test]
fn nobody_is_moved_to_the_phone_whose_number_is_not_known() {
    let (mut story, _) = Story::mailed();
    story.take("ada").unwrap();
    let line = |story: &Story| {
        let state = crate::disclose::thread_state(&story.thread, &story.policy, story.now, &|_| false).unwrap();
        state.moves.into_iter().find(|line| line.to.as_str() == "voice").unwrap()
    };
    let unknown = line(&story);
    assert!(!unknown.code && unknown.call.is_none());
    assert!(unknown.blocked.is_some_and(|why| why.contains("no address of the customer is known")));
    assert!(story.move_to("ada", "voice", to("ada")).is_err());
    let how = "She told it in a mail".to_owned();
    story.run(CommandBody::AddIdentifier { agent: agent("ada"), identifier: phone(JANE), how }).unwrap();
    let known = line(&story);
    assert_eq!((known.code, known.call.as_deref(), known.blocked), (true, Some(JANE), None));
    assert!(known.how.contains(JANE));
    story.move_to("ada", "voice", to("ada")).unwrap();
}

#[test]
fn a_code_that_is_read_out_and_an_answer_elsewhere_are_no_moves_and_change_no_owner() {
    let mut story = Story::new();
    story.whatsapp("My lamp is broken");
    story.take("ada").unwrap();
    let note = story.thread.desk.note.clone();
    let token = TokenId::from_bits(story.id());
    let (channel, address) = ("voice".parse().unwrap(), Some(phone(JANE)));
    story.run(CommandBody::SpeakCode { token, channel, address, agent: Some(agent("ada")) }).unwrap();
    story.answer("whatsapp", "Type it in the chat on our website", None).unwrap();
    assert_eq!((story.owner(), &story.thread.desk.moved_to), (Some("ada"), &None));
    assert_eq!(story.thread.desk.note, note);
}
