//! Messages that come over a channel: who is the customer, and who is somebody from outside.

use super::{At, consent::Arrived};
use crate::{
    command::{Opening, Sender},
    conversation::Participant,
    event::EventBody,
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
        let identified = self.policy.identifies(&message.channel, &sender.evidence, self.now);
        let standing = if identified { Standing::Proven } else { Standing::Claimed };
        let is_new = self.conversation.identity.is_none();
        let known = self.conversation.participant(&sender.address);
        let outside = if is_new { None } else { outside(known, identified, sender) };

        let mut events = Vec::new();
        if is_new {
            events.push(Self::opened(opening));
        }
        if outside.is_none() && !sender.withheld && known.is_none_or(|known| known.standing < standing) {
            events.push(EventBody::ParticipantNoted {
                identifier: sender.address.clone(),
                channel: Some(message.channel.clone()),
                standing,
                evidence: sender.evidence.first().cloned(),
            });
        }
        events.extend(self.known_wishes(sender));
        events.extend(self.wake());
        events.extend(self.end_hold(message).filter(|_| outside.is_none()));
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
        let inside = outside.is_none();
        message.author = match outside {
            None => {
                let address = (!sender.withheld).then(|| sender.address.clone());
                Author::Customer { session: None, address, name: sender.name.clone() }
            }
            Some(because) => {
                Author::Outsider { address: Some(sender.address.clone()), name: sender.name.clone(), because }
            }
        };
        let arrived = Arrived { message: &message, sender, inside, identified, first: is_new };
        let answers = self.answers_itself(&arrived);
        events.push(EventBody::MessageReceived { message });
        events.extend(answers);
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
fn outside(known: Option<&Participant>, identified: bool, sender: &Sender) -> Option<String> {
    let address = &sender.address.value;
    if let Some(doubt) = &sender.doubt {
        return Some(doubt.clone());
    }
    match known {
        // The directory knows the address as the customer's: whoever writes from it takes part from now on.
        None if sender.known => None,
        None => Some(format!("{address} takes no part in this conversation; whoever has the address can write to it")),
        Some(known) if known.standing == Standing::Proven && !identified => {
            Some(format!("it says that it is from {address}, but nothing vouches for that this time"))
        }
        Some(_) => None,
    }
}
