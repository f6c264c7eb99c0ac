//! What may be sent where: opt-in, windows, templates, quiet hours, and the cautions of each way.

use super::*;
use crate::{
    policy::{Capability, OptIn},
    time::{DAY, HOUR, SECOND},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn approve(story: &mut Story, name: &str) {
    let template = story.policy.templates.get_mut(name).unwrap();
    template.approved.insert("whatsapp".parse().unwrap(), BTreeMap::new());
}

fn rule_of<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> (String, Option<String>) {
    match outcome {
        Err(Refusal::Rule { rule, instead, .. }) => (rule, instead.map(|channel| channel.to_string())),
        other => panic!("{other:?}"),
    }
}

#[test]
fn free_text_ends_with_the_window_to_the_millisecond() {
    let mut story = Story::new();
    story.whatsapp("Hello");
    let heard = story.now;
    let ask = |now: Timestamp| sendable(&story.thread, &story.policy, &"whatsapp".parse().unwrap(), &phone(JANE), now);
    let ends = heard.plus(DAY);
    assert_eq!(ask(ends.plus(-1)), Ok(Sendable::Free { window_ends: Some(ends) }));
    assert_eq!(rule_of(ask(ends)).0, "channel.whatsapp.compliance.window");
    assert_eq!(story.way("whatsapp").window_ends, Some(ends));
}

#[test]
fn outside_the_window_only_an_approved_text_goes_out() {
    let mut story = Story::new();
    story.policy.site_name = "Lamp Shop".to_owned();
    story.mail("jane@example.com", true, "Hello");
    story.whatsapp("Hello");
    story.now = story.now.plus(DAY);
    let refused = story.answer("whatsapp", "It is ready", None);
    assert_eq!(rule_of(refused), ("channel.whatsapp.compliance.window".to_owned(), Some("email".to_owned())));
    assert_eq!(rule_of(story.answer("whatsapp", "", Some("answer-waiting"))).0, "channel.whatsapp.compliance.window");
    approve(&mut story, "answer-waiting");
    let way = story.way("whatsapp");
    assert_eq!((way.blocked, way.templates), (None, vec!["answer-waiting".to_owned()]));
    assert_eq!(rule_of(story.answer("whatsapp", "It is ready", None)).0, "channel.whatsapp.compliance.window");
    story.answer("whatsapp", "ignored", Some("answer-waiting")).unwrap();
    let EventBody::MessageSent { message, .. } = &story.journal.last().unwrap().body else { panic!() };
    assert_eq!(message.text, "Hello, Ada of Lamp Shop has an answer for you. Reply to this message to read it.");
    let used = message.template.as_ref().unwrap();
    assert_eq!(used.values, ["Ada", "Lamp Shop"], "in the order of their first mention");
    assert!(matches!(story.answer("whatsapp", "", Some("unheard-of")), Err(Refusal::Text(_))));
    assert_eq!(rule_of(story.answer("email", "", Some("answer-waiting"))).0, "template.answer-waiting.approved");
}

#[test]
fn nothing_goes_where_the_customer_never_wrote_nor_agreed() {
    let mut story = Story::new();
    story.whatsapp("Hello");
    let (rule, instead) = rule_of(story.answer("sms", "Hello", None));
    assert_eq!((rule.as_str(), instead.as_deref()), ("channel.sms.compliance.opt-in", Some("whatsapp")));
    let way = story.way("sms");
    assert!(way.blocked.is_some() && way.rule.as_deref() == Some("channel.sms.compliance.opt-in"));
    story.channel("sms").compliance.opt_in = OptIn::None;
    assert!(story.answer("sms", "Hello", None).is_ok());
}

#[test]
fn a_medium_that_is_off_or_cannot_send_is_no_way() {
    let mut story = Story::new();
    story.sms("Hello");
    story.channel("sms").enabled = false;
    assert_eq!(rule_of(story.answer("sms", "Hello", None)).0, "channel.sms.enabled");
    story.channel("sms").enabled = true;
    story.channel("sms").capabilities.retain(|it| *it != Capability::Send);
    assert!(matches!(story.answer("sms", "Hello", None), Err(Refusal::Unreachable(_))));
    let ask = sendable(&story.thread, &story.policy, &"sms".parse().unwrap(), &phone(JANE), story.now);
    assert_eq!(rule_of(ask).0, "channel.sms.capabilities");
}

#[test]
fn a_caller_who_presses_a_key_gets_the_link_by_text() {
    let mut story = Story::new();
    story.text("voice", JANE, Some("stir-a"), "A call");
    let link = |story: &mut Story, by_holder| {
        let (token, message) = (TokenId::from_bits(story.id()), MessageId::from_bits(story.id()));
        let over = Some("sms".parse().unwrap());
        story.run(CommandBody::SendLink { token, message, only_to: Some(phone(JANE)), over, by_holder })
    };
    assert_eq!(rule_of(link(&mut story, false)).0, "channel.sms.compliance.opt-in");
    assert_eq!(link(&mut story, true), Ok(1));
}

#[test]
fn the_ways_are_ordered_best_first_whatever_came_between() {
    let mut story = Story::new();
    story.mail("jane@example.com", true, "Hello");
    story.whatsapp("Hello");
    story.sms("Hello");
    let order = |story: &Story| -> Vec<String> {
        let ways = ways(&story.thread, &story.policy, story.now, &|_| false);
        ways.iter().map(|way| way.channel.to_string()).collect()
    };
    assert_eq!(order(&story), ["sms", "whatsapp", "email"]);
    story.mail("jane@example.com", true, "Hello");
    assert_eq!(order(&story), ["email", "sms", "whatsapp"]);
    story.sms("STOP");
    assert_eq!(order(&story), ["email", "whatsapp", "sms"], "what is blocked comes last");
    story.now = story.now.plus(DAY);
    approve(&mut story, "answer-waiting");
    story.sms("START");
    assert_eq!(order(&story), ["sms", "email", "whatsapp"], "what takes only approved texts comes after the others");
}

#[test]
fn who_is_in_the_chat_now_is_answered_there_rather_than_where_they_wrote_before() {
    let mut story = Story::new();
    story.mail("jane@example.com", true, "Hello");
    story.sms("Hello");
    let token = story.answer("email", "Hello Jane", None).map(|_| *story.thread.links.keys().last().unwrap()).unwrap();
    story.text("voice", JANE, Some("stir-a"), "A call");
    story.redeem(token).unwrap();
    let first = |story: &Story, here: bool| {
        ways(&story.thread, &story.policy, story.now, &|_| here).first().map(|way| way.channel.to_string())
    };
    assert_eq!(first(&story, true).as_deref(), Some("web-chat"));
    assert_eq!(first(&story, false).as_deref(), Some("sms"));
    story.sms("I am on the road again");
    assert_eq!(first(&story, true).as_deref(), Some("sms"));
}

#[test]
fn a_known_number_on_a_weak_medium_calls_for_a_proof_and_shows_nothing_by_itself() {
    let mut story = Story::new();
    story.mail("jane@example.com", true, "My secret order");
    story.sms("Hello");
    let EventBody::MessageReceived { message } = &story.journal.last().unwrap().body else { panic!() };
    let level = story.policy.assurance(&message.channel, &message.evidence, story.now);
    assert_eq!(level, Assurance::Linked, "a text that anybody can forge");
    let caution = story.way("sms").caution.unwrap();
    for locked in ["Ask for a proof before you:", "see contact data", "discuss the account", "said before"] {
        assert!(caution.contains(locked), "{caution}");
    }
    // Nor does what the number joined become readable by proving the number later.
    story.answer("sms", "Hello Jane", None).unwrap();
    let token = TokenId::from_bits(story.id());
    let letter = MessageId::from_bits(story.id());
    let (only_to, over) = (Some(phone(JANE)), Some("sms".parse().unwrap()));
    story.run(CommandBody::SendLink { token, message: letter, only_to, over, by_holder: false }).unwrap();
    let session = story.redeem(token).unwrap();
    assert_eq!(story.sees(session), Vec::<String>::new());
    story.run(CommandBody::AskProof { session }).unwrap();
    let evidence = Evidence::CodeConfirmed { address: phone(JANE), at: story.now };
    story.run(CommandBody::Prove { session, evidence }).unwrap();
    assert_eq!(story.sees(session), ["Hello", "Hello Jane"], "what came before the number stays locked");
}

#[test]
fn whatsapp_is_strong_for_its_own_message_and_weak_when_its_proof_is_old() {
    let mut story = Story::new();
    story.whatsapp("Hello");
    assert_eq!(story.way("whatsapp").caution, None);
    story.now = story.now.plus(DAY);
    approve(&mut story, "answer-waiting");
    assert!(story.way("whatsapp").caution.unwrap().contains("Ask for a proof"));
}

#[test]
fn an_agent_is_told_when_it_is_quiet_where_the_number_is_from() {
    let mut story = Story::new();
    story.sms("Hello");
    let quiet = |story: &Story| story.way("sms").caution.unwrap().contains("quiet until 08:00");
    assert!(!quiet(&story));
    // 22:46 in London.
    story.now = story.now.plus(11 * HOUR + 40 * 60 * SECOND);
    let caution = story.way("sms").caution.unwrap();
    assert!(quiet(&story) && caution.contains("It is 22:4"), "{caution}");
    assert!(story.answer("sms", "Good evening", None).is_ok(), "an agent may write all the same");
}

proptest! {
    #[test]
    fn what_the_ways_offer_can_be_sent_and_what_they_block_cannot(
        steps in prop::collection::vec((0_u8..6, 0_i64..40), 1..12),
        over in prop::sample::select(vec!["email", "sms", "whatsapp", "voice"]),
    ) {
        let mut story = Story::new();
        approve(&mut story, "answer-waiting");
        for (step, hours) in steps {
            story.now = story.now.plus(hours * HOUR);
            match step {
                0 => story.mail("jane@example.com", true, "Hello"),
                1 => { story.sms("Hello"); }
                2 => { story.whatsapp("Hello"); }
                3 => { story.sms("STOP"); }
                4 => { story.whatsapp("STOP"); }
                _ => { story.sms("START"); }
            }
        }
        let found = ways(&story.thread, &story.policy, story.now, &|_| true);
        let way = found.iter().find(|way| way.channel.as_str() == over).cloned();
        let free = story.answer(over, "Hello", None).is_ok();
        let by_template = story.answer(over, "", Some("answer-waiting")).is_ok();
        match way {
            None => prop_assert!(!free && !by_template),
            Some(way) => {
                prop_assert_eq!(free, way.blocked.is_none() && way.templates.is_empty());
                prop_assert_eq!(by_template, way.blocked.is_none() && over == "whatsapp");
                prop_assert_eq!(way.rule.is_some(), !free);
            }
        }
        // A blocked way never comes before one that is open.
        prop_assert!(found.is_sorted_by_key(|way| way.blocked.is_some()));
    }
}
