//! The site's own end of an answer: the number, at the provider, to which the customer wrote last.

use super::*;
use crate::{
    effect::{Effect, effects},
    message::{Origin, Via},
};

impl Story {
    /// A message from a number to one of the site's ends.
    fn text_to(&mut self, end: &str, over: &str, from: &str) {
        let id = MessageId::from_bits(self.id());
        let mut message = Message::new(id, over.parse().unwrap(), Author::System, format!("To {end}"));
        message.via = Some(Via(end.to_owned()));
        let evidence = vec![Evidence::NumberAsserted { assertion: "account".to_owned(), at: self.now }];
        let sender = sender(phone(from), evidence);
        let body = CommandBody::Receive { opening: opening(), sender, message: Box::new(message), answers: None };
        self.run(body).unwrap();
    }

    /// By which of the site's ends the last thing that goes out leaves.
    fn leaves_by(&self) -> Option<String> {
        let last = self.journal.last().unwrap();
        let end = effects(&self.thread, last).into_iter().find_map(|effect| match effect {
            Effect::Deliver { via, .. } | Effect::SendLink { via, .. } => Some(via),
            _ => None,
        });
        end.expect("nothing goes out").map(|via| via.0)
    }
}

#[test]
fn an_answer_leaves_by_the_number_to_which_the_customer_wrote_last() {
    let mut story = Story::new();
    for end in ["one", "two", "one"] {
        story.text_to(end, "whatsapp", JANE);
        story.answer("whatsapp", "It is on its way", None).unwrap();
        assert_eq!(story.leaves_by().as_deref(), Some(end));
    }
}

#[test]
fn the_end_is_that_of_this_address_on_this_medium() {
    let mut story = Story::new();
    story.mail("jane@example.com", true, "By mail first");
    story.text_to("one", "whatsapp", JANE);
    story.text_to("two", "sms", JANE);
    story.text_to("three", "whatsapp", "+447700900124");
    assert_eq!(story.thread.via(&phone(JANE), &"whatsapp".parse().unwrap()), Some(&Via("one".to_owned())));
    story.answer("sms", "By text", None).unwrap();
    assert_eq!(story.leaves_by().as_deref(), Some("two"));
    story.answer("email", "By mail", None).unwrap();
    assert_eq!(story.leaves_by(), None, "nobody says how mail leaves");
}

#[test]
fn what_waits_to_be_tried_again_keeps_its_end_and_old_messages_do_not_bring_theirs_back() {
    let mut story = Story::new();
    story.text_to("one", "whatsapp", JANE);
    story.answer("whatsapp", "First", None).unwrap();
    let first = effects(&story.thread, story.journal.last().unwrap());
    story.text_to("two", "whatsapp", JANE);
    let leaves = |effect: &Effect| matches!(effect, Effect::Deliver { via: Some(via), .. } if via.0 == "one");
    assert!(first.iter().any(leaves), "the order was written before");
    let moved = Origin { conversation: ConversationId::from_bits(9), at: START };
    let mut old = story.last_received().clone();
    (old.id, old.via, old.origin) = (MessageId::from_bits(99), Some(Via("three".to_owned())), Some(moved));
    let events = number(vec![EventBody::MessageReceived { message: old }], story.thread.seq, story.now);
    events.iter().for_each(|event| story.thread.apply(event));
    assert_eq!(story.thread.via(&phone(JANE), &"whatsapp".parse().unwrap()), Some(&Via("two".to_owned())));
}
