//! Which rules mattered: counted from what happened.

use super::Policy;
use crate::{
    channel::Channel,
    conversation::Conversation,
    decide,
    event::{Event, EventBody},
    message::{Author, Message},
    time::Timestamp,
};
use std::collections::BTreeMap;

/// How often each rule mattered in these journals since a moment, by key path. What happens outside of conversations, such
/// as an agent who signs in, is not in a journal and counts nothing.
#[must_use]
pub fn fired<'j>(
    policy: &Policy,
    journals: impl IntoIterator<Item = &'j [Event]>,
    since: Timestamp,
) -> BTreeMap<String, u64> {
    let mut count = Count { policy, rules: BTreeMap::new() };
    for journal in journals {
        let mut conversation = Conversation::default();
        for event in journal {
            if event.at >= since {
                count.event(&conversation, event);
            }
            conversation.apply(event);
            let asks = matches!(event.body, EventBody::MessageReceived { .. } | EventBody::IntentSet { .. });
            if asks && event.at >= since {
                decide::advise(&conversation, policy, event.at).into_iter().for_each(|advice| count.add(advice.rule));
            }
        }
    }
    count.rules
}

struct Count<'p> {
    policy: &'p Policy,
    rules: BTreeMap<String, u64>,
}

impl Count<'_> {
    fn add(&mut self, path: impl Into<String>) {
        let count = self.rules.entry(path.into()).or_default();
        *count = count.saturating_add(1);
    }

    fn event(&mut self, conversation: &Conversation, event: &Event) {
        match &event.body {
            EventBody::MessageReceived { message } => self.received(message),
            EventBody::MessageSent { message, .. } => self.sent(message),
            EventBody::SendRefused { rule, .. } => self.add(rule.clone()),
            EventBody::ConsentNoted { line, .. } => self.add(format!("channel.{}.compliance.words", line.channel)),
            EventBody::IntentSet { intent: Some(intent), .. } => self.add(format!("intent.{intent}")),
            EventBody::EpochBegan { .. } => self.add("evidence.possession-silence"),
            EventBody::LinkIssued { spoken: true, .. } => self.add("spoken"),
            EventBody::LinkIssued { letter, .. } => {
                self.add("links");
                if letter.is_some() {
                    self.add("letter.link");
                }
            }
            EventBody::ProofAsked { address, .. } => {
                self.add("codes");
                if address.kind == crate::identity::IdentifierKind::Mail {
                    self.add("letter.code");
                }
            }
            EventBody::ProofRefused { .. } => self.add("codes"),
            EventBody::SessionOpened { channel, evidence, .. } => {
                self.add("sessions");
                self.add(format!("channel.{channel}"));
                for proof in evidence {
                    self.add(format!("channel.{channel}.weight.{}", proof.kind().name()));
                }
            }
            EventBody::SessionProven { session, evidence, .. } => {
                self.add(format!("evidence.lifetime.{}", evidence.kind().name()));
                if let Some(known) = conversation.sessions.get(session) {
                    self.add(format!("channel.{}.weight.{}", known.channel, evidence.kind().name()));
                    self.add(format!("channel.{}.disclosure", known.channel));
                }
            }
            _ => {}
        }
    }

    fn received(&mut self, message: &Message) {
        let channel = &message.channel;
        self.add(format!("channel.{channel}"));
        for proof in &message.evidence {
            self.add(format!("evidence.lifetime.{}", proof.kind().name()));
            self.add(format!("channel.{channel}.weight.{}", proof.kind().name()));
        }
        if matches!(message.author, Author::Customer { .. }) && message.automatic.is_none() {
            self.promised(channel);
        }
    }

    /// A customer waits: the medium's promise holds, by its working time.
    fn promised(&mut self, channel: &Channel) {
        let policy = self.policy;
        let Some(name) = policy.channels.get(channel).and_then(|rules| rules.promise.as_ref()) else {
            return;
        };
        self.add(format!("promise.{name}"));
        if let Some(hours) = policy.promises.get(name).and_then(|promise| promise.hours.as_ref()) {
            self.add(format!("hours.{hours}"));
        }
    }

    fn sent(&mut self, message: &Message) {
        let channel = &message.channel;
        self.add(format!("channel.{channel}"));
        if let Some(template) = &message.template {
            self.add(format!("template.{}", template.name));
        }
        if message.author == Author::System {
            self.add("automatic");
        } else if self.policy.channels.get(channel).is_some_and(|rules| rules.carries_link) {
            self.add("letter.reply");
        }
        if message.not_before.is_some() {
            self.add(format!("channel.{channel}.compliance.quiet"));
        }
    }
}
