//! Spoken codes, accounts that the site vouches for, and conversations that go on in another one.

use super::*;
use crate::{
    disclose::{entry_for_agent, has_locked},
    effect::{Effect, effects},
    id::MergeId,
    time::DAY,
};

const CUSTOMER: &str = "cust-1042";

fn web_opening() -> Opening {
    Opening { conversation: ConversationId::from_bits(70), customer: CustomerId::from_bits(80), ..opening() }
}

impl Story {
    fn word(&self, account: &str) -> Evidence {
        Evidence::SiteSigned { account: account.to_owned(), at: self.now }
    }

    fn identify(&mut self, session: SessionId, account: &str, also: &[&str], known: bool) -> Result<usize, Refusal> {
        let also = also.iter().map(|value| address(value)).collect();
        let evidence = self.word(account);
        self.run(CommandBody::Identify { session, evidence, also, known })
    }

    fn speak(&mut self, to: Option<&str>) -> Result<TokenId, Refusal> {
        let token = TokenId::from_bits(self.id());
        let address = to.map(address);
        self.run(CommandBody::SpeakCode { token, channel: web(), address, agent: Some(agent("ada")) })?;
        Ok(token)
    }

    /// A visitor who begins in the chat, and writes.
    fn chat(text: &str) -> (Self, SessionId) {
        let mut story = Self { next: 1_000, ..Self::new() };
        let session = SessionId::from_bits(story.id());
        let body = CommandBody::Begin { opening: web_opening(), session, channel: web(), claims: None };
        story.run(body).unwrap();
        story.say(session, text).unwrap();
        (story, session)
    }

    fn adopt(&mut self, from: ConversationId, session: SessionId) -> Result<SessionId, Refusal> {
        let session = adopted(from, session);
        let evidence = self.word(CUSTOMER);
        self.run(CommandBody::Adopt { session, channel: web(), evidence })?;
        Ok(session)
    }

    fn all_messages(&self) -> Vec<(Timestamp, Message)> {
        let message = |event: &Event| match &event.body {
            EventBody::MessageReceived { message } | EventBody::MessageSent { message, .. } => {
                Some((event.at, message.clone()))
            }
            _ => None,
        };
        self.journal.iter().filter_map(message).collect()
    }

    fn absorb(&mut self, from: &Self) -> usize {
        let (from, messages) = (from.thread.identity.as_ref().unwrap().conversation, from.all_messages());
        self.run(CommandBody::Absorb { from, messages, more: false }).unwrap()
    }
}

#[test]
fn a_spoken_code_points_as_a_link_does_and_proves_nothing() {
    let (mut story, _) = Story::mailed();
    let token = story.speak(None).unwrap();
    let said = entry_for_agent(&story.policy, story.journal.last().unwrap()).unwrap();
    assert!(matches!(said.body, EntryBody::Notice(notice) if notice.text.ends_with("read out by ada")));
    let session = story.redeem(token).unwrap();
    assert_eq!(story.level(session), Assurance::Linked);
    assert_eq!(story.sees(session), Vec::<String>::new());
    story.prove(session, "jane@example.com").unwrap();
    assert_eq!(story.sees(session).len(), 2);
}

#[test]
fn a_spoken_code_ends_sooner_than_a_link_and_dies_with_all_links() {
    let (mut story, link) = Story::mailed();
    let (first, second) = (story.speak(None).unwrap(), story.speak(Some("jane@example.com")).unwrap());
    assert!(story.redeem(first).is_ok());
    story.now = story.now.plus(story.policy.spoken.valid_ms);
    assert_eq!(story.redeem(second), Err(Refusal::LinkUnusable));
    assert!(story.redeem(link).is_ok());
    let third = story.speak(None).unwrap();
    story.run(CommandBody::RevokeLinks { agent: agent("ada") }).unwrap();
    assert_eq!(story.redeem(third), Err(Refusal::LinkUnusable));
    let fourth = story.speak(None).unwrap();
    assert!(story.redeem(fourth).is_ok());
    let old = CommandBody::Redeem { token: fourth, generation: 1, session: SessionId::from_bits(9), channel: web() };
    assert_eq!(story.run(old), Err(Refusal::LinkUnusable));
}

#[test]
fn a_code_is_spoken_to_somebody_who_is_known_here() {
    let (mut story, _) = Story::mailed();
    assert_eq!(story.speak(Some("eve@example.com")), Err(Refusal::NotFound));
    let (mut nobody, _) = Story::chat("Hello");
    assert!(matches!(nobody.speak(None), Err(Refusal::Unreachable(_))));
}

/// A link leads whoever holds it, and anybody has an account of their own.
#[test]
fn a_link_and_an_account_together_open_no_more_than_each() {
    let (mut story, token) = Story::mailed();
    let session = story.redeem(token).unwrap();
    story.identify(session, CUSTOMER, &["eve@example.com"], false).unwrap();
    assert_eq!(story.level(session), Assurance::Account);
    assert_eq!(story.sees(session), Vec::<String>::new());
    assert!(has_locked(&story.thread, &story.policy, session, story.now));
    story.mail("jane@example.com", true, "From now on");
    assert_eq!(story.sees(session), ["From now on"]);
}

#[test]
fn an_account_opens_what_it_is_tied_to() {
    for (also, known, proves, sees) in [
        (vec!["jane@example.com"], false, false, 2),
        (vec![], true, false, 2),
        (vec![], false, true, 2),
        (vec!["jane@example.org"], false, false, 0),
    ] {
        let (mut story, token) = Story::mailed();
        let session = story.redeem(token).unwrap();
        if proves {
            story.prove(session, "jane@example.com").unwrap();
        }
        story.identify(session, CUSTOMER, &also, known).unwrap();
        assert_eq!(story.sees(session).len(), sees, "{also:?} {known} {proves}");
        let EventBody::SessionProven { evidence, expires, .. } = &story.journal.last().unwrap().body else { panic!() };
        assert_eq!(*expires, story.policy.expiry_of(evidence));
    }
}

#[test]
fn what_an_account_opened_once_it_opens_again() {
    let (mut story, token) = Story::mailed();
    let (first, second) = (story.redeem(token).unwrap(), story.redeem(token).unwrap());
    story.identify(first, CUSTOMER, &["jane@example.com"], false).unwrap();
    story.identify(second, CUSTOMER, &[], false).unwrap();
    assert_eq!(story.sees(second).len(), 2);
}

#[test]
fn an_address_that_was_silent_for_long_ties_no_account_to_what_came_before() {
    let (mut story, _) = Story::mailed();
    story.now = story.now.plus(40 * DAY);
    let token = story.reply("Are you there?").unwrap();
    story.now = story.now.plus(6 * DAY);
    let session = story.redeem(token).unwrap();
    story.identify(session, CUSTOMER, &["jane@example.com"], false).unwrap();
    assert_eq!(story.sees(session), Vec::<String>::new());
}

#[test]
fn a_merge_gives_an_account_nothing_to_read() {
    let (mut story, token) = Story::mailed();
    let body = CommandBody::Rehome {
        customer: CustomerId::from_bits(9),
        merge: MergeId::from_bits(1),
        because: "ada merged them".to_owned(),
    };
    story.run(body).unwrap();
    let session = story.redeem(token).unwrap();
    story.identify(session, CUSTOMER, &[], true).unwrap();
    let elsewhere = story.adopt(ConversationId::from_bits(70), SessionId::from_bits(71)).unwrap();
    assert_eq!((story.sees(session), story.sees(elsewhere)), (vec![], vec![]));
}

#[test]
fn one_conversation_is_with_one_account() {
    let (mut story, token) = Story::mailed();
    let session = story.redeem(token).unwrap();
    story.identify(session, CUSTOMER, &["jane@example.com"], false).unwrap();
    let other = story.redeem(token).unwrap();
    assert!(matches!(story.identify(other, "cust-2", &["jane@example.com"], true), Err(Refusal::State(_))));
    let evidence = story.word("cust-2");
    let adopted = CommandBody::Adopt { session: SessionId::from_bits(5), channel: web(), evidence };
    assert!(matches!(story.run(adopted), Err(Refusal::State(_))));
    assert_eq!(story.level(other), Assurance::Linked);
}

#[test]
fn only_the_sites_word_proves_an_account_and_only_while_it_counts() {
    let (mut story, token) = Story::mailed();
    let session = story.redeem(token).unwrap();
    let at = story.now;
    for evidence in [
        Evidence::LinkHeld { at },
        Evidence::CodeConfirmed { address: address("jane@example.com"), at },
        Evidence::AgentVouched { agent: agent("ada"), how: "asked".to_owned(), at },
        Evidence::SiteSigned { account: CUSTOMER.to_owned(), at: at.plus(-DAY) },
    ] {
        let body = CommandBody::Identify { session, evidence, also: vec![address("jane@example.com")], known: true };
        assert!(story.run(body).is_err());
    }
    story.identify(session, CUSTOMER, &[], true).unwrap();
    story.now = story.now.plus(DAY);
    assert_eq!(story.identify(session, CUSTOMER, &[], true), Err(Refusal::SessionOver));
    assert_eq!(story.sees(session), Vec::<String>::new());
}

#[test]
fn a_visitor_goes_on_in_the_other_conversation_and_takes_his_messages_along() {
    let (mut chat, session) = Story::chat("Where is my lamp?");
    let (mut mailed, token) = Story::mailed();
    chat.identify(session, CUSTOMER, &["jane@example.com"], false).unwrap();
    let (from, to) = (ConversationId::from_bits(70), ConversationId::from_bits(7));
    mailed.run(CommandBody::Close { agent: agent("ada") }).unwrap();
    let there = mailed.adopt(from, session).unwrap();
    assert_eq!(mailed.adopt(from, session).unwrap(), there, "a lost answer is asked for again");
    chat.run(CommandBody::Depart { to, session: Some(session), agent: None }).unwrap();
    assert_eq!(chat.sees(session), Vec::<String>::new());
    assert_eq!(chat.say(session, "Hello?"), Err(Refusal::Moved(to)));
    assert_eq!(chat.run(CommandBody::Depart { to, session: Some(session), agent: None }), Ok(0));
    let other = CommandBody::Depart { to: ConversationId::from_bits(8), session: Some(session), agent: None };
    assert_eq!(chat.run(other), Err(Refusal::Moved(to)));

    assert!(mailed.absorb(&chat) > 0 && mailed.thread.open);
    assert_eq!(mailed.absorb(&chat), 0, "what is here already is not moved again");
    assert_eq!(mailed.sees(there), ["My lamp is broken", "Which lamp is it?", "Where is my lamp?"]);
    assert_eq!(mailed.way("web-chat").target, Target::Session(there));
    let linked = mailed.redeem(token).unwrap();
    assert_eq!(mailed.sees(linked), Vec::<String>::new());
    let moved = mailed.last_received();
    assert_eq!(moved.origin.unwrap().conversation, from);
    assert_eq!(chat.all_messages()[0].1.id, moved.id);
}

#[test]
fn only_who_the_site_vouches_for_or_the_owner_moves_a_conversation() {
    let (mut chat, session) = Story::chat("Hello");
    let to = ConversationId::from_bits(7);
    let depart = |session, by: Option<&str>| CommandBody::Depart { to, session, agent: by.map(agent) };
    assert!(matches!(chat.run(depart(Some(session), None)), Err(Refusal::Level { needs: Assurance::Account, .. })));
    assert!(matches!(chat.run(depart(None, None)), Err(Refusal::State(_))));
    chat.run(CommandBody::Take { agent: agent("ada") }).unwrap();
    assert_eq!(chat.run(depart(None, Some("ben"))), Err(Refusal::OwnedBy("ada".to_owned())));
    let itself = CommandBody::Depart { to: ConversationId::from_bits(70), session: None, agent: Some(agent("ada")) };
    assert!(matches!(chat.run(itself), Err(Refusal::State(_))));
    assert_eq!(chat.run(depart(None, Some("ada"))), Ok(1));
    assert_eq!(chat.level(session), Assurance::Anonymous);
}

#[test]
fn what_was_moved_is_not_sent_again_nor_heard_again() {
    let (mailed, _) = Story::mailed();
    let (mut chat, session) = Story::chat("I wrote a mail as well");
    chat.now = chat.now.plus(DAY);
    let heard = chat.thread.heard.clone();
    chat.absorb(&mailed);
    let events = chat.journal.clone();
    for event in events.iter().filter(|event| event.at == chat.now) {
        let sends = |effect: &Effect| matches!(effect, Effect::Deliver { .. } | Effect::SendLink { .. });
        assert!(!effects(&chat.thread, event).iter().any(sends), "{event:?}");
    }
    assert_eq!(chat.thread.heard, heard, "what was said before is not the last word");
    let jane = chat.thread.participant(&address("jane@example.com")).unwrap();
    assert!(jane.heard_on.iter().all(|heard| chat.now.since(heard.at) >= DAY), "and opens no window");
    assert_eq!(chat.sees(session), ["I wrote a mail as well"], "nor does it show anything to who was here");
}

#[test]
fn who_joins_by_a_move_reads_none_of_what_came_with_it() {
    let (mailed, _) = Story::mailed();
    let (mut chat, _) = Story::chat("Something private");
    chat.absorb(&mailed);
    let token = chat.speak(None).unwrap();
    let session = chat.redeem(token).unwrap();
    chat.prove(session, "jane@example.com").unwrap();
    assert_eq!((chat.level(session), chat.sees(session)), (Assurance::ChannelControl, vec![]));
}

#[test]
fn what_was_written_before_an_address_had_its_holder_stays_locked_wherever_it_is_moved() {
    let (former, _) = Story::mailed();
    let mut story = Story::new();
    (story.now, story.next) = (former.now.plus(60 * DAY), 1_000);
    story.mail("jane@example.com", true, "Where is my kettle?");
    let token = story.reply("On its way").unwrap();
    let (from, messages) = (ConversationId::from_bits(70), former.all_messages());
    assert_eq!(story.run(CommandBody::Absorb { from, messages, more: false }), Ok(3));
    let session = story.redeem(token).unwrap();
    story.prove(session, "jane@example.com").unwrap();
    assert_eq!(story.sees(session), ["Where is my kettle?", "On its way"]);
}

/// A code that is typed between the parts opens none of them, and neither does one afterwards.
#[test]
fn who_joins_by_a_move_in_parts_reads_none_of_any_part() {
    let (mut mailed, _) = Story::mailed();
    mailed.reply("Second").unwrap();
    mailed.mail("jane@example.com", true, "Third");
    let from = ConversationId::from_bits(7);
    for joins_between in [false, true] {
        let (mut chat, _) = Story::chat("Something private");
        for (part, message) in mailed.all_messages().into_iter().enumerate() {
            if part == 1 {
                assert!(chat.thread.participant(&address("jane@example.com")).is_none(), "all must have come first");
                if joins_between {
                    let (identifier, how) = (address("jane@example.com"), "asked for it".to_owned());
                    chat.run(CommandBody::AddIdentifier { agent: agent("ada"), identifier, how }).unwrap();
                }
            }
            chat.run(CommandBody::Absorb { from, messages: vec![message], more: part < 3 }).unwrap();
        }
        assert!(chat.thread.arriving.is_empty() && chat.thread.messages.len() >= 5);
        let token = chat.speak(None).unwrap();
        let session = chat.redeem(token).unwrap();
        chat.prove(session, "jane@example.com").unwrap();
        assert_eq!((chat.level(session), chat.sees(session)), (Assurance::ChannelControl, vec![]));
    }
}

/// It came by no link either, but it did not begin what is here.
#[test]
fn a_browser_that_goes_on_here_did_not_begin_this_conversation() {
    let (mut chat, _) = Story::chat("Something private");
    let (merge, because) = (MergeId::from_bits(1), "ada merged them".to_owned());
    chat.run(CommandBody::Rehome { customer: CustomerId::from_bits(9), merge, because }).unwrap();
    let session = chat.adopt(ConversationId::from_bits(7), SessionId::from_bits(71)).unwrap();
    chat.identify(session, CUSTOMER, &[], false).unwrap();
    assert_eq!(chat.sees(session), Vec::<String>::new());
}

#[test]
fn whoever_left_does_not_come_back_by_what_is_moved() {
    let (mailed, _) = Story::mailed();
    let (mut chat, _) = Story::chat("Hello");
    let since = chat.now;
    chat.absorb(&mailed);
    let identifiers = vec![address("jane@example.com")];
    let (merge, because) = (MergeId::from_bits(1), "undone".to_owned());
    assert_eq!(chat.run(CommandBody::Part { identifiers, merge, since, because }), Ok(1));
    let mut messages = mailed.all_messages();
    messages.iter_mut().for_each(|(_, message)| message.id = MessageId::from_bits(message.id.bits() + 5_000));
    chat.run(CommandBody::Absorb { from: ConversationId::from_bits(7), messages, more: false }).unwrap();
    assert!(chat.thread.participant(&address("jane@example.com")).is_none());
}

#[test]
fn whoever_signed_out_is_not_taken_in_again() {
    let (mut mailed, _) = Story::mailed();
    let (from, session) = (ConversationId::from_bits(70), SessionId::from_bits(71));
    let there = mailed.adopt(from, session).unwrap();
    mailed.run(CommandBody::EndSession { session: there }).unwrap();
    assert_eq!(mailed.adopt(from, session), Err(Refusal::SessionOver));
}

#[test]
fn the_session_elsewhere_follows_from_both_and_keeps_its_time() {
    let at = |ms, random| SessionId::new(Timestamp(ms), random);
    let (first, second) = (at(1_000, [1; 10]), at(1_000, [2; 10]));
    let (here, there) = (ConversationId::from_bits(1), ConversationId::from_bits(2));
    assert_eq!(adopted(here, first), adopted(here, first));
    let all = [adopted(here, first), adopted(here, second), adopted(there, first), first, second];
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), 5);
    assert!(adopted(here, at(2_000, [0; 10])) > adopted(here, at(1_000, [255; 10])));
}
