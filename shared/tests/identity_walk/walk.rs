//! What people do, at random; what the model makes of it is told beside.

use crate::{
    audit::Grounds,
    model::Model,
    people::{Dice, PEOPLE, Site, Told},
    world::{Came, Link, World, web},
};
use std::collections::{BTreeMap, BTreeSet};
use weft_shared::{
    command::CommandBody,
    conversation::Conversation,
    event::{Event, EventBody},
    evidence::Evidence,
    id::{ConversationId, CustomerId, MessageId, SessionId, TokenId},
    identity::Identifier,
    policy::Policy,
    time::{DAY, HOUR},
};

pub struct Walk<'p> {
    seed: u64,
    pub dice: Dice,
    steps: Vec<String>,
    pub world: World<'p>,
    pub model: Model,
    pub site: Site,
    /// Every browser in a conversation, and who sits before it.
    pub visits: Vec<((ConversationId, SessionId), usize)>,
    /// Who had an identifier when it was first proven.
    pub first_holder: BTreeMap<Identifier, usize>,
    /// Customers that an agent merged: whether that was right is the agent's business.
    pub mistaken: BTreeSet<CustomerId>,
    /// Links to addresses that left since.
    pub dead: BTreeSet<TokenId>,
    pub told: Told,
}

impl<'p> Walk<'p> {
    pub fn new(policy: &'p Policy, seed: u64) -> Self {
        Self {
            seed,
            dice: Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 7),
            steps: Vec::new(),
            world: World::new(policy),
            model: Model::default(),
            site: Site { phones: std::array::from_fn(|number| number) },
            visits: Vec::new(),
            first_holder: BTreeMap::new(),
            mistaken: BTreeSet::new(),
            dead: BTreeSet::new(),
            told: Told::default(),
        }
    }

    /// How it came to this, for whoever has to find out why.
    pub fn story(&self) -> String {
        format!("walk {}:\n{}", self.seed, self.steps.join("\n"))
    }

    pub fn step(&mut self) {
        self.world.wait(1_000);
        let what = self.dice.roll(28);
        let before = self.before(matches!(what, 20 | 21));
        let grounds = match what {
            0..=5 => self.message(),
            6 => self.claim(),
            7..=8 => self.say(),
            9..=10 => self.reply(),
            11..=13 => self.follow(),
            14..=15 => self.code(),
            16 => self.speak(),
            17..=18 => self.sign_in(),
            19 => self.backend(),
            20 => self.merge(),
            21 => self.unmerge(),
            22 => match self.dice.roll(3) {
                0 => self.revoke(),
                1 => self.sign_out(),
                _ => self.recycle(),
            },
            23 => self.wait(),
            24..=26 => self.go_on(),
            _ => self.move_into(),
        };
        self.check(&before, &grounds);
    }

    fn who_is_here(&mut self) -> Option<((ConversationId, SessionId), usize)> {
        let here = |((conversation, session), _): &&((ConversationId, SessionId), usize)| {
            self.world.level(*conversation, *session).is_some()
        };
        let here: Vec<_> = self.visits.iter().filter(here).copied().collect();
        self.dice.pick(&here).copied()
    }

    pub fn some_thread(&mut self) -> Option<ConversationId> {
        let threads: Vec<_> = self.world.threads.keys().copied().collect();
        self.dice.pick(&threads).copied()
    }

    pub fn note(&mut self, what: String) {
        self.steps.push(format!("{:>3} {what}", self.steps.len()));
    }

    /// A message over a channel with whatever proof it may have; sometimes in answer to a thread.
    fn message(&mut self) -> Grounds {
        let (person, at) = (self.dice.roll(PEOPLE), self.world.now);
        let channel = ["email", "sms", "whatsapp", "voice"][self.dice.roll(4)];
        let own = if channel == "email" { Some(self.site.mail(person)) } else { self.site.phones(person).next() };
        let Some(address) = own else { return Grounds::default() };
        let evidence = match (channel, self.dice.roll(3)) {
            (_, 0) => Vec::new(),
            ("email", _) => vec![Evidence::MailAligned { domain: "example.com".to_owned(), at }],
            ("voice", grade) => {
                vec![Evidence::NumberAsserted { assertion: ["stir-c", "stir-a"][grade - 1].to_owned(), at }]
            }
            _ => vec![Evidence::NumberAsserted { assertion: "twilio".to_owned(), at }],
        };
        let threaded = if self.dice.roll(4) == 0 { self.some_thread() } else { None };
        self.arrive(channel, &address, evidence, threaded)
    }

    /// Somebody writes under an address of somebody else, which nothing vouches for; or says so on the website.
    fn claim(&mut self) -> Grounds {
        let person = self.dice.roll(PEOPLE);
        if self.dice.roll(2) == 0 {
            let address = self.site.mail(self.dice.roll(PEOPLE));
            return self.arrive("email", &address, Vec::new(), None);
        }
        let claims = self.some_thread();
        let at = self.world.begin(claims);
        self.note(format!("{person} begins {} and claims {claims:?}", at.0));
        self.model.began.insert(at.1);
        self.visits.push((at, person));
        Grounds::default()
    }

    fn arrive(
        &mut self,
        channel: &str,
        address: &Identifier,
        evidence: Vec<Evidence>,
        threaded: Option<ConversationId>,
    ) -> Grounds {
        let now = self.world.now;
        let proven = self.world.policy.identifies(&channel.parse().unwrap(), &evidence, now);
        let Came { conversation, before, inside } = self.world.arrive(channel, address, evidence, threaded);
        self.note(format!("{} by {channel}, proven {proven}, into {conversation}, inside {inside}", address.value));
        self.told.messages += 1;
        self.told.outside += u64::from(!inside);
        if threaded.is_some() && before > 0 && !self.model.parts.contains_key(&(conversation, address.clone())) {
            assert!(!inside, "a header made a participant: {}", self.story());
        }
        if !proven && threaded.is_none() && before > 0 {
            let customer = self.world.register.conversations[&conversation].customer;
            let known = self.world.register.identifiers.values().filter(|row| row.customer == customer);
            let mut known = known.filter(|row| row.standing == weft_shared::identity::Standing::Proven);
            assert!(known.next().is_none(), "a claim led to somebody who is known: {}", self.story());
        }
        if inside {
            self.model.heard(conversation, address, before, proven, now);
        }
        Grounds { evidence: if proven { vec![address.clone()] } else { Vec::new() }, ..Grounds::default() }
    }

    fn say(&mut self) -> Grounds {
        if let Some(((conversation, session), _)) = self.dice.pick(&self.visits).copied() {
            let message = MessageId::from_bits(self.world.id());
            let body = CommandBody::Say { session, message, channel: web(), text: "and".to_owned() };
            let said = self.world.run(conversation, body);
            self.note(format!("{session} says in {conversation}: {said:?}"));
        }
        Grounds::default()
    }

    /// Somebody follows a link: mostly who got it, but links are forwarded.
    fn follow(&mut self) -> Grounds {
        if let Some(link) = self.dice.pick(&self.world.links).cloned() {
            self.redeem(&link);
        }
        Grounds::default()
    }

    fn redeem(&mut self, link: &Link) {
        let anybody = self.dice.roll(2 * PEOPLE);
        let person = if anybody < PEOPLE { anybody } else { self.site.holder(&link.address) };
        let session = self.world.follow(link);
        self.note(format!("{person} follows a link to {}: {session:?}", link.conversation));
        if let Some(session) = session {
            self.told.links += 1;
            assert!(!self.dead.contains(&link.token), "a link to who left led somewhere: {}", self.story());
            self.model.linked(session, &link.address, self.world.now);
            self.visits.push(((link.conversation, session), person));
        }
    }

    /// A code is spoken by an agent and typed by whoever listens.
    fn speak(&mut self) -> Grounds {
        if let Some(conversation) = self.some_thread() {
            let (token, channel) = (TokenId::from_bits(self.world.id()), "voice".parse().unwrap());
            let speak = CommandBody::SpeakCode { token, channel, address: None, agent: Some(crate::agents::ada()) };
            if self.world.run(conversation, speak).is_ok()
                && let Some(link) = self.world.links.last().cloned()
            {
                self.redeem(&link);
            }
        }
        Grounds::default()
    }

    /// A code is asked for, and typed by who reads the address that it went to.
    fn code(&mut self) -> Grounds {
        let Some((at, person)) = self.who_is_here() else { return Grounds::default() };
        let (conversation, session) = at;
        if self.world.run(conversation, CommandBody::AskProof { session }).is_err() {
            return Grounds::default();
        }
        let asked = self.world.threads[&conversation].now.sessions[&session].asked.clone().unwrap();
        if !self.site.has(person, &asked) {
            self.note(format!("{person} cannot read the code for {}", asked.value));
            return Grounds::default();
        }
        let evidence = Evidence::CodeConfirmed { address: asked.clone(), at: self.world.now };
        let before = self.world.run(conversation, CommandBody::Prove { session, evidence }).unwrap();
        self.note(format!("{person} types the code for {} in {conversation}", asked.value));
        self.told.codes += 1;
        self.model.coded(at, &asked, before, self.world.now);
        Grounds { evidence: vec![asked], proofs: vec![session], ..Grounds::default() }
    }

    /// Somebody is signed in at the site; its word names their addresses as well, or only the account.
    fn sign_in(&mut self) -> Grounds {
        let Some((at, person)) = self.who_is_here() else { return Grounds::default() };
        let (account, also) = (self.site.account(person), self.vouched(person));
        let merges = self.world.register.merges.len();
        let counted = self.world.sign_in(at, &account, &also);
        self.note(format!("{person} signs in at {at:?} with {}: {counted:?}", also.len()));
        for row in self.world.register.merges.values().filter(|row| row.at == self.world.now) {
            if self.mistaken.contains(&row.from) {
                self.mistaken.insert(row.into);
            }
        }
        self.told.absorbed += u64::try_from(self.world.register.merges.len() - merges).unwrap();
        let mut evidence = also.clone();
        evidence.push(account.clone());
        let proofs: Vec<_> = counted.iter().map(|_| at.1).collect();
        if let Some((before, backed)) = counted {
            self.told.words += 1;
            // It may have come home by this very word.
            self.note_rehomed(at.0);
            self.model.signed(at, &account, &also, backed, before, self.world.now);
        } else {
            self.told.words_that_count_for_nothing += 1;
        }
        Grounds { evidence, proofs, ..Grounds::default() }
    }

    pub fn note_rehomed(&mut self, conversation: ConversationId) {
        let moved = |event: &&Event| matches!(event.body, EventBody::Rehomed { .. }) && event.at == self.world.now;
        if let Some(event) = self.world.threads[&conversation].journal.iter().rev().find(moved) {
            self.model.rehomed.insert(conversation, event.seq);
        }
    }

    fn vouched(&mut self, person: usize) -> Vec<Identifier> {
        let mut also = Vec::new();
        if self.dice.roll(2) == 0 {
            also.push(self.site.mail(person));
        }
        if self.dice.roll(3) == 0 {
            also.extend(self.site.phones(person));
        }
        also
    }

    fn backend(&mut self) -> Grounds {
        let person = self.dice.roll(PEOPLE);
        let (account, also) = (self.site.account(person), self.vouched(person));
        let customer = self.world.backend_says(&account, &also);
        self.note(format!("the site says that {} is {customer}", account.value));
        let evidence = also.into_iter().chain([account]).collect();
        Grounds { evidence, ..Grounds::default() }
    }

    fn sign_out(&mut self) -> Grounds {
        if let Some(((conversation, session), _)) = self.dice.pick(&self.visits).copied() {
            let _ = self.world.run(conversation, CommandBody::EndSession { session });
            self.note(format!("{session} signs out"));
            assert!(self.world.sees(conversation, session).is_empty(), "{}", self.story());
        }
        Grounds::default()
    }

    /// Two months pass, and a number has somebody else.
    fn recycle(&mut self) -> Grounds {
        self.world.wait(60 * DAY);
        let (number, person) = (self.dice.roll(PEOPLE), self.dice.roll(PEOPLE));
        self.site.phones[number] = person;
        self.note(format!("two months later {} is {person}'s", Site::phone(number).value));
        self.told.recycled += 1;
        Grounds::default()
    }

    fn wait(&mut self) -> Grounds {
        let ms = [HOUR / 2, 2 * HOUR, DAY, 8 * DAY][self.dice.roll(4)];
        self.world.wait(ms);
        self.note(format!("{} hours pass", ms / HOUR));
        Grounds::default()
    }

    /// The journals alone tell the same story, without gaps, and to nobody who is gone.
    pub fn replays(&self) {
        for ((conversation, session), _) in &self.visits {
            let gone = self.world.level(*conversation, *session).is_none();
            assert!(!gone || self.world.sees(*conversation, *session).is_empty(), "who is gone sees: {}", self.story());
        }
        for thread in self.world.threads.values() {
            assert_eq!(Conversation::replay(&thread.journal), thread.now, "{}", self.story());
            assert!(thread.journal.iter().zip(1..).all(|(event, seq)| event.seq == seq), "{}", self.story());
        }
    }
}
