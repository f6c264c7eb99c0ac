//! Claims about decisions and disclosure, each as a short story, and properties over random ones.

use super::*;
use crate::{
    channel::Channel,
    command::Sender,
    disclose::{entry_for_agent, entry_for_session, has_locked, row, thread_state},
    evidence::{Assurance, Evidence},
    id::{AgentId, CommandKey, ConversationId, CustomerId, MessageId, SessionId, SiteId, TokenId},
    identity::{Identifier, IdentifierKind, Standing},
    message::{Author, Message},
    time::{DAY, HOUR},
    wire::entry::EntryBody,
};
use proptest::prelude::*;

const START: Timestamp = Timestamp(1_795_000_000_000);

/// A conversation that is told by what its people do.
struct Story {
    policy: Policy,
    thread: Conversation,
    journal: Vec<Event>,
    now: Timestamp,
    next: u128,
}

impl Story {
    fn new() -> Self {
        let policy = Policy::default_rules().expect("the default policy loads");
        Self { policy, thread: Conversation::default(), journal: Vec::new(), now: START, next: 1 }
    }

    fn id(&mut self) -> u128 {
        self.next += 1;
        self.next
    }

    fn run(&mut self, body: CommandBody) -> Result<usize, Refusal> {
        self.now = self.now.plus(1_000);
        let key: CommandKey = format!("key-{:08}", self.id()).parse().unwrap();
        let bodies = decide(&self.thread, &Command { key, body }, &self.policy, self.now)?;
        let events = number(bodies, self.thread.seq, self.now);
        for event in &events {
            self.thread.apply(event);
        }
        let count = events.len();
        self.journal.extend(events);
        Ok(count)
    }

    fn mail(&mut self, from: &str, aligned: bool, text: &str) {
        let message = Message {
            id: MessageId::from_bits(self.id()),
            channel: "email".parse().unwrap(),
            author: Author::System,
            subject: Some("Broken lamp".to_owned()),
            text: text.to_owned(),
            folded: None,
            evidence: Vec::new(),
            to: None,
            to_session: None,
            attachments: Vec::new(),
            raw: None,
            foreign_id: Some(format!("<{}@example.com>", self.next)),
            automatic: None,
        };
        let at = self.now;
        let evidence = aligned.then(|| Evidence::MailAligned { domain: "example.com".to_owned(), at });
        let sender = Sender { address: address(from), name: None, evidence: evidence.into_iter().collect(), doubt: None };
        let body = CommandBody::Receive { opening: opening(), sender, message: Box::new(message) };
        self.run(body).unwrap();
    }

    fn reply(&mut self, text: &str) -> Result<TokenId, Refusal> {
        let token = TokenId::from_bits(self.id());
        let message = MessageId::from_bits(self.id());
        let body = CommandBody::Reply {
            agent: agent("ada"),
            name: "Ada".to_owned(),
            message,
            token,
            channel: None,
            text: text.to_owned(),
            attachments: Vec::new(),
        };
        self.run(body).map(|_| token)
    }

    fn redeem(&mut self, token: TokenId) -> Result<SessionId, Refusal> {
        let session = SessionId::from_bits(self.id());
        let generation = self.thread.links.get(&token).map_or(0, |link| link.generation);
        let body = CommandBody::Redeem { token, generation, session, channel: web() };
        self.run(body).map(|_| session)
    }

    fn say(&mut self, session: SessionId, text: &str) -> Result<usize, Refusal> {
        let message = MessageId::from_bits(self.id());
        self.run(CommandBody::Say { session, message, channel: web(), text: text.to_owned() })
    }

    fn prove(&mut self, session: SessionId, to: &str) -> Result<usize, Refusal> {
        self.run(CommandBody::AskProof { session })?;
        let evidence = Evidence::CodeConfirmed { address: address(to), at: self.now };
        self.run(CommandBody::Prove { session, evidence })
    }

    fn level(&self, session: SessionId) -> Assurance {
        self.thread.live(session, self.now).map_or(Assurance::Anonymous, |live| live.level(&self.policy, self.now))
    }

    fn sees(&self, session: SessionId) -> Vec<String> {
        self.journal
            .iter()
            .filter_map(|event| entry_for_session(&self.thread, &self.policy, session, self.now, event))
            .filter_map(|entry| match entry.body {
                EntryBody::Message(utterance) => Some(utterance.text),
                _ => None,
            })
            .collect()
    }

    /// A mail and its answer, with a link in the answer.
    fn mailed() -> (Self, TokenId) {
        let mut story = Self::new();
        story.mail("jane@example.com", true, "My lamp is broken");
        let token = story.reply("Which lamp is it?").unwrap();
        (story, token)
    }
}

fn address(value: &str) -> Identifier {
    Identifier { kind: IdentifierKind::Mail, value: value.to_owned() }
}

fn agent(name: &str) -> AgentId {
    name.parse().unwrap()
}

fn web() -> Channel {
    "web-chat".parse().unwrap()
}

fn opening() -> Opening {
    let site: SiteId = "demo".parse().unwrap();
    Opening { conversation: ConversationId::from_bits(7), site, customer: CustomerId::from_bits(8), subject: None }
}

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
    story.run(CommandBody::Release { agent: agent("ada") }).unwrap();
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
    let first = |story: &Story| ways(&story.thread, &story.policy, story.now).remove(0);
    assert_eq!(first(&story).target, Target::Address(address("jane@example.com")));
    let session = story.redeem(token).unwrap();
    story.say(session, "Now in the chat").unwrap();
    assert_eq!(first(&story).target, Target::Session(session));
    assert!(first(&story).caution.is_some(), "a link alone calls for caution");
    story.prove(session, "jane@example.com").unwrap();
    assert!(first(&story).caution.is_none());
}

#[test]
fn delivery_reports_and_read_marks_only_ever_rise() {
    let (mut story, _) = Story::mailed();
    let message = *story.thread.messages.iter().find(|(_, placed)| placed.outbound).unwrap().0;
    for (status, changes) in [(Delivery::Delivered, 1), (Delivery::Sent, 0), (Delivery::Failed, 0), (Delivery::Read, 1)] {
        assert_eq!(story.run(CommandBody::Report { message, status, detail: None }), Ok(changes), "{status:?}");
    }
    let unknown = CommandBody::Report { message: MessageId::from_bits(1), status: Delivery::Sent, detail: None };
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

/// What may happen next in a random story.
#[derive(Clone, Debug)]
enum Step {
    Mail { stranger: bool, aligned: bool },
    Reply,
    Redeem,
    Say(usize),
    Prove { session: usize, right: bool },
    Vouch(usize),
    SignOut(usize),
    Revoke,
    Close,
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (any::<bool>(), any::<bool>()).prop_map(|(stranger, aligned)| Step::Mail { stranger, aligned }),
        3 => Just(Step::Reply),
        3 => Just(Step::Redeem),
        3 => (0..4_usize).prop_map(Step::Say),
        3 => (0..4_usize, any::<bool>()).prop_map(|(session, right)| Step::Prove { session, right }),
        1 => (0..4_usize).prop_map(Step::Vouch),
        1 => (0..4_usize).prop_map(Step::SignOut),
        1 => Just(Step::Revoke),
        1 => Just(Step::Close),
        2 => prop_oneof![Just(HOUR), Just(DAY), Just(8 * DAY), Just(50 * DAY)].prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_reads_above_its_level_or_rises_without_its_event(steps in prop::collection::vec(step(), 1..60)) {
        let (mut story, first) = Story::mailed();
        let (mut links, mut sessions) = (vec![first], Vec::<SessionId>::new());
        for step in steps {
            let before: Vec<_> = sessions.iter().map(|session| story.level(*session)).collect();
            let seq = story.thread.seq;
            let pick = |index: usize| sessions.get(index % sessions.len().max(1)).copied();
            match step {
                Step::Mail { stranger, aligned } => {
                    story.mail(if stranger { "eve@example.com" } else { "jane@example.com" }, aligned, "secret");
                }
                Step::Reply => links.extend(story.reply("secret answer")),
                Step::Redeem => {
                    let link = *links.last().unwrap();
                    let opened = story.redeem(link);
                    sessions.extend(opened);
                    continue;
                }
                Step::Say(index) => { if let Some(session) = pick(index) { let _ = story.say(session, "own"); } }
                Step::Prove { session, right } => if let Some(session) = pick(session) {
                    let _ = story.prove(session, if right { "jane@example.com" } else { "eve@example.com" });
                },
                Step::Vouch(index) => if let Some(session) = pick(index) {
                    let how = "asked".to_owned();
                    let _ = story.run(CommandBody::Vouch { agent: agent("ada"), session, how });
                },
                Step::SignOut(index) => { if let Some(session) = pick(index) { let _ = story.run(CommandBody::EndSession { session }); } }
                Step::Revoke => { let _ = story.run(CommandBody::RevokeLinks { agent: agent("ada") }); }
                Step::Close => { let _ = story.run(CommandBody::Close { agent: agent("ada") }); }
                Step::Wait(ms) => story.now = story.now.plus(ms),
            }
            for (session, before) in sessions.iter().zip(before) {
                let after = story.level(*session);
                let raised = story.journal.iter().filter(|event| event.seq > seq).any(|event| {
                    matches!(&event.body, EventBody::SessionProven { session: id, .. } if id == session)
                });
                prop_assert!(after <= before || raised, "a level rose without its event");
                let seen = story.sees(*session);
                if after < Assurance::ChannelControl {
                    let live = &story.thread.sessions[session];
                    let addressed = story.journal.iter().filter(|event| matches!(&event.body,
                        EventBody::MessageSent { message, .. } if message.to_session == Some(*session)));
                    let foreign = seen.iter().filter(|text| *text != "own").count();
                    prop_assert!(foreign <= addressed.count(), "a link showed what is not its own: {live:?}");
                }
                // What strangers write is for agents at every level.
                let outside = story.journal.iter().filter(|event| matches!(&event.body,
                    EventBody::MessageReceived { message } if matches!(message.author, Author::Outsider { .. })));
                for event in outside {
                    prop_assert!(entry_for_session(&story.thread, &story.policy, *session, story.now, event).is_none());
                }
            }
            prop_assert!(story.thread.participants.iter().all(|known| known.identifier.value == "jane@example.com"));
        }
        // The journal alone tells the same story, without gaps.
        prop_assert_eq!(&Conversation::replay(&story.journal), &story.thread);
        prop_assert!(story.journal.iter().zip(1..).all(|(event, seq)| event.seq == seq));
        // And it survives being stored.
        for event in &story.journal {
            let stored = serde_json::to_string(event).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Event>(&stored).unwrap(), event);
            let _ = entry_for_agent(&story.policy, event);
        }
        prop_assert!(row(&story.thread, &story.policy).is_some());
        prop_assert!(thread_state(&story.thread, &story.policy, story.now, &|_| false).is_some());
    }
}
