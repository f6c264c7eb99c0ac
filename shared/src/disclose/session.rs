//! What a browser may see.

use super::{files, whose, writer};
use crate::{
    address::mask,
    call::Call,
    conversation::{Conversation, Session},
    event::{Event, EventBody},
    evidence::Evidence,
    id::{MessageId, SessionId},
    message::{Author, Message},
    policy::Policy,
    time::Timestamp,
    wire::{
        customer::Challenge,
        entry::{CallLine, Entry, EntryBody, Notice, NoticeKind, Utterance},
    },
};

/// The event as this session may see it at `now`; none if it may not.
///
/// A session reads what it wrote itself and what answers it. Everything else takes the level that the policy
/// demands for `read-history`, and lies within the possession epoch of its proof.
#[must_use]
pub fn entry_for_session(
    conversation: &Conversation,
    policy: &Policy,
    id: SessionId,
    now: Timestamp,
    event: &Event,
) -> Option<Entry> {
    let session = conversation.live(id, now)?;
    let written = match &event.body {
        EventBody::MessageReceived { message } | EventBody::MessageSent { message, .. } => {
            message.origin.map(|origin| origin.at)
        }
        _ => None,
    };
    let reads = reads((conversation, session), policy, now, event.seq, written);
    let body = match &event.body {
        EventBody::MessageReceived { message } => {
            let own = writer(message) == Some(id);
            let outside = matches!(message.author, Author::Outsider { .. });
            (own || (reads && !outside)).then(|| utterance(conversation, message))
        }
        EventBody::MessageSent { message, .. } => {
            (message.to_session == Some(id) || reads).then(|| utterance(conversation, message))
        }
        EventBody::MessageAmended { message, change } => readable(conversation, policy, (id, session), now, *message)
            .then(|| EntryBody::Amended { message: *message, change: change.clone() }),
        EventBody::CallNoted { message, call } => readable(conversation, policy, (id, session), now, *message)
            .then(|| EntryBody::Call { message: *message, call: call_line(call) }),
        EventBody::Closed { .. } => Some(notice(NoticeKind::Closed)),
        EventBody::Reopened { .. } => Some(notice(NoticeKind::Reopened)),
        _ => None,
    }?;
    // What happened before this browser came, and is no message of its own, is history as well.
    let is_notice = matches!(body, EntryBody::Notice(_));
    (!is_notice || reads || event.at >= session.opened).then_some(Entry { seq: event.seq, at: event.at, body })
}

/// Whether there is content that this session could see with a better proof.
#[must_use]
pub fn has_locked(conversation: &Conversation, policy: &Policy, id: SessionId, now: Timestamp) -> bool {
    conversation.live(id, now).is_some_and(|session| {
        let locked = |placed: &crate::conversation::Placed| {
            placed.session != Some(id)
                && !placed.outside
                && !reads((conversation, session), policy, now, placed.seq, placed.written)
        };
        conversation.messages.values().any(locked)
    })
}

/// What this session can prove, and how it is told: the address masked.
#[must_use]
pub fn challenge(conversation: &Conversation, policy: &Policy, id: SessionId, now: Timestamp) -> Option<Challenge> {
    let known = conversation.provable(conversation.live(id, now)?, policy, now)?;
    let channel = conversation.medium_of_code(known, policy)?;
    Some(Challenge { channel, masked: mask(&known.identifier) })
}

/// Whether a proof of the session opens what stands at a place. What was written elsewhere and moved here must also lie
/// within the possession of the address that was proven: its place alone does not say so.
fn reads(
    (conversation, session): (&Conversation, &Session),
    policy: &Policy,
    now: Timestamp,
    seq: u64,
    written: Option<Timestamp>,
) -> bool {
    session.reading(policy, now).any(|(proof, from)| {
        let held = match proof {
            Evidence::CodeConfirmed { address, .. } => conversation.participant(address).map(|known| known.held_since),
            _ => None,
        };
        seq >= *from && written.is_none_or(|written| held.is_none_or(|since| since <= written))
    })
}

/// Whether a session sees a message, and so what becomes of it.
fn readable(
    conversation: &Conversation,
    policy: &Policy,
    (id, session): (SessionId, &Session),
    now: Timestamp,
    message: MessageId,
) -> bool {
    conversation.messages.get(&message).is_some_and(|placed| {
        placed.session == Some(id)
            || (!placed.outside && reads((conversation, session), policy, now, placed.seq, placed.written))
    })
}

/// How long a call took and how it ended. Who answered, what was recorded and what a machine heard is for agents.
fn call_line(call: &Call) -> CallLine {
    CallLine { answered: call.answered, ended: call.ended, outcome: call.outcome.clone(), ..CallLine::default() }
}

/// A message as it is now: what was edited away or taken back is for agents only.
fn utterance(conversation: &Conversation, message: &Message) -> EntryBody {
    let name = match &message.author {
        Author::Agent { name, .. } => Some(name.clone()),
        _ => None,
    };
    let mut utterance = Utterance {
        id: message.id,
        channel: message.channel.clone(),
        from: whose(&message.author),
        name,
        address: None,
        subject: message.subject.clone(),
        text: message.text.clone(),
        folded: message.folded.clone(),
        proof: None,
        delivery: None,
        attachments: files(&message.attachments),
        raw: false,
        kind: message.kind.clone(),
        answers: message.answers,
        call: message.call.as_ref().map(call_line),
        amended: None,
        origin: None,
    };
    if let Some(change) = conversation.edited.get(&message.id) {
        utterance.amend(change);
    }
    EntryBody::Message(Box::new(utterance))
}

fn notice(kind: NoticeKind) -> EntryBody {
    EntryBody::Notice(Notice { kind, text: String::new() })
}
