//! The conversation: what its journal adds up to, as far as decisions need it.

mod apply;
mod at_desk;

pub(crate) use at_desk::HANDED;
pub use at_desk::{AtDesk, Hold, Note, Past, Promise, Reading, Signed};

use crate::{
    call::Call,
    channel::Channel,
    consent::{Consent, NotedConsent},
    event::Event,
    evidence::{Action, Assurance, Evidence},
    id::{AgentId, ConversationId, CustomerId, MessageId, SessionId, SiteId, TokenId},
    identity::{Identifier, Standing},
    message::{Amendment, Delivery, Message, Via},
    policy::{Capability, Policy},
    time::Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

/// The thread. Made from nothing by [`apply`](Self::apply)ing its journal, and changed by nothing else.
///
/// It is deliberately not serialisable: its journal is what is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    /// The place of the last event; 0 before the first.
    pub seq: u64,
    /// Who and where; none before the first event.
    pub identity: Option<Identity>,
    /// When it began; none before. Its id says nothing of that: one that follows from a browser's key has no time in it.
    pub opened: Option<Timestamp>,
    /// What it is about.
    pub subject: Option<String>,
    /// Whether it is open.
    pub open: bool,
    /// Who answers for it. None of an open one: it waits in the queue. Closing ends it: nobody answers for what is closed.
    pub owner: Option<AgentId>,
    /// Links of other generations are dead.
    pub generation: u32,
    /// The addresses that take part.
    pub participants: Vec<Participant>,
    /// The browsers that take part.
    pub sessions: BTreeMap<SessionId, Session>,
    /// Links that were sent.
    pub links: BTreeMap<TokenId, Link>,
    /// Every message's place and visibility.
    pub messages: BTreeMap<MessageId, Placed>,
    /// The customer's last message.
    pub heard: Option<Heard>,
    /// The site's own end that each address wrote to last, by medium, and when.
    pub vias: BTreeMap<(Identifier, Channel), (Via, Timestamp)>,
    /// The last message of anybody, for the inbox.
    pub last: Option<Last>,
    /// Ids by which media know this thread's messages, oldest first: what an answer refers to.
    pub references: Vec<String>,
    /// Every message by the id that its medium knows it by.
    pub foreign: BTreeMap<String, MessageId>,
    /// Calls, as far as they are known.
    pub calls: BTreeMap<MessageId, Call>,
    /// What senders changed of their messages, the latest of each.
    pub amended: BTreeMap<MessageId, Amendment>,
    /// What the holders of addresses wish.
    pub consents: Vec<NotedConsent>,
    /// What it is about, by a name of the policy's list.
    pub intent: Option<String>,
    /// The deals of the site that it is about.
    pub deals: Vec<Identifier>,
    /// Where it goes on, if it ended so.
    pub departed: Option<ConversationId>,
    /// The place at which it last became another customer's; 0 if it never did. No account reads across it.
    pub rehomed: u64,
    /// Conversations that somebody said it continues, and could not prove it.
    pub claims: Vec<ConversationId>,
    /// The browser that began it, if one did.
    pub began: Option<SessionId>,
    /// Messages of another conversation were moved here.
    pub absorbed: bool,
    /// Conversations whose messages have come in part, with the addresses that join by them when all have come.
    pub arriving: BTreeMap<ConversationId, Vec<Newcomer>>,
    /// The one of them whose messages follow now.
    pub absorbing: Option<ConversationId>,
    /// Who took part until a merge was undone: moved messages bring none of them back.
    pub left: BTreeSet<Identifier>,
    /// When each address was last answered by itself, for the limits.
    pub automatic: BTreeMap<Identifier, Timestamp>,
    /// The same, by what it was answered with: the `automatic` of those messages.
    pub answered: BTreeMap<(Identifier, String), Timestamp>,
    /// Messages that were edited or taken back, with the last such change; reactions are not among them.
    pub edited: BTreeMap<MessageId, Amendment>,
    /// The customer's messages since they last changed the medium.
    pub streak: Option<Streak>,
    /// The customer's first message that no agent has answered.
    pub waiting: Option<Waiting>,
    /// Who answers, and what agents know of it.
    pub desk: AtDesk,
}

/// Messages of the customer on one medium, without a change of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Streak {
    /// The medium.
    pub channel: Channel,
    /// How many.
    pub messages: u32,
    /// When the first of them was written.
    pub since: Timestamp,
}

/// A customer who waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The message.
    pub message: MessageId,
    /// Where they asked.
    pub channel: Channel,
    /// Since when.
    pub since: Timestamp,
}

/// Who and where. Only the customer can become another, when two are merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its site.
    pub site: SiteId,
    /// Its customer.
    pub customer: CustomerId,
}

/// An address that takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// The address in stored form.
    pub identifier: Identifier,
    /// The media that it was heard on, the latest last. None when somebody said that it is the customer's.
    pub heard_on: Vec<HeardOn>,
    /// Claimed or proven.
    pub standing: Standing,
    /// The proof behind `proven`.
    pub evidence: Option<Evidence>,
    /// The name that its holder gave.
    pub name: Option<String>,
    /// Since when it takes part.
    pub joined: Timestamp,
    /// When its holder was last heard, or proved it.
    pub heard: Timestamp,
    /// The first entry of its possession epoch: what came before is locked for its holder.
    pub epoch: u64,
    /// When that epoch began: messages that were moved here are locked for its holder if they were written before.
    pub held_since: Timestamp,
}

/// An address that a moved message came from, and takes no part yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// The address.
    pub identifier: Identifier,
    /// The medium of the message.
    pub channel: Channel,
    /// What the message proved.
    pub evidence: Vec<Evidence>,
    /// When it was written.
    pub at: Timestamp,
}

/// A medium that an address was heard on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeardOn {
    /// The medium.
    pub channel: Channel,
    /// When last; it begins the medium's window.
    pub at: Timestamp,
    /// What its last message proved.
    pub evidence: Vec<Evidence>,
}

/// A browser that takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its medium.
    pub channel: Channel,
    /// The link that brought it.
    pub token: Option<TokenId>,
    /// Its proofs.
    pub evidence: Vec<Evidence>,
    /// Proofs that it gave here, each with the first entry that it may read by it.
    pub readable: Vec<(Evidence, u64)>,
    /// When it began.
    pub opened: Timestamp,
    /// When it ends at the latest.
    pub expires: Timestamp,
    /// It ended by its own wish.
    pub ended: bool,
    /// The address that it was asked to prove.
    pub asked: Option<Identifier>,
}

/// A link that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The medium that it was sent over.
    pub channel: Channel,
    /// The address that it was sent to.
    pub address: Identifier,
    /// Its generation.
    pub generation: u32,
    /// When it was issued.
    pub issued: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
}

/// A message's place and visibility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its place.
    pub seq: u64,
    /// When it was written, if that was elsewhere and it was moved here.
    pub written: Option<Timestamp>,
    /// The session that wrote it or that it answers.
    pub session: Option<SessionId>,
    /// An agent or Weft wrote it.
    pub outbound: bool,
    /// The address that wrote it, where it came by one.
    pub author: Option<Identifier>,
    /// Somebody from outside wrote it: it is for agents only.
    pub outside: bool,
    /// How far it got, if outbound.
    pub delivery: Delivery,
}

/// The customer's last message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Over which medium.
    pub channel: Channel,
    /// From which browser.
    pub session: Option<SessionId>,
    /// From which address.
    pub address: Option<Identifier>,
    /// What it proved.
    pub evidence: Vec<Evidence>,
    /// When.
    pub at: Timestamp,
}

/// The last message of anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// The beginning of its text; of what Weft says by itself: of what a person said before, if anybody did.
    pub preview: String,
    /// The medium of that.
    pub channel: Channel,
    /// The customer, or somebody from outside, wrote it.
    pub inbound: bool,
    /// When.
    pub at: Timestamp,
}

/// How many message ids are kept to refer to (RFC 5322, section 3.6.4, asks for the thread's; mail programs cope with fewer).
const REFERENCES: usize = 20;
/// Characters of a message that the inbox shows.
const PREVIEW: usize = 140;

impl Conversation {
    /// The conversation that this journal tells.
    pub fn replay<'a>(journal: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut conversation = Self::default();
        for event in journal {
            conversation.apply(event);
        }
        conversation
    }

    /// Who answers for it; of a closed one, who closed it. Whoever reopens that takes it from nobody.
    #[must_use]
    pub fn had_by(&self) -> Option<&AgentId> {
        let closed = !self.open && self.departed.is_none();
        self.owner.as_ref().or_else(|| self.desk.previous.as_ref().filter(|_| closed))
    }

    /// The participant with this address.
    #[must_use]
    pub fn participant(&self, address: &Identifier) -> Option<&Participant> {
        self.participants.iter().find(|known| known.identifier == *address)
    }

    /// A session that has neither ended nor expired.
    #[must_use]
    pub fn live(&self, session: SessionId, now: Timestamp) -> Option<&Session> {
        self.sessions.get(&session).filter(|found| !found.ended && now < found.expires)
    }

    /// The address that a session can prove by a code: the one that its link was sent to, if it still takes part and
    /// was not proven already; else the one whose proof opens most.
    #[must_use]
    pub fn provable(&self, session: &Session, policy: &Policy, now: Timestamp) -> Option<&Participant> {
        let proven = |known: &Participant| {
            session.readable.iter().any(|(proof, _)| {
                matches!(proof, Evidence::CodeConfirmed { address, .. } if *address == known.identifier)
                    && now < policy.expiry_of(proof)
            })
        };
        let linked = session.token.and_then(|token| self.links.get(&token)).map(|link| &link.address);
        let can = |known: &&Participant| !proven(known) && self.medium_of_code(known, policy).is_some();
        let by_link = linked.and_then(|address| self.participant(address)).filter(can);
        by_link.or_else(|| self.participants.iter().filter(can).min_by_key(|known| known.epoch))
    }

    /// The medium that a code goes over to an address: never one that its holder stopped.
    #[must_use]
    pub fn medium_of_code(&self, known: &Participant, policy: &Policy) -> Option<Channel> {
        let stopped = |channel: &&Channel| self.consent(&known.identifier, channel) == Some(Consent::Stopped);
        known.media_for(Capability::Code, policy).find(|channel| !stopped(channel)).cloned()
    }

    /// The site's own end by which an address is answered on a medium: the one that its holder wrote to last there. None
    /// when they never wrote there, or the medium has but one.
    #[must_use]
    pub fn via(&self, to: &Identifier, channel: &Channel) -> Option<&Via> {
        self.vias.get(&(to.clone(), channel.clone())).map(|(via, _)| via)
    }

    /// What the holder of an address wishes on a medium, if they said.
    #[must_use]
    pub fn consent(&self, identifier: &Identifier, channel: &Channel) -> Option<Consent> {
        let mut lines = self.consents.iter().map(|noted| &noted.line);
        lines.find(|line| line.identifier == *identifier && line.channel == *channel).map(|line| line.consent)
    }
}

/// Where an outbound message's delivery begins: what goes to an address waits for its provider first. What was moved
/// here went out where it was written.
pub(crate) fn first_delivery(message: &Message) -> Delivery {
    if message.to.is_some() && message.origin.is_none() { Delivery::Queued } else { Delivery::Sent }
}

impl Participant {
    /// The medium by which something can reach this address: the last that it was heard on and that can do it, else the
    /// first of the policy's that reaches this kind of address and can.
    #[must_use]
    pub fn medium_for(&self, capability: Capability, policy: &Policy) -> Option<Channel> {
        self.media_for(capability, policy).next().cloned()
    }

    /// All of them, the best first.
    pub fn media_for<'a>(&'a self, capability: Capability, policy: &'a Policy) -> impl Iterator<Item = &'a Channel> {
        let heard = self.heard_on.iter().rev().map(|heard| &heard.channel);
        let is_heard = |channel: &&Channel| self.heard_on.iter().any(|heard| heard.channel == **channel);
        let reaching = policy.reaching(self.identifier.kind).filter(move |channel| !is_heard(channel));
        heard.chain(reaching).filter(move |channel| policy.can(channel, capability))
    }
}

impl Session {
    /// The first entry that it may read now, by the proofs that still count; none without one.
    #[must_use]
    pub fn readable_from(&self, policy: &Policy, now: Timestamp) -> Option<u64> {
        self.reading(policy, now).map(|(_, from)| *from).min()
    }

    /// The proofs by which it may read now, each with the first entry.
    pub fn reading(&self, policy: &Policy, now: Timestamp) -> impl Iterator<Item = &(Evidence, u64)> {
        self.readable.iter().filter(move |(proof, _)| {
            let alone = policy.assurance(&self.channel, std::slice::from_ref(proof), now);
            policy.allows(&self.channel, Action::ReadHistory, alone)
        })
    }

    /// The site's word of an account that it rests on now, if it does.
    #[must_use]
    pub fn word_of_site(&self, policy: &Policy, now: Timestamp) -> Option<&Evidence> {
        let counts = |proof: &&Evidence| matches!(proof, Evidence::SiteSigned { .. }) && now < policy.expiry_of(proof);
        self.evidence.iter().rev().find(counts)
    }

    /// The level that it rests on now.
    #[must_use]
    pub fn level(&self, policy: &Policy, now: Timestamp) -> Assurance {
        policy.assurance(&self.channel, &self.evidence, now)
    }
}
