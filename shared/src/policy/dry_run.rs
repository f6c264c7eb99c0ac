//! What changed rules would have changed: journals replayed under both.

use super::Policy;
use crate::{
    conversation::Conversation,
    decide::{self, Refusal, Sendable},
    event::{Event, EventBody},
    evidence::{Action, Assurance, Evidence},
    id::{ConversationId, SessionId},
    message::{Author, Message},
    time::Timestamp,
    wire::policy::{Difference, DryRun},
};

/// How many differences are told one by one.
const TOLD: usize = 500;

/// Replays journals and says what would have been otherwise under `new`. Events after `now` are left out. It tells what
/// each rule says of what happened; what people would have done then, nobody knows.
#[must_use]
pub fn dry_run(old: &Policy, new: &Policy, journals: &[(ConversationId, Vec<Event>)], now: Timestamp) -> DryRun {
    let mut outcome = DryRun { conversations: 0, events: 0, differences: Vec::new(), total: 0 };
    for (conversation, journal) in journals {
        outcome.conversations = outcome.conversations.saturating_add(1);
        let mut replay = Replay { old, new, id: *conversation, at: Conversation::default(), outcome: &mut outcome };
        for event in journal.iter().take_while(|event| event.at <= now) {
            replay.outcome.events += 1;
            replay.event(event);
        }
    }
    outcome
}

struct Replay<'r> {
    old: &'r Policy,
    new: &'r Policy,
    id: ConversationId,
    at: Conversation,
    outcome: &'r mut DryRun,
}

impl Replay<'_> {
    /// Notes what differs between the answers of both policies.
    fn compare(&mut self, event: &Event, kind: &str, says: impl Fn(&Conversation, &Policy) -> String) {
        let (before, after) = (says(&self.at, self.old), says(&self.at, self.new));
        if before == after {
            return;
        }
        self.outcome.total += 1;
        if self.outcome.differences.len() < TOLD {
            let kind = kind.to_owned();
            let difference = Difference { conversation: self.id, seq: event.seq, kind, before, after };
            self.outcome.differences.push(difference);
        }
    }

    fn event(&mut self, event: &Event) {
        let now = event.at;
        match &event.body {
            EventBody::MessageReceived { message } => {
                self.compare(event, "disclosure", |at, policy| mark(at, policy, message, now));
                self.compare(event, "disclosure", |at, policy| silence(at, policy, message, now));
                self.at.apply(event);
                if matches!(message.author, Author::Customer { .. }) && message.automatic.is_none() {
                    self.compare(event, "promise", |at, policy| promise(at, policy, now));
                }
                self.compare(event, "switch", |at, policy| advice(at, policy, now));
                if let Author::Customer { session: Some(session), .. } = &message.author {
                    let session = *session;
                    self.compare(event, "disclosure", |at, policy| sight(at, policy, session, now));
                }
                return;
            }
            EventBody::MessageSent { message, .. } => {
                self.compare(event, "refusal", |at, policy| sending(at, policy, message, now));
            }
            EventBody::SessionOpened { session, .. } | EventBody::SessionProven { session, .. } => {
                let session = *session;
                self.at.apply(event);
                self.compare(event, "disclosure", |at, policy| sight(at, policy, session, now));
                return;
            }
            EventBody::IntentSet { .. } => {
                self.at.apply(event);
                self.compare(event, "switch", |at, policy| advice(at, policy, now));
                return;
            }
            _ => {}
        }
        self.at.apply(event);
    }
}

/// What agents see beside a message.
fn mark(_: &Conversation, policy: &Policy, message: &Message, now: Timestamp) -> String {
    let rules = policy.channel(&message.channel);
    let level = match message.author {
        Author::Outsider { .. } => Assurance::Anonymous,
        _ => policy.assurance(&message.channel, &message.evidence, now),
    };
    let whose = if policy.identifies(&message.channel, &message.evidence, now) { "its sender's" } else { "claimed" };
    let below = rules.is_none_or(|rules| level < rules.caution_below);
    let caution = if below { ", with a caution" } else { "" };
    format!("the message counts as {whose} at {:?}{caution}", level.name())
}

/// Whether the address was silent so long that it may have a new owner.
fn silence(at: &Conversation, policy: &Policy, message: &Message, now: Timestamp) -> String {
    let address = match &message.author {
        Author::Customer { address: Some(address), .. } => at.participant(address),
        _ => None,
    };
    let long = address.is_some_and(|known| now.since(known.heard) > policy.possession_silence_ms);
    if long { "what came before its silence is locked for this address" } else { "its address kept its holder" }
        .to_owned()
}

/// What a browser may do and read.
fn sight(at: &Conversation, policy: &Policy, session: SessionId, now: Timestamp) -> String {
    let Some(session) = at.sessions.get(&session) else {
        return "the browser is unknown".to_owned();
    };
    let level = session.level(policy, now);
    let may: Vec<&str> = Action::ALL
        .into_iter()
        .filter(|action| policy.allows(&session.channel, *action, level))
        .map(Action::name)
        .collect();
    let from =
        session.readable_from(policy, now).map_or("nothing earlier".to_owned(), |from| format!("from entry {from}"));
    let counts: Vec<&str> = session
        .evidence
        .iter()
        .filter(|proof| now < policy.expiry_of(proof))
        .map(|proof| Evidence::kind(proof).name())
        .collect();
    let proofs = if counts.is_empty() { "nothing".to_owned() } else { counts.join(" and ") };
    format!("the browser is at {:?} by {proofs}, reads {from}, may {}", level.name(), may.join(", "))
}

fn promise(at: &Conversation, policy: &Policy, now: Timestamp) -> String {
    decide::promise(at, policy, now)
        .map_or("nothing is promised".to_owned(), |promise| format!("{:?}, due {}", promise.text, promise.due))
}

fn advice(at: &Conversation, policy: &Policy, now: Timestamp) -> String {
    let advice = decide::advise(at, policy, now);
    if advice.is_empty() {
        return "no advice".to_owned();
    }
    let one = |it: crate::wire::agent::Advice| {
        let to = it.to.map_or(String::new(), |to| format!(" → {}", policy.label(&to)));
        let say = it.say.map_or(String::new(), |say| format!(", {say:?}"));
        format!("{}{to}{say}", it.rule)
    };
    advice.into_iter().map(one).collect::<Vec<_>>().join("; ")
}

/// What becomes of a message that went out.
fn sending(at: &Conversation, policy: &Policy, message: &Message, now: Timestamp) -> String {
    let channel = &message.channel;
    let refused = |rule: &str| format!("it is refused by {rule}");
    let Some(rules) = policy.channel(channel).filter(|rules| rules.enabled) else {
        return refused(&format!("channel.{channel}.enabled"));
    };
    if message.text.chars().count() > rules.max_text {
        return refused(&format!("channel.{channel}.max-text"));
    }
    let Some(to) = message.to.as_ref().filter(|_| !decide::is_mandatory(message)) else {
        return "it goes out".to_owned();
    };
    match decide::sendable(at, policy, channel, to, now) {
        Err(Refusal::Rule { rule, .. }) => refused(&rule),
        Err(other) => format!("it is refused: {other:?}"),
        Ok(Sendable::Templates { names, because }) => match &message.template {
            Some(used) if names.contains(&used.name) => format!("it goes out as {}", used.name),
            _ => refused(&because.rule),
        },
        Ok(Sendable::Free { .. }) => match policy.quiet_until(channel, &to.value, now) {
            Some(until) if message.author == Author::System => format!("it waits until {until}"),
            Some(_) => "it goes out, with a caution of quiet hours".to_owned(),
            None => "it goes out".to_owned(),
        },
    }
}
