//! The conversation: what its journal adds up to, as far as decisions need it.

use crate::{
    channel::Channel,
    event::{Event, EventBody},
    evidence::{Action, Assurance, Evidence},
    id::{AgentId, ConversationId, CustomerId, MessageId, SessionId, SiteId, TokenId},
    identity::{Identifier, Standing},
    message::{Author, Delivery, Message},
    policy::Policy,
    time::Timestamp,
};
use std::collections::BTreeMap;

/// The thread. Made from nothing by [`apply`](Self::apply)ing its journal, and changed by nothing else.
///
/// It is deliberately not serialisable: its journal is what is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    /// The place of the last event; 0 before the first.
    pub seq: u64,
    /// Who and where; none before the first event.
    pub identity: Option<Identity>,
    /// What it is about.
    pub subject: Option<String>,
    /// Whether it is open.
    pub open: bool,
    /// Who answers for it; none means that it waits in the queue.
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
    /// The last message of anybody, for the inbox.
    pub last: Option<Last>,
    /// Ids by which media know this thread's messages, oldest first: what an answer refers to.
    pub references: Vec<String>,
}

/// Who and where. Never changes.
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
    /// The medium that reaches it.
    pub channel: Channel,
    /// Claimed or proven.
    pub standing: Standing,
    /// The proof behind `proven`.
    pub evidence: Option<Evidence>,
    /// The name that its holder gave.
    pub name: Option<String>,
    /// When its holder was last heard, or proved it.
    pub heard: Timestamp,
    /// The first entry of its possession epoch: what came before is locked for its holder.
    pub epoch: u64,
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
    /// The session that wrote it or that it answers.
    pub session: Option<SessionId>,
    /// An agent or Weft wrote it.
    pub outbound: bool,
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
    /// The beginning of its text.
    pub preview: String,
    /// Its medium.
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

    /// Takes in the next event. Never refuses: what was decided has happened.
    pub fn apply(&mut self, event: &Event) {
        self.seq = event.seq;
        match &event.body {
            EventBody::Opened { conversation, site, customer, subject } => {
                self.identity = Some(Identity { conversation: *conversation, site: site.clone(), customer: *customer });
                self.subject.clone_from(subject);
                self.open = true;
                self.generation = 1;
            }
            EventBody::ParticipantNoted { identifier, channel, standing, evidence } => {
                self.note_participant(event.at, identifier, channel, *standing, evidence.as_ref());
            }
            EventBody::MessageReceived { message } => self.receive(event, message),
            EventBody::MessageSent { message, .. } => self.place(event, message, true, message.to_session),
            EventBody::DeliveryChanged { message, status, .. } => {
                if let Some(placed) = self.messages.get_mut(message) {
                    placed.delivery = placed.delivery.join(*status);
                }
            }
            EventBody::SessionOpened { session, channel, token, evidence, expires } => {
                let opened = Session {
                    channel: channel.clone(),
                    token: *token,
                    evidence: evidence.clone(),
                    readable: Vec::new(),
                    opened: event.at,
                    expires: *expires,
                    ended: false,
                    asked: None,
                };
                self.sessions.insert(*session, opened);
            }
            EventBody::ProofAsked { session, address } => {
                if let Some(session) = self.sessions.get_mut(session) {
                    session.asked = Some(address.clone());
                }
            }
            EventBody::SessionProven { session, evidence, readable_from, expires } => {
                if let Evidence::CodeConfirmed { address, at } = evidence {
                    self.heard_from(address, *at);
                }
                if let Some(session) = self.sessions.get_mut(session) {
                    session.evidence.push(evidence.clone());
                    session.readable.push((evidence.clone(), *readable_from));
                    session.expires = *expires;
                    session.asked = None;
                }
            }
            EventBody::SessionEnded { session } => {
                if let Some(session) = self.sessions.get_mut(session) {
                    session.ended = true;
                }
            }
            EventBody::EpochBegan { address, from } => {
                if let Some(known) = self.participants.iter_mut().find(|known| known.identifier == *address) {
                    known.epoch = *from;
                }
            }
            EventBody::LinkIssued { token, channel, address, expires, .. } => {
                let link = Link {
                    channel: channel.clone(),
                    address: address.clone(),
                    generation: self.generation,
                    issued: event.at,
                    expires: *expires,
                };
                self.links.insert(*token, link);
            }
            EventBody::LinksRevoked { generation, .. } => self.generation = *generation,
            EventBody::Taken { agent } => self.owner = Some(agent.clone()),
            EventBody::Released { .. } => self.owner = None,
            EventBody::Closed { .. } => self.open = false,
            EventBody::Reopened { .. } => self.open = true,
            EventBody::ProofRefused { .. } | EventBody::ContinuationClaimed { .. } | EventBody::Noted { .. } => {}
        }
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

    /// The address that a session can prove by a code: the one that its link was sent to, if it still takes part,
    /// else the first that a code can reach.
    #[must_use]
    pub fn provable(&self, session: &Session, policy: &Policy) -> Option<&Participant> {
        let linked = session.token.and_then(|token| self.links.get(&token)).map(|link| &link.address);
        linked
            .and_then(|address| self.participant(address))
            .or_else(|| self.participants.iter().find(|known| policy.carries_link(&known.channel)))
    }

    fn note_participant(
        &mut self,
        at: Timestamp,
        identifier: &Identifier,
        channel: &Channel,
        standing: Standing,
        evidence: Option<&Evidence>,
    ) {
        if let Some(known) = self.participants.iter_mut().find(|known| known.identifier == *identifier) {
            known.standing = known.standing.max(standing);
            known.evidence = evidence.cloned().or(known.evidence.take());
        } else {
            self.participants.push(Participant {
                identifier: identifier.clone(),
                channel: channel.clone(),
                standing,
                evidence: evidence.cloned(),
                name: None,
                heard: at,
                epoch: 1,
            });
        }
    }

    fn receive(&mut self, event: &Event, message: &Message) {
        let mut by = None;
        if let Author::Customer { session, address, name } = &message.author {
            by = *session;
            self.heard = Some(Heard {
                channel: message.channel.clone(),
                session: *session,
                address: address.clone(),
                evidence: message.evidence.clone(),
                at: event.at,
            });
            if let Some(address) = address {
                self.heard_from(address, event.at);
                if let Some(known) = self.participants.iter_mut().find(|known| known.identifier == *address) {
                    known.name = name.clone().or(known.name.take());
                }
            }
            for proof in &message.evidence {
                if let Evidence::CodeConfirmed { address, .. } = proof {
                    self.heard_from(address, event.at);
                }
            }
        }
        self.place(event, message, false, by);
    }

    fn heard_from(&mut self, address: &Identifier, at: Timestamp) {
        if let Some(known) = self.participants.iter_mut().find(|known| known.identifier == *address) {
            known.heard = known.heard.max(at);
        }
    }

    fn place(&mut self, event: &Event, message: &Message, outbound: bool, session: Option<SessionId>) {
        let delivery = first_delivery(message);
        self.messages.insert(message.id, Placed { seq: event.seq, session, outbound, delivery });
        self.last = Some(Last {
            preview: message.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(PREVIEW).collect(),
            channel: message.channel.clone(),
            inbound: !outbound,
            at: event.at,
        });
        if let Some(id) = &message.foreign_id {
            self.references.retain(|known| known != id);
            self.references.push(id.clone());
            if self.references.len() > REFERENCES {
                // The first one is the thread's root: mail programs thread by it.
                self.references.remove(1);
            }
        }
    }
}

/// Where an outbound message's delivery begins: what goes to an address waits for its provider first.
pub(crate) fn first_delivery(message: &Message) -> Delivery {
    if message.to.is_some() { Delivery::Queued } else { Delivery::Sent }
}

impl Session {
    /// The first entry that it may read now, by the proofs that still count; none without one.
    #[must_use]
    pub fn readable_from(&self, policy: &Policy, now: Timestamp) -> Option<u64> {
        let counts = |(proof, _): &&(Evidence, u64)| {
            let alone = policy.assurance(&self.channel, std::slice::from_ref(proof), now);
            policy.allows(&self.channel, Action::ReadHistory, alone)
        };
        self.readable.iter().filter(counts).map(|(_, from)| *from).min()
    }

    /// The level that it rests on now.
    #[must_use]
    pub fn level(&self, policy: &Policy, now: Timestamp) -> Assurance {
        policy.assurance(&self.channel, &self.evidence, now)
    }
}
