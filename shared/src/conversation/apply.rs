//! Taking in events.

use super::{
    Conversation, Heard, HeardOn, Identity, Last, Link, Newcomer, PREVIEW, Participant, Placed, REFERENCES, Session,
    Streak, Waiting, first_delivery,
};
use crate::{
    channel::Channel,
    consent::{ConsentLine, NotedConsent},
    event::{Event, EventBody},
    evidence::Evidence,
    id::SessionId,
    identity::{Identifier, IdentifierKind, Standing},
    message::{Amendment, Author, Message},
    time::Timestamp,
};

impl Conversation {
    /// Takes in the next event. Never refuses: what was decided has happened.
    pub fn apply(&mut self, event: &Event) {
        self.seq = event.seq;
        self.apply_to_desk(event);
        match &event.body {
            EventBody::Opened { conversation, site, customer, subject } => {
                self.identity = Some(Identity { conversation: *conversation, site: site.clone(), customer: *customer });
                self.opened = Some(event.at);
                self.subject.clone_from(subject);
                self.open = true;
                self.generation = 1;
            }
            EventBody::ParticipantNoted { identifier, channel, standing, evidence } => {
                self.note_participant(event.at, identifier, channel.as_ref(), *standing, evidence.as_ref());
            }
            EventBody::MessageReceived { message } => self.receive(event, message),
            EventBody::MessageSent { message, .. } => {
                let at = message.origin.map_or(event.at, |origin| origin.at);
                if matches!(message.author, Author::Agent { .. }) {
                    self.waiting.take_if(|waiting| waiting.since <= at);
                }
                self.place(event, message, true, message.to_session);
            }
            EventBody::DeliveryChanged { message, status, foreign_id, .. } => {
                if let Some(placed) = self.messages.get_mut(message) {
                    placed.delivery = placed.delivery.join(*status);
                }
                self.foreign.extend(foreign_id.clone().map(|id| (id, *message)));
            }
            EventBody::MessageAmended { message, change } => {
                self.amended.insert(*message, change.clone());
                if !matches!(change, Amendment::Reacted { .. }) {
                    self.edited.insert(*message, change.clone());
                }
            }
            EventBody::CallNoted { message, call } => {
                self.calls.insert(*message, call.clone());
                if call.answered.is_some() && self.waiting.as_ref().is_some_and(|waiting| waiting.message == *message) {
                    self.waiting = None;
                }
            }
            EventBody::ConsentNoted { line, because, told } => {
                let other = |known: &ConsentLine| known.identifier != line.identifier || known.channel != line.channel;
                self.consents.retain(|known| other(&known.line));
                self.consents.push(NotedConsent { line: line.clone(), because: because.clone(), at: event.at });
                // Who only says stop or start asks for nothing else.
                if !told && self.waiting.as_ref().is_some_and(|waiting| waiting.since == event.at) {
                    self.waiting = None;
                }
            }
            EventBody::IntentSet { intent, .. } => self.intent.clone_from(intent),
            EventBody::DealAttached { deal } => {
                if !self.deals.contains(deal) {
                    self.deals.push(deal.clone());
                }
            }
            EventBody::Rehomed { customer, .. } => {
                self.rehomed = event.seq;
                if let Some(identity) = &mut self.identity {
                    identity.customer = *customer;
                }
            }
            EventBody::ParticipantLeft { identifier, .. } => self.leave(identifier),
            EventBody::Absorbed { from, more, .. } => {
                self.absorbed = true;
                self.absorbing = more.then_some(*from);
                if !more {
                    self.arriving.remove(from);
                }
            }
            EventBody::Departed { to, .. } => {
                self.departed = Some(*to);
                self.open = false;
                self.waiting = None;
                for session in self.sessions.values_mut() {
                    session.ended = true;
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
                // A browser that goes on here later came by no link either.
                let first = self.sessions.is_empty() && self.messages.is_empty() && token.is_none();
                self.began = self.began.or_else(|| first.then_some(*session));
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
                    known.held_since = event.at;
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
            EventBody::ContinuationClaimed { conversation, .. } => {
                if !self.claims.contains(conversation) {
                    self.claims.push(*conversation);
                }
            }
            EventBody::LinksRevoked { generation, .. } => self.generation = *generation,
            EventBody::Closed { .. } => {
                self.open = false;
                self.waiting = None;
            }
            EventBody::Reopened { .. } => self.open = true,
            EventBody::ContextRead { .. }
            | EventBody::TierNoted { .. }
            | EventBody::PastNoted(_)
            | EventBody::Taken { .. }
            | EventBody::Assigned { .. }
            | EventBody::Requeued { .. }
            | EventBody::Released { .. }
            | EventBody::HandedOff { .. }
            | EventBody::HandoffAccepted { .. }
            | EventBody::HandoffDeclined { .. }
            | EventBody::HandoffExpired { .. }
            | EventBody::ChannelMoved { .. }
            | EventBody::AgentNoted { .. }
            | EventBody::Tagged { .. }
            | EventBody::Held { .. }
            | EventBody::Resumed { .. }
            | EventBody::ProofRefused { .. }
            | EventBody::SendRefused { .. }
            | EventBody::Noted { .. } => {}
        }
    }

    fn note_participant(
        &mut self,
        at: Timestamp,
        identifier: &Identifier,
        channel: Option<&Channel>,
        standing: Standing,
        evidence: Option<&Evidence>,
    ) {
        self.left.remove(identifier);
        if let Some(known) = self.participants.iter_mut().find(|known| known.identifier == *identifier) {
            known.standing = known.standing.max(standing);
            known.evidence = evidence.cloned().or(known.evidence.take());
            known.hear_on(channel, at, evidence.into_iter());
        } else {
            let mut known = Participant {
                identifier: identifier.clone(),
                heard_on: Vec::new(),
                standing,
                evidence: evidence.cloned(),
                name: None,
                joined: at,
                held_since: at,
                // A moved message brings what was proven when it was written.
                heard: evidence.map_or(at, Evidence::at).min(at),
                // Who joins later has not read what came before, whoever says that they are the same. Neither has whom
                // an agent names.
                epoch: match evidence {
                    Some(Evidence::AgentVouched { .. }) => self.seq,
                    _ if self.messages.is_empty() => 1,
                    _ => self.seq,
                },
            };
            known.hear_on(channel, at, evidence.into_iter());
            self.participants.push(known);
        }
    }

    /// Nothing is left of what an address, or an account, opened; browsers that had nothing else are gone.
    fn leave(&mut self, identifier: &Identifier) {
        self.participants.retain(|known| known.identifier != *identifier);
        self.left.insert(identifier.clone());
        let rests = |proof: &Evidence| match proof {
            Evidence::CodeConfirmed { address, .. } => address == identifier,
            Evidence::SiteSigned { account, .. } => {
                identifier.kind == IdentifierKind::Account && *account == identifier.value
            }
            _ => false,
        };
        for session in self.sessions.values_mut() {
            let link = session.token.and_then(|token| self.links.get(&token));
            let came = link.is_some_and(|link| link.address == *identifier) || session.evidence.iter().any(rests);
            session.evidence.retain(|proof| !rests(proof));
            session.readable.retain(|(proof, _)| !rests(proof));
            session.asked.take_if(|asked| asked == identifier);
            session.ended |= came && session.readable.is_empty();
        }
        self.links.retain(|_, link| link.address != *identifier);
    }

    fn receive(&mut self, event: &Event, message: &Message) {
        let mut by = None;
        if let Author::Customer { session, address, name } = &message.author {
            by = *session;
            // What was moved here was written before it came.
            let at = message.origin.map_or(event.at, |origin| origin.at);
            if message.origin.is_none() || self.heard.as_ref().is_none_or(|heard| heard.at <= at) {
                self.heard = Some(Heard {
                    channel: message.channel.clone(),
                    session: *session,
                    address: address.clone(),
                    evidence: message.evidence.clone(),
                    at,
                });
            }
            self.count(message, at);
            if let Some(from) = self.absorbing.filter(|_| message.origin.is_some()) {
                let came = Newcomer::of(message, event.at);
                let newcomer = came.filter(|came| self.participant(&came.identifier).is_none());
                self.arriving.entry(from).or_default().extend(newcomer);
            }
            if let Some(address) = address {
                self.heard_via(address, message, at);
                self.heard_from(address, at);
                if let Some(known) = self.participants.iter_mut().find(|known| known.identifier == *address) {
                    known.name = name.clone().or(known.name.take());
                    known.hear_on(Some(&message.channel), at, message.evidence.iter());
                }
            }
            for proof in &message.evidence {
                if let Evidence::CodeConfirmed { address, .. } = proof {
                    self.heard_from(address, at);
                }
            }
        }
        self.place(event, message, false, by);
    }

    /// Counts a message of the customer: on which medium they are, and since when they wait.
    fn count(&mut self, message: &Message, at: Timestamp) {
        match &mut self.streak {
            Some(streak) if streak.channel == message.channel => streak.messages = streak.messages.saturating_add(1),
            streak => *streak = Some(Streak { channel: message.channel.clone(), messages: 1, since: at }),
        }
        let answered = message.call.as_ref().is_some_and(|call| call.answered.is_some());
        if self.waiting.is_none() && message.automatic.is_none() && !answered {
            self.waiting = Some(Waiting { message: message.id, channel: message.channel.clone(), since: at });
        }
    }

    fn heard_via(&mut self, address: &Identifier, message: &Message, at: Timestamp) {
        let Some(via) = &message.via else { return };
        let place = (address.clone(), message.channel.clone());
        if self.vias.get(&place).is_none_or(|(_, known)| *known <= at) {
            self.vias.insert(place, (via.clone(), at));
        }
    }

    fn heard_from(&mut self, address: &Identifier, at: Timestamp) {
        if let Some(known) = self.participants.iter_mut().find(|known| known.identifier == *address) {
            known.heard = known.heard.max(at);
        }
    }

    fn place(&mut self, event: &Event, message: &Message, outbound: bool, session: Option<SessionId>) {
        let delivery = first_delivery(message);
        if matches!(message.author, Author::System)
            && let Some(to) = &message.to
        {
            self.automatic.insert(to.clone(), event.at);
            self.answered.extend(message.automatic.clone().map(|what| ((to.clone(), what), event.at)));
        }
        self.calls.extend(message.call.clone().map(|call| (message.id, call)));
        self.foreign.extend(message.foreign_id.clone().map(|id| (id, message.id)));
        let author = match &message.author {
            Author::Customer { address, .. } | Author::Outsider { address, .. } => address.clone(),
            Author::Agent { .. } | Author::System => None,
        };
        let outside = matches!(message.author, Author::Outsider { .. });
        self.messages.insert(
            message.id,
            Placed {
                seq: event.seq,
                written: message.origin.map(|origin| origin.at),
                session,
                outbound,
                author,
                outside,
                delivery,
            },
        );
        let said = Last {
            preview: message.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(PREVIEW).collect(),
            channel: message.channel.clone(),
            inbound: !outbound,
            at: event.at,
        };
        self.last = Some(match (self.last.take(), &message.author) {
            // What Weft says by itself is the same everywhere: lines would all read alike.
            (Some(last), Author::System) => Last { preview: last.preview, channel: last.channel, ..said },
            _ => said,
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

impl Newcomer {
    /// The customer who wrote a message from an address; `at` is when, unless it was moved.
    pub(crate) fn of(message: &Message, at: Timestamp) -> Option<Self> {
        let Author::Customer { address: Some(identifier), .. } = &message.author else { return None };
        Some(Self {
            identifier: identifier.clone(),
            channel: message.channel.clone(),
            evidence: message.evidence.clone(),
            at: message.origin.map_or(at, |origin| origin.at),
        })
    }
}

impl Participant {
    fn hear_on<'a>(&mut self, channel: Option<&Channel>, at: Timestamp, evidence: impl Iterator<Item = &'a Evidence>) {
        let Some(channel) = channel else { return };
        if self.heard_on.iter().any(|heard| heard.channel == *channel && heard.at > at) {
            return;
        }
        self.heard_on.retain(|heard| heard.channel != *channel);
        self.heard_on.push(HeardOn { channel: channel.clone(), at, evidence: evidence.cloned().collect() });
        self.heard_on.sort_by_key(|heard| heard.at);
    }
}
