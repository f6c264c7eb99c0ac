//! What becomes known of messages after they came: changes by their senders, and how calls went.

use super::{At, Refusal};
use crate::{
    call::Call,
    channel::Channel,
    event::EventBody,
    id::{AgentId, MessageId},
    identity::Identifier,
    message::{Amendment, Delivery},
};

impl At<'_> {
    /// A change that its author made to a message, or a reaction to ours. What does not fit is kept as a note.
    pub(super) fn amend(
        &self,
        foreign_id: &str,
        by: &Identifier,
        channel: &Channel,
        change: &Amendment,
        raw: Option<&String>,
    ) -> Vec<EventBody> {
        let label = self.policy.label(channel);
        let noted = |what: String| vec![EventBody::Noted { what, raw: raw.cloned() }];
        let what = match change {
            Amendment::Edited { .. } => "edited a message",
            Amendment::Deleted => "took back a message",
            Amendment::Reacted { emoji: Some(_) } => "reacted to a message",
            Amendment::Reacted { emoji: None } => "took back a reaction to a message",
        };
        let known = self.conversation.foreign.get(foreign_id);
        let Some((id, placed)) = known.and_then(|id| Some((id, self.conversation.messages.get(id)?))) else {
            return noted(format!("{} {what} on {label} that is not in this conversation", by.value));
        };
        let allowed = match change {
            // Only the author takes back or edits; the reader reacts.
            Amendment::Edited { .. } | Amendment::Deleted => placed.author.as_ref() == Some(by),
            Amendment::Reacted { .. } => placed.outbound && self.conversation.participant(by).is_some(),
        };
        if !allowed {
            return noted(format!("{} {what} on {label} that is not theirs: nothing was changed", by.value));
        }
        // The same again, and whatever comes after it was taken back, changes nothing: reports come in any order.
        let gone = self.conversation.edited.get(id) == Some(&Amendment::Deleted);
        if gone || self.conversation.amended.get(id) == Some(change) {
            return Vec::new();
        }
        vec![EventBody::MessageAmended { message: *id, change: change.clone() }]
    }

    /// More of a call, joined with what was known.
    pub(super) fn note_call(&self, foreign_id: &str, call: &Call) -> Result<Vec<EventBody>, Refusal> {
        let message = self.conversation.foreign.get(foreign_id).ok_or(Refusal::NotFound)?;
        let known = self.conversation.calls.get(message).ok_or(Refusal::NotFound)?;
        let joined = known.join(call);
        let changed = (joined != *known).then_some(EventBody::CallNoted { message: *message, call: joined });
        Ok(changed.into_iter().collect())
    }

    /// A provider's report on an outbound message, joined with what was known.
    pub(super) fn report(
        &self,
        message: MessageId,
        status: Delivery,
        detail: Option<&String>,
        foreign_id: Option<&String>,
    ) -> Result<Vec<EventBody>, Refusal> {
        let known =
            self.conversation.messages.get(&message).filter(|placed| placed.outbound).ok_or(Refusal::NotFound)?;
        let joined = known.delivery.join(status);
        let named = foreign_id.is_some_and(|id| self.conversation.foreign.get(id) != Some(&message));
        let changed = (joined != known.delivery || named).then(|| EventBody::DeliveryChanged {
            message,
            status: joined,
            detail: detail.cloned(),
            foreign_id: foreign_id.cloned(),
        });
        Ok(changed.into_iter().collect())
    }

    /// Something automatic came: it is kept, and counts as a report if it is one.
    pub(super) fn note(
        &self,
        what: &str,
        raw: Option<&String>,
        about: Option<(MessageId, Delivery)>,
    ) -> Vec<EventBody> {
        let reported =
            about.and_then(|(message, status)| self.report(message, status, Some(&what.to_owned()), None).ok());
        let mut events = reported.unwrap_or_default();
        if self.conversation.identity.is_some() {
            events.push(EventBody::Noted { what: what.to_owned(), raw: raw.cloned() });
        }
        events
    }

    /// A rule kept something from being sent: reports count it.
    pub(super) fn note_refusal(agent: Option<&AgentId>, channel: &Channel, rule: &str) -> Vec<EventBody> {
        vec![EventBody::SendRefused { agent: agent.cloned(), channel: channel.clone(), rule: rule.to_owned() }]
    }
}
