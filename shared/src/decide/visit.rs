//! Visitors whose account the site vouches for, spoken codes, and conversations that go on in another one.

use super::{At, Refusal};
use crate::{
    channel::Channel,
    command::CommandBody,
    conversation::{Newcomer, Session},
    event::EventBody,
    evidence::{Assurance, Evidence, EvidenceKind},
    id::{AgentId, ConversationId, SessionId, TokenId},
    identity::{Identifier, Standing},
    message::{Author, Message, Origin},
    policy::Capability,
    time::Timestamp,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The session that a browser has in the conversation where it goes on: it follows from the one that it had, so that
/// an answer that was lost can be asked for again. It sorts by the same time.
#[must_use]
pub fn adopted(from: ConversationId, session: SessionId) -> SessionId {
    const RANDOM: u128 = 0x3fff_ffff_ffff_ffff;
    let digest = Sha256::digest([from.bits().to_be_bytes(), session.bits().to_be_bytes()].as_flattened());
    let drawn = digest.iter().take(16).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    SessionId::from_bits(session.bits() & !RANDOM | drawn & RANDOM)
}

impl At<'_> {
    /// `Depart`, `Absorb`, `Adopt` and `SpeakCode`.
    pub(super) fn visit(&self, wish: &CommandBody) -> Result<Vec<EventBody>, Refusal> {
        match wish {
            CommandBody::Depart { to, session, agent } => self.depart(*to, *session, agent.as_ref()),
            CommandBody::Absorb { from, messages, more } => self.absorb(*from, messages, *more),
            CommandBody::Adopt { session, channel, evidence } => self.adopt(*session, channel, evidence),
            CommandBody::SpeakCode { token, channel, address, agent } => {
                self.speak_code(*token, channel, address.as_ref(), agent.as_ref())
            }
            _ => Err(Refusal::State("this concerns no visitor")),
        }
    }

    /// The site vouches for a session's account. `known` says that the account was this customer's before.
    ///
    /// The word opens what this account opened here before; what the session could read already; what came to an address
    /// that the site vouches for, since its holder took part; all of it, when the customer was known by the account, or
    /// when this browser began it and nobody else took part. Otherwise it opens what comes from now on: a link and an account together prove no more about the
    /// conversation than each of them.
    pub(super) fn identify(
        &self,
        session: SessionId,
        evidence: &Evidence,
        also: &[Identifier],
        known: bool,
    ) -> Result<Vec<EventBody>, Refusal> {
        let found = self.live(session)?;
        let account = self.account(evidence)?;
        // All that is here was written by the browser that began it, or to it.
        let its_own = self.conversation.began == Some(session)
            && !self.conversation.absorbed
            && self.conversation.participants.iter().all(|known| known.standing == Standing::Claimed)
            && self.conversation.messages.values().all(|placed| placed.author.is_none());
        let vouched = self.conversation.participants.iter().filter(|known| {
            let silent = self.now.since(known.heard) > self.policy.possession_silence_ms;
            known.standing == Standing::Proven && !silent && also.contains(&known.identifier)
        });
        let rights = [
            self.opened_before(account),
            found.readable_from(self.policy, self.now),
            vouched.map(|known| known.epoch).min(),
            known.then_some(self.conversation.rehomed + 1),
            its_own.then_some(1),
        ];
        let from = rights.into_iter().flatten().min().unwrap_or(self.conversation.seq + 1);
        Ok(vec![self.proven(session, evidence, from)])
    }

    /// The account of the site's word, if it may count here.
    fn account<'e>(&self, evidence: &'e Evidence) -> Result<&'e str, Refusal> {
        let Evidence::SiteSigned { account, .. } = evidence else {
            return Err(Refusal::State("only the site's word proves an account"));
        };
        if self.now >= self.policy.expiry_of(evidence) {
            return Err(Refusal::State("the site's word does not count any more"));
        }
        if accounts(self.conversation.sessions.values()).any(|(known, _)| known != account) {
            return Err(Refusal::State("this conversation is with another account: begin a new one"));
        }
        Ok(account)
    }

    /// From where this account read here before.
    fn opened_before(&self, account: &str) -> Option<u64> {
        accounts(self.conversation.sessions.values()).filter(|(known, _)| *known == account).map(|(_, from)| from).min()
    }

    fn adopt(&self, session: SessionId, channel: &Channel, evidence: &Evidence) -> Result<Vec<EventBody>, Refusal> {
        let account = self.account(evidence)?;
        if let Some(known) = self.conversation.sessions.get(&session) {
            // A lost answer was asked for again; whoever signed out meanwhile stays out.
            let stays = self.conversation.live(session, self.now).is_some() && known.channel == *channel;
            return if stays { Ok(Vec::new()) } else { Err(Refusal::SessionOver) };
        }
        let from = self.opened_before(account).unwrap_or(u64::MAX).min(self.conversation.rehomed + 1);
        Ok(vec![
            EventBody::SessionOpened {
                session,
                channel: channel.clone(),
                token: None,
                evidence: Vec::new(),
                expires: self.policy.expiry_of(evidence),
            },
            self.proven(session, evidence, from),
        ])
    }

    fn depart(
        &self,
        to: ConversationId,
        session: Option<SessionId>,
        agent: Option<&AgentId>,
    ) -> Result<Vec<EventBody>, Refusal> {
        match self.conversation.departed {
            Some(there) if there == to => return Ok(Vec::new()),
            Some(there) => return Err(Refusal::Moved(there)),
            None => {}
        }
        if self.conversation.identity.as_ref().is_some_and(|own| own.conversation == to) {
            return Err(Refusal::State("a conversation cannot go on in itself"));
        }
        match (session, agent) {
            (Some(session), None) => {
                let found = self.live(session)?;
                if found.word_of_site(self.policy, self.now).is_none() {
                    let step_up = vec![EvidenceKind::SiteSigned.name().to_owned()];
                    return Err(Refusal::Level { needs: Assurance::Account, step_up });
                }
            }
            (None, Some(agent)) => match &self.conversation.owner {
                Some(owner) if owner != agent => return Err(Refusal::OwnedBy(owner.to_string())),
                _ => {}
            },
            _ => return Err(Refusal::State("either a visitor or an agent moves a conversation")),
        }
        Ok(vec![EventBody::Departed { to, agent: agent.cloned() }])
    }

    fn absorb(
        &self,
        from: ConversationId,
        messages: &[(Timestamp, Message)],
        more: bool,
    ) -> Result<Vec<EventBody>, Refusal> {
        if self.conversation.identity.as_ref().is_some_and(|own| own.conversation == from) {
            return Err(Refusal::State("a conversation cannot go on in itself"));
        }
        let mut moved = BTreeSet::new();
        let fresh: Vec<Message> = messages
            .iter()
            .filter(|(_, message)| !self.conversation.messages.contains_key(&message.id))
            .filter(|(_, message)| moved.insert(message.id))
            .map(|(at, message)| self.moved(from, *at, message))
            .collect();
        let arrived = self.conversation.arriving.get(&from).into_iter().flatten().cloned();
        let arrived: Vec<_> =
            arrived.chain(fresh.iter().filter_map(|message| Newcomer::of(message, self.now))).collect();
        // Before the last of them has come, what follows lies ahead of every epoch that could begin here.
        let (joining, began) = if more { (BTreeMap::new(), BTreeSet::new()) } else { self.joining(from, &arrived) };
        if fresh.is_empty() && joining.is_empty() && began.is_empty() {
            return Ok(Vec::new());
        }
        let mut events: Vec<_> = self.wake().into_iter().collect();
        events.push(EventBody::Absorbed { from, messages: u32::try_from(fresh.len()).unwrap_or(u32::MAX), more });
        events.extend(joining.into_iter().map(|(identifier, evidence)| EventBody::ParticipantNoted {
            identifier,
            channel: None,
            standing: if evidence.is_some() { Standing::Proven } else { Standing::Claimed },
            evidence,
        }));
        events.extend(fresh.into_iter().map(|message| match message.author {
            Author::Agent { .. } | Author::System => EventBody::MessageSent { message, link: None },
            Author::Customer { .. } | Author::Outsider { .. } => EventBody::MessageReceived { message },
        }));
        // Who joins by this has no right to what came with it: others may have written that.
        let from = self.conversation.seq + 1 + u64::try_from(events.len() + began.len()).unwrap_or(0);
        events.extend(began.into_iter().map(|address| EventBody::EpochBegan { address, from }));
        Ok(events)
    }

    /// A message as it is here: its origin named, and its browser the one that came along, if that is here.
    fn moved(&self, from: ConversationId, at: Timestamp, message: &Message) -> Message {
        let mut message = message.clone();
        message.origin = message.origin.or(Some(Origin { conversation: from, at }));
        let here = |session: SessionId| {
            Some(adopted(from, session)).filter(|session| self.conversation.sessions.contains_key(session))
        };
        message.to_session = message.to_session.and_then(here);
        if let Author::Customer { session, .. } = &mut message.author {
            *session = session.and_then(here);
        }
        message
    }

    /// The addresses of customers that take part by what was moved and did not before, with what proved them; and those
    /// whose epoch begins after it: they, and who joined otherwise while it came. Who left does not come back by it.
    fn joining(
        &self,
        from: ConversationId,
        arrived: &[Newcomer],
    ) -> (BTreeMap<Identifier, Option<Evidence>>, BTreeSet<Identifier>) {
        let mut joining: BTreeMap<Identifier, Option<Evidence>> = BTreeMap::new();
        let mut began = BTreeSet::new();
        for newcomer in arrived {
            let Newcomer { identifier, channel, evidence, at } = newcomer;
            if self.conversation.left.contains(identifier) {
                continue;
            }
            let waited = self.conversation.arriving.get(&from).is_some_and(|all| all.contains(newcomer));
            let takes_part = self.conversation.participant(identifier).is_some();
            if waited || !takes_part {
                began.insert(identifier.clone());
            }
            if takes_part {
                continue;
            }
            let holds = self.policy.assurance(channel, evidence, *at) >= Assurance::ChannelControl;
            let proof = evidence.first().filter(|_| holds).cloned();
            let known = joining.entry(identifier.clone()).or_default();
            *known = known.take().or(proof);
        }
        (joining, began)
    }

    fn speak_code(
        &self,
        token: TokenId,
        channel: &Channel,
        address: Option<&Identifier>,
        agent: Option<&AgentId>,
    ) -> Result<Vec<EventBody>, Refusal> {
        let all = &self.conversation.participants;
        let known = match address {
            Some(address) => Some(self.conversation.participant(address).ok_or(Refusal::NotFound)?),
            None => all
                .iter()
                .filter(|known| known.medium_for(Capability::Code, self.policy).is_some())
                .min_by_key(|known| known.epoch)
                .or_else(|| all.first()),
        };
        let known = known.ok_or_else(|| {
            Refusal::Unreachable(
                "nobody is known by an address here, so a code would lead nobody back: ask for an address first"
                    .to_owned(),
            )
        })?;
        Ok(vec![EventBody::LinkIssued {
            token,
            channel: channel.clone(),
            address: known.identifier.clone(),
            expires: self.now.plus(self.policy.spoken.valid_ms),
            letter: None,
            spoken: true,
            by: agent.cloned(),
        }])
    }
}

/// Each account that the site vouched for here, with the first entry that it may read by that word.
fn accounts<'s>(sessions: impl Iterator<Item = &'s Session>) -> impl Iterator<Item = (&'s str, u64)> {
    sessions.flat_map(|session| &session.readable).filter_map(|(proof, from)| match proof {
        Evidence::SiteSigned { account, .. } => Some((account.as_str(), *from)),
        _ => None,
    })
}
