//! The history card: what an agent must know before the timeline, made of a conversation, the messages that matter of its
//! journal, and the customer's other conversations.
//!
//! It is bounded: however long the thread is, its first [`FIRST`] and its last [`LAST`] messages are looked at.

mod draft;
mod earlier;
mod model;
mod spoken;
mod summary;
#[cfg(test)]
mod tests;

pub use earlier::{Candidate, earlier, question};
pub use model::{Writer, by_model, prompt, writer};
pub use spoken::{Spoken, spoken};
pub use summary::{by_sentences, instead};

use crate::{
    conversation::{Conversation, Signed},
    decide::promise,
    disclose::{identifier, offer, title},
    identity::Standing,
    policy::Policy,
    routing::Guess,
    time::Timestamp,
    wire::{
        card::{Card, KnownBy, Missing, NoteLine, Summary},
        thread::{IdentifierLine, PromiseLine},
    },
};

/// Messages from the beginning that are looked at.
pub const FIRST: usize = 20;
/// Messages up to now that are looked at.
pub const LAST: usize = 400;

/// The card, without the customer's other conversations; none before the conversation has begun.
#[must_use]
pub fn card(
    conversation: &Conversation,
    policy: &Policy,
    now: Timestamp,
    said: &[Spoken],
    summary: Summary,
) -> Option<Card> {
    conversation.identity.as_ref()?;
    let desk = &conversation.desk;
    let promises = promises(conversation, policy, now);
    Some(Card {
        seq: conversation.seq,
        title: title(conversation),
        tier: desk.tier.clone(),
        known_by: conversation.participants.iter().map(|known| known_by(identifier(conversation, known))).collect(),
        intent: intent(conversation),
        intent_by: desk.intent_by.clone(),
        note: desk.note.clone().map(|Signed { by, at, note, .. }| NoteLine { by, at, note }),
        offer: desk.offer.as_ref().map(offer),
        waits: None,
        missing: missing(conversation, now, &promises),
        draft: draft::draft(conversation, policy, now, said, &promises),
        promises,
        summary,
        earlier: Vec::new(),
    })
}

fn known_by(line: IdentifierLine) -> KnownBy {
    let IdentifierLine { kind, value, standing, because, .. } = line;
    KnownBy { kind, value, standing, because }
}

/// What it is about: an agent's word, else what its words say.
fn intent(conversation: &Conversation) -> Option<Guess> {
    let reading = &conversation.desk.reading.intent;
    match (&conversation.desk.intent_by, &conversation.intent) {
        (Some(_), Some(name)) => Some(Guess { name: name.clone(), percent: 100 }),
        (_, Some(name)) => match reading {
            Some(guess) if guess.name == *name => Some(guess.clone()),
            _ => Some(Guess { name: name.clone(), percent: 100 }),
        },
        (_, None) => reading.clone(),
    }
}

/// What was promised and is not kept yet, the next due first: what notes say, and the answer that the customer waits for.
fn promises(conversation: &Conversation, policy: &Policy, now: Timestamp) -> Vec<PromiseLine> {
    let noted = conversation.desk.promises.iter();
    let noted = noted.map(|promise| PromiseLine { text: promise.text.clone(), due: promise.due });
    let mut all: Vec<PromiseLine> = noted.chain(promise(conversation, policy, now)).collect();
    all.sort_by_key(|promise| promise.due);
    all
}

/// What is not known, and what would mend it.
fn missing(conversation: &Conversation, now: Timestamp, promises: &[PromiseLine]) -> Vec<Missing> {
    let line = |what: &str, text: String| Missing { what: what.to_owned(), text, conversation: None };
    let mut missing = Vec::new();
    let proven = conversation.participants.iter().any(|known| known.standing == Standing::Proven);
    if !proven {
        let text = "Nobody has proven who this is: ask them to confirm an address, or vouch for them yourself";
        missing.push(line("identity", text.to_owned()));
    }
    for known in conversation.participants.iter().filter(|known| proven && known.standing == Standing::Claimed) {
        let value = &known.identifier.value;
        missing
            .push(line("identity", format!("{value} is only claimed: nothing shows yet that it is this customer's")));
    }
    for claimed in &conversation.claims {
        missing.push(Missing {
            conversation: Some(*claimed),
            ..line("claim", "They say that this continues another conversation, and could not prove it".to_owned())
        });
    }
    if intent(conversation).is_none() {
        let text = "What it is about is not known: choose it once you know";
        missing.push(line("intent", text.to_owned()));
    }
    if conversation.open && conversation.owner.is_none() {
        missing.push(line("owner", "Nobody answers for it: take it, or hand it to a team".to_owned()));
    }
    for promise in promises.iter().filter(|promise| promise.due < now) {
        let text = format!("Overdue since {}: {}", promise.due.words(), promise.text);
        missing.push(line("promise", text));
    }
    missing
}
