//! What the desk knows of a conversation: who answered, why, what was handed over and promised.

use super::Conversation;
use crate::{
    channel::Channel,
    event::{Event, EventBody},
    handoff::{Handoff, HandoffNote, Party},
    id::{AgentId, HandoffId},
    message::Author,
    routing::{Decision, Guess, Mood},
    time::Timestamp,
};
use std::collections::{BTreeSet, HashMap};

/// Who answers, and what agents know of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AtDesk {
    /// Who answered for it before the present owner, or before it came back to the queue.
    pub previous: Option<AgentId>,
    /// The team that somebody handed it to, or that the last decision named.
    pub team: Option<String>,
    /// Since when it waits in the queue; none while somebody answers for it, it is held or closed.
    pub queued: Option<Timestamp>,
    /// The last decision of the desk.
    pub decision: Option<Decision>,
    /// What its customer's words say by themselves.
    pub reading: Reading,
    /// An agent said what it is about: no reading changes that.
    pub intent_by: Option<AgentId>,
    /// The customer's tier.
    pub tier: Option<String>,
    /// An offer that nobody has accepted yet.
    pub offer: Option<Handoff>,
    /// The last note that was signed, of a handoff or a move, with its author and time.
    pub note: Option<(AgentId, Timestamp, HandoffNote)>,
    /// Handoffs that were accepted: when each was offered, and when accepted. The times between are handoff times.
    pub handed: Vec<(HandoffId, Timestamp, Timestamp)>,
    /// Agents who declined it, or let the offer pass, since somebody last answered for it.
    pub declined: BTreeSet<AgentId>,
    /// Its tags, sorted.
    pub tags: Vec<String>,
    /// It waits.
    pub held: Option<Hold>,
    /// It came back from waiting, and nobody answers for it yet.
    pub returning: bool,
    /// How often it was reopened.
    pub reopened: u32,
    /// Notes that customers never see, the oldest first.
    pub notes: Vec<Note>,
    /// Agents who are mentioned in notes, each with the place of the last.
    pub mentions: Vec<(AgentId, u64)>,
    /// The medium that an agent moved the customer to last.
    pub moved_to: Option<Channel>,
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
            EventBody::MessageSent { message, .. } => {
                if let Author::Agent { agent, .. } = &message.author {
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
            EventBody::IntentSet { agent, .. } => self.desk.intent_by.clone_from(agent),
            EventBody::TierNoted { tier } => self.desk.tier.clone_from(tier),
            EventBody::Taken { agent } => self.owned_by(agent),
            EventBody::Assigned { agent, decision } => {
                self.owned_by(agent);
                self.desk.team = Some(decision.team.clone());
                self.desk.decision = Some(decision.clone());
            }
            EventBody::Requeued { team, .. } => {
                self.to_queue(event.at);
                self.desk.team.clone_from(team);
            }
            EventBody::Released { .. } => self.to_queue(event.at),
            EventBody::HandedOff { handoff, by, note, expires } => {
                self.desk.note = Some((by.clone(), event.at, note.clone()));
                self.desk.offer = Some(Handoff {
                    id: *handoff,
                    by: by.clone(),
                    to: note.owner.clone(),
                    note: note.clone(),
                    offered: event.at,
                    expires: *expires,
                    accepted: None,
                });
                if let Party::Team(team) = &note.owner {
                    self.to_queue(event.at);
                    self.desk.team = Some(team.clone());
                }
            }
            EventBody::HandoffAccepted { handoff, agent } => {
                let offered = self.desk.offer.take().filter(|offer| offer.id == *handoff).map(|offer| offer.offered);
                self.owned_by(agent);
                self.desk.handed.push((*handoff, offered.unwrap_or(event.at), event.at));
            }
            EventBody::HandoffDeclined { agent, .. } => {
                self.desk.offer = None;
                self.desk.declined.insert(agent.clone());
            }
            EventBody::HandoffExpired { .. } => {
                if let Some(Handoff { to: Party::Agent(agent), .. }) = self.desk.offer.take() {
                    self.desk.declined.insert(agent);
                }
                self.to_queue(event.at);
            }
            EventBody::ChannelMoved { by, to, note } => {
                self.desk.note = Some((by.clone(), event.at, note.clone()));
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
            EventBody::Resumed { .. } => {
                self.to_queue(event.at);
                self.desk.returning = true;
            }
            EventBody::Closed { .. } | EventBody::Departed { .. } => {
                self.desk.held = None;
                self.desk.offer = None;
                self.desk.queued = None;
            }
            EventBody::Reopened { .. } => {
                self.to_queue(event.at);
                self.desk.reopened += 1;
                self.desk.returning = false;
            }
            _ => {}
        }
    }

    fn owned_by(&mut self, agent: &AgentId) {
        if let Some(before) = self.owner.replace(agent.clone()).filter(|before| before != agent) {
            self.desk.previous = Some(before);
        }
        self.desk.queued = None;
        self.desk.held = None;
        self.desk.returning = false;
        self.desk.declined.clear();
    }

    fn to_queue(&mut self, at: Timestamp) {
        if let Some(owner) = self.owner.take() {
            self.desk.previous = Some(owner);
        }
        self.desk.held = None;
        self.desk.queued = Some(at);
    }
}
