//! What the holders of addresses wish: stop, start and help, by the words of the policy, and what is answered by itself.

use super::{At, sendable::Question};
use crate::{
    channel::Channel,
    command::Sender,
    consent::{Consent, ConsentLine},
    event::EventBody,
    id::{MessageId, TokenId},
    identity::Identifier,
    message::{Author, Message},
    policy::{ChannelPolicy, OptIn, Policy, Words, filled, plain_words},
    time::{DAY, Timestamp},
};
use sha2::{Digest, Sha256};

/// What an automatic message answers: the `automatic` of its message.
mod answer {
    /// Stop. It is mandatory: it goes out although nothing else does.
    pub(super) const STOP: &str = "stop-answer";
    /// Start.
    pub(super) const START: &str = "start-answer";
    /// A wish for help. It is mandatory.
    pub(super) const HELP: &str = "help-answer";
    /// The first message of a conversation.
    pub(super) const FIRST: &str = "first-answer";
}

/// Whether this is an answer that law or provider demand: it goes out to somebody who said stop, and at any hour.
#[must_use]
pub fn is_mandatory(message: &Message) -> bool {
    let mandatory = [answer::STOP, answer::START, answer::HELP];
    matches!(message.author, Author::System) && message.automatic.as_deref().is_some_and(|it| mandatory.contains(&it))
}

/// Until when an automatic message waits although it is due: tried again and again, it may have come into the quiet hours
/// of whoever gets it. None for what people wrote, and for what law or provider demand.
#[must_use]
pub fn waits_until(message: &Message, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
    let automatic = matches!(message.author, Author::System) && !is_mandatory(message);
    let to = message.to.as_ref().filter(|_| automatic)?;
    policy.quiet_until(&message.channel, &to.value, now)
}

/// What a whole message says, when it is one of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Stop,
    Start,
    Help,
}

/// The word that a message is, with the words of its language. The first language that has it counts.
fn said<'p>(rules: &'p ChannelPolicy, text: &str) -> Option<(Said, &'p Words)> {
    let text = plain_words(text);
    let is = |words: &[String]| !text.is_empty() && words.iter().any(|word| plain_words(word) == text);
    rules.compliance.words.values().find_map(|words| {
        let lists = [(Said::Stop, &words.stop), (Said::Start, &words.start), (Said::Help, &words.help)];
        lists.into_iter().find(|(_, list)| is(list)).map(|(said, _)| (said, words))
    })
}

/// A message that came, as the rules on automatic answers look at it.
pub(super) struct Arrived<'a> {
    /// It.
    pub message: &'a Message,
    /// Who sent it.
    pub sender: &'a Sender,
    /// It is the customer's.
    pub inside: bool,
    /// Evidence vouches for its address now.
    pub identified: bool,
    /// The conversation begins with it.
    pub first: bool,
}

impl At<'_> {
    /// The directory learnt a wish: it is noted once per change.
    pub(super) fn note_consent(&self, line: &ConsentLine, because: &str) -> Vec<EventBody> {
        let changed = self.conversation.consent(&line.identifier, &line.channel) != Some(line.consent);
        let noted = || EventBody::ConsentNoted { line: line.clone(), because: because.to_owned(), told: true };
        changed.then(noted).into_iter().collect()
    }

    /// A provider reports a wish, which was said to it and not here: the directory must be told.
    pub(super) fn report_consent(&self, line: &ConsentLine, because: &str) -> Vec<EventBody> {
        let mut events = self.note_consent(line, because);
        for event in &mut events {
            if let EventBody::ConsentNoted { told, .. } = event {
                *told = false;
            }
        }
        events
    }

    /// What the directory knew when the message came, as far as it is news here.
    pub(super) fn known_wishes(&self, sender: &Sender) -> Vec<EventBody> {
        let noted = |line: &ConsentLine| {
            let wish = match line.consent {
                Consent::Given => "agreed to messages",
                Consent::Stopped => "said stop",
            };
            let label = self.policy.label(&line.channel);
            self.note_consent(line, &format!("{} {wish} on {label} before", line.identifier.value))
        };
        sender.consents.iter().flat_map(noted).collect()
    }

    /// What follows from a message by the rules of its medium: a wish that is noted, an answer that goes out by itself.
    pub(super) fn answers_itself(&self, arrived: &Arrived<'_>) -> Vec<EventBody> {
        let Arrived { message, sender, .. } = arrived;
        let Some(rules) = self.policy.channels.get(&message.channel).filter(|_| message.automatic.is_none()) else {
            return Vec::new();
        };
        if sender.withheld {
            return Vec::new();
        }
        let consent = self.consent_now(sender, &message.channel);
        match said(rules, &message.text) {
            Some((Said::Stop, words)) => {
                let mut events = self.wish(arrived, consent, Consent::Stopped);
                if !events.is_empty() {
                    events.extend(self.mandatory(arrived, answer::STOP, words.stop_answer.as_deref()));
                }
                events
            }
            // Who never stopped means what they say by a word such as yes, unless it is what the medium asks for.
            Some((Said::Start, words)) if starts(rules, consent) && arrived.identified && arrived.inside => {
                let mut events = self.wish(arrived, consent, Consent::Given);
                events.extend(self.mandatory(arrived, answer::START, words.start_answer.as_deref()));
                events
            }
            Some((Said::Help, words)) => {
                self.mandatory(arrived, answer::HELP, words.help_answer.as_deref()).into_iter().collect()
            }
            _ => self.first_answer(arrived, rules, consent),
        }
    }

    fn consent_now(&self, sender: &Sender, channel: &Channel) -> Option<Consent> {
        let told = sender.consents.iter().find(|line| line.channel == *channel && line.identifier == sender.address);
        told.map(|line| line.consent).or_else(|| self.conversation.consent(&sender.address, channel))
    }

    fn wish(&self, arrived: &Arrived<'_>, known: Option<Consent>, wish: Consent) -> Vec<EventBody> {
        if known == Some(wish) {
            return Vec::new();
        }
        let channel = arrived.message.channel.clone();
        let label = self.policy.label(&channel);
        let word: String = arrived.message.text.trim().chars().take(40).collect();
        let address = &arrived.sender.address;
        let because = match wish {
            Consent::Stopped => format!("{} wrote {word:?}: nothing more goes there on {label}", address.value),
            Consent::Given => format!("{} wrote {word:?}: messages may go there on {label} again", address.value),
        };
        let line = ConsentLine { identifier: address.clone(), channel, consent: wish };
        vec![EventBody::ConsentNoted { line, because, told: false }]
    }

    /// The answer that law or provider demand; none where the provider gives it. Help is answered once a day.
    fn mandatory(&self, arrived: &Arrived<'_>, what: &str, text: Option<&str>) -> Option<EventBody> {
        if arrived.sender.answered || !self.may_answer(arrived, what) {
            return None;
        }
        let text = filled(text?, &[("site", &self.policy.site_name)]);
        Some(EventBody::MessageSent { message: self.automatic(arrived, what, text), link: None })
    }

    /// Who is unproven gets nothing automatic more than so often a day; what is no change of a wish goes to nobody more
    /// than once a day.
    fn may_answer(&self, arrived: &Arrived<'_>, what: &str) -> bool {
        let address = &arrived.sender.address;
        let today = |at: &Timestamp| self.now.since(*at) < DAY;
        let once = [answer::HELP, answer::FIRST].contains(&what);
        let key = (address.clone(), what.to_owned());
        let again = once && self.conversation.answered.get(&key).is_some_and(today);
        let limits = self.policy.automatic;
        let limited = if arrived.identified && arrived.inside {
            limits.mails_a_day == 0
        } else {
            limits.unproven_mails_a_day == 0 || self.conversation.automatic.get(address).is_some_and(today)
        };
        !again && !limited
    }

    fn automatic(&self, arrived: &Arrived<'_>, what: &str, text: String) -> Message {
        let id = MessageId::from_bits(follows(arrived.message.id, what));
        let has_subject = self.policy.channels.get(&arrived.message.channel).is_some_and(|rules| rules.has_subject);
        Message {
            subject: has_subject.then(|| arrived.message.subject.clone()).flatten(),
            to: Some(arrived.sender.address.clone()),
            automatic: Some(what.to_owned()),
            ..Message::new(id, arrived.message.channel.clone(), Author::System, text)
        }
    }

    /// What greets a customer whose conversation begins on this medium. It waits while it is quiet where they are.
    fn first_answer(&self, arrived: &Arrived<'_>, rules: &ChannelPolicy, consent: Option<Consent>) -> Vec<EventBody> {
        let address = &arrived.sender.address;
        let channel = &arrived.message.channel;
        let text = rules.first_answer.as_ref().filter(|_| arrived.first && self.may_answer(arrived, answer::FIRST));
        let Some(text) = text else { return Vec::new() };
        let question = Question { channel, address, consent, heard: Some(self.now) };
        if !question.free(self.policy, self.now) {
            return Vec::new();
        }
        let text = self.greeting(rules, text);
        let not_before = self.quiet_until(channel, address);
        let message = Message { not_before, ..self.automatic(arrived, answer::FIRST, text) };
        let token = rules.carries_link.then(|| TokenId::from_bits(follows(arrived.message.id, "first-link")));
        let mut events: Vec<_> = token.iter().map(|token| self.link(*token, channel, address, None)).collect();
        events.push(EventBody::MessageSent { message, link: token });
        events
    }

    /// The same for a browser, to which nothing has to be sent: it sees the answer.
    pub(super) fn greet(&self, question: &Message, session: crate::id::SessionId) -> Option<EventBody> {
        let rules = self.policy.channels.get(&question.channel).filter(|rules| rules.enabled)?;
        let text = rules.first_answer.as_ref().filter(|_| self.conversation.messages.is_empty())?;
        let id = MessageId::from_bits(follows(question.id, answer::FIRST));
        let message = Message {
            to_session: Some(session),
            automatic: Some(answer::FIRST.to_owned()),
            ..Message::new(id, question.channel.clone(), Author::System, self.greeting(rules, text))
        };
        Some(EventBody::MessageSent { message, link: None })
    }

    fn greeting(&self, rules: &ChannelPolicy, text: &str) -> String {
        let promise = rules.promise.as_ref().and_then(|name| self.policy.promises.get(name));
        let promise = promise.map_or("", |promise| promise.text.as_str());
        filled(text, &[("site", self.policy.site_name.as_str()), ("promise", promise)]).trim().to_owned()
    }

    fn quiet_until(&self, channel: &Channel, address: &Identifier) -> Option<Timestamp> {
        self.policy.quiet_until(channel, &address.value, self.now)
    }
}

/// Whether a word of starting changes anything: after stop, or where the customer must agree in so many words.
fn starts(rules: &ChannelPolicy, consent: Option<Consent>) -> bool {
    match consent {
        Some(Consent::Stopped) => true,
        Some(Consent::Given) => false,
        None => rules.compliance.opt_in == OptIn::Explicit,
    }
}

/// The id of something that follows from a message: the same each time it is decided, and of nothing else. It sorts by
/// the same time.
fn follows(message: MessageId, what: &str) -> u128 {
    const RANDOM: u128 = 0x3fff_ffff_ffff_ffff;
    let digest = Sha256::new().chain_update(message.bits().to_be_bytes()).chain_update(what).finalize();
    let drawn = digest.iter().take(16).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    message.bits() & !RANDOM | drawn & RANDOM
}
