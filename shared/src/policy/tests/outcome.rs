//! Reports and dry runs: what rules did, and what others would have done.

use super::super::*;
use crate::{
    consent::{Consent, ConsentLine},
    event::{Event, EventBody},
    id::{ConversationId, CustomerId, MessageId, SessionId, TokenId},
    identity::{Identifier, Standing},
    message::{Author, Message},
    time::{DAY, HOUR, MINUTE},
};
use std::sync::OnceLock;

/// A Monday noon in London.
const NOON: Timestamp = Timestamp(1_795_435_200_000);

fn default() -> Policy {
    Policy::default_rules().unwrap()
}

/// The medium that texts go over: quiet hours, and no window.
fn texts() -> Channel {
    static KNOWN: OnceLock<Channel> = OnceLock::new();
    let fits = |rules: &ChannelPolicy| rules.compliance.quiet.is_some() && rules.compliance.window_ms.is_none();
    let find = || default().channels.into_iter().find(|(_, rules)| fits(rules)).unwrap().0;
    KNOWN.get_or_init(find).clone()
}

fn phone() -> Identifier {
    Identifier { kind: IdentifierKind::Phone, value: "+447700900123".to_owned() }
}

const CONVERSATION: ConversationId = ConversationId::from_bits(1);

fn received(id: u128, text: &str) -> EventBody {
    let author = Author::Customer { session: None, address: Some(phone()), name: None };
    let mut message = Message::new(MessageId::from_bits(id), texts(), author, text.to_owned());
    message.evidence = vec![Evidence::NumberAsserted { assertion: "signed".to_owned(), at: NOON }];
    EventBody::MessageReceived { message }
}

fn sent(id: u128, text: &str) -> EventBody {
    let author = Author::Agent { agent: "ada".parse().unwrap(), name: "Ada".to_owned() };
    let mut message = Message::new(MessageId::from_bits(id), texts(), author, text.to_owned());
    message.to = Some(phone());
    EventBody::MessageSent { message, link: None }
}

/// A customer texts about an order and is answered an hour later.
fn journal(more: Vec<EventBody>) -> Vec<Event> {
    let opened = EventBody::Opened {
        conversation: CONVERSATION,
        site: "demo".parse().unwrap(),
        customer: CustomerId::from_bits(2),
        subject: None,
    };
    let noted = EventBody::ParticipantNoted {
        identifier: phone(),
        channel: Some(texts()),
        standing: Standing::Claimed,
        evidence: None,
    };
    let agent = Some("ada".parse().unwrap());
    let intent = EventBody::IntentSet { intent: Some("order".to_owned()), agent };
    let story = [opened, noted, received(1, "Where is it?"), intent, sent(2, "It is on its way.")];
    let at = |i: usize| NOON.plus(i64::try_from(i).unwrap() * 15 * MINUTE);
    let all = story.into_iter().chain(more).enumerate();
    all.map(|(i, body)| Event { seq: u64::try_from(i).unwrap() + 1, at: at(i), body }).collect()
}

fn tried(text: &str, more: Vec<EventBody>) -> Vec<(u64, String, String, String)> {
    let new = Policy::of_site(text).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let outcome = dry_run(&default(), &new, &[(CONVERSATION, journal(more))], NOON.plus(DAY));
    assert_eq!(outcome.conversations, 1);
    assert_eq!(outcome.total, outcome.differences.len() as u64);
    outcome.differences.into_iter().map(|it| (it.seq, it.kind, it.before, it.after)).collect()
}

#[test]
fn unchanged_rules_would_have_changed_nothing() {
    assert_eq!(tried("", vec![]), []);
    assert_eq!(tried("[codes]\ntries = 3\n", vec![]), []);
}

#[test]
fn another_promise_shows_with_its_text_and_when_it_was_due() {
    let found = tried("[promise.text-answer]\ntext = 'Within two hours.'\nwithin = '2h'\n", vec![]);
    let [(3, kind, before, after)] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(kind, "promise");
    assert!(before.ends_with("due 2026-11-23T13:30:00Z"), "{before}");
    assert_eq!(after, "\"Within two hours.\", due 2026-11-23T14:30:00Z");
}

#[test]
fn another_weight_shows_in_every_mark() {
    let text = format!("[channel.{}.weight]\nnumber-asserted = 'channel-control'\n", texts());
    let found = tried(&text, vec![received(3, "Thanks")]);
    assert_eq!(
        found.iter().map(|(seq, kind, ..)| (*seq, kind.as_str())).collect::<Vec<_>>(),
        [(3, "disclosure"), (6, "disclosure")]
    );
    assert!(found[0].2.contains("at \"linked\", with a caution"), "{}", found[0].2);
    assert!(found[0].3.ends_with("at \"channel-control\""), "{}", found[0].3);
}

#[test]
fn a_message_that_would_not_have_gone_out_shows_with_the_rule() {
    let channel = texts();
    for (text, rule) in [
        (format!("[channel.{channel}]\nmax-text = 10\n"), format!("channel.{channel}.max-text")),
        (format!("[channel.{channel}]\nenabled = false\n"), format!("channel.{channel}.enabled")),
        (
            format!("[channel.{channel}.compliance]\nopt-in = 'explicit'\n"),
            format!("channel.{channel}.compliance.opt-in"),
        ),
    ] {
        let found = tried(&text, vec![]);
        let refused: Vec<_> = found.iter().filter(|(_, kind, ..)| kind == "refusal").collect();
        let [(5, _, before, after)] = refused.as_slice() else { panic!("{found:#?}") };
        assert_eq!((before.as_str(), after.as_str()), ("it goes out", format!("it is refused by {rule}").as_str()));
    }
    let agreed = EventBody::ConsentNoted {
        line: ConsentLine { identifier: phone(), channel: channel.clone(), consent: Consent::Given },
        because: "They said so.".to_owned(),
        told: false,
    };
    let explicit = format!("[channel.{channel}.compliance]\nopt-in = 'explicit'\n");
    let found = tried(&explicit, vec![agreed, sent(4, "There")]);
    assert_eq!(
        found.iter().map(|(seq, ..)| *seq).collect::<Vec<_>>(),
        [5],
        "what went out after they agreed still does"
    );
}

#[test]
fn another_place_to_go_shows_as_a_switch() {
    let channel = texts();
    let found = tried(&format!("[intent.order.solved-on]\n{channel} = 'never'\n"), vec![]);
    let [(4, kind, before, after)] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(kind, "switch");
    assert!(before.starts_with("intent.order.solved-on."), "{before}");
    assert!(after.starts_with(&format!("intent.order.solved-on.{channel} → ")), "{after}");
}

#[test]
fn what_happened_later_is_not_replayed_and_differences_are_bounded() {
    let new = Policy::of_site(&format!("[channel.{}.weight]\nnumber-asserted = 'channel-control'\n", texts())).unwrap();
    let late = dry_run(&default(), &new, &[(CONVERSATION, journal(vec![]))], NOON.plus(20 * MINUTE));
    assert_eq!((late.events, late.total), (2, 0));
    let mut many = journal((0..600).map(|i| received(10 + i, "again")).collect());
    many.iter_mut().for_each(|event| event.at = NOON);
    let all = dry_run(&default(), &new, &[(CONVERSATION, many)], NOON.plus(30 * DAY));
    assert_eq!(all.differences.len(), 500);
    assert!(all.total > 600);
}

#[test]
fn a_proof_that_would_have_counted_otherwise_shows_in_what_a_browser_reads() {
    let policy = default();
    let channel = policy.channels.iter().find(|(_, rules)| rules.reach == Reach::Session).unwrap().0.clone();
    let session = SessionId::from_bits(7);
    let at = NOON.plus(5 * 15 * MINUTE);
    let opened = EventBody::SessionOpened {
        session,
        channel: channel.clone(),
        token: Some(TokenId::from_bits(8)),
        evidence: vec![Evidence::LinkHeld { at }],
        expires: at.plus(DAY),
    };
    let proven = EventBody::SessionProven {
        session,
        evidence: Evidence::CodeConfirmed { address: phone(), at },
        readable_from: 1,
        expires: at.plus(DAY),
    };
    let text = format!("[channel.{channel}.disclosure.read-history]\nlevel = 'account'\nstep-up = ['site-signed']\n");
    let found = tried(&text, vec![opened, proven]);
    let [(7, kind, before, after)] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(kind, "disclosure");
    assert!(before.contains("reads from entry 1"), "{before}");
    assert!(after.contains("reads nothing earlier") && !after.contains("read-history"), "{after}");
}

#[test]
fn rules_count_as_often_as_they_mattered() {
    let channel = texts();
    let more = vec![
        EventBody::SendRefused {
            agent: None,
            channel: channel.clone(),
            rule: format!("channel.{channel}.compliance.opt-in"),
        },
        EventBody::EpochBegan { address: phone(), from: 6 },
    ];
    let journal = journal(more);
    let fired = fired(&default(), [journal.as_slice()], NOON);
    let times = |rule: &str| fired.get(rule).copied().unwrap_or(0);
    assert_eq!(times(&format!("channel.{channel}")), 2);
    assert_eq!(times(&format!("channel.{channel}.compliance.opt-in")), 1);
    assert_eq!(times("promise.text-answer"), 1);
    assert_eq!(times("hours.office"), 1);
    assert_eq!(times("intent.order"), 1);
    assert_eq!(times("evidence.possession-silence"), 1);
    let later = super::super::fired(&default(), [journal.as_slice()], NOON.plus(HOUR));
    assert!(!later.contains_key("promise.text-answer") && later.contains_key(&format!("channel.{channel}")));

    let report = report(&default(), NOON, 30, &fired);
    let line = |path: &str| report.rules.iter().find(|line| line.path == path).unwrap();
    assert!(line(&format!("channel.{channel}")).fired >= 3, "with what is within it");
    assert_eq!(line("intent.order").fired, 2, "an agent named it, and it advised where to go");
    assert_eq!(line("intent.refund").fired, 0);
    assert_eq!(line("evidence").fired, 2, "the number's proof and the epoch");
}

#[test]
fn the_report_names_who_is_gone_and_what_is_overdue() {
    let text = "[owners]\nactive = ['support']\n[links]\nowner = 'nobody'\n[sessions]\nowner = 'support'\nreview-by = '2026-11-23'\n";
    let report = report(&Policy::of_site(text).unwrap(), NOON, 30, &BTreeMap::new());
    let line = |path: &str| report.rules.iter().find(|line| line.path == path).unwrap();
    assert_eq!(line("links").owner, None);
    assert_eq!(line("codes").owner, None, "security is not active");
    assert_eq!(line("intent.order").owner.as_deref(), Some("support"));
    assert!(line("sessions").overdue && !line("codes").overdue);
    let without = super::super::report(&default(), NOON, 30, &BTreeMap::new());
    assert!(without.rules.iter().all(|line| line.owner.is_some() && !line.overdue));
}

/// What a changed policy contradicts, beyond the default.
fn contradictions(text: &str) -> Vec<String> {
    let policy = Policy::of_site(text).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let default = report(&default(), NOON, 30, &BTreeMap::new()).contradictions;
    let all = report(&policy, NOON, 30, &BTreeMap::new()).contradictions;
    all.into_iter().filter(|it| !default.contains(it)).collect()
}

#[test]
fn rules_that_do_not_go_together_are_named() {
    let channel = texts();
    let one = |text: String, expected: &str| {
        let found = contradictions(&text);
        assert!(found.iter().any(|it| it.starts_with(expected)), "{expected}: {found:#?}");
    };
    let switch = format!("switch = [{{ after = '5m', to = '{channel}', say = 'There' }}]\n");
    one(
        format!("[intent.order]\n{switch}solved-on = {{ {channel} = 'never' }}\n"),
        "intent.order.switch[0]: it leads to",
    );
    one(
        format!("[channel.{channel}]\nenabled = false\n[intent.order]\nsolved-on = {{ {channel} = 'preferred' }}\n"),
        &format!("intent.order.solved-on.{channel}: it is preferred, but switched off"),
    );
    one(
        format!("[channel.{channel}.compliance]\nquiet = '08:00-19:00'\n"),
        &format!("channel.{channel}.compliance.quiet"),
    );
    one("[zones]\n'+9' = ['Europe/London', 'America/Los_Angeles', 'Asia/Tokyo']\n".to_owned(), "zones.\"+9\"");
    one(format!("[channel.{channel}]\nidentifies-from = 'account'\n"), &format!("channel.{channel}.identifies-from"));
    one(
        "[promise.spare]\ntext = 'x'\nwithin = '1h'\nowner = 'a'\nreview-by = '2027-01-31'\n".to_owned(),
        "promise.spare",
    );
    let found = report(&default(), NOON, 30, &BTreeMap::new()).contradictions;
    assert!(found.iter().all(|it| it.contains(".compliance.window:")), "only that no template is approved: {found:#?}");
}
