//! The desk: readings, assignments, notes, tags, waiting.

use super::{At, Refusal};
use crate::{
    command::DeskCommand,
    conversation::{Hold, Reading},
    event::EventBody,
    id::AgentId,
    message::MAX_TEXT,
    routing::{Decision, Guess},
    time::{DAY, Timestamp},
};
use std::collections::BTreeSet;

/// The longest note of an agent, in characters.
const MAX_NOTE: usize = 4_000;
/// The longest reason that an agent gives, in characters.
pub(super) const MAX_BECAUSE: usize = 300;
/// So many colleagues can be mentioned at once.
const MAX_MENTIONS: usize = 20;
/// So many tags a conversation can have.
const MAX_TAGS: usize = 20;
/// The longest tag, in characters.
const MAX_TAG: usize = 40;
/// The farthest that waiting may end, in milliseconds.
const LONGEST_HOLD: i64 = 365 * DAY;
/// So many second guesses are kept.
const MAX_OTHERS: usize = 5;

impl At<'_> {
    pub(super) fn desk(&self, wish: &DeskCommand) -> Result<Vec<EventBody>, Refusal> {
        match wish {
            DeskCommand::ReadContext { intent, others, mood, language } => {
                let reading =
                    Reading { intent: intent.clone(), others: others.clone(), mood: *mood, language: language.clone() };
                Ok(self.read(reading))
            }
            DeskCommand::NoteTier { tier } => {
                let changed = self.conversation.desk.tier != *tier;
                Ok(changed.then(|| EventBody::TierNoted { tier: tier.clone() }).into_iter().collect())
            }
            DeskCommand::NotePast { past } => {
                let changed = self.conversation.desk.past != *past;
                Ok(changed.then(|| EventBody::PastNoted(past.clone())).into_iter().collect())
            }
            DeskCommand::Assign { agent, decision } => self.assign(agent, decision),
            DeskCommand::Requeue { owner, because } => Ok(self.requeue(owner, because)),
            DeskCommand::AddNote { agent, text, mentions } => self.add_note(agent, text, mentions),
            DeskCommand::Tag { agent, tags } => self.tag(agent, tags),
            DeskCommand::Hold { agent, until, because } => self.hold(agent, *until, because),
            DeskCommand::Resume { agent } => self.resume(agent.as_ref()),
            DeskCommand::HandOff { .. }
            | DeskCommand::AcceptHandoff { .. }
            | DeskCommand::DeclineHandoff { .. }
            | DeskCommand::ExpireHandoff { .. }
            | DeskCommand::MoveChannel { .. } => self.handoff(wish),
        }
    }

    /// Guesses at what the policy does not know any more are no guesses.
    fn read(&self, mut reading: Reading) -> Vec<EventBody> {
        let known = |guess: &Guess| self.policy.intents.contains_key(&guess.name);
        reading.intent.take_if(|guess| !known(guess));
        reading.others.retain(known);
        reading.others.truncate(MAX_OTHERS);
        // An agent may have said what it is about and taken that back: then the same reading is news.
        let said = &self.conversation.intent;
        let applied = self.conversation.desk.intent_by.is_some()
            || *said == reading.intent.as_ref().map(|guess| guess.name.clone());
        if reading == self.conversation.desk.reading && applied {
            return Vec::new();
        }
        let Reading { intent, others, mood, language } = reading;
        vec![EventBody::ContextRead { intent, others, mood, language }]
    }

    /// The desk has kept room for the agent. It decided by an earlier state: an agent may have been quicker.
    fn assign(&self, agent: &AgentId, decision: &Decision) -> Result<Vec<EventBody>, Refusal> {
        if !self.conversation.open {
            return Err(Refusal::State("it is closed: nobody answers for it"));
        }
        match &self.conversation.owner {
            Some(owner) if owner == agent => Ok(Vec::new()),
            Some(owner) => Err(Refusal::OwnedBy(owner.to_string())),
            None => {
                let decision = Decision { agent: Some(agent.clone()), ..decision.clone() };
                Ok(self.with_acceptance(agent, EventBody::Assigned { agent: agent.clone(), decision }))
            }
        }
    }

    fn requeue(&self, owner: &AgentId, because: &str) -> Vec<EventBody> {
        let has = self.conversation.open && self.conversation.owner.as_ref() == Some(owner);
        let team = self.conversation.desk.chosen.clone();
        has.then(|| EventBody::Requeued { because: because.to_owned(), team }).into_iter().collect()
    }

    fn add_note(&self, agent: &AgentId, text: &str, mentions: &[AgentId]) -> Result<Vec<EventBody>, Refusal> {
        let text = self.text(text, MAX_NOTE.min(MAX_TEXT))?;
        let mentions: BTreeSet<AgentId> = mentions.iter().filter(|mentioned| *mentioned != agent).cloned().collect();
        if mentions.len() > MAX_MENTIONS {
            return Err(Refusal::Text(format!("{} colleagues are mentioned: at most {MAX_MENTIONS}", mentions.len())));
        }
        Ok(vec![EventBody::AgentNoted { agent: agent.clone(), text, mentions: mentions.into_iter().collect() }])
    }

    fn tag(&self, agent: &AgentId, tags: &[String]) -> Result<Vec<EventBody>, Refusal> {
        let tags: BTreeSet<String> = tags.iter().map(|tag| tag.trim().to_owned()).collect();
        if tags.len() > MAX_TAGS {
            return Err(Refusal::Text(format!("there are {} tags: at most {MAX_TAGS} are possible", tags.len())));
        }
        let wrong = |tag: &&String| !(1..=MAX_TAG).contains(&tag.chars().count()) || tag.chars().any(char::is_control);
        if let Some(tag) = tags.iter().find(wrong) {
            let length = tag.chars().count();
            return Err(Refusal::Text(format!("a tag has {length} characters: 1 to {MAX_TAG}, all of them visible")));
        }
        let tags: Vec<String> = tags.into_iter().collect();
        let changed = tags != self.conversation.desk.tags;
        Ok(changed.then(|| EventBody::Tagged { agent: agent.clone(), tags }).into_iter().collect())
    }

    fn hold(&self, agent: &AgentId, until: Option<Timestamp>, because: &str) -> Result<Vec<EventBody>, Refusal> {
        self.own(agent)?;
        if self.conversation.desk.offer.is_some() {
            return Err(Refusal::State("it is offered to a colleague: wait for their answer"));
        }
        if until.is_some_and(|until| until <= self.now || until.since(self.now) > LONGEST_HOLD) {
            return Err(Refusal::Text("it can wait until a moment of the next 365 days".to_owned()));
        }
        let because = because.trim();
        let because = if because.is_empty() { String::new() } else { self.text(because, MAX_BECAUSE)? };
        let hold = Hold { agent: agent.clone(), until, because };
        if self.conversation.desk.held.as_ref() == Some(&hold) {
            return Ok(Vec::new());
        }
        let Hold { agent, until, because } = hold;
        Ok(vec![EventBody::Held { agent, until, because }])
    }

    /// By the agent who let it wait, or because its time came.
    fn resume(&self, agent: Option<&AgentId>) -> Result<Vec<EventBody>, Refusal> {
        if let Some(agent) = agent {
            self.own(agent)?;
        }
        let over = |hold: &&Hold| agent.is_some() || hold.until.is_some_and(|until| until <= self.now);
        let held = self.conversation.desk.held.as_ref().filter(over);
        Ok(held.map(|_| EventBody::Resumed { agent: agent.cloned() }).into_iter().collect())
    }

    /// Only who answers for an open conversation may do this.
    pub(super) fn own(&self, agent: &AgentId) -> Result<(), Refusal> {
        self.not_anothers(agent)?;
        match (&self.conversation.owner, self.conversation.open) {
            (_, false) => Err(Refusal::State("it is closed: reopen it first")),
            (None, true) => Err(Refusal::State("nobody answers for it: take it first")),
            (Some(_), true) => Ok(()),
        }
    }
}
