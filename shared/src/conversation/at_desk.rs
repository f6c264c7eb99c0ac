//! What the desk knows of a conversation: who answered, why, what was handed over and promised.

use super::Conversation;
use crate::{
    channel::Channel,
    event::{Event, EventBody},
    handoff::{Handed, Handoff, HandoffNote, Party, promises_something},
    id::{AgentId, HandoffId},
    identity::Identifier,
    message::{Author, Message},
    policy::plain_words,
    routing::{Decision, Guess, Mood, Priority},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, VecDeque};

/// The `automatic` of a message that tells the customer who continues.
pub(crate) const HANDED: &str = "handoff";
/// So many messages from the beginning are kept as plain words: they say what the customer wants.
const OPENING: usize = 6;
/// So many of the last ones.
const SAID: usize = 20;
/// So many characters of each.
const SAID_LENGTH: usize = 500;

/// Who answers, and what agents know of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AtDesk {
    /// Who answered for it before the present owner, before it came back to the queue, or closed it.
    pub previous: Option<AgentId>,
    /// The team that somebody handed it to, or that the last decision named.
    pub team: Option<String>,
    /// The team that somebody handed it to: rules choose no other until it is closed.
    pub chosen: Option<String>,
    /// Since when it waits in the queue; none while somebody answers for it, it is held or closed.
    pub queued: Option<Timestamp>,
    /// The decision by which the desk gave it to its owner. None when it came to them otherwise, and while it waits.
    pub decision: Option<Decision>,
    /// How soon it was served, of what the desk gave to somebody.
    pub priority: Priority,
    /// What its customer's words say by themselves.
    pub reading: Reading,
    /// An agent said what it is about: no reading changes that.
    pub intent_by: Option<AgentId>,
    /// The customer's tier.
    pub tier: Option<String>,
    /// An offer that nobody has accepted yet.
    pub offer: Option<Handoff>,
    /// The last note that was signed, of a handoff or a move.
    pub note: Option<Signed>,
    /// Promises to the customer that are open: until it is closed, or a later note says what is promised.
    pub promises: Vec<Promise>,
    /// Of a closed one: promises for a time after its end. When it is opened again, they are open again.
    pub outlasting: Vec<Promise>,
    /// When it was closed last.
    pub closed: Option<Timestamp>,
    /// What is known of the customer's other conversations.
    pub past: Past,
    /// The first messages and the last, as plain words: a note that is a copy of one says nothing new.
    pub said: VecDeque<String>,
    /// Handoffs that were accepted, the earliest first.
    pub handed: Vec<Handed>,
    /// Agents who declined it, let the offer pass or gave it to a team, since somebody last answered for it.
    pub declined: BTreeSet<AgentId>,
    /// Its tags, sorted.
    pub tags: Vec<String>,
    /// It waits.
    pub held: Option<Hold>,
    /// It came back from waiting, and nobody answers for it yet.
    pub returning: bool,
    /// Notes that customers never see, the oldest first.
    pub notes: Vec<Note>,
    /// Agents who are mentioned in notes, each with the place of the last.
    pub mentions: Vec<(AgentId, u64)>,
    /// The medium that an agent moved the customer to, until they write again.
    pub moved_to: Option<Channel>,
    /// When the holders of addresses were told by themselves who continues: for the limit a day.
    pub told: Vec<(Identifier, Timestamp)>,
    /// How many messages each agent wrote: who answers at last is known by that.
    pub answers: HashMap<AgentId, u32>,
}

/// What the text models read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What it is about; none: unsure.
    pub intent: Option<Guess>,
    /// What else it may be about.
    pub others: Vec<Guess>,
    /// How the customer sounds.
    pub mood: Mood,
    /// The language (ISO 639-1).
    pub language: Option<String>,
}

/// What conversations leave for the customer's next one. It serves routing alone: nobody who writes is told any of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// Who answers, or did last; of several, for the latest that has anybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
    /// When one was closed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Timestamp>,
    /// When what was promised is due, the earliest first; in a closed one, what was promised for after its end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promised: Vec<Timestamp>,
}

/// A conversation that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Who lets it wait.
    pub agent: AgentId,
    /// Until when; none: until the customer writes.
    pub until: Option<Timestamp>,
    /// What it waits for.
    pub because: String,
}

/// A promise to the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// What, in the words of the note.
    pub text: String,
    /// By when.
    pub due: Timestamp,
    /// Who signed the note.
    pub by: AgentId,
    /// The place of the note.
    pub seq: u64,
}

/// The note of a handoff or of a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Who signed it.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// Its place.
    pub seq: u64,
    /// What it says.
    pub note: HandoffNote,
}

/// A note that customers never see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its place.
    pub seq: u64,
    /// Who.
    pub agent: AgentId,
    /// The text.
    pub text: String,
}

impl Conversation {
    /// Takes in what an event says of the desk.
    pub(super) fn apply_to_desk(&mut self, event: &Event) {
        match &event.body {
            EventBody::Opened { .. } => self.desk.queued = Some(event.at),
            EventBody::MessageReceived { message } => {
                self.desk.say(message);
                if matches!(message.author, Author::Customer { .. }) {
                    self.desk.moved_to = None;
                }
            }
            EventBody::MessageSent { message, .. } => {
                if let (Some(to), Some(HANDED)) = (&message.to, message.automatic.as_deref()) {
                    self.desk.told.push((to.clone(), event.at));
                }
                if let Author::Agent { agent, .. } = &message.author {
                    self.desk.say(message);
                    *self.desk.answers.entry(agent.clone()).or_default() += 1;
                }
            }
            EventBody::ContextRead { intent, others, mood, language } => {
                let (intent, others, language) = (intent.clone(), others.clone(), language.clone());
                if self.desk.intent_by.is_none() {
                    self.intent = intent.as_ref().map(|guess| guess.name.clone());
                }
                self.desk.reading = Reading { intent, others, mood: *mood, language };
            }
            // Who takes back what it is about leaves that to the reading.
            EventBody::IntentSet { intent, agent } => self.desk.intent_by = intent.as_ref().and(agent.clone()),
            EventBody::TierNoted { tier } => self.desk.tier.clone_from(tier),
            EventBody::PastNoted(past) => self.desk.past.clone_from(past),
            EventBody::Taken { agent } => self.owned_by(agent),
            EventBody::Assigned { agent, decision } => {
                self.owned_by(agent);
                self.desk.team = Some(decision.team.clone());
                self.desk.priority = decision.priority;
                self.desk.decision = Some(decision.clone());
            }
            EventBody::Requeued { team, .. } => {
                self.queue_up(event.at);
                self.desk.offer = None;
                self.desk.team.clone_from(team);
            }
            EventBody::Released { .. } => self.queue_up(event.at),
            EventBody::HandedOff { handoff, by, note, expires } => self.hand_off(event, *handoff, by, note, *expires),
            EventBody::HandoffAccepted { handoff, agent } => {
                let offer = self.desk.offer.take().filter(|offer| offer.id == *handoff);
                self.owned_by(agent);
                self.desk.handed.extend(offer.map(|offer| Handed {
                    id: offer.id,
                    to: offer.to,
                    agent: agent.clone(),
                    offered: offer.offered,
                    accepted: event.at,
                }));
            }
            EventBody::HandoffDeclined { agent, .. } => {
                self.desk.offer = None;
                self.desk.declined.insert(agent.clone());
            }
            EventBody::HandoffExpired { .. } => {
                if let Some(Handoff { by, to: Party::Agent(agent), .. }) = self.desk.offer.take() {
                    self.desk.declined.extend([by, agent]);
                }
                self.queue_up(event.at);
            }
            EventBody::ChannelMoved { by, to, note } => {
                self.desk.sign(event, by, note);
                self.desk.moved_to = Some(to.clone());
            }
            EventBody::AgentNoted { agent, text, mentions } => {
                self.desk.mentions.retain(|(known, _)| !mentions.contains(known));
                self.desk.mentions.extend(mentions.iter().map(|mentioned| (mentioned.clone(), event.seq)));
                self.desk.notes.push(Note { seq: event.seq, agent: agent.clone(), text: text.clone() });
            }
            EventBody::Tagged { tags, .. } => self.desk.tags.clone_from(tags),
            EventBody::Held { agent, until, because } => {
                self.desk.held = Some(Hold { agent: agent.clone(), until: *until, because: because.clone() });
            }
            // Who takes it back from waiting goes on with it.
            EventBody::Resumed { agent: Some(agent) } => self.owned_by(agent),
            EventBody::Resumed { agent: None } => {
                self.queue_up(event.at);
                self.desk.offer = None;
                self.desk.returning = true;
            }
            EventBody::Closed { agent } => {
                self.end();
                // Whoever closes it answered for it at last, even if nobody did before.
                self.desk.previous = Some(agent.clone());
                self.desk.closed = Some(event.at);
                let promises = std::mem::take(&mut self.desk.promises).into_iter();
                self.desk.outlasting = promises.filter(|promise| promise.due > event.at).collect();
            }
            EventBody::Departed { .. } => {
                self.end();
                self.desk.promises.clear();
            }
            EventBody::Reopened { .. } => {
                self.queue_up(event.at);
                self.desk.promises = std::mem::take(&mut self.desk.outlasting);
            }
            _ => {}
        }
    }

    /// An offer to an agent changes no owner. In a team's queue nobody gives it back to who gave it away.
    fn hand_off(&mut self, event: &Event, id: HandoffId, by: &AgentId, note: &HandoffNote, expires: Option<Timestamp>) {
        self.desk.sign(event, by, note);
        let (by, to, note) = (by.clone(), note.owner.clone(), note.clone());
        if let Party::Team(team) = &to {
            self.desk.declined.extend(self.owner.clone());
            self.queue_up(event.at);
            self.desk.team = Some(team.clone());
            self.desk.chosen = Some(team.clone());
        }
        self.desk.offer = Some(Handoff { id, by, to, note, offered: event.at, expires, accepted: None });
    }

    /// What was offered to another agent lapses by it; what was meant for this one is accepted by an event of its own.
    /// The desk's reason for another owner, or another way to this one, explains nothing any more.
    fn owned_by(&mut self, agent: &AgentId) {
        let before = self.owner.replace(agent.clone());
        if before.as_ref() != Some(agent) {
            self.desk.previous = before.or(self.desk.previous.take());
            self.desk.decision = None;
        }
        self.desk.offer.take_if(|offer| matches!(&offer.to, Party::Agent(to) if to != agent));
        self.desk.queued = None;
        self.desk.held = None;
        self.desk.returning = false;
        self.desk.declined.clear();
    }

    /// What waits already keeps its place. Where it goes next is decided anew.
    fn queue_up(&mut self, at: Timestamp) {
        self.disown();
        self.desk.held = None;
        self.desk.priority = Priority::default();
        self.desk.queued = self.desk.queued.or(Some(at));
    }

    /// It is over: nobody answers for it any more.
    fn end(&mut self) {
        self.disown();
        self.desk.held = None;
        self.desk.offer = None;
        self.desk.queued = None;
        self.desk.chosen = None;
        self.desk.moved_to = None;
        self.desk.returning = false;
        self.desk.declined.clear();
    }

    fn disown(&mut self) {
        if let Some(owner) = self.owner.take() {
            self.desk.previous = Some(owner);
        }
        self.desk.decision = None;
    }
}

impl AtDesk {
    /// Somebody signed a note: what it promises counts from now on.
    fn sign(&mut self, event: &Event, by: &AgentId, note: &HandoffNote) {
        self.note = Some(Signed { by: by.clone(), at: event.at, seq: event.seq, note: note.clone() });
        let promised = promises_something(&note.promised);
        let promise =
            promised.then(|| Promise { text: note.promised.clone(), due: note.due, by: by.clone(), seq: event.seq });
        self.promises = promise.into_iter().collect();
    }

    fn say(&mut self, message: &Message) {
        let beginning: String = message.text.chars().take(SAID_LENGTH).collect();
        self.said.push_back(plain_words(&beginning));
        if self.said.len() > OPENING + SAID {
            self.said.remove(OPENING);
        }
    }
}
