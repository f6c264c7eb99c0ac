//! What of a conversation goes on in another one.

use crate::{
    conversation::Conversation,
    event::{Event, EventBody},
    evidence::Evidence,
    message::{Amendment, Message},
    time::Timestamp,
    wire::entry::DELETED,
};

/// The messages that go on where a conversation that departed goes on, with when each was written; as they are now.
///
/// When an agent chose so, these are all. When the visitor chose so, these are the ones that the site's word of their
/// account let them read, or that they wrote: in the other conversation that account reads everything, and joining must
/// show nobody what somebody else wrote.
#[must_use]
pub fn handed_over(conversation: &Conversation, journal: &[Event]) -> Vec<(Timestamp, Message)> {
    let departed = journal.iter().rev().find_map(|event| match &event.body {
        EventBody::Departed { agent, .. } => Some(agent.is_some()),
        _ => None,
    });
    let Some(by_agent) = departed else { return Vec::new() };
    // Proofs that a session gave of an account, with the first entry that it may read by it.
    let accounts = conversation.sessions.iter().filter_map(|(id, session)| {
        let proofs = session.readable.iter().filter(|(proof, _)| matches!(proof, Evidence::SiteSigned { .. }));
        proofs.map(|(_, from)| *from).min().map(|from| (*id, from))
    });
    let accounts: Vec<_> = accounts.collect();
    let goes = |message: &Message| {
        by_agent
            || conversation.messages.get(&message.id).is_some_and(|placed| {
                let own =
                    |(id, from): &(_, u64)| placed.session == Some(*id) || (placed.seq >= *from && !placed.outside);
                accounts.iter().any(own)
            })
    };
    let message_of = |event: &Event| match &event.body {
        EventBody::MessageReceived { message } | EventBody::MessageSent { message, .. } if goes(message) => {
            Some((event.at, present(conversation, message)))
        }
        _ => None,
    };
    journal.iter().filter_map(message_of).collect()
}

/// A message as its sender left it, with all that is known of it.
fn present(conversation: &Conversation, message: &Message) -> Message {
    let mut message = message.clone();
    match conversation.edited.get(&message.id) {
        Some(Amendment::Edited { text }) => message.text.clone_from(text),
        Some(Amendment::Deleted) => {
            message.text = String::new();
            message.folded = None;
            message.attachments = Vec::new();
            message.kind = Some(DELETED.to_owned());
        }
        Some(Amendment::Reacted { .. }) | None => {}
    }
    message.call = conversation.calls.get(&message.id).cloned().or(message.call);
    message
}
