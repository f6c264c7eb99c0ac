//! Claims about decisions and disclosure: [`stories`], each a short one, and a property over random walks.

mod advice;
mod amending;
mod back;
mod ends;
mod handing;
mod joining;
mod noting;
mod owners;
mod parting;
mod sending;
mod stories;
mod visits;
mod walk;
mod wishes;

use super::*;
use crate::{
    channel::Channel,
    command::Sender,
    disclose::entry_for_session,
    evidence::{Assurance, Evidence},
    id::{AgentId, CommandKey, ConversationId, CustomerId, MessageId, SessionId, SiteId, TokenId},
    identity::{Identifier, IdentifierKind},
    message::{Author, Delivery, Message},
    wire::entry::EntryBody,
};
use std::sync::LazyLock;

/// 18 November 2026, 11:06 in London: a working day.
const START: Timestamp = Timestamp(1_795_000_000_000);
/// A number in London.
const JANE: &str = "+447700900123";

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
        static RULES: LazyLock<Policy> = LazyLock::new(|| Policy::default_rules().expect("the default policy loads"));
        Self { policy: RULES.clone(), thread: Conversation::default(), journal: Vec::new(), now: START, next: 1 }
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
        let mut message =
            Message::new(MessageId::from_bits(self.id()), "email".parse().unwrap(), Author::System, text.to_owned());
        message.subject = Some("Broken lamp".to_owned());
        message.foreign_id = Some(format!("<{}@example.com>", self.next));
        let at = self.now;
        let evidence = aligned.then(|| Evidence::MailAligned { domain: "example.com".to_owned(), at });
        let sender = Sender { known: false, ..sender(address(from), evidence.into_iter().collect()) };
        let body = CommandBody::Receive { opening: opening(), sender, message: Box::new(message), answers: None };
        self.run(body).unwrap();
    }

    /// A message from a number, with the provider's word for it; none: its check failed.
    fn text(&mut self, over: &str, from: &str, word: Option<&str>, text: &str) -> usize {
        let id = MessageId::from_bits(self.id());
        let mut message = Message::new(id, over.parse().unwrap(), Author::System, text.to_owned());
        message.foreign_id = Some(format!("f-{}", self.next));
        let at = self.now;
        let evidence = word.map(|word| Evidence::NumberAsserted { assertion: word.to_owned(), at });
        let named = Some("Jane".to_owned());
        let sender = Sender { name: named, ..sender(phone(from), evidence.into_iter().collect()) };
        let body = CommandBody::Receive { opening: opening(), sender, message: Box::new(message), answers: None };
        self.run(body).unwrap()
    }

    fn sms(&mut self, text: &str) -> usize {
        self.text("sms", JANE, Some("sender"), text)
    }

    fn whatsapp(&mut self, text: &str) -> usize {
        self.text("whatsapp", JANE, Some("account"), text)
    }

    fn answer(&mut self, over: &str, text: &str, template: Option<&str>) -> Result<usize, Refusal> {
        let token = TokenId::from_bits(self.id());
        let message = MessageId::from_bits(self.id());
        self.run(CommandBody::Reply {
            agent: agent("ada"),
            name: "Ada".to_owned(),
            message,
            token,
            channel: Some(over.parse().unwrap()),
            text: text.to_owned(),
            attachments: Vec::new(),
            template: template.map(str::to_owned),
        })
    }

    /// What Weft sent by itself.
    fn automatic(&self) -> Vec<&Message> {
        self.journal
            .iter()
            .filter_map(|event| match &event.body {
                EventBody::MessageSent { message, .. } if message.author == Author::System => Some(message),
                _ => None,
            })
            .collect()
    }

    fn last_received(&self) -> &Message {
        self.journal
            .iter()
            .rev()
            .find_map(|event| match &event.body {
                EventBody::MessageReceived { message } => Some(message),
                _ => None,
            })
            .unwrap()
    }

    fn way(&self, over: &str) -> Way {
        let ways = ways(&self.thread, &self.policy, self.now, &|_| true);
        ways.into_iter().find(|way| way.channel.as_str() == over).unwrap()
    }

    fn channel(&mut self, name: &str) -> &mut crate::policy::ChannelPolicy {
        let channel: Channel = name.parse().unwrap();
        self.policy.channels.get_mut(&channel).unwrap()
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
            template: None,
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

fn phone(value: &str) -> Identifier {
    Identifier { kind: IdentifierKind::Phone, value: value.to_owned() }
}

/// Somebody whom the site knows, with these proofs.
fn sender(address: Identifier, evidence: Vec<Evidence>) -> Sender {
    Sender {
        address,
        name: None,
        evidence,
        doubt: None,
        known: true,
        consents: Vec::new(),
        withheld: false,
        answered: false,
    }
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
