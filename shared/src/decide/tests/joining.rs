//! One customer on many media: who takes part, and who does not.

use super::*;
use crate::identity::Standing;

#[test]
fn one_customer_on_five_media_is_one_thread_with_the_proof_of_each_message() {
    let (mut story, token) = Story::mailed();
    story.whatsapp("It is the blue one");
    story.sms("On my way");
    story.text("voice", JANE, Some("stir-b"), "A call");
    let session = story.redeem(token).unwrap();
    story.say(session, "Now in the chat").unwrap();
    let received = story.journal.iter().filter_map(|event| match &event.body {
        EventBody::MessageReceived { message } => {
            assert!(matches!(message.author, Author::Customer { .. }), "{:?}", message.author);
            Some((message.channel.to_string(), story.policy.assurance(&message.channel, &message.evidence, event.at)))
        }
        _ => None,
    });
    let wanted = [
        ("email", Assurance::ChannelControl),
        ("whatsapp", Assurance::ChannelControl),
        ("sms", Assurance::Linked),
        ("voice", Assurance::Linked),
        ("web-chat", Assurance::Linked),
    ];
    assert_eq!(received.collect::<Vec<_>>(), wanted.map(|(channel, level)| (channel.to_owned(), level)));
    let number = story.thread.participant(&phone(JANE)).unwrap();
    let media: Vec<&str> = number.heard_on.iter().map(|heard| heard.channel.as_str()).collect();
    assert_eq!(media, ["whatsapp", "sms", "voice"], "one address, heard on three media");
    // The answer goes out where the composer says.
    for over in ["email", "whatsapp", "sms", "web-chat"] {
        story.answer(over, "Thank you", None).unwrap();
        let EventBody::MessageSent { message, .. } = &story.journal.last().unwrap().body else { panic!() };
        assert_eq!(message.channel.as_str(), over);
    }
}

#[test]
fn who_joins_later_begins_where_they_join() {
    let (mut story, _) = Story::mailed();
    let before = story.thread.seq;
    story.sms("Hello");
    let joined = story.thread.participant(&phone(JANE)).unwrap();
    assert_eq!((joined.epoch, joined.standing), (before + 1, Standing::Proven));
}

#[test]
fn a_proven_number_that_is_not_identified_this_time_is_from_outside() {
    let mut story = Story::new();
    story.sms("Hello");
    story.text("voice", JANE, Some("stir-failed"), "A call");
    let Author::Outsider { because, .. } = &story.last_received().author else { panic!() };
    assert!(because.contains("nothing vouches"), "{because}");
    assert!(story.thread.participant(&phone(JANE)).unwrap().heard_on.iter().all(|it| it.channel.as_str() == "sms"));
}

#[test]
fn a_claimed_number_becomes_proven_when_it_is_identified() {
    let mut story = Story::new();
    story.text("sms", JANE, None, "Hello");
    assert_eq!(story.thread.participant(&phone(JANE)).unwrap().standing, Standing::Claimed);
    story.sms("It is me");
    assert_eq!(story.thread.participant(&phone(JANE)).unwrap().standing, Standing::Proven);
}

#[test]
fn an_answer_names_the_message_that_it_answers_if_that_is_here() {
    let mut story = Story::new();
    story.whatsapp("Hello");
    let first = story.last_received().id;
    for (answers, wanted) in [("f-2", Some(first)), ("f-99", None)] {
        let id = MessageId::from_bits(story.id());
        let message = Message::new(id, "whatsapp".parse().unwrap(), Author::System, "And?".to_owned());
        let evidence = vec![Evidence::NumberAsserted { assertion: "account".to_owned(), at: story.now }];
        let sender = sender(phone(JANE), evidence);
        let answers = Some(answers.to_owned());
        story.run(CommandBody::Receive { opening: opening(), sender, message: Box::new(message), answers }).unwrap();
        assert_eq!(story.last_received().answers, wanted);
    }
}

#[test]
fn what_departed_sends_everything_on_but_what_is_about_its_own_messages() {
    let (mut story, _) = Story::mailed();
    let to = ConversationId::from_bits(70);
    story.run(CommandBody::Depart { to, session: None, agent: Some(agent("ada")) }).unwrap();
    assert_eq!(story.answer("email", "Hello", None), Err(Refusal::Moved(to)));
    assert_eq!(story.run(CommandBody::Take { agent: agent("ada") }), Err(Refusal::Moved(to)));
    let sent = *story.thread.messages.iter().find(|(_, placed)| placed.outbound).unwrap().0;
    let report = CommandBody::Report { message: sent, status: Delivery::Read, detail: None, foreign_id: None };
    assert_eq!(story.run(report), Ok(1));
    assert!(story.run(CommandBody::Note { what: "A bounce".to_owned(), raw: None, about: None }).is_ok());
    let moved = handed_over(&story.thread, &story.journal);
    let texts: Vec<&str> = moved.iter().map(|(_, message)| message.text.as_str()).collect();
    assert_eq!(texts, ["My lamp is broken", "Which lamp is it?"]);
}
