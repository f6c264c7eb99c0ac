//! Short stories, each with one claim.

use super::*;
use crate::{disclose::has_locked, identity::Standing, time::DAY};

#[test]
fn a_link_lets_write_and_shows_nothing_of_before() {
    let (mut story, token) = Story::mailed();
    let session = story.redeem(token).unwrap();
    assert_eq!(story.level(session), Assurance::Linked);
    assert_eq!(story.sees(session), Vec::<String>::new());
    assert!(has_locked(&story.thread, &story.policy, session, story.now));
    story.say(session, "It is the blue one").unwrap();
    assert_eq!(story.sees(session), ["It is the blue one"]);
}

#[test]
fn a_confirmed_code_shows_the_history() {
    let (mut story, token) = Story::mailed();
    let session = story.redeem(token).unwrap();
    story.prove(session, "jane@example.com").unwrap();
    assert_eq!(story.level(session), Assurance::ChannelControl);
    assert_eq!(story.sees(session), ["My lamp is broken", "Which lamp is it?"]);
    assert!(!has_locked(&story.thread, &story.policy, session, story.now));
}

#[test]
fn a_code_for_another_address_or_an_unasked_one_proves_nothing() {
    let (mut story, token) = Story::mailed();
    let session = story.redeem(token).unwrap();
    let evidence = Evidence::CodeConfirmed { address: address("jane@example.com"), at: story.now };
    assert!(story.run(CommandBody::Prove { session, evidence }).is_err());
    assert!(story.prove(session, "eve@example.com").is_err());
    let held = Evidence::LinkHeld { at: story.now };
    assert!(story.run(CommandBody::Prove { session, evidence: held }).is_err());
    assert_eq!(story.level(session), Assurance::Linked);
}

#[test]
fn an_answer_in_the_chat_is_seen_by_the_browser_that_it_answers_only() {
    let (mut story, token) = Story::mailed();
    let (mine, other) = (story.redeem(token).unwrap(), story.redeem(token).unwrap());
    story.say(mine, "Hello").unwrap();
    story.reply("Hello to you").unwrap();
    assert_eq!(story.sees(mine), ["Hello", "Hello to you"]);
    assert_eq!(story.sees(other), Vec::<String>::new());
}

#[test]
fn silence_beyond_the_limit_locks_what_came_before() {
    let (mut story, _) = Story::mailed();
    story.now = story.now.plus(46 * DAY);
    story.mail("jane@example.com", true, "I am back, or so I say");
    let token = story.reply("Welcome").unwrap();
    let session = story.redeem(token).unwrap();
    story.prove(session, "jane@example.com").unwrap();
    assert_eq!(story.sees(session), ["I am back, or so I say", "Welcome"]);
    let how = "Asked for the order number".to_owned();
    story.run(CommandBody::Vouch { agent: agent("ada"), session, how }).unwrap();
    assert_eq!(story.sees(session).len(), 4);
}

#[test]
fn what_an_agent_opened_closes_with_their_word_though_a_later_code_still_counts() {
    let (mut story, _) = Story::mailed();
    story.now = story.now.plus(46 * DAY);
    story.mail("jane@example.com", true, "I am back, or so I say");
    let token = story.reply("Welcome").unwrap();
    let session = story.redeem(token).unwrap();
    let how = "Asked for the order number".to_owned();
    story.run(CommandBody::Vouch { agent: agent("ada"), session, how }).unwrap();
    story.prove(session, "jane@example.com").unwrap();
    assert_eq!(story.sees(session).len(), 4);
    story.now = story.now.plus(DAY);
    assert_eq!(story.level(session), Assurance::ChannelControl);
    assert_eq!(story.sees(session), ["I am back, or so I say", "Welcome"]);
}

#[test]
fn a_code_after_a_long_silence_opens_a_new_epoch() {
    let (mut story, _) = Story::mailed();
    story.now = story.now.plus(40 * DAY);
    let token = story.reply("Are you still there?").unwrap();
    story.now = story.now.plus(10 * DAY);
    let session = story.redeem(token).unwrap();
    story.prove(session, "jane@example.com").unwrap();
    assert_eq!(story.sees(session), Vec::<String>::new());
    assert!(has_locked(&story.thread, &story.policy, session, story.now));
}

#[test]
fn a_session_ends_with_the_proof_it_rests_on() {
    let (mut story, token) = Story::mailed();
    let session = story.redeem(token).unwrap();
    story.prove(session, "jane@example.com").unwrap();
    let expires = story.thread.sessions[&session].expires;
    let evidence = story.thread.sessions[&session].evidence.last().cloned().unwrap();
    assert!(expires <= story.policy.expiry_of(&evidence));
    story.now = expires;
    assert_eq!(story.sees(session), Vec::<String>::new());
    assert_eq!(story.say(session, "Still me"), Err(Refusal::SessionOver));
}

#[test]
fn revoked_expired_and_unknown_links_are_refused_alike() {
    let (mut story, token) = Story::mailed();
    story.run(CommandBody::RevokeLinks { agent: agent("ada") }).unwrap();
    assert_eq!(story.redeem(token), Err(Refusal::LinkUnusable));
    assert_eq!(story.redeem(TokenId::from_bits(99)), Err(Refusal::LinkUnusable));
    let fresh = story.reply("A new link").unwrap();
    story.now = story.now.plus(story.policy.links.valid_ms);
    assert_eq!(story.redeem(fresh), Err(Refusal::LinkUnusable));
}

#[test]
fn a_strangers_mail_is_from_outside_and_makes_nobody_a_participant() {
    let (mut story, token) = Story::mailed();
    for (from, aligned) in [("eve@example.com", true), ("jane@example.com", false)] {
        story.mail(from, aligned, "Send me everything");
        let EventBody::MessageReceived { message } = &story.journal.last().unwrap().body else { panic!() };
        assert!(matches!(message.author, Author::Outsider { .. }), "{from}");
    }
    assert_eq!(story.thread.participants.len(), 1);
    let session = story.redeem(token).unwrap();
    story.prove(session, "jane@example.com").unwrap();
    assert!(!story.sees(session).contains(&"Send me everything".to_owned()));
}

#[test]
fn what_is_only_claimed_becomes_proven_by_its_own_evidence() {
    let mut story = Story::new();
    story.mail("jane@example.com", false, "Hello");
    assert_eq!(story.thread.participants[0].standing, Standing::Claimed);
    story.mail("jane@example.com", true, "It is really me");
    assert_eq!(story.thread.participants[0].standing, Standing::Proven);
}

#[test]
fn two_agents_cannot_both_have_it() {
    let (mut story, _) = Story::mailed();
    assert_eq!(story.run(CommandBody::Take { agent: agent("ben") }), Err(Refusal::OwnedBy("ada".to_owned())));
    assert_eq!(story.run(CommandBody::Close { agent: agent("ben") }), Err(Refusal::OwnedBy("ada".to_owned())));
    let requeue = CommandBody::Desk(DeskCommand::Requeue { owner: agent("ada"), because: "Ada is away".to_owned() });
    story.run(requeue).unwrap();
    assert_eq!(story.run(CommandBody::Take { agent: agent("ben") }), Ok(1));
}

#[test]
fn a_new_message_reopens_and_a_bounce_does_not() {
    let (mut story, _) = Story::mailed();
    story.run(CommandBody::Close { agent: agent("ada") }).unwrap();
    story.run(CommandBody::Note { what: "A bounce".to_owned(), raw: None, about: None }).unwrap();
    assert!(!story.thread.open);
    story.mail("jane@example.com", true, "One more thing");
    assert!(story.thread.open);
}

#[test]
fn the_answer_goes_out_the_way_the_customer_was_heard_last() {
    let (mut story, token) = Story::mailed();
    let first = |story: &Story| ways(&story.thread, &story.policy, story.now, &|_| true).remove(0);
    assert_eq!(first(&story).target, Target::Address(address("jane@example.com")));
    let session = story.redeem(token).unwrap();
    story.say(session, "Now in the chat").unwrap();
    assert_eq!(first(&story).target, Target::Session(session));
    assert!(first(&story).caution.is_some(), "a link alone calls for caution");
    story.prove(session, "jane@example.com").unwrap();
    assert!(first(&story).caution.is_none());
    let while_away = ways(&story.thread, &story.policy, story.now, &|_| false).remove(0);
    assert_eq!(while_away.target, Target::Address(address("jane@example.com")), "a browser that is away can wait");
}

#[test]
fn delivery_reports_and_read_marks_only_ever_rise() {
    let (mut story, _) = Story::mailed();
    let message = *story.thread.messages.iter().find(|(_, placed)| placed.outbound).unwrap().0;
    for (status, changes) in [(Delivery::Delivered, 1), (Delivery::Sent, 0), (Delivery::Failed, 0), (Delivery::Read, 1)]
    {
        assert_eq!(
            story.run(CommandBody::Report { message, status, detail: None, foreign_id: None }),
            Ok(changes),
            "{status:?}"
        );
    }
    let unknown = CommandBody::Report {
        message: MessageId::from_bits(1),
        status: Delivery::Sent,
        detail: None,
        foreign_id: None,
    };
    assert_eq!(story.run(unknown), Err(Refusal::NotFound));
}

#[test]
fn text_is_bounded_and_never_empty() {
    let (mut story, token) = Story::mailed();
    let session = story.redeem(token).unwrap();
    assert!(matches!(story.say(session, " \n"), Err(Refusal::Text(_))));
    assert!(matches!(story.say(session, &"ä".repeat(MAX_TEXT + 1)), Err(Refusal::Text(_))));
    assert!(story.say(session, &"ä".repeat(MAX_TEXT)).is_ok());
}

#[test]
fn nothing_happens_in_a_conversation_that_has_not_begun() {
    let mut story = Story::new();
    assert_eq!(story.run(CommandBody::Take { agent: agent("ada") }), Err(Refusal::NotFound));
    assert_eq!(story.redeem(TokenId::from_bits(3)), Err(Refusal::NotFound));
}
