//! Agents: who answers, and how the answer goes out.

use super::{At, Refusal, Target, Way, ways};
use crate::{
    command::CommandBody,
    event::EventBody,
    evidence::Evidence,
    handoff::{Handoff, Party},
    id::{AgentId, SessionId},
    message::{Author, MAX_TEXT, Message, TemplateUse},
    policy::{Capability, filled},
};

/// The longest description of what an agent asked and checked, in characters.
pub(super) const MAX_HOW: usize = 500;

impl At<'_> {
    pub(super) fn reply(&self, wish: &CommandBody) -> Result<Vec<EventBody>, Refusal> {
        let CommandBody::Reply { agent, name, message: id, token, channel, text, attachments, template } = wish else {
            return Err(Refusal::State("this is no reply"));
        };
        self.not_anothers(agent)?;
        let mut events: Vec<_> = (!self.conversation.open).then(|| Self::reopened(agent)).into_iter().collect();
        events.extend(self.owning(agent));
        // Who asks for no channel was not told who is here: the last way is as good as any.
        let ways = ways(self.conversation, self.policy, self.now, &|_| true);
        let way = match channel {
            Some(channel) => ways.into_iter().find(|way| way.channel == *channel),
            None => ways.into_iter().next(),
        };
        let way =
            way.ok_or_else(|| Refusal::Unreachable("there is no way to the customer by this channel".to_owned()))?;
        let rules = self.policy.channels.get(&way.channel);
        let max = rules.map_or(MAX_TEXT, |rules| rules.max_text);
        let (to, to_session) = match &way.target {
            Target::Address(address) => (Some(address.clone()), None),
            Target::Session(session) => (None, Some(*session)),
        };
        let (text, template) = self.worded(&way, name, text, template.as_deref())?;
        if !attachments.is_empty() && (template.is_some() || !self.policy.can(&way.channel, Capability::Files)) {
            let rule = format!("channel.{}.capabilities", way.channel);
            let why = format!("files cannot be sent on {} this way", self.policy.label(&way.channel));
            return Err(Refusal::Rule { rule, why, instead: self.instead(&way.channel) });
        }
        let author = Author::Agent { agent: agent.clone(), name: name.clone() };
        let message = Message {
            subject: rules.filter(|rules| rules.has_subject).and_then(|_| self.conversation.subject.clone()),
            to: to.clone(),
            to_session,
            attachments: attachments.clone(),
            template,
            ..Message::new(*id, way.channel.clone(), author, self.text(&text, max)?)
        };
        let linked = to.filter(|_| self.policy.carries_link(&way.channel));
        events.extend(linked.as_ref().map(|address| self.link(*token, &way.channel, address, None)));
        events.push(EventBody::MessageSent { message, link: linked.map(|_| *token) });
        Ok(events)
    }

    /// What may be said this way: the agent's text, or the text of the policy that they chose.
    fn worded(
        &self,
        way: &Way,
        agent: &str,
        text: &str,
        template: Option<&str>,
    ) -> Result<(String, Option<TemplateUse>), Refusal> {
        let rule = || way.rule.clone().unwrap_or_else(|| format!("channel.{}", way.channel));
        let refused = |rule: String, why: String| Err(Refusal::Rule { rule, why, instead: self.instead(&way.channel) });
        if let Some(why) = &way.blocked {
            return refused(rule(), why.clone());
        }
        let Some(name) = template else {
            if way.templates.is_empty() {
                return Ok((text.to_owned(), None));
            }
            let label = self.policy.label(&way.channel);
            return refused(
                rule(),
                format!("the time for free text on {label} is over: choose one of {}", way.templates.join(", ")),
            );
        };
        let Some(known) = self.policy.templates.get(name) else {
            return Err(Refusal::Text(format!("the policy has no template {name:?}")));
        };
        if !known.approved.contains_key(&way.channel) {
            let label = self.policy.label(&way.channel);
            return refused(format!("template.{name}.approved"), format!("{name:?} is not approved for {label}"));
        }
        let values = [("site", self.policy.site_name.as_str()), ("agent", agent)];
        let value =
            |place: &str| values.iter().find(|(name, _)| *name == place).map_or("", |(_, value)| value).to_owned();
        let values_in_order = mentions(&known.text).map(value).collect();
        let used = TemplateUse { name: name.to_owned(), values: values_in_order };
        Ok((filled(&known.text, &values), Some(used)))
    }

    /// Only what waits in the queue can be taken: what a colleague answers for is handed over, with a note.
    pub(super) fn take(&self, agent: &AgentId) -> Result<Vec<EventBody>, Refusal> {
        self.not_anothers(agent)?;
        if !self.conversation.open {
            return Err(Refusal::State("it is closed: reopen it first"));
        }
        Ok(self.owning(agent))
    }

    /// What makes an agent answer for what waits in the queue, or was closed, or is on hold with them: nothing if they do
    /// already. Whoever gets what was handed to a team, or to them, has accepted it by that.
    fn owning(&self, agent: &AgentId) -> Vec<EventBody> {
        let known = self.conversation;
        let own = known.owner.as_ref() == Some(agent) && known.open;
        match (own, &known.desk.held) {
            (true, Some(_)) => vec![EventBody::Resumed { agent: Some(agent.clone()) }],
            (true, None) => Vec::new(),
            (false, _) => self.with_acceptance(agent, EventBody::Taken { agent: agent.clone() }),
        }
    }

    /// The event by which an agent gets it, and the acceptance of what was handed over to them that way.
    pub(super) fn with_acceptance(&self, agent: &AgentId, got: EventBody) -> Vec<EventBody> {
        let meant = |offer: &&Handoff| match &offer.to {
            Party::Team(_) => true,
            Party::Agent(to) => to == agent,
        };
        let offer = self.conversation.desk.offer.as_ref().filter(meant);
        let accepted = offer.map(|offer| EventBody::HandoffAccepted { handoff: offer.id, agent: agent.clone() });
        [got].into_iter().chain(accepted).collect()
    }

    fn reopened(agent: &AgentId) -> EventBody {
        EventBody::Reopened { agent: Some(agent.clone()) }
    }

    pub(super) fn close(&self, agent: &AgentId) -> Result<Vec<EventBody>, Refusal> {
        self.not_anothers(agent)?;
        Ok(self.conversation.open.then(|| EventBody::Closed { agent: agent.clone() }).into_iter().collect())
    }

    /// Whoever reopens it answers for it.
    pub(super) fn reopen(&self, agent: &AgentId) -> Result<Vec<EventBody>, Refusal> {
        let taken = || EventBody::Taken { agent: agent.clone() };
        Ok(if self.conversation.open { Vec::new() } else { vec![Self::reopened(agent), taken()] })
    }

    pub(super) fn revoke_links(&self, agent: &AgentId) -> Vec<EventBody> {
        let generation = self.conversation.generation.saturating_add(1);
        vec![EventBody::LinksRevoked { generation, by: Some(agent.clone()) }]
    }

    pub(super) fn vouch(&self, agent: &AgentId, session: SessionId, how: &str) -> Result<Vec<EventBody>, Refusal> {
        self.live(session)?;
        let how = self.text(how, MAX_HOW)?;
        let evidence = Evidence::AgentVouched { agent: agent.clone(), how, at: self.now };
        Ok(vec![self.proven(session, &evidence, 1)])
    }

    /// What it is about; only names that the policy knows.
    pub(super) fn set_intent(&self, agent: &AgentId, intent: Option<&String>) -> Result<Vec<EventBody>, Refusal> {
        if let Some(unknown) = intent.filter(|name| !self.policy.intents.contains_key(*name)) {
            let known: Vec<&str> = self.policy.intents.keys().map(String::as_str).collect();
            return Err(Refusal::Text(format!("{unknown:?} is no intent of the policy: one of {}", known.join(", "))));
        }
        let changed = self.conversation.intent.as_ref() != intent;
        let set = changed.then(|| EventBody::IntentSet { intent: intent.cloned(), agent: Some(agent.clone()) });
        Ok(set.into_iter().collect())
    }

    pub(super) fn not_anothers(&self, agent: &AgentId) -> Result<(), Refusal> {
        match &self.conversation.owner {
            Some(owner) if owner != agent => Err(Refusal::OwnedBy(owner.to_string())),
            _ => Ok(()),
        }
    }
}

/// The places of a text, each once, in the order of their first mention: the order in which providers number them.
fn mentions(text: &str) -> impl Iterator<Item = &str> {
    let mut seen: Vec<&str> = Vec::new();
    for place in text.split("{{").skip(1).filter_map(|piece| piece.split_once("}}")).map(|(place, _)| place.trim()) {
        if !seen.contains(&place) {
            seen.push(place);
        }
    }
    seen.into_iter()
}
