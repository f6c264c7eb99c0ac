//! What the rules advise about where something is best solved, and what was promised to whoever waits.

use crate::{
    channel::Channel,
    conversation::Conversation,
    evidence::Assurance,
    policy::{Capability, Intent, Place, Policy, Switch, SwitchWhen},
    time::{DAY, HOUR, MINUTE, Timestamp},
    wire::agent::{Advice, PromiseLine},
};

/// Where the customer is now, as the rules of an intent look at it.
struct Here<'a> {
    policy: &'a Policy,
    intent: &'a Intent,
    name: &'a str,
    channel: &'a Channel,
    level: Assurance,
    messages: u32,
    since: Timestamp,
    now: Timestamp,
}

/// What the rules of the intent advise now.
#[must_use]
pub fn advise(conversation: &Conversation, policy: &Policy, now: Timestamp) -> Vec<Advice> {
    let known = conversation.intent.as_ref().and_then(|name| policy.intents.get_key_value(name));
    let (Some((name, intent)), Some(heard), Some(streak)) = (known, &conversation.heard, &conversation.streak) else {
        return Vec::new();
    };
    let session = heard.session.and_then(|session| conversation.live(session, now));
    let level = session
        .map_or_else(|| policy.assurance(&heard.channel, &heard.evidence, now), |session| session.level(policy, now));
    let (channel, messages, since) = (&heard.channel, streak.messages, streak.since);
    let here = Here { policy, intent, name, channel, level, messages, since, now };
    let mut advice: Vec<Advice> =
        intent.switches.iter().enumerate().filter_map(|(at, switch)| here.switch(at, switch)).collect();
    // What is better elsewhere is said by a switch with the same sentence, and why just now.
    let never = here.placed() == Place::Never;
    let is_said = |place: &Advice| place.say.is_some() && advice.iter().any(|one| one.say == place.say);
    advice.splice(0..0, here.place().filter(|place| never || !is_said(place)));
    advice.extend(here.proof());
    advice
}

impl Here<'_> {
    fn advice(&self, rule: &str, because: String, to: Option<&Channel>, say: Option<String>) -> Advice {
        let rule = format!("intent.{}.{rule}", self.name);
        Advice { rule, because, to: to.cloned(), say, sensitive: false }
    }

    fn enabled(&self, channel: &Channel) -> bool {
        self.policy.channels.get(channel).is_some_and(|rules| rules.enabled)
    }

    fn placed(&self) -> Place {
        self.intent.places.get(self.channel).copied().unwrap_or(Place::Allowed)
    }

    /// Never here, or better elsewhere.
    fn place(&self) -> Option<Advice> {
        let mut best = self.intent.places.iter().filter(|(to, place)| **place == Place::Preferred && self.enabled(to));
        let best = best.find(|(to, _)| *to != self.channel).map(|(to, _)| to);
        let (what, here) = (&self.intent.label, self.policy.label(self.channel));
        // The sentence that a switch to the same place has; what asks for a file fits only where one is needed.
        let fits = |switch: &&Switch, to: &Channel| switch.to == *to && switch.when != SwitchWhen::Attachment;
        let say = |to: Option<&Channel>| {
            let to = to?;
            self.intent.switches.iter().find(|switch| fits(switch, to)).map(|switch| switch.say.clone())
        };
        match self.placed() {
            Place::Never => {
                let because = format!("{what:?} is not solved on {here}");
                Some(self.advice(&format!("solved-on.{}", self.channel), because, best, say(best)))
            }
            Place::Allowed => {
                let to = best?;
                let because = format!("{what:?} is solved best on {}", self.policy.label(to));
                Some(self.advice(&format!("solved-on.{to}"), because, Some(to), say(Some(to))))
            }
            Place::Preferred => None,
        }
    }

    fn switch(&self, at: usize, switch: &Switch) -> Option<Advice> {
        if switch.to == *self.channel || !self.enabled(&switch.to) {
            return None;
        }
        let here = self.policy.label(self.channel);
        let because = match switch.when {
            SwitchWhen::Messages(most) => (self.messages >= most)
                .then(|| format!("The customer has written {} messages on {here} about it", self.messages)),
            SwitchWhen::After(ms) => (self.now.since(self.since) >= ms).then(|| {
                format!("The customer has been on {here} for {} about it", duration(self.now.since(self.since)))
            }),
            SwitchWhen::Sensitive => self
                .too_low()
                .map(|needs| format!("It is too sensitive for what is proven here: it needs {}", needs.name())),
            // Whether a file is needed is for the agent to see: the rule says what to do then.
            SwitchWhen::Attachment => (!self.policy.can(self.channel, Capability::Attachments))
                .then(|| format!("{here} takes no files, if one is needed")),
        }?;
        let advice = self.advice(&format!("switch[{at}]"), because, Some(&switch.to), Some(switch.say.clone()));
        Some(Advice { sensitive: switch.when == SwitchWhen::Sensitive, ..advice })
    }

    fn too_low(&self) -> Option<Assurance> {
        self.intent.needs.filter(|needs| self.level < *needs)
    }

    /// Too sensitive, and no switch says where to go.
    fn proof(&self) -> Option<Advice> {
        let needs = self.too_low()?;
        let told = |switch: &Switch| {
            switch.when == SwitchWhen::Sensitive && switch.to != *self.channel && self.enabled(&switch.to)
        };
        if self.intent.switches.iter().any(told) {
            return None;
        }
        let because = format!("It is too sensitive before the customer is proven: it needs {}", needs.name());
        Some(Advice { sensitive: true, ..self.advice("needs", because, None, None) })
    }
}

/// What was promised to a customer who waits, by the medium that they asked on; none when nobody waits.
#[must_use]
pub fn promise(conversation: &Conversation, policy: &Policy, now: Timestamp) -> Option<PromiseLine> {
    let waiting = conversation.waiting.as_ref().filter(|waiting| waiting.since <= now)?;
    let name = policy.channels.get(&waiting.channel)?.promise.as_ref()?;
    let text = policy.promises.get(name)?.text.clone();
    Some(PromiseLine { text, due: policy.due(name, waiting.since)? })
}

fn duration(ms: i64) -> String {
    let (size, unit) = match ms {
        ms if ms >= 2 * DAY => (DAY, "days"),
        ms if ms >= 2 * HOUR => (HOUR, "hours"),
        _ => (MINUTE, "minutes"),
    };
    format!("{} {unit}", ms / size)
}
