//! Handoffs: to another owner, or to another medium.

use super::{At, Refusal, desk::MAX_BECAUSE};
use crate::{
    command::DeskCommand,
    event::EventBody,
    handoff::{Context, Handoff, HandoffNote, Party, Wanted, check},
    id::{AgentId, HandoffId, MessageId},
};

impl At<'_> {
    /// `HandOff`, `AcceptHandoff`, `DeclineHandoff`, `ExpireHandoff` and `MoveChannel`.
    pub(super) fn handoff(&self, wish: &DeskCommand) -> Result<Vec<EventBody>, Refusal> {
        match wish {
            DeskCommand::HandOff { agent, leads, handoff, note, name, message } => {
                let mut events = self.hand_off(agent, *leads, *handoff, note)?;
                // Who gets it from a team is not known yet: the team is whom the customer hears of.
                if matches!(note.owner, Party::Team(_)) && !events.is_empty() {
                    events.extend(self.tell_customer(*message, name));
                }
                Ok(events)
            }
            DeskCommand::AcceptHandoff { agent, name, message } => self.accept(agent, name, *message),
            DeskCommand::DeclineHandoff { agent, because } => self.decline(agent, because),
            DeskCommand::ExpireHandoff { handoff } => Ok(self.expire(*handoff)),
            DeskCommand::MoveChannel { agent, to, note, token, message } => {
                self.own(agent)?;
                let note = self.will_do(note, Wanted::Same(agent))?;
                let mut events = self.move_to(to, *token, *message)?;
                events.push(EventBody::ChannelMoved { by: agent.clone(), to: to.clone(), note });
                Ok(events)
            }
            _ => Err(Refusal::State("this is no handoff")),
        }
    }

    /// Who leads may hand over what a colleague answers for, and what waits in the queue.
    fn hand_off(
        &self,
        agent: &AgentId,
        leads: bool,
        handoff: HandoffId,
        note: &HandoffNote,
    ) -> Result<Vec<EventBody>, Refusal> {
        if !leads || !self.conversation.open {
            self.own(agent)?;
        }
        if self.conversation.desk.offer.as_ref().is_some_and(|offer| offer.id == handoff) {
            return Ok(Vec::new());
        }
        let note = self.will_do(note, Wanted::Another(self.conversation.owner.as_ref()))?;
        let expires = match note.owner {
            Party::Agent(_) => Some(self.now.plus(self.policy.handoff.accept_within_ms)),
            Party::Team(_) => None,
        };
        Ok(vec![EventBody::HandedOff { handoff, by: agent.clone(), note, expires }])
    }

    /// The note as it is stored, if it will do.
    fn will_do(&self, note: &HandoffNote, wanted: Wanted<'_>) -> Result<HandoffNote, Refusal> {
        let (said, teams) = (&self.conversation.desk.said, &self.policy.routing.teams);
        check(note, &self.policy.handoff, &Context { said, teams, wanted, now: self.now }).map_err(Refusal::Note)?;
        let trimmed = |text: &String| text.trim().to_owned();
        Ok(HandoffNote {
            wants: trimmed(&note.wants),
            done: trimmed(&note.done),
            promised: trimmed(&note.promised),
            next: trimmed(&note.next),
            owner: note.owner.clone(),
            due: note.due,
        })
    }

    fn accept(&self, agent: &AgentId, name: &str, message: MessageId) -> Result<Vec<EventBody>, Refusal> {
        let desk = &self.conversation.desk;
        match &desk.offer {
            Some(Handoff { to: Party::Team(_), .. }) => Err(Refusal::State("it was handed to a team: take it")),
            Some(Handoff { id, to: Party::Agent(to), expires, .. }) if to == agent => {
                if expires.is_some_and(|expires| expires <= self.now) {
                    return Err(Refusal::State("the offer is over: it goes to the queue"));
                }
                let mut events = vec![EventBody::HandoffAccepted { handoff: *id, agent: agent.clone() }];
                events.extend(self.tell_customer(message, name));
                Ok(events)
            }
            None if self.conversation.owner.as_ref() == Some(agent) && !desk.handed.is_empty() => Ok(Vec::new()),
            _ => Err(Refusal::State("nobody offers it to you, or not any more")),
        }
    }

    fn decline(&self, agent: &AgentId, because: &str) -> Result<Vec<EventBody>, Refusal> {
        let because = self.text(because, MAX_BECAUSE)?;
        match &self.conversation.desk.offer {
            Some(Handoff { id, to: Party::Agent(to), .. }) if to == agent => {
                Ok(vec![EventBody::HandoffDeclined { handoff: *id, agent: agent.clone(), because }])
            }
            _ => Err(Refusal::State("nobody offers it to you, or not any more")),
        }
    }

    fn expire(&self, handoff: HandoffId) -> Vec<EventBody> {
        let over = |offer: &&Handoff| offer.id == handoff && offer.expires.is_some_and(|ends| ends <= self.now);
        let offer = self.conversation.desk.offer.as_ref().filter(over);
        offer.map(|_| EventBody::HandoffExpired { handoff }).into_iter().collect()
    }
}
