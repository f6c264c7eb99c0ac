//! A day at a desk: real conversations, and agents with their capacity. After everything that happens it is asserted what
//! must always be true.

use super::fair::assert_fair;
use proptest::sample::Index;
use std::collections::{BTreeMap, BTreeSet};
use weft_shared::{
    command::{Command, CommandBody, DeskCommand, Opening, Sender},
    conversation::Conversation,
    decide::{Refusal, decide, number},
    disclose::{Moment, as_of, facts},
    handoff::{HandoffNote, Party},
    id::{AgentId, ConversationId, CustomerId, HandoffId, MessageId, SessionId},
    identity::{Identifier, IdentifierKind},
    message::{Author, Message},
    policy::Policy,
    routing::{AgentLoad, Decision, Guess, Mood, Priority, Served, Waiting, route, serve},
    time::{HOUR, SECOND, Timestamp},
};

/// How many units each agent can have.
pub const CAPACITY: u32 = 3;
/// What people come by.
pub const MEDIA: [&str; 5] = ["web-chat", "email", "sms", "whatsapp", "voice"];
/// How many kinds of questions there are.
pub const TOPICS: usize = 7;

const START: Timestamp = Timestamp(1_795_000_000_000);
/// Under which rules a day is played, by what they are called.
pub const RULES: [(&str, &str); 3] = [
    ("rules of its own", include_str!("rules.toml")),
    ("the rules that Weft comes with", "[routing]\nassign = true\n"),
    ("the rules of the demo", include_str!("../../../policies/demo.toml")),
];

/// The day so far.
pub struct Day {
    policy: Policy,
    /// The conversations, as they came.
    pub threads: Vec<Conversation>,
    media: Vec<usize>,
    sessions: Vec<Option<SessionId>>,
    agents: Vec<AgentLoad>,
    /// What each conversation takes of its owner's capacity.
    weights: BTreeMap<usize, u32>,
    now: Timestamp,
    next: u128,
    /// The assignments, in order.
    pub log: Vec<(usize, Decision)>,
    by_hand: BTreeSet<usize>,
    /// The most that anybody had.
    pub highest: u32,
}

impl Day {
    pub fn new(rules: &str) -> Self {
        let agent = |name: &str, teams: &[&str], skills: &[&str], languages: &[&str]| {
            let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
            AgentLoad {
                agent: name.parse().unwrap(),
                teams: set(teams),
                skills: set(skills),
                languages: set(languages),
                available: true,
                capacity: CAPACITY,
                load: 0,
                last: Timestamp(0),
            }
        };
        Self {
            policy: Policy::of_site(rules).expect("the rules load"),
            threads: Vec::new(),
            media: Vec::new(),
            sessions: Vec::new(),
            agents: vec![
                agent("ada", &["support"], &["lamps"], &["en", "de"]),
                agent("ben", &["support", "returns"], &[], &[]),
                agent("cem", &["support", "workshop"], &["lamps"], &["en"]),
                agent("dot", &["returns"], &[], &["en", "fr"]),
                agent("eve", &["support"], &[], &[]),
            ],
            weights: BTreeMap::new(),
            now: START,
            next: 1_000,
            log: Vec::new(),
            by_hand: BTreeSet::new(),
            highest: 0,
        }
    }

    fn id(&mut self) -> u128 {
        self.next += 1;
        self.next
    }

    fn run(&mut self, which: usize, body: CommandBody) -> Result<(), Refusal> {
        let key = format!("key-{:08}", self.id()).parse().unwrap();
        let thread = &mut self.threads[which];
        let bodies = decide(thread, &Command { key, body }, &self.policy, self.now)?;
        for event in number(bodies, thread.seq, self.now) {
            thread.apply(&event);
        }
        if !self.threads[which].open || self.threads[which].owner.is_none() {
            self.weights.remove(&which);
        }
        self.holds();
        Ok(())
    }

    /// What must be true at every moment.
    fn holds(&mut self) {
        for thread in self.threads.iter().filter(|thread| thread.open && thread.identity.is_some()) {
            assert!(thread.owner.is_some() != thread.desk.queued.is_some(), "an owner or the queue: {:?}", thread.desk);
        }
        for agent in self.loads() {
            assert!(agent.load <= agent.capacity, "{agent:?}");
            self.highest = self.highest.max(agent.load);
        }
    }

    /// The agents with what they have.
    fn loads(&self) -> Vec<AgentLoad> {
        let mut agents = self.agents.clone();
        for (which, weight) in &self.weights {
            let thread = &self.threads[*which];
            let owner = agents.iter_mut().find(|agent| thread.owner.as_ref() == Some(&agent.agent));
            if let Some(owner) = owner.filter(|_| thread.desk.held.is_none()) {
                owner.load += owner.share(*weight);
            }
        }
        agents
    }

    /// Somebody new comes by a medium, about something. The words are the same by all of them.
    pub fn comes(&mut self, medium: usize, topic: usize) {
        let which = self.threads.len();
        self.threads.push(Conversation::default());
        self.media.push(medium);
        self.sessions.push(None);
        self.now = self.now.plus(SECOND);
        self.says(which);
        let guess = |name: &str, percent| Some(Guess { name: name.to_owned(), percent });
        let (intent, mood, language) = match topic {
            0 => (guess("refund", 90), Mood::Calm, "en"),
            1 => (guess("defect", 80), Mood::Calm, "en"),
            2 => (guess("defect", 80), Mood::Upset, "de"),
            3 => (guess("refund", 20), Mood::Calm, "fr"),
            4 => (None, Mood::Pleased, "en"),
            5 => (None, Mood::Upset, "de"),
            _ => (guess("order", 70), Mood::Calm, "en"),
        };
        let body = CommandBody::Desk(DeskCommand::ReadContext {
            intent,
            others: Vec::new(),
            mood,
            language: Some(language.to_owned()),
        });
        self.run(which, body).expect("a reading is taken");
    }

    fn says(&mut self, which: usize) {
        let channel = MEDIA[self.media[which]].parse().unwrap();
        let text = "Where is my parcel?".to_owned();
        let opening = Opening {
            conversation: ConversationId::from_bits(which as u128 + 1),
            site: "shop".parse().unwrap(),
            customer: CustomerId::from_bits(which as u128 + 1),
            subject: None,
        };
        let message = MessageId::from_bits(self.id());
        if self.media[which] == 0 {
            let session = self.sessions[which].unwrap_or_else(|| SessionId::from_bits(which as u128 + 1));
            if self.sessions[which].is_none() {
                self.sessions[which] = Some(session);
                let channel = MEDIA[0].parse().unwrap();
                let _ = self.run(which, CommandBody::Begin { opening, session, channel, claims: None });
            }
            self.run(which, CommandBody::Say { session, message, channel, text }).expect("a session may write");
            return;
        }
        let (kind, value) = match self.media[which] {
            1 => (IdentifierKind::Mail, format!("jo{which}@example.com")),
            _ => (IdentifierKind::Phone, format!("+447700900{which:03}")),
        };
        let sender = Sender {
            address: Identifier { kind, value },
            name: None,
            evidence: Vec::new(),
            doubt: None,
            known: true,
            consents: Vec::new(),
            withheld: false,
            answered: false,
        };
        let message = Box::new(Message::new(message, channel, Author::System, text));
        self.run(which, CommandBody::Receive { opening, sender, message, answers: None }).expect("it is received");
    }

    /// One of those that are like this.
    fn one(&self, which: &Index, like: impl Fn(&Conversation) -> bool) -> Option<usize> {
        let all: Vec<usize> = (0..self.threads.len()).filter(|at| like(&self.threads[*at])).collect();
        (!all.is_empty()).then(|| *which.get(&all))
    }

    fn owned(&self, which: &Index) -> Option<(usize, AgentId)> {
        let at = self.one(which, |thread| thread.open && thread.owner.is_some())?;
        Some((at, self.threads[at].owner.clone()?))
    }

    pub fn toggle(&mut self, agent: usize) {
        self.agents[agent].available ^= true;
    }

    pub fn everybody_comes(&mut self) {
        self.agents.iter_mut().for_each(|agent| agent.available = true);
    }

    /// Time passes: offers end by it.
    pub fn pass(&mut self, seconds: i64) {
        self.now = self.now.plus(seconds * SECOND);
        for which in 0..self.threads.len() {
            if let Some(handoff) = self.threads[which].desk.offer.as_ref().map(|offer| offer.id) {
                let _ = self.run(which, CommandBody::Desk(DeskCommand::ExpireHandoff { handoff }));
            }
        }
    }

    pub fn close(&mut self, which: &Index) {
        if let Some((at, agent)) = self.owned(which) {
            self.run(at, CommandBody::Close { agent }).expect("an owner may close");
        }
    }

    /// All owners close what they have; how many that were.
    pub fn close_all(&mut self) -> usize {
        let mut closed = 0;
        for at in 0..self.threads.len() {
            if let Some(agent) = self.threads[at].owner.clone().filter(|_| self.threads[at].open) {
                self.run(at, CommandBody::Close { agent }).expect("an owner may close");
                closed += 1;
            }
        }
        closed
    }

    pub fn hold(&mut self, which: &Index) {
        if let Some((at, agent)) = self.owned(which) {
            let _ = self.run(at, CommandBody::Desk(DeskCommand::Hold { agent, until: None, because: String::new() }));
        }
    }

    /// A customer writes: what was on hold or closed goes to the queue.
    pub fn writes(&mut self, which: &Index) {
        if let Some(at) = self.one(which, |_| true) {
            self.now = self.now.plus(SECOND);
            self.says(at);
        }
    }

    fn hand_off(&mut self, which: &Index, owner: Party) {
        let Some((at, agent)) = self.owned(which) else { return };
        let note = HandoffNote {
            wants: "The customer wants to know where the order is.".to_owned(),
            done: "Looked it up; it left the warehouse.".to_owned(),
            promised: "An answer today.".to_owned(),
            next: "Ask the carrier and tell the customer.".to_owned(),
            owner,
            due: self.now.plus(4 * HOUR),
        };
        let (handoff, message) = (HandoffId::from_bits(self.id()), MessageId::from_bits(self.id()));
        let body = CommandBody::Desk(DeskCommand::HandOff {
            agent,
            leads: false,
            handoff,
            note,
            name: "Team".to_owned(),
            message,
        });
        // To oneself, or while it is offered already, it is refused.
        let _ = self.run(at, body);
    }

    pub fn give_back(&mut self, which: &Index, other: bool) {
        self.hand_off(which, Party::Team(if other { "returns" } else { "support" }.to_owned()));
    }

    pub fn offer(&mut self, which: &Index, to: usize) {
        self.hand_off(which, Party::Agent(self.agents[to].agent.clone()));
    }

    fn offered(&self, which: &Index) -> Option<(usize, AgentId)> {
        let to = |thread: &Conversation| match thread.desk.offer.as_ref().map(|offer| offer.to.clone()) {
            Some(Party::Agent(agent)) => Some(agent),
            _ => None,
        };
        let at = self.one(which, |thread| thread.open && to(thread).is_some())?;
        Some((at, to(&self.threads[at])?))
    }

    /// The desk keeps room first, as on every path that makes somebody the owner.
    pub fn accept(&mut self, which: &Index) {
        let Some((at, agent)) = self.offered(which) else { return };
        let weight = self.weights.get(&at).copied().unwrap_or(1);
        let has_room = self.loads().iter().any(|load| load.agent == agent && load.has_room(weight));
        let message = MessageId::from_bits(self.id());
        let body = CommandBody::Desk(DeskCommand::AcceptHandoff { agent, name: "Agent".to_owned(), message });
        if has_room && self.run(at, body).is_ok() {
            self.weights.insert(at, weight);
            self.holds();
        }
    }

    pub fn decline(&mut self, which: &Index) {
        if let Some((at, agent)) = self.offered(which) {
            let because = "I do not know these lamps".to_owned();
            self.run(at, CommandBody::Desk(DeskCommand::DeclineHandoff { agent, because }))
                .expect("an offer may be declined");
        }
    }

    pub fn take_back(&mut self, which: &Index) {
        if let Some((at, owner)) = self.owned(which) {
            let body = CommandBody::Desk(DeskCommand::Requeue { owner, because: "the owner is away".to_owned() });
            self.run(at, body).expect("the desk may take it back");
        }
    }

    /// What everybody has declined who could have it waits until somebody takes it by hand.
    pub fn takes_what_is_left(&mut self) {
        let Some(at) = (0..self.threads.len()).find(|at| self.threads[*at].desk.queued.is_some()) else { return };
        let facts = as_of(facts(&self.threads[at]).unwrap(), &self.policy, self.now);
        let because = &route(&facts, &self.policy.routing, &self.loads()).because;
        assert!(because.iter().any(|it| it.text.contains("has declined it")), "{because:?}");
        let agent = self.agents[0].agent.clone();
        self.run(at, CommandBody::Take { agent }).expect("what waits can be taken");
        self.weights.insert(at, 1);
        self.by_hand.insert(at);
    }

    pub fn open(&self) -> usize {
        self.threads.iter().filter(|thread| thread.open).count()
    }

    /// Everybody who was somebody's.
    pub fn served(&self) -> BTreeSet<usize> {
        self.log.iter().map(|(at, _)| *at).chain(self.by_hand.iter().copied()).collect()
    }

    /// How many of those that wait are urgent.
    pub fn urgent(&self) -> usize {
        let (moment, rules) = (Moment::new(&self.policy, self.now), &self.policy.routing);
        let waits = self.threads.iter().filter(|thread| thread.desk.queued.is_some());
        let placed = waits.map(|thread| route(&moment.of(facts(thread).expect("it is open")), rules, &[]).priority);
        placed.filter(|priority| *priority == Priority::Urgent).count()
    }

    /// The desk serves the queue.
    pub fn drain(&mut self) {
        let waits = |thread: &&Conversation| {
            let offered = thread.desk.offer.as_ref().is_some_and(|offer| matches!(offer.to, Party::Agent(_)));
            thread.desk.queued.is_some() && !offered
        };
        let moment = Moment::new(&self.policy, self.now);
        let waiting: Vec<Waiting> = self
            .threads
            .iter()
            .filter(waits)
            .map(|thread| Waiting {
                conversation: thread.identity.as_ref().unwrap().conversation,
                facts: moment.of(facts(thread).expect("it is open")),
                apart: None,
            })
            .collect();
        let loads = self.loads();
        let served = serve(&waiting, &self.policy.routing, &loads);
        assert_eq!(served.len(), waiting.len(), "each has an answer");
        assert_fair(&self.policy.routing, &waiting, &served, loads);
        for Served { conversation, decision } in served {
            assert!(
                decision.because.len() >= 2 && decision.because.iter().all(|it| !it.text.is_empty()),
                "{decision:?}"
            );
            let Some(agent) = decision.agent.clone() else { continue };
            let at = usize::try_from(conversation.bits()).unwrap() - 1;
            let load = self.agents.iter_mut().find(|it| it.agent == agent).expect("known");
            assert!(load.available, "{agent} is not here");
            load.last = self.now;
            self.weights.insert(at, decision.weight);
            let body = CommandBody::Desk(DeskCommand::Assign { agent: agent.clone(), decision: decision.clone() });
            self.run(at, body).expect("what waits can be assigned");
            assert_eq!(self.threads[at].owner.as_ref(), Some(&agent));
            self.log.push((at, decision));
        }
    }
}
