//! Messages that come over a channel: who is the customer, and who is somebody from outside.

use super::At;
use crate::{
    command::{Opening, Sender},
    conversation::Participant,
    event::EventBody,
    evidence::Assurance,
    identity::Standing,
    message::{Author, Message},
};

impl At<'_> {
    pub(super) fn receive(
        &self,
        opening: &Opening,
        sender: &Sender,
        message: &Message,
        answers: Option<&str>,
    ) -> Vec<EventBody> {
        let proven = self.policy.assurance(&message.channel, &sender.evidence, self.now) >= Assurance::ChannelControl;
        let standing = if proven { Standing::Proven } else { Standing::Claimed };
        let is_new = self.conversation.identity.is_none();
        let known = self.conversation.participant(&sender.address);
        let outside = if is_new { None } else { outside(known, proven, sender) };

        let mut events = Vec::new();
        if is_new {
            events.push(Self::opened(opening));
        }
        if outside.is_none() && known.is_none_or(|known| known.standing < standing) {
            events.push(EventBody::ParticipantNoted {
                identifier: sender.address.clone(),
                channel: Some(message.channel.clone()),
                standing,
                evidence: sender.evidence.first().cloned(),
            });
        }
        events.extend(self.wake());
        // In a conversation of its own the message is the customer's all the same: the agent is told of the doubt.
        let doubt = sender.doubt.as_ref().filter(|_| is_new);
        events.extend(doubt.map(|doubt| EventBody::Noted { what: doubt.clone(), raw: message.raw.clone() }));
        if outside.is_none()
            && let Some(known) = known
        {
            events.extend(self.epoch(known, events.len()));
        }
        let mut message = message.clone();
        message.answers = answers.and_then(|id| self.conversation.foreign.get(id)).copied();
        message.evidence.clone_from(&sender.evidence);
        message.author = match outside {
            None => {
                Author::Customer { session: None, address: Some(sender.address.clone()), name: sender.name.clone() }
            }
            Some(because) => {
                Author::Outsider { address: Some(sender.address.clone()), name: sender.name.clone(), because }
            }
        };
        events.push(EventBody::MessageReceived { message });
        events
    }

    /// A possession epoch, if the address was silent so long that it may have a new holder. `ahead` events precede it.
    pub(super) fn epoch(&self, known: &Participant, ahead: usize) -> Option<EventBody> {
        let silent = self.now.since(known.heard) > self.policy.possession_silence_ms;
        let from = self.conversation.seq + 1 + u64::try_from(ahead).unwrap_or(0);
        silent.then(|| EventBody::EpochBegan { address: known.identifier.clone(), from })
    }
}

/// Why a message to an existing conversation is from outside it; none if it is the customer's.
fn outside(known: Option<&Participant>, proven: bool, sender: &Sender) -> Option<String> {
    let address = &sender.address.value;
    if let Some(doubt) = &sender.doubt {
        return Some(doubt.clone());
    }
    match known {
        None => Some(format!("{address} takes no part in this conversation; whoever has the address can write to it")),
        Some(known) if known.standing == Standing::Proven && !proven => {
            Some(format!("it says that it is from {address}, but nothing vouches for that this time"))
        }
        Some(_) => None,
    }
}
