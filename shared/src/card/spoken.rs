//! What was said in a conversation, as far as its history matters: by the customer and by agents, as it is now.

use crate::{
    conversation::Conversation,
    event::{Event, EventBody},
    id::MessageId,
    message::{Amendment, Author, Message},
};
use serde::{Deserialize, Serialize};

/// Characters of one message that are looked at.
const MOST: usize = 2_000;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// Its place in the journal.
    pub seq: u64,
    /// Which.
    pub message: MessageId,
    /// The customer said it, not an agent.
    pub by_customer: bool,
    /// What.
    pub text: String,
}

/// What an event says, if it is a message of the customer or of an agent: what machines write, and what comes from outside,
/// tells nothing of the customer. What was taken back is not told again.
#[must_use]
pub fn spoken(conversation: &Conversation, event: &Event) -> Option<Spoken> {
    let (EventBody::MessageReceived { message } | EventBody::MessageSent { message, .. }) = &event.body else {
        return None;
    };
    let by_customer = match &message.author {
        Author::Customer { .. } => true,
        Author::Agent { .. } => false,
        Author::Outsider { .. } | Author::System => return None,
    };
    let text: String = now(conversation, message)?.chars().take(MOST).collect();
    let is_said = message.automatic.is_none() && !text.trim().is_empty();
    is_said.then_some(Spoken { seq: event.seq, message: message.id, by_customer, text })
}

/// What it says now; of a call, what a machine heard.
fn now(conversation: &Conversation, message: &Message) -> Option<String> {
    match conversation.edited.get(&message.id) {
        Some(Amendment::Deleted) => return None,
        Some(Amendment::Edited { text }) => return Some(text.clone()),
        Some(Amendment::Reacted { .. }) | None => {}
    }
    let call = conversation.calls.get(&message.id).or(message.call.as_ref());
    // What stands for a call in words ("A call") says nothing of what it was about.
    match call {
        Some(call) => call.transcript.clone(),
        None if message.kind.is_some() => None,
        None => Some(message.text.clone()),
    }
}
