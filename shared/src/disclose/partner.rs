//! What a program with a key of the site's API sees, and what webhooks are told: conversations and messages, without
//! addresses and without anything that serves the machinery.

use crate::{
    conversation::Conversation,
    event::{Event, EventBody},
    handoff::{Handed, Party},
    id::AgentId,
    message::{Amendment, Author, Message},
    policy::Policy,
    time::Timestamp,
    wire::api,
};

/// The conversation; none before it has begun. `changed` is when its last event was.
#[must_use]
pub fn conversation_for_partner(conversation: &Conversation, changed: Timestamp) -> Option<api::Conversation> {
    let identity = conversation.identity.as_ref()?;
    let (desk, last) = (&conversation.desk, conversation.last.as_ref());
    Some(api::Conversation {
        id: identity.conversation,
        customer: identity.customer,
        subject: conversation.subject.clone(),
        state: if conversation.open { api::State::Open } else { api::State::Closed },
        owner: conversation.owner.clone(),
        team: desk.team.clone(),
        queued_since: desk.queued.map(api::Moment),
        on_hold: desk.held.is_some(),
        offer: desk.offer.as_ref().map(|offer| api::Offer {
            handoff: offer.id,
            by: offer.by.clone(),
            to: offer.to.clone(),
            expires_at: offer.expires.map(api::Moment),
        }),
        handoffs: desk.handed.iter().map(handoff_time).collect(),
        channel: last.map(|last| last.channel.clone()),
        intent: conversation.intent.clone(),
        tier: desk.tier.clone(),
        priority: desk.priority,
        tags: desk.tags.clone(),
        waiting: conversation.open && last.is_some_and(|last| last.inbound),
        opened_at: api::Moment(conversation.opened?),
        updated_at: api::Moment(changed),
        active_at: last.map(|last| api::Moment(last.at)),
        continues_in: conversation.departed,
        seq: conversation.seq,
    })
}

fn handoff_time(handed: &Handed) -> api::HandoffTime {
    let (offered_at, accepted_at) = (api::Moment(handed.offered), api::Moment(handed.accepted));
    api::HandoffTime { handoff: handed.id, offered_at, accepted_at }
}

/// The message of an event as it is now; none when the event is no message.
#[must_use]
pub fn message_for_partner(conversation: &Conversation, policy: &Policy, event: &Event) -> Option<api::Message> {
    let (EventBody::MessageReceived { message } | EventBody::MessageSent { message, .. }) = &event.body else {
        return None;
    };
    let outbound = matches!(event.body, EventBody::MessageSent { .. });
    let mut shown = message_as_sent(policy, event, message, outbound);
    if let Some(placed) = conversation.messages.get(&message.id).filter(|_| outbound) {
        shown.delivery = Some(placed.delivery);
    }
    match conversation.edited.get(&message.id) {
        Some(Amendment::Edited { text }) => shown.text.clone_from(text),
        Some(Amendment::Deleted) => {
            shown.text.clear();
            shown.subject = None;
            shown.attachments.clear();
        }
        Some(Amendment::Reacted { .. }) | None => {}
    }
    Some(shown)
}

fn message_as_sent(policy: &Policy, event: &Event, message: &Message, outbound: bool) -> api::Message {
    let at = message.origin.map_or(event.at, |origin| origin.at);
    let (from, agent, name) = match &message.author {
        Author::Customer { name, .. } => (api::Sender::Customer, None, name.clone()),
        Author::Outsider { name, .. } => (api::Sender::Outsider, None, name.clone()),
        Author::Agent { agent, name } => (api::Sender::Agent, Some(agent.clone()), Some(name.clone())),
        Author::System => (api::Sender::System, None, None),
    };
    let level =
        matches!(from, api::Sender::Customer).then(|| policy.assurance(&message.channel, &message.evidence, at));
    let file = |file: &crate::message::Attachment| api::File { id: file.id, name: file.name.clone(), size: file.size };
    api::Message {
        id: message.id,
        seq: event.seq,
        at: api::Moment(at),
        channel: message.channel.clone(),
        from,
        agent,
        name,
        level: level.filter(|_| !outbound),
        subject: message.subject.clone(),
        text: message.text.clone(),
        delivery: outbound.then(|| crate::conversation::first_delivery(message)),
        attachments: message.attachments.iter().map(file).collect(),
    }
}

/// Whether webhooks are told of an event.
#[must_use]
pub fn is_announced(event: &EventBody) -> bool {
    kind(event).is_some()
}

fn kind(event: &EventBody) -> Option<api::HookEvent> {
    match event {
        EventBody::Opened { .. } => Some(api::HookEvent::Opened),
        EventBody::Taken { .. } | EventBody::Assigned { .. } | EventBody::HandoffAccepted { .. } => {
            Some(api::HookEvent::Assigned)
        }
        EventBody::HandedOff { .. } => Some(api::HookEvent::HandedOff),
        EventBody::Closed { .. } | EventBody::Departed { .. } => Some(api::HookEvent::Closed),
        EventBody::Reopened { .. } => Some(api::HookEvent::Reopened),
        // What was moved here was told where it was written.
        EventBody::MessageReceived { message } if message.origin.is_none() => Some(api::HookEvent::Received),
        EventBody::MessageSent { message, .. } if message.origin.is_none() => Some(api::HookEvent::Sent),
        EventBody::DeliveryChanged { .. } => Some(api::HookEvent::DeliveryChanged),
        _ => None,
    }
}

/// What webhooks are told of an event; none when it is nobody's business. `conversation` may be further than the event.
#[must_use]
pub fn announcement(conversation: &Conversation, policy: &Policy, event: &Event) -> Option<api::HookPayload> {
    let kind = kind(&event.body)?;
    let identity = conversation.identity.as_ref()?;
    let mut data = api::HookData {
        conversation: identity.conversation,
        customer: identity.customer,
        seq: event.seq,
        agent: agent(&event.body).cloned(),
        to: None,
        message: None,
        message_id: None,
        delivery: None,
        now: None,
    };
    match &event.body {
        EventBody::MessageReceived { message } | EventBody::MessageSent { message, .. } => {
            let outbound = matches!(event.body, EventBody::MessageSent { .. });
            data.message = Some(message_as_sent(policy, event, message, outbound));
        }
        EventBody::DeliveryChanged { message, status, .. } => {
            (data.message_id, data.delivery) = (Some(*message), Some(*status));
        }
        EventBody::HandedOff { note, .. } => {
            data.to = Some(note.owner.clone());
            data.now = conversation_for_partner(conversation, event.at).map(Box::new);
        }
        EventBody::Assigned { agent, .. } | EventBody::Taken { agent } | EventBody::HandoffAccepted { agent, .. } => {
            data.to = Some(Party::Agent(agent.clone()));
            data.now = conversation_for_partner(conversation, event.at).map(Box::new);
        }
        _ => data.now = conversation_for_partner(conversation, event.at).map(Box::new),
    }
    Some(api::HookPayload { kind, timestamp: api::Moment(event.at), data })
}

/// Who did it; none when a rule or the customer did.
const fn agent(event: &EventBody) -> Option<&AgentId> {
    match event {
        EventBody::Taken { agent }
        | EventBody::HandoffAccepted { agent, .. }
        | EventBody::HandedOff { by: agent, .. }
        | EventBody::Closed { agent }
        | EventBody::Reopened { agent: Some(agent) }
        | EventBody::Departed { agent: Some(agent), .. } => Some(agent),
        EventBody::MessageSent { message, .. } => match &message.author {
            Author::Agent { agent, .. } => Some(agent),
            _ => None,
        },
        _ => None,
    }
}
