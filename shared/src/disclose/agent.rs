//! What an agent sees: everything, with the proof of each message in words.

use super::{called::title, file, files, whose, words::proven_words};
use crate::{
    call::Call,
    conversation::Conversation,
    event::{Event, EventBody},
    evidence::{Assurance, Evidence},
    handoff::Handoff,
    id::AgentId,
    identity::Standing,
    message::{Author, Message},
    policy::Policy,
    routing::Decision,
    time::Timestamp,
    wire::{
        agent::{HeldLine, OfferLine, Row},
        entry::{CallLine, Entry, EntryBody, HandoffLine, Notice, NoticeKind, Origin, Proof, Utterance},
    },
};

/// The event as agents see it; none if it only serves the machinery.
#[must_use]
pub fn entry_for_agent(policy: &Policy, event: &Event) -> Option<Entry> {
    let notice = |kind, text: String| Some(EntryBody::Notice(Notice { kind, text }));
    let body = match &event.body {
        EventBody::MessageReceived { message } | EventBody::MessageSent { message, .. } => {
            Some(EntryBody::Message(Box::new(utterance(policy, event, message))))
        }
        EventBody::DeliveryChanged { message, status, detail, .. } => {
            Some(EntryBody::Delivery { message: *message, status: *status, detail: detail.clone() })
        }
        EventBody::Opened { .. } => notice(NoticeKind::Opened, "The conversation began".to_owned()),
        EventBody::ParticipantNoted {
            identifier, evidence: Some(Evidence::AgentVouched { agent, how, .. }), ..
        } => notice(NoticeKind::Proof, format!("{agent} says that {} is this customer's: {how}", identifier.value)),
        EventBody::ParticipantNoted { identifier, standing, .. } => notice(
            NoticeKind::Proof,
            match standing {
                Standing::Proven => format!("{} is proven to be this customer's", identifier.value),
                Standing::Claimed => format!("The sender says to be {}; nothing vouches for it yet", identifier.value),
            },
        ),
        EventBody::SessionOpened { token: Some(_), .. } => {
            notice(NoticeKind::Link, "Somebody followed the link into the chat; a link proves nothing".to_owned())
        }
        EventBody::SessionOpened { token: None, .. } => None,
        EventBody::ProofAsked { address, .. } => {
            notice(NoticeKind::Proof, format!("A code was sent to {} on the visitor's request", address.value))
        }
        EventBody::SessionProven { evidence: Evidence::CodeConfirmed { address, .. }, .. } => {
            notice(NoticeKind::Proof, format!("The visitor typed the code sent to {}", address.value))
        }
        EventBody::SessionProven { evidence, .. } => notice(NoticeKind::Proof, proven_words(evidence)),
        EventBody::ProofRefused { because, .. } => {
            notice(NoticeKind::Warning, format!("The visitor failed to prove it: {because}"))
        }
        EventBody::SessionEnded { .. } => notice(NoticeKind::Proof, "The visitor signed out".to_owned()),
        EventBody::EpochBegan { address, .. } => notice(
            NoticeKind::Warning,
            format!(
                "What came before stays locked for the holder of {}: it was silent for long, or takes part from here on",
                address.value
            ),
        ),
        EventBody::LinkIssued { address, letter: Some(_), .. } => {
            notice(NoticeKind::Link, format!("A fresh link was sent to {}", address.value))
        }
        EventBody::LinkIssued { spoken: true, by, .. } => {
            let by = by.as_ref().map_or_else(|| "a machine".to_owned(), ToString::to_string);
            notice(NoticeKind::Link, format!("A code to continue here was read out by {by}"))
        }
        EventBody::LinkIssued { letter: None, .. } => None,
        EventBody::LinksRevoked { by, .. } => notice(NoticeKind::Link, who(by.as_ref(), "revoked all earlier links")),
        EventBody::ContinuationClaimed { conversation, because } => notice(
            NoticeKind::Warning,
            format!("The visitor claims to continue conversation {conversation}, unproven: {because}"),
        ),
        EventBody::Taken { agent } => notice(NoticeKind::Owner, who(Some(agent), "took the conversation")),
        EventBody::ContextRead { .. } | EventBody::PastNoted(_) => None,
        EventBody::TierNoted { tier: Some(tier) } => {
            notice(NoticeKind::Customer, format!("The site says that the customer's tier is {tier}"))
        }
        EventBody::TierNoted { tier: None } => {
            notice(NoticeKind::Customer, "The site says that the customer has no tier".to_owned())
        }
        EventBody::Assigned { agent, decision } => notice(NoticeKind::Owner, assigned_words(agent, decision)),
        EventBody::Requeued { because, .. } => notice(NoticeKind::Owner, format!("Back in the queue: {because}")),
        EventBody::HandedOff { by, note, .. } => {
            Some(EntryBody::Handoff(Box::new(HandoffLine { by: by.clone(), to: None, note: note.clone() })))
        }
        EventBody::ChannelMoved { by, to, note } => {
            Some(EntryBody::Handoff(Box::new(HandoffLine { by: by.clone(), to: Some(to.clone()), note: note.clone() })))
        }
        EventBody::HandoffAccepted { agent, .. } => notice(NoticeKind::Owner, who(Some(agent), "accepted the handoff")),
        EventBody::HandoffDeclined { agent, because, .. } => {
            notice(NoticeKind::Owner, who(Some(agent), &format!("declined the handoff: {because}")))
        }
        EventBody::HandoffExpired { .. } => {
            notice(NoticeKind::Owner, "Nobody accepted the handoff in time: it is back in the queue".to_owned())
        }
        EventBody::AgentNoted { agent, text, mentions } => {
            Some(EntryBody::Note { by: agent.clone(), text: text.clone(), mentions: mentions.clone() })
        }
        EventBody::Tagged { agent, tags } if tags.is_empty() => {
            notice(NoticeKind::Owner, who(Some(agent), "took all tags away"))
        }
        EventBody::Tagged { agent, tags } => {
            notice(NoticeKind::Owner, who(Some(agent), &format!("tagged it: {}", tags.join(", "))))
        }
        EventBody::Held { agent, until, because } => notice(NoticeKind::Owner, held_words(agent, *until, because)),
        EventBody::Resumed { agent: Some(agent) } => {
            notice(NoticeKind::Owner, who(Some(agent), "took it back from waiting"))
        }
        EventBody::Resumed { agent: None } => {
            notice(NoticeKind::Owner, "It waits no longer, and is back in the queue".to_owned())
        }
        EventBody::Released { agent } => notice(NoticeKind::Owner, who(Some(agent), "gave it back to the queue")),
        EventBody::Closed { agent } => notice(NoticeKind::Closed, who(Some(agent), "closed the conversation")),
        EventBody::Reopened { agent: Some(agent) } => notice(NoticeKind::Reopened, who(Some(agent), "reopened it")),
        EventBody::Reopened { agent: None } => notice(NoticeKind::Reopened, "A new message reopened it".to_owned()),
        EventBody::MessageAmended { message, change } => {
            Some(EntryBody::Amended { message: *message, change: change.clone() })
        }
        EventBody::CallNoted { message, call } => Some(EntryBody::Call { message: *message, call: call_line(call) }),
        EventBody::ConsentNoted { because, .. } => notice(NoticeKind::Rule, because.clone()),
        EventBody::SendRefused { channel, rule, .. } => notice(
            NoticeKind::Rule,
            format!("A message over {} was kept back by the rule {rule}", policy.label(channel)),
        ),
        EventBody::IntentSet { intent: Some(intent), agent } => {
            notice(NoticeKind::Owner, who(agent.as_ref(), &format!("says that it is about: {}", about(policy, intent))))
        }
        EventBody::IntentSet { intent: None, agent } => {
            notice(NoticeKind::Owner, who(agent.as_ref(), "took back what it is about"))
        }
        EventBody::DealAttached { deal } => {
            notice(NoticeKind::Customer, format!("It is about the deal {}", deal.value))
        }
        EventBody::Rehomed { because, .. } => notice(NoticeKind::Customer, because.clone()),
        EventBody::ParticipantLeft { identifier, because, .. } => {
            notice(NoticeKind::Customer, format!("{} takes part here no longer: {because}", identifier.value))
        }
        EventBody::Departed { to, .. } => notice(NoticeKind::Customer, format!("It goes on in conversation {to}")),
        EventBody::Absorbed { from, messages, .. } => {
            notice(NoticeKind::Customer, format!("{messages} messages came from conversation {from}"))
        }
        EventBody::Noted { what, .. } => notice(NoticeKind::Automatic, what.clone()),
    }?;
    Some(Entry { seq: event.seq, at: event.at, body })
}

/// The inbox's line; none before the first message.
#[must_use]
pub fn row(conversation: &Conversation, policy: &Policy) -> Option<Row> {
    let identity = conversation.identity.as_ref()?;
    let last = conversation.last.as_ref()?;
    let heard = conversation.heard.as_ref();
    let came_in = conversation.messages.values().filter(|message| !message.outbound).map(|message| message.seq);
    let level = heard.map_or(Assurance::Anonymous, |heard| policy.assurance(&heard.channel, &heard.evidence, heard.at));
    Some(Row {
        conversation: identity.conversation,
        seq: conversation.seq,
        said: came_in.max().unwrap_or_default(),
        customer: identity.customer,
        title: title(conversation),
        subject: conversation.subject.clone(),
        preview: last.preview.clone(),
        channel: last.channel.clone(),
        level,
        owner: conversation.had_by().cloned(),
        open: conversation.open,
        // What Weft says by itself answers nobody.
        waiting: conversation.open && (last.inbound || conversation.waiting.is_some()),
        at: last.at,
        team: conversation.desk.team.clone(),
        intent: conversation.intent.clone(),
        priority: conversation.desk.priority,
        mood: conversation.desk.reading.mood,
        tier: conversation.desk.tier.clone(),
        tags: conversation.desk.tags.clone(),
        due: due(conversation, policy),
        queued: conversation.desk.queued,
        held: held(conversation),
        offer: conversation.desk.offer.as_ref().map(offer),
        mentions: conversation.desk.mentions.clone(),
    })
}

/// What is on hold, and until when.
pub(super) fn held(conversation: &Conversation) -> Option<HeldLine> {
    conversation.desk.held.as_ref().map(|hold| HeldLine { until: hold.until, because: hold.because.clone() })
}

pub(crate) fn offer(offer: &Handoff) -> OfferLine {
    OfferLine { handoff: offer.id, by: offer.by.clone(), to: offer.to.clone(), expires: offer.expires }
}

/// When the next thing that was promised is due: the answer that the customer waits for, or what a note promises.
fn due(conversation: &Conversation, policy: &Policy) -> Option<Timestamp> {
    let answer = || {
        let waiting = conversation.waiting.as_ref().filter(|_| conversation.open)?;
        let promise = policy.channels.get(&waiting.channel)?.promise.as_ref()?;
        policy.due(promise, waiting.since)
    };
    let noted = conversation.desk.promises.iter().map(|promise| promise.due);
    noted.chain(answer()).min()
}

fn utterance(policy: &Policy, event: &Event, message: &Message) -> Utterance {
    let (name, address) = match &message.author {
        Author::Customer { name, address, .. } | Author::Outsider { name, address, .. } => {
            (name.clone(), address.as_ref().map(|address| address.value.clone()))
        }
        Author::Agent { name, .. } => (Some(name.clone()), message.to.as_ref().map(|to| to.value.clone())),
        Author::System => (None, message.to.as_ref().map(|to| to.value.clone())),
    };
    let outbound = matches!(event.body, EventBody::MessageSent { .. });
    Utterance {
        id: message.id,
        channel: message.channel.clone(),
        from: whose(&message.author),
        name,
        address,
        subject: message.subject.clone(),
        text: message.text.clone(),
        folded: message.folded.clone(),
        proof: (!outbound).then(|| proof(policy, message.origin.map_or(event.at, |origin| origin.at), message)),
        delivery: outbound.then(|| crate::conversation::first_delivery(message)),
        attachments: files(&message.attachments),
        raw: message.raw.is_some(),
        // What agents are told of a text that stood ready is that it did.
        kind: message.kind.clone().or_else(|| message.template.as_ref().map(|_| "template".to_owned())),
        answers: message.answers,
        call: message.call.as_ref().map(call_line),
        amended: None,
        origin: message.origin.map(|origin| Origin { conversation: origin.conversation, at: origin.at }),
    }
}

pub(super) fn call_line(call: &Call) -> CallLine {
    CallLine {
        answered: call.answered,
        answered_by: call.answered_by.clone(),
        ended: call.ended,
        outcome: call.outcome.clone(),
        recording: call.recording.as_ref().map(file),
        transcript: call.transcript.clone(),
    }
}

/// The evidence mark: what the message proved when it came.
fn proof(policy: &Policy, at: Timestamp, message: &Message) -> Proof {
    let because = match &message.author {
        Author::Outsider { because, .. } => format!("From outside the conversation: {because}"),
        _ => message.evidence.last().map_or_else(|| "Nothing is proven about the sender".to_owned(), proven_words),
    };
    let level = match &message.author {
        Author::Outsider { .. } => Assurance::Anonymous,
        _ => policy.assurance(&message.channel, &message.evidence, at),
    };
    Proof { level, by: message.evidence.iter().map(Evidence::kind).collect(), because }
}

fn assigned_words(agent: &AgentId, decision: &Decision) -> String {
    let why: Vec<&str> = decision.because.iter().map(|because| because.text.as_str()).collect();
    format!("Given to {agent}: {}", why.join("; "))
}

/// What agents call that which a customer writes about; its name where the policy has it no longer.
fn about<'a>(policy: &'a Policy, intent: &'a str) -> &'a str {
    policy.intents.get(intent).map_or(intent, |known| known.label.as_str())
}

fn held_words(agent: &AgentId, until: Option<Timestamp>, because: &str) -> String {
    let until = until.map_or_else(|| "the customer writes".to_owned(), Timestamp::words);
    let because = if because.is_empty() { String::new() } else { format!(": {because}") };
    format!("{agent} lets it wait until {until}{because}")
}

fn who(agent: Option<&AgentId>, did: &str) -> String {
    agent.map_or_else(|| format!("A rule {did}"), |agent| format!("{agent} {did}"))
}
