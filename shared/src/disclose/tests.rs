//! What agents read of proofs, ways and rules.

use super::*;
use crate::{
    channel::Channel,
    command::{Command, CommandBody, DeskCommand, Opening, Sender},
    consent::Consent,
    conversation::Conversation,
    decide::{decide, number},
    event::{Event, EventBody},
    evidence::{Assurance, Evidence},
    id::{AgentId, ConversationId, CustomerId, MessageId},
    identity::{Identifier, IdentifierKind, Standing},
    message::Author,
    policy::Policy,
    time::{DAY, Timestamp},
    wire::{agent::ThreadState, entry::EntryBody},
};
use std::collections::BTreeMap;

const START: Timestamp = Timestamp(1_795_000_000_000);

struct Desk {
    policy: Policy,
    thread: Conversation,
    journal: Vec<Event>,
    now: Timestamp,
}

impl Desk {
    fn new() -> Self {
        let mut policy = Policy::default_rules().unwrap();
        policy.site_name = "Lamp Shop".to_owned();
        Self { policy, thread: Conversation::default(), journal: Vec::new(), now: START }
    }

    fn run(&mut self, body: CommandBody) {
        self.now = self.now.plus(1_000);
        let command = Command { key: format!("key-{:08}", self.now.0).parse().unwrap(), body };
        let events = number(decide(&self.thread, &command, &self.policy, self.now).unwrap(), self.thread.seq, self.now);
        events.iter().for_each(|event| self.thread.apply(event));
        self.journal.extend(events);
    }

    fn hear(&mut self, over: &str, word: &str, text: &str) {
        let id = MessageId::from_bits(u128::from(self.thread.seq + 1));
        let message = Message::new(id, over.parse().unwrap(), Author::System, text.to_owned());
        let sender = Sender {
            address: Identifier { kind: IdentifierKind::Phone, value: "+447700900123".to_owned() },
            name: Some("Jane".to_owned()),
            evidence: vec![Evidence::NumberAsserted { assertion: word.to_owned(), at: self.now }],
            doubt: None,
            known: true,
            consents: Vec::new(),
            withheld: false,
            answered: false,
        };
        let opening = Opening {
            conversation: ConversationId::from_bits(7),
            site: "demo".parse().unwrap(),
            customer: CustomerId::from_bits(8),
            subject: None,
        };
        self.run(CommandBody::Receive { opening, sender, message: Box::new(message), answers: None });
    }

    fn state(&self) -> ThreadState {
        thread_state(&self.thread, &self.policy, self.now, &|_| true).unwrap()
    }

    fn last_proof(&self) -> (Assurance, String) {
        let last = self.journal.iter().rev().find_map(|event| match entry_for_agent(&self.policy, event)?.body {
            EntryBody::Message(utterance) => utterance.proof,
            _ => None,
        });
        last.map(|proof| (proof.level, proof.because)).unwrap()
    }
}

#[test]
fn the_line_shows_what_a_person_said_and_not_what_weft_says_by_itself() {
    let mut desk = Desk::new();
    desk.hear("sms", "sms", "Where is my lamp?");
    let message = Message {
        automatic: Some("greeting".to_owned()),
        ..Message::new(MessageId::from_bits(99), "sms".parse().unwrap(), Author::System, "Thank you.".to_owned())
    };
    let at = desk.now.plus(5_000);
    let said = EventBody::MessageSent { message, link: None };
    desk.thread.apply(&Event { seq: desk.thread.seq + 1, at, body: said });
    let line = row(&desk.thread, &desk.policy).unwrap();
    assert_eq!((line.preview.as_str(), line.at, line.waiting), ("Where is my lamp?", at, true));
}

#[test]
fn each_word_about_a_number_is_explained_and_weighed() {
    for (over, word, level, part) in [
        ("whatsapp", "account", Assurance::ChannelControl, "registered for this number"),
        ("sms", "sender", Assurance::Linked, "can be forged"),
        ("voice", "stir-a", Assurance::Linked, "attestation A"),
        ("voice", "stir-b", Assurance::Linked, "attestation B"),
        ("voice", "stir-c", Assurance::Anonymous, "may be forged"),
        ("voice", "stir-failed", Assurance::Anonymous, "failed its check"),
        ("voice", "unattested", Assurance::Linked, "no network vouches"),
    ] {
        let mut desk = Desk::new();
        desk.hear(over, word, "Hello");
        let (found, because) = desk.last_proof();
        assert_eq!(found, level, "{word}");
        assert!(because.contains(part) && because.contains("2026"), "{word}: {because}");
    }
}

#[test]
fn a_route_says_all_that_the_composer_needs() {
    let mut desk = Desk::new();
    desk.hear("sms", "sender", "Hello");
    let state = desk.state();
    let route = &state.routes[0];
    assert_eq!((route.channel.as_str(), route.max_text, route.segments), ("sms", 1_530, true));
    assert_eq!(route.tone.signature.as_deref(), Some("{{agent}}, Lamp Shop"));
    assert_eq!((route.tone.length.as_str(), route.rule.as_deref()), ("short", None));
    let line = &state.customer.identifiers[0];
    assert_eq!(line.media, ["sms".parse::<Channel>().unwrap()]);
    assert!(line.because.contains("forged"), "{}", line.because);
    let blocked = state.routes.iter().find(|route| route.channel.as_str() == "whatsapp").unwrap();
    assert_eq!(blocked.rule.as_deref(), Some("channel.whatsapp.compliance.opt-in"));
    assert_eq!(blocked.tone.greeting.as_deref(), Some("Hello!"), "no name where nobody gave one");
    desk.hear("sms", "sender", "STOP");
    let state = desk.state();
    let [(channel, Consent::Stopped, because)] = state.customer.identifiers[0].consents.as_slice() else {
        panic!("{:?}", state.customer.identifiers[0].consents)
    };
    assert_eq!(channel.as_str(), "sms");
    assert!(because.contains("wrote \"STOP\"") && because.contains("2026"), "{because}");
    assert!(state.routes.iter().all(|route| route.blocked.is_some()));
}

#[test]
fn a_line_tells_where_the_customer_wrote_last_whatever_happened_since() {
    let mut desk = Desk::new();
    desk.hear("sms", "sender", "Hello");
    let first = row(&desk.thread, &desk.policy).unwrap();
    let message = desk.journal.iter().find(|event| matches!(event.body, EventBody::MessageReceived { .. })).unwrap();
    assert_eq!(first.said, message.seq);
    let tags = vec!["parcel".to_owned()];
    desk.run(CommandBody::Desk(DeskCommand::Tag { agent: "ada".parse().unwrap(), tags }));
    let tagged = row(&desk.thread, &desk.policy).unwrap();
    assert!(tagged.seq > first.seq && tagged.waiting);
    assert_eq!(tagged.said, first.said);
    desk.hear("sms", "sender", "Are you there?");
    assert!(row(&desk.thread, &desk.policy).unwrap().said > tagged.seq);
}

#[test]
fn somebody_is_called_by_a_name_alone_and_never_by_what_stands_in_its_place() {
    let mut desk = Desk::new();
    desk.hear("whatsapp", "account", "Hello");
    assert_eq!(desk.state().routes[0].tone.name.as_deref(), Some("Jane"));
    for odd in ["jane@example.com", "+44 7700 900123", "Visitor", " "] {
        desk.thread.participants[0].name = Some(odd.to_owned());
        let tone = desk.state().routes.remove(0).tone;
        assert_eq!((tone.name.as_deref(), tone.greeting.as_deref()), (None, Some("Hello!")), "{odd}");
    }
    // A name that was given on one medium is not said on another.
    let sms = desk.state().routes.into_iter().find(|route| route.channel.as_str() == "sms").unwrap();
    assert_eq!(sms.tone.name, None);
}

#[test]
fn the_sentence_that_asks_for_a_proof_is_the_sites_own_for_each_medium() {
    let mut desk = Desk::new();
    desk.hear("sms", "sender", "Hello");
    let channel: Channel = "sms".parse().unwrap();
    let said = |desk: &Desk| desk.state().routes.remove(0).tone.verify;
    desk.policy.channels.get_mut(&channel).unwrap().tone.verify =
        Some("Bitte zeigen Sie, dass Sie es sind.".to_owned());
    assert_eq!(said(&desk), "Bitte zeigen Sie, dass Sie es sind.");
    desk.policy.channels.get_mut(&channel).unwrap().tone.verify = None;
    assert!(said(&desk).contains("show that it is you"), "{}", said(&desk));
}

#[test]
fn a_closed_window_offers_the_approved_texts_as_they_will_read() {
    let mut desk = Desk::new();
    desk.hear("whatsapp", "account", "Hello");
    assert_eq!(desk.state().routes[0].window_ends, Some(START.plus(1_000 + DAY)));
    assert_eq!(desk.state().routes[0].tone.greeting.as_deref(), Some("Hello Jane!"));
    let approved = BTreeMap::from([("whatsapp".parse().unwrap(), BTreeMap::new())]);
    desk.policy.templates.get_mut("answer-waiting").unwrap().approved = approved;
    desk.now = desk.now.plus(DAY);
    let route = desk.state().routes.remove(0);
    assert_eq!((route.blocked, route.rule.as_deref()), (None, Some("channel.whatsapp.compliance.window")));
    let text = "Hello, {{agent}} of Lamp Shop has an answer for you. Reply to this message to read it.";
    assert_eq!(route.templates.iter().map(|template| template.text.as_str()).collect::<Vec<_>>(), [text]);
}

#[test]
fn a_partner_reads_when_a_conversation_began_whatever_its_id_is() {
    let mut desk = Desk::new();
    assert_eq!(conversation_for_partner(&desk.thread, desk.now), None);
    desk.hear("sms", "sms", "Where is my lamp?");
    let began = desk.now;
    desk.hear("sms", "sms", "Hello?");
    let shown = conversation_for_partner(&desk.thread, desk.now).unwrap();
    assert_eq!((shown.opened_at.0, shown.updated_at.0), (began, desk.now));
}

#[test]
fn advice_and_promise_are_part_of_what_agents_see() {
    let mut desk = Desk::new();
    desk.hear("sms", "sender", "I want my money back");
    let agent: AgentId = "ada".parse().unwrap();
    desk.run(CommandBody::SetIntent { agent, intent: Some("refund".to_owned()) });
    let state = desk.state();
    assert_eq!(state.intent.as_deref(), Some("refund"));
    assert!(!state.advice.is_empty());
    assert_eq!(state.promise.unwrap().text, "We usually answer within an hour.");
}

#[test]
fn when_waiting_ends_is_said_as_people_say_it() {
    let mut desk = Desk::new();
    desk.hear("sms", "verified", "Where is my lamp?");
    let agent: AgentId = "ada".parse().unwrap();
    desk.run(CommandBody::Take { agent: agent.clone() });
    let until = Some(desk.now.plus(DAY));
    desk.run(CommandBody::Desk(DeskCommand::Hold { agent, until, because: "the workshop".to_owned() }));
    let last = desk.journal.last().and_then(|event| entry_for_agent(&desk.policy, event)).unwrap();
    let EntryBody::Notice(notice) = last.body else { panic!("{last:?}") };
    assert_eq!(notice.text, "ada lets it wait until 19 Nov 2026, 11:06 UTC: the workshop");
}

#[test]
fn what_is_only_claimed_says_since_when_whether_anybody_was_heard_from_it_or_not() {
    let mut desk = Desk::new();
    desk.hear("sms", "sender", "Hello");
    let at = desk.now.plus(5_000);
    for (value, channel, how) in [
        ("jane@example.com", None, "nobody was heard from it yet"),
        ("jo@example.com", Some("email"), "it stood in a message that nothing vouches for"),
    ] {
        let body = EventBody::ParticipantNoted {
            identifier: Identifier { kind: IdentifierKind::Mail, value: value.to_owned() },
            channel: channel.map(|name| name.parse().unwrap()),
            standing: Standing::Claimed,
            evidence: None,
        };
        desk.thread.apply(&Event { seq: desk.thread.seq + 1, at, body });
        let lines = desk.state().customer.identifiers;
        let line = lines.iter().find(|line| line.value == value).unwrap();
        assert_eq!(line.because, format!("Only claimed: {how} ({})", at.words()));
    }
}
