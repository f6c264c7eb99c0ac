//! What a browser may see.

use super::{files, whose, writer};
use crate::{
    address::mask,
    conversation::{Conversation, Session},
    event::{Event, EventBody},
    id::SessionId,
    message::{Author, Message},
    policy::{Capability, Policy},
    time::Timestamp,
    wire::{
        customer::Challenge,
        entry::{Entry, EntryBody, Notice, NoticeKind, Utterance},
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
    let reads = reads(session, policy, now, event.seq);
    let body = match &event.body {
        EventBody::MessageReceived { message } => {
            let own = writer(message) == Some(id);
            let outside = matches!(message.author, Author::Outsider { .. });
            (own || (reads && !outside)).then(|| utterance(message))
        }
        EventBody::MessageSent { message, .. } => (message.to_session == Some(id) || reads).then(|| utterance(message)),
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
            placed.session != Some(id) && !reads(session, policy, now, placed.seq)
        };
        conversation.messages.values().any(locked)
    })
}

/// What this session can prove, and how it is told: the address masked.
#[must_use]
pub fn challenge(conversation: &Conversation, policy: &Policy, id: SessionId, now: Timestamp) -> Option<Challenge> {
    let known = conversation.provable(conversation.live(id, now)?, policy, now)?;
    let channel = known.medium_for(Capability::Code, policy)?;
    Some(Challenge { channel, masked: mask(&known.identifier) })
}

fn reads(session: &Session, policy: &Policy, now: Timestamp, seq: u64) -> bool {
    session.readable_from(policy, now).is_some_and(|from| seq >= from)
}

fn utterance(message: &Message) -> EntryBody {
    let name = match &message.author {
        Author::Agent { name, .. } => Some(name.clone()),
        _ => None,
    };
    EntryBody::Message(Box::new(Utterance {
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
        call: None,
        amended: None,
        origin: None,
    }))
}

fn notice(kind: NoticeKind) -> EntryBody {
    EntryBody::Notice(Notice { kind, text: String::new() })
}
