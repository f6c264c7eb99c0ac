//! What the rules of an intent advise, and what was promised.

use super::*;
use crate::{
    policy::{Place, Switch, SwitchWhen},
    time::{DAY, HOUR, MINUTE},
};

fn about(story: &mut Story, intent: &str) {
    story.run(CommandBody::SetIntent { agent: agent("ada"), intent: Some(intent.to_owned()) }).unwrap();
}

fn rules(story: &Story) -> Vec<String> {
    advise(&story.thread, &story.policy, story.now).into_iter().map(|advice| advice.rule).collect()
}

/// A link by text, whose token has the next number.
fn link(next: &mut u128) -> CommandBody {
    *next += 1;
    let (token, message) = (TokenId::from_bits(*next), MessageId::from_bits(*next + 1_000_000));
    CommandBody::SendLink { token, message, only_to: None, over: None, by_holder: false }
}

fn due(story: &Story) -> Option<String> {
    promise(&story.thread, &story.policy, story.now).map(|promise| promise.due.to_string())
}

#[test]
fn only_names_of_the_policy_say_what_it_is_about() {
    let mut story = Story::new();
    story.sms("Hello");
    let unknown = CommandBody::SetIntent { agent: agent("ada"), intent: Some("weather".to_owned()) };
    assert!(matches!(story.run(unknown), Err(Refusal::Text(why)) if why.contains("refund")));
    about(&mut story, "refund");
    assert_eq!(story.thread.intent.as_deref(), Some("refund"));
    story.run(CommandBody::SetIntent { agent: agent("ada"), intent: None }).unwrap();
    assert_eq!((story.thread.intent.clone(), rules(&story)), (None, Vec::new()));
}

#[test]
fn what_is_too_sensitive_for_a_text_goes_elsewhere_with_the_sentence_to_say() {
    let mut story = Story::new();
    story.sms("I want my money back");
    about(&mut story, "refund");
    assert_eq!(rules(&story), ["intent.refund.solved-on.sms", "intent.refund.switch[0]"]);
    let advice = advise(&story.thread, &story.policy, story.now);
    assert_eq!(advice[0].to.as_ref().map(Channel::as_str), Some("email"), "that is where it is solved best");
    assert_eq!(advice[0].say, None, "the only sentence for it asks for a picture, and none is needed");
    assert_eq!(advice[1].to.as_ref().map(Channel::as_str), Some("web-chat"));
    assert!(advice[1].say.as_ref().unwrap().contains("confirm that it is you"));
    let wish = link(&mut story.next);
    let token = TokenId::from_bits(story.next);
    story.run(wish).unwrap();
    let session = story.redeem(token).unwrap();
    story.say(session, "Here I am").unwrap();
    story.run(CommandBody::AskProof { session }).unwrap();
    let evidence = Evidence::CodeConfirmed { address: phone(JANE), at: story.now };
    story.run(CommandBody::Prove { session, evidence }).unwrap();
    let sensitive = rules(&story).into_iter().any(|rule| rule.contains("switch[0]") || rule.contains("needs"));
    assert!(!sensitive, "a code is proof enough for a refund");
}

#[test]
fn what_is_better_elsewhere_is_said_once_and_what_is_never_here_always() {
    let mut story = Story::new();
    story.mail("jane@example.com", true, "Please change my name");
    let intent = story.policy.intents.get_mut("refund").unwrap();
    let chat: Channel = "web-chat".parse().unwrap();
    let email: Channel = "email".parse().unwrap();
    let switch = Switch { when: SwitchWhen::Sensitive, to: chat.clone(), say: "Let us go on in the chat.".to_owned() };
    intent.places = [(chat, Place::Preferred), (email.clone(), Place::Allowed)].into();
    (intent.needs, intent.switches) = (Some(Assurance::Account), vec![switch]);
    about(&mut story, "refund");
    assert_eq!(rules(&story), ["intent.refund.switch[0]"]);
    story.policy.intents.get_mut("refund").unwrap().places.insert(email, Place::Never);
    assert_eq!(rules(&story), ["intent.refund.solved-on.email", "intent.refund.switch[0]"]);
}

#[test]
fn many_messages_and_long_talks_call_for_the_phone() {
    let mut story = Story::new();
    for _ in 0..7 {
        story.sms("And?");
    }
    about(&mut story, "order");
    let phone = "intent.order.switch[0]".to_owned();
    assert!(!rules(&story).contains(&phone));
    story.sms("And?");
    assert!(rules(&story).contains(&phone));
    story.whatsapp("Now here");
    assert!(!rules(&story).contains(&phone), "a change of the medium begins anew");
    about(&mut story, "defect");
    let long = "intent.defect.switch[0]".to_owned();
    assert!(!rules(&story).contains(&long));
    story.now = story.now.plus(30 * MINUTE);
    assert!(rules(&story).contains(&long));
}

#[test]
fn where_no_file_fits_the_rule_says_where_it_does() {
    let (mut story, token) = Story::mailed();
    about(&mut story, "defect");
    let file = "intent.defect.switch[1]".to_owned();
    assert!(!rules(&story).contains(&file), "a mail takes files");
    let session = story.redeem(token).unwrap();
    story.say(session, "It is cracked").unwrap();
    assert!(rules(&story).contains(&file));
}

#[test]
fn who_waits_was_promised_an_answer_by_the_medium_they_asked_on_in_working_time() {
    let mut story = Story::new();
    story.sms("Hello?");
    // Wednesday, 18 November 2026, 11:06:41 in London: within an hour of work.
    assert_eq!(due(&story).unwrap(), "2026-11-18T12:06:41Z");
    story.now = story.now.plus(HOUR);
    story.sms("Hello??");
    assert_eq!(due(&story).unwrap(), "2026-11-18T12:06:41Z", "since the first question");
    story.answer("sms", "Here I am", None).unwrap();
    assert_eq!(due(&story), None);
    story.now = START.plus(2 * DAY + 6 * HOUR + 30 * MINUTE);
    story.sms("And now?");
    // Friday, 17:36: what is left of the hour is on Monday.
    assert!(due(&story).unwrap().starts_with("2026-11-23T09:3"), "{:?}", due(&story));
    story.run(CommandBody::Close { agent: agent("ada") }).unwrap();
    assert_eq!(due(&story), None);
    story.sms("STOP");
    assert_eq!(due(&story), None, "who says stop waits for nothing");
}
