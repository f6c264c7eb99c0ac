//! Stop, start and help, and what is answered by itself.

use super::*;
use crate::{
    consent::{Consent, ConsentLine},
    effect::{Effect, effects},
    policy::OptIn,
    time::{DAY, HOUR},
};
use proptest::prelude::*;

/// Every word of a kind on every medium, with its language.
fn words(kind: fn(&crate::policy::Words) -> &Vec<String>) -> Vec<(String, String)> {
    let policy = Policy::default_rules().unwrap();
    let mut all = Vec::new();
    for (channel, rules) in &policy.channels {
        for words in rules.compliance.words.values() {
            all.extend(kind(words).iter().map(|word| (channel.to_string(), word.clone())));
        }
    }
    assert!(all.len() > 5, "the default policy has words");
    all
}

/// A word as people type it: in any case, with accents that are not there, with marks and spaces around it.
fn typed(word: &str, way: u8) -> String {
    let accented = |word: &str| -> String {
        let mark = |letter| if letter == 'e' { vec![letter, '\u{301}'] } else { vec![letter] };
        word.chars().flat_map(mark).collect()
    };
    match way % 8 {
        0 => word.to_owned(),
        1 => word.to_uppercase(),
        2 => format!("  {word}\n"),
        3 => format!("{}!!", word.to_uppercase()),
        4 => format!("\"{word}\"."),
        5 => accented(word),
        6 => word.replace(' ', "   "),
        _ => format!("{word} \u{1f6d1}\u{fe0f}"),
    }
}

fn consent(story: &Story, over: &str) -> Option<Consent> {
    story.thread.consent(&phone(JANE), &over.parse().unwrap())
}

fn told(event: &EventBody) -> Option<(Consent, bool)> {
    match event {
        EventBody::ConsentNoted { line, told, .. } => Some((line.consent, *told)),
        _ => None,
    }
}

fn opened_on(over: &str) -> Story {
    let mut story = Story::new();
    story.policy.site_name = "Lamp Shop".to_owned();
    story.text(over, JANE, Some(if over == "sms" { "sender" } else { "account" }), "Hello");
    story
}

#[test]
fn every_stop_word_in_every_language_stops_its_medium_however_it_is_typed() {
    for (over, word) in words(|words| &words.stop) {
        for way in 0..8 {
            let mut story = opened_on(&over);
            let text = typed(&word, way);
            story.text(&over, JANE, Some("sender"), &text);
            assert_eq!(consent(&story, &over), Some(Consent::Stopped), "{text:?}");
            let refused = story.answer(&over, "Still there?", None);
            let rule = format!("channel.{over}.compliance.words");
            assert!(matches!(&refused, Err(Refusal::Rule { rule: r, .. }) if *r == rule), "{text:?}: {refused:?}");
        }
    }
}

#[test]
fn every_start_word_starts_it_again() {
    for (over, word) in words(|words| &words.start) {
        let mut story = opened_on(&over);
        let proof = if over == "sms" { "sender" } else { "account" };
        story.text(&over, JANE, Some(proof), "STOP");
        assert!(story.answer(&over, "Still there?", None).is_err());
        story.text(&over, JANE, Some(proof), &typed(&word, 3));
        assert_eq!(consent(&story, &over), Some(Consent::Given), "{word}");
        assert!(story.answer(&over, "Welcome back", None).is_ok(), "{word}");
    }
}

#[test]
fn stop_is_answered_once_for_each_change_in_its_language_with_the_sites_name() {
    let mut story = opened_on("sms");
    story.sms("Arrêt");
    let answers = story.automatic();
    assert_eq!(answers.len(), 1);
    assert!(answers[0].text.starts_with("Lamp Shop : vous ne recevrez plus"), "{}", answers[0].text);
    assert!(is_mandatory(answers[0]) && answers[0].not_before.is_none());
    assert_eq!(answers[0].to, Some(phone(JANE)));
    story.sms("STOP");
    story.sms("stop");
    assert_eq!(story.automatic().len(), 1, "the state did not change");
    story.sms("START");
    story.sms("stop");
    assert_eq!(story.automatic().len(), 3);
}

#[test]
fn a_word_within_a_sentence_stops_nothing_and_yes_is_an_answer() {
    let mut story = opened_on("sms");
    for text in ["Please stop it from flickering", "stop stop stop stop it", "\u{1f6d1}", "…", "Yes", "START"] {
        story.sms(text);
        assert_eq!(consent(&story, "sms"), None, "{text}");
    }
    assert!(story.automatic().is_empty());
}

#[test]
fn who_writes_after_stop_is_heard_and_gets_nothing_there() {
    let mut story = opened_on("sms");
    story.sms("STOP");
    story.sms("By the way, it is the blue lamp");
    assert!(matches!(story.last_received().author, Author::Customer { .. }));
    assert_eq!(consent(&story, "sms"), Some(Consent::Stopped));
    let way = story.way("sms");
    assert!(way.blocked.unwrap().contains("stop"));
    assert_eq!(way.rule.as_deref(), Some("channel.sms.compliance.words"));
}

#[test]
fn after_stop_no_path_sends_anything() {
    let mut story = opened_on("sms");
    story.sms("STOP");
    let rule = |outcome: Result<usize, Refusal>| match outcome {
        Err(Refusal::Rule { rule, .. }) => rule,
        other => panic!("{other:?}"),
    };
    let words = "channel.sms.compliance.words";
    assert_eq!(rule(story.answer("sms", "Hello?", None)), words);
    assert_eq!(rule(story.reply("Hello?").map(|_| 0)), words, "the default way is no way around it");
    for by_holder in [false, true] {
        let (token, message) = (TokenId::from_bits(story.id()), MessageId::from_bits(story.id()));
        let over = Some("sms".parse().unwrap());
        let body = CommandBody::SendLink { token, message, only_to: Some(phone(JANE)), over, by_holder };
        assert_eq!(rule(story.run(body)), words);
    }
    // No code goes there: another medium that could carry one is not in use.
    let session = SessionId::from_bits(900);
    story.thread.apply(&Event {
        seq: story.thread.seq + 1,
        at: story.now,
        body: EventBody::SessionOpened {
            session,
            channel: web(),
            token: None,
            evidence: Vec::new(),
            expires: story.now.plus(DAY),
        },
    });
    assert_eq!(story.run(CommandBody::AskProof { session }), Err(Refusal::NotFound));
}

#[test]
fn a_wish_is_told_to_the_directory_once_and_what_it_told_is_not_told_back() {
    let mut story = opened_on("sms");
    story.sms("STOP");
    let event = story.journal.iter().find(|event| told(&event.body).is_some()).unwrap().clone();
    assert_eq!(told(&event.body), Some((Consent::Stopped, false)));
    let tells =
        |event: &Event| effects(&story.thread, event).iter().any(|effect| matches!(effect, Effect::Consent(..)));
    assert!(tells(&event));
    let mut other = opened_on("sms");
    let line = ConsentLine { identifier: phone(JANE), channel: "sms".parse().unwrap(), consent: Consent::Stopped };
    let note = CommandBody::NoteConsent { line: line.clone(), because: "Elsewhere".to_owned() };
    assert_eq!(other.run(note.clone()), Ok(1));
    assert_eq!(other.run(note), Ok(0), "it was known");
    let event = other.journal.last().unwrap();
    assert_eq!(told(&event.body), Some((Consent::Stopped, true)));
    assert!(!effects(&other.thread, event).iter().any(|effect| matches!(effect, Effect::Consent(..))));
    assert!(other.answer("sms", "Hello?", None).is_err());
}

#[test]
fn a_wish_that_the_directory_knew_comes_with_the_first_message() {
    let mut story = Story::new();
    story.channel("sms").first_answer = Some("Thank you.".to_owned());
    let line = ConsentLine { identifier: phone(JANE), channel: "sms".parse().unwrap(), consent: Consent::Stopped };
    let id = MessageId::from_bits(story.id());
    let message = Message::new(id, "sms".parse().unwrap(), Author::System, "Hello again".to_owned());
    let evidence = vec![Evidence::NumberAsserted { assertion: "sender".to_owned(), at: story.now }];
    let sender = Sender { consents: vec![line], ..sender(phone(JANE), evidence) };
    let body = CommandBody::Receive { opening: opening(), sender, message: Box::new(message), answers: None };
    story.run(body).unwrap();
    assert_eq!(consent(&story, "sms"), Some(Consent::Stopped));
    assert!(story.automatic().is_empty());
    assert!(story.answer("sms", "Hello", None).is_err());
}

#[test]
fn help_is_answered_once_a_day() {
    let mut story = opened_on("sms");
    story.sms("HELP");
    story.sms("Hilfe");
    assert_eq!(story.automatic().len(), 1);
    story.now = story.now.plus(DAY);
    story.sms("help");
    assert_eq!(story.automatic().len(), 2);
}

#[test]
fn a_conversation_that_begins_is_greeted_with_the_promise_unless_it_is_quiet() {
    let mut story = Story::new();
    story.policy.site_name = "Lamp Shop".to_owned();
    story.channel("sms").first_answer = Some("Thank you for writing to {{site}}. {{promise}}".to_owned());
    let mut night = Story { policy: story.policy.clone(), ..Story::new() };
    story.sms("Hello");
    story.sms("Is anybody there?");
    let [greeting] = story.automatic()[..] else { panic!("one greeting") };
    assert_eq!(greeting.text, "Thank you for writing to Lamp Shop. We usually answer within an hour.");
    assert_eq!(greeting.not_before, None);
    night.now = night.now.plus(12 * HOUR);
    night.sms("Hello");
    let not_before = night.automatic()[0].not_before.unwrap();
    assert_eq!(not_before.to_string(), "2026-11-19T08:00:00Z");
    night.sms("STOP");
    assert_eq!(night.automatic()[1].not_before, None, "what is mandatory does not wait");
}

#[test]
fn a_greeting_whose_delivery_fails_until_it_is_quiet_waits_for_the_morning() {
    let mut story = Story::new();
    story.channel("sms").first_answer = Some("Thank you.".to_owned());
    story.sms("Hello");
    story.sms("STOP");
    story.now = story.now.plus(12 * HOUR);
    let [greeting, mandatory] = story.automatic()[..] else { panic!("a greeting and an answer to stop") };
    assert_eq!(greeting.not_before, None, "it was day when it was written");
    let waits = |message: &Message, at| waits_until(message, &story.policy, at).map(|until| until.to_string());
    assert_eq!(waits(greeting, story.now).as_deref(), Some("2026-11-19T08:00:00Z"));
    assert_eq!(waits(greeting, story.now.plus(12 * HOUR)), None);
    assert_eq!(waits(mandatory, story.now), None);
    let written = Message { author: Author::Agent { agent: agent("ada"), name: "Ada".to_owned() }, ..greeting.clone() };
    assert_eq!(waits(&written, story.now), None, "what a person sends is theirs to time");
}

#[test]
fn a_stop_that_a_provider_reports_counts_where_the_conversation_has_moved_on() {
    let mut story = opened_on("sms");
    story.answer("sms", "Hello Jane", None).unwrap();
    let to = ConversationId::from_bits(99);
    story.run(CommandBody::Depart { to, session: None, agent: Some(agent("ada")) }).unwrap();
    let line = ConsentLine { identifier: phone(JANE), channel: "sms".parse().unwrap(), consent: Consent::Stopped };
    let because = "the provider says that the customer replied STOP".to_owned();
    assert_eq!(story.run(CommandBody::ReportConsent { line, because }), Ok(1));
    assert_eq!(consent(&story, "sms"), Some(Consent::Stopped));
    let event = story.journal.last().unwrap();
    assert_eq!(told(&event.body), Some((Consent::Stopped, false)), "the directory hears of it");
}

#[test]
fn nothing_automatic_goes_to_machines_or_twice_a_day_to_the_unproven() {
    let mut story = Story::new();
    story.channel("sms").first_answer = Some("Thank you.".to_owned());
    story.text("sms", JANE, None, "Hello");
    assert_eq!(story.automatic().len(), 1);
    story.text("sms", JANE, None, "HELP");
    story.text("sms", JANE, None, "STOP");
    assert_eq!(story.automatic().len(), 1);
    assert_eq!(consent(&story, "sms"), Some(Consent::Stopped), "stop counts, whoever says it");
    story.text("sms", JANE, None, "START");
    assert_eq!(consent(&story, "sms"), Some(Consent::Stopped), "only the holder starts it again");
}

#[test]
fn a_medium_that_asks_for_agreement_takes_start_for_it() {
    let mut story = opened_on("sms");
    story.channel("sms").compliance.opt_in = OptIn::Explicit;
    assert!(matches!(story.answer("sms", "Hello", None),
        Err(Refusal::Rule { rule, .. }) if rule == "channel.sms.compliance.opt-in"));
    story.sms("Start");
    assert!(story.answer("sms", "Hello", None).is_ok());
}

proptest! {
    #[test]
    fn only_a_whole_word_stops(text in "[a-z ]{0,12}") {
        let mut story = opened_on("sms");
        story.sms(&text);
        let plain = crate::policy::plain_words(&text);
        let listed = words(|words| &words.stop).iter().any(|(over, word)| {
            over == "sms" && crate::policy::plain_words(word) == plain
        });
        prop_assert_eq!(consent(&story, "sms") == Some(Consent::Stopped), listed);
    }
}
