//! Browsers: how they begin, what they may do, how their level rises.

use super::{At, Refusal, sendable::Question};
use crate::{
    channel::Channel,
    command::Opening,
    conversation::{Participant, Session},
    event::EventBody,
    evidence::{Action, Assurance, Evidence},
    id::{ConversationId, MessageId, SessionId, TokenId},
    identity::{Identifier, Standing},
    message::{Author, Delivery, MAX_TEXT, Message},
    policy::Capability,
};

impl At<'_> {
    pub(super) fn begin(
        &self,
        opening: &Opening,
        session: SessionId,
        channel: &Channel,
        claims: Option<&(ConversationId, String)>,
    ) -> Result<Vec<EventBody>, Refusal> {
        if self.conversation.identity.is_some() {
            return Err(Refusal::State("this conversation has begun already"));
        }
        let mut events = vec![
            Self::opened(opening),
            EventBody::SessionOpened {
                session,
                channel: channel.clone(),
                token: None,
                evidence: Vec::new(),
                expires: self.now.plus(self.policy.sessions.anonymous_ms),
            },
        ];
        events.extend(claims.map(|(conversation, because)| EventBody::ContinuationClaimed {
            conversation: *conversation,
            because: because.clone(),
        }));
        Ok(events)
    }

    pub(super) fn redeem(
        &self,
        token: TokenId,
        generation: u32,
        session: SessionId,
        channel: &Channel,
    ) -> Result<Vec<EventBody>, Refusal> {
        let known = self.conversation.links.get(&token).ok_or(Refusal::LinkUnusable)?;
        if generation != self.conversation.generation || known.generation != generation || self.now >= known.expires {
            return Err(Refusal::LinkUnusable);
        }
        if self.conversation.live(session, self.now).is_some() {
            return Ok(Vec::new());
        }
        let held = Evidence::LinkHeld { at: self.now };
        Ok(vec![EventBody::SessionOpened {
            session,
            channel: channel.clone(),
            token: Some(token),
            expires: self.now.plus(self.policy.sessions.linked_ms).min(self.policy.expiry_of(&held)),
            evidence: vec![held],
        }])
    }

    pub(super) fn say(
        &self,
        session: SessionId,
        id: MessageId,
        channel: &Channel,
        text: &str,
    ) -> Result<Vec<EventBody>, Refusal> {
        let found = self.live(session)?;
        self.demand(found, Action::Write)?;
        let max = self.policy.channels.get(channel).map_or(MAX_TEXT, |rules| rules.max_text);
        let author = Author::Customer { session: Some(session), address: None, name: None };
        let evidence = found.evidence.clone();
        let message = Message { evidence, ..Message::new(id, channel.clone(), author, self.text(text, max)?) };
        let mut events: Vec<_> = self.wake().into_iter().chain(self.end_hold(&message)).collect();
        let greeting = self.greet(&message, session);
        events.push(EventBody::MessageReceived { message });
        events.extend(greeting);
        Ok(events)
    }

    pub(super) fn seen(&self, session: SessionId, upto: u64) -> Result<Vec<EventBody>, Refusal> {
        self.live(session)?;
        let read = self.conversation.messages.iter().filter(|(_, placed)| {
            let answers = placed.outbound && placed.session == Some(session);
            answers && placed.seq <= upto && placed.delivery.join(Delivery::Read) != placed.delivery
        });
        Ok(read
            .map(|(id, _)| EventBody::DeliveryChanged {
                message: *id,
                status: Delivery::Read,
                detail: None,
                foreign_id: None,
            })
            .collect())
    }

    pub(super) fn ask_proof(&self, session: SessionId) -> Result<Vec<EventBody>, Refusal> {
        let found = self.live(session)?;
        let known = self.conversation.provable(found, self.policy, self.now).ok_or(Refusal::NotFound)?;
        Ok(vec![EventBody::ProofAsked { session, address: known.identifier.clone() }])
    }

    pub(super) fn prove(&self, session: SessionId, evidence: &Evidence) -> Result<Vec<EventBody>, Refusal> {
        let found = self.live(session)?;
        let Evidence::CodeConfirmed { address, .. } = evidence else {
            return Err(Refusal::State("only a confirmed code proves a browser here"));
        };
        if found.asked.as_ref() != Some(address) {
            return Err(Refusal::State("this browser did not ask for that proof"));
        }
        let known = self.conversation.participant(address).ok_or(Refusal::NotFound)?;
        let mut events = Vec::new();
        if known.standing == Standing::Claimed {
            events.push(EventBody::ParticipantNoted {
                identifier: address.clone(),
                channel: None,
                standing: Standing::Proven,
                evidence: Some(evidence.clone()),
            });
        }
        let began = self.epoch(known, events.len());
        let readable_from = match &began {
            Some(EventBody::EpochBegan { from, .. }) => *from,
            _ => known.epoch,
        };
        events.extend(began);
        events.push(self.proven(session, evidence, readable_from));
        Ok(events)
    }

    pub(super) fn refuse_proof(&self, session: SessionId, because: &str) -> Result<Vec<EventBody>, Refusal> {
        self.live(session)?;
        Ok(vec![EventBody::ProofRefused { session, because: because.to_owned() }])
    }

    pub(super) fn end_session(&self, session: SessionId) -> Result<Vec<EventBody>, Refusal> {
        self.live(session)?;
        Ok(vec![EventBody::SessionEnded { session }])
    }

    pub(super) fn send_link(
        &self,
        token: TokenId,
        letter: MessageId,
        only_to: Option<&Identifier>,
        over: Option<&Channel>,
        by_holder: bool,
    ) -> Result<Vec<EventBody>, Refusal> {
        let wanted = |known: &&Participant| only_to.is_none_or(|address| known.identifier == *address);
        let mut blocked = None;
        for known in self.conversation.participants.iter().filter(wanted) {
            let address = &known.identifier;
            let media = known.media_for(Capability::Link, self.policy);
            for channel in media.filter(|channel| over.is_none_or(|over| over == *channel)) {
                let question = Question::of(self.conversation, channel, address);
                match question.ask_link(self.policy, self.now, by_holder) {
                    Ok(()) => return Ok(vec![self.link(token, channel, address, Some(letter))]),
                    Err(block) => blocked = blocked.or(Some((channel, block))),
                }
            }
        }
        let (channel, block) = blocked.ok_or(Refusal::NotFound)?;
        Err(block.refusal(self.instead(channel)))
    }

    pub(super) fn link(
        &self,
        token: TokenId,
        channel: &Channel,
        address: &Identifier,
        letter: Option<MessageId>,
    ) -> EventBody {
        EventBody::LinkIssued {
            token,
            channel: channel.clone(),
            address: address.clone(),
            expires: self.now.plus(self.policy.links.valid_ms),
            letter,
            spoken: false,
            by: None,
        }
    }

    pub(super) fn proven(&self, session: SessionId, evidence: &Evidence, readable_from: u64) -> EventBody {
        let expires = self.policy.expiry_of(evidence);
        EventBody::SessionProven { session, evidence: evidence.clone(), readable_from, expires }
    }

    pub(super) fn live(&self, session: SessionId) -> Result<&Session, Refusal> {
        self.conversation.live(session, self.now).ok_or(Refusal::SessionOver)
    }

    fn demand(&self, session: &Session, action: Action) -> Result<Assurance, Refusal> {
        let level = session.level(self.policy, self.now);
        let rule = self.policy.required(&session.channel, action);
        if level >= rule.level {
            Ok(level)
        } else {
            let step_up = rule.step_up.iter().map(|kind| kind.name().to_owned()).collect();
            Err(Refusal::Level { needs: rule.level, step_up })
        }
    }
}
