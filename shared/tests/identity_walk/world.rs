//! The real thing: conversations that decide, and the directory that they ask, wired as the edge wires them.

use crate::memory::Memory;
use std::collections::BTreeMap;
use weft_shared::{
    command::{Command, CommandBody, Opening, Sender},
    conversation::Conversation,
    decide::{Refusal, decide, handed_over, number},
    directory::{self, Account, Arriving, Identifying, Sighting, Word},
    disclose::entry_for_session,
    effect::{Effect, effects},
    event::{Event, EventBody},
    evidence::{Assurance, Evidence},
    id::{ConversationId, CustomerId, MessageId, SessionId, TokenId},
    identity::{Identifier, IdentifierKind, Standing},
    message::{Author, Message},
    policy::Policy,
    time::{MINUTE, SECOND, Timestamp},
    wire::entry::EntryBody,
};

/// How many messages are handed over at once.
const PART: usize = 3;

/// One conversation.
#[derive(Default)]
pub struct Thread {
    pub now: Conversation,
    pub journal: Vec<Event>,
}

/// A link that somebody may follow.
#[derive(Clone, Debug)]
pub struct Link {
    pub conversation: ConversationId,
    pub address: Identifier,
    pub token: TokenId,
    pub generation: u32,
}

/// A message that came in: where, the place before it, and whether it is the customer's.
pub struct Came {
    pub conversation: ConversationId,
    pub before: u64,
    pub inside: bool,
}

pub struct World<'p> {
    pub policy: &'p Policy,
    pub now: Timestamp,
    pub register: Memory,
    pub threads: BTreeMap<ConversationId, Thread>,
    pub links: Vec<Link>,
    /// Where browsers may go on.
    pub elsewhere: BTreeMap<(ConversationId, SessionId), ConversationId>,
    next: u128,
}

impl<'p> World<'p> {
    pub fn new(policy: &'p Policy) -> Self {
        let (register, threads) = (Memory::default(), BTreeMap::new());
        Self {
            policy,
            now: Timestamp(1_795_000_000_000),
            register,
            threads,
            links: Vec::new(),
            elsewhere: BTreeMap::new(),
            next: 1,
        }
    }

    pub fn id(&mut self) -> u128 {
        self.next += 1;
        self.next
    }

    /// Carries out a command, and what follows from it. Answers the place before it.
    pub fn run(&mut self, conversation: ConversationId, body: CommandBody) -> Result<u64, Refusal> {
        let key = format!("command-{:08}", self.id()).parse().unwrap();
        let thread = self.threads.entry(conversation).or_default();
        let before = thread.now.seq;
        let decided = decide(&thread.now, &Command { key, body }, self.policy, self.now)?;
        let mut follow = Vec::new();
        for event in number(decided, before, self.now) {
            thread.now.apply(&event);
            follow.extend(effects(&thread.now, &event));
            self.links.extend(link_of(conversation, &thread.now, &event));
            thread.journal.push(event);
        }
        for effect in follow {
            self.carry_out(conversation, &effect);
        }
        self.run_errands();
        Ok(before)
    }

    fn carry_out(&mut self, conversation: ConversationId, effect: &Effect) {
        let thread = &self.threads[&conversation].now;
        match effect {
            Effect::Prove(identifier) => {
                directory::prove(&mut self.register, conversation, identifier, self.now).unwrap();
            }
            Effect::Index => {
                let identity = thread.identity.as_ref().unwrap();
                let at = thread.last.as_ref().map_or(Timestamp(0), |last| last.at);
                let (customer, open, seq) = (identity.customer, thread.open, thread.seq);
                directory::seen(&mut self.register, &Sighting { conversation, customer, open, seq, at }).unwrap();
            }
            Effect::Depart(to) => self.hand_over(conversation, *to),
            _ => {}
        }
    }

    /// The messages go on in another conversation, in parts.
    fn hand_over(&mut self, from: ConversationId, to: ConversationId) {
        directory::depart(&mut self.register, from, to).unwrap();
        let thread = &self.threads[&from];
        let messages = handed_over(&thread.now, &thread.journal);
        for (part, chunk) in messages.chunks(PART).enumerate() {
            let more = (part + 1) * PART < messages.len();
            self.run(to, CommandBody::Absorb { from, messages: chunk.to_vec(), more }).unwrap();
        }
    }

    /// Tells conversations whose they are.
    pub fn run_errands(&mut self) {
        while let Some(errand) = self.register.errands.pop_front() {
            let (conversation, command) = (errand.conversation, errand.command());
            let told = self.run(conversation, command.body);
            assert!(told.is_ok() || self.threads[&conversation].now.identity.is_none(), "{told:?}");
        }
    }

    /// A message arrives, as adapters take it in. `threaded` is the conversation that it answers by something that
    /// nobody else can have made.
    pub fn arrive(
        &mut self,
        channel: &str,
        address: &Identifier,
        evidence: Vec<Evidence>,
        threaded: Option<ConversationId>,
    ) -> Came {
        let channel = channel.parse().unwrap();
        let proven = self.policy.identifies(&channel, &evidence, self.now);
        let standing = if proven { Standing::Proven } else { Standing::Claimed };
        let key = format!("arrival-{:08}", self.id()).parse().unwrap();
        let (new_customer, new_conversation) = (CustomerId::from_bits(self.id()), ConversationId::from_bits(self.id()));
        let (conversation, customer) = match threaded {
            Some(conversation) => {
                let conversation = directory::departed(&self.register, conversation).unwrap().unwrap_or(conversation);
                (conversation, self.register.conversations[&conversation].customer)
            }
            None => {
                let (identifier, at) = (address, self.now);
                let wish = Arriving { identifier, standing, key: &key, new_customer, new_conversation, at };
                let found = directory::resolve(&mut self.register, &wish).unwrap();
                (found.conversation, found.customer)
            }
        };
        let opening = Opening { conversation, site: "demo".parse().unwrap(), customer, subject: None };
        let sender = Sender {
            address: address.clone(),
            name: None,
            evidence,
            doubt: None,
            known: threaded.is_none(),
            consents: Vec::new(),
            withheld: false,
            answered: false,
        };
        let message = Message::new(MessageId::from_bits(self.id()), channel, Author::System, "hello".to_owned());
        let body = CommandBody::Receive { opening, sender, message: Box::new(message), answers: None };
        let before = self.run(conversation, body).unwrap();
        let journal = &self.threads[&conversation].journal;
        let inside = journal.iter().filter(|event| event.seq > before).any(|event| {
            matches!(&event.body, EventBody::MessageReceived { message }
                if matches!(message.author, Author::Customer { .. }))
        });
        Came { conversation, before, inside }
    }

    /// A visitor begins to write on the website.
    pub fn begin(&mut self, claims: Option<ConversationId>) -> (ConversationId, SessionId) {
        let (conversation, customer) = (ConversationId::from_bits(self.id()), CustomerId::from_bits(self.id()));
        let session = SessionId::from_bits(self.id());
        let sighting = Sighting { conversation, customer, open: true, seq: 0, at: self.now };
        directory::seen(&mut self.register, &sighting).unwrap();
        let opening = Opening { conversation, site: "demo".parse().unwrap(), customer, subject: None };
        let claims = claims.map(|claimed| (claimed, "no proof".to_owned()));
        let begin = CommandBody::Begin { opening, session, channel: web(), claims };
        self.run(conversation, begin).unwrap();
        (conversation, session)
    }

    pub fn follow(&mut self, link: &Link) -> Option<SessionId> {
        let session = SessionId::from_bits(self.id());
        let (token, generation) = (link.token, link.generation);
        let body = CommandBody::Redeem { token, generation, session, channel: web() };
        self.run(link.conversation, body).ok().map(|_| session)
    }

    /// The site's signed word reaches a browser, as the edge takes it in. Answers the place before it, if it counted, and
    /// whether the account was the customer's by the backend before.
    pub fn sign_in(
        &mut self,
        (conversation, session): (ConversationId, SessionId),
        account: &Identifier,
        also: &[Identifier],
    ) -> Option<(u64, bool)> {
        let live = self.threads[&conversation].now.live(session, self.now)?;
        let known = live.readable_from(self.policy, self.now) == Some(1);
        let (once, expires, at) = (self.id().to_string(), self.now.plus(5 * MINUTE), self.now);
        let word = Word { conversation, account, also, known, once: &once, expires, at };
        let answer = directory::account(&mut self.register, &word).unwrap();
        self.run_errands();
        let Account::Here { known, elsewhere } = answer else { return None };
        let evidence = Evidence::SiteSigned { account: account.value.clone(), at };
        let also = also.to_vec();
        let before = self.run(conversation, CommandBody::Identify { session, evidence, also, known }).ok()?;
        if let Some(elsewhere) = elsewhere {
            self.elsewhere.insert((conversation, session), elsewhere);
        }
        Some((before, known))
    }

    pub fn backend_says(&mut self, account: &Identifier, also: &[Identifier]) -> CustomerId {
        let (new_customer, at) = (CustomerId::from_bits(self.id()), self.now);
        directory::identify(&mut self.register, &Identifying { account, also, new_customer, at }).unwrap().customer
    }

    pub fn level(&self, conversation: ConversationId, session: SessionId) -> Option<Assurance> {
        Some(self.threads[&conversation].now.live(session, self.now)?.level(self.policy, self.now))
    }

    /// The places of the messages that a browser sees.
    pub fn sees(&self, conversation: ConversationId, session: SessionId) -> Vec<u64> {
        let thread = &self.threads[&conversation];
        let entry = |event: &&Event| {
            let entry = entry_for_session(&thread.now, self.policy, session, self.now, event);
            entry.is_some_and(|entry| matches!(entry.body, EntryBody::Message(_)))
        };
        thread.journal.iter().filter(entry).map(|event| event.seq).collect()
    }

    pub fn wait(&mut self, ms: i64) {
        self.now = self.now.plus(ms.max(SECOND));
    }
}

fn link_of(conversation: ConversationId, thread: &Conversation, event: &Event) -> Option<Link> {
    let EventBody::LinkIssued { token, address, .. } = &event.body else { return None };
    Some(Link { conversation, address: address.clone(), token: *token, generation: thread.generation })
}

pub fn web() -> weft_shared::channel::Channel {
    "web-chat".parse().unwrap()
}

pub fn named(kind: IdentifierKind, value: impl Into<String>) -> Identifier {
    Identifier { kind, value: value.into() }
}
