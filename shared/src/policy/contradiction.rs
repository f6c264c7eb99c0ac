//! Rules that are right each for itself and do not go together.

use super::{Capability, ChannelPolicy, OptIn, Place, Policy, Quiet, calendar};
use crate::{
    channel::Channel,
    evidence::{Assurance, EvidenceKind},
    time::{DAY, MINUTE, Timestamp},
};

/// Every contradiction, one sentence each, beginning with the key path where it shows.
pub(super) fn contradictions(policy: &Policy, now: Timestamp) -> Vec<String> {
    let mut found = Vec::new();
    for (channel, rules) in policy.channels.iter().filter(|(_, rules)| rules.enabled) {
        step_ups(policy, channel, rules, &mut found);
        compliance(policy, channel, rules, now, &mut found);
        texts(channel, rules, &mut found);
    }
    for (name, intent) in &policy.intents {
        intents(policy, name, intent, &mut found);
    }
    names(policy, &mut found);
    found
}

/// Whether anything leads to a kind of proof at all.
fn possible(policy: &Policy, kind: EvidenceKind) -> bool {
    let mut enabled = policy.channels.values().filter(|rules| rules.enabled);
    match kind {
        EvidenceKind::CodeConfirmed => enabled.any(|rules| rules.capabilities.contains(&Capability::Code)),
        EvidenceKind::LinkHeld => {
            enabled.any(|rules| rules.carries_link || rules.capabilities.contains(&Capability::Link))
        }
        _ => true,
    }
}

fn step_ups(policy: &Policy, channel: &Channel, rules: &ChannelPolicy, found: &mut Vec<String>) {
    for (action, needs) in &rules.disclosure {
        for kind in needs.step_up.iter().filter(|kind| !possible(policy, **kind)) {
            found.push(format!(
                "channel.{channel}.disclosure.{}.step-up: {:?} leads there, but no medium in use can send it",
                action.name(),
                kind.name()
            ));
        }
    }
    let highest = rules.weights.values().max().copied().unwrap_or_default();
    if rules.identifies_from > highest {
        found.push(format!(
            "channel.{channel}.identifies-from: no proof on {} gives {:?}, so no message there is ever its sender's",
            rules.label,
            rules.identifies_from.name()
        ));
    }
}

fn compliance(policy: &Policy, channel: &Channel, rules: &ChannelPolicy, now: Timestamp, found: &mut Vec<String>) {
    let says = &rules.compliance;
    let path = format!("channel.{channel}.compliance");
    if !rules.capabilities.contains(&Capability::Send) {
        return;
    }
    let start = says.words.values().any(|words| !words.start.is_empty());
    let stop = says.words.values().any(|words| !words.stop.is_empty());
    if says.opt_in == OptIn::Explicit && !start {
        found.push(format!("{path}.opt-in: customers must agree in so many words, but no start word lets them"));
    }
    if says.opt_in != OptIn::None && !stop {
        found.push(format!("{path}.words: customers must agree, but no stop word lets them take it back"));
    }
    let approved = policy.templates.values().any(|template| template.approved.contains_key(channel));
    if says.window_ms.is_some() && !approved {
        found.push(format!(
            "{path}.window: after it only templates may be sent, but none is approved for {}",
            rules.label
        ));
    }
    let Some(quiet) = says.quiet else {
        return;
    };
    let hours = rules.promise.as_ref().and_then(|name| policy.promises.get(name)?.hours.as_ref());
    if let Some((name, hours)) = hours.and_then(|name| Some((name, policy.hours.get(name)?)))
        && hours.days.iter().flatten().all(|(from, until)| (*from..*until).all(|minute| covers(quiet, minute)))
    {
        found.push(format!("{path}.quiet: it is quiet in all the working time of hours.{name}"));
    }
    for (prefix, names) in &policy.zones {
        let zones: Vec<_> = names.iter().filter_map(|name| calendar::zone(name)).collect();
        let mut quarters = (0..DAY / (15 * MINUTE)).map(|i| now.plus(i * 15 * MINUTE));
        if zones.len() > 1 && quarters.all(|at| quiet.until(&zones, at).is_some()) {
            found.push(format!("zones.{prefix:?}: on {} it is always quiet in one of its zones", rules.label));
        }
    }
}

const fn covers(quiet: Quiet, minute: u16) -> bool {
    if quiet.from < quiet.until {
        quiet.from <= minute && minute < quiet.until
    } else {
        minute >= quiet.from || minute < quiet.until
    }
}

fn texts(channel: &Channel, rules: &ChannelPolicy, found: &mut Vec<String>) {
    if rules.promise.is_some() {
        return;
    }
    let promises = |text: &str| text.contains("{{promise}}") || text.contains("{{ promise }}");
    if rules.first_answer.as_deref().is_some_and(promises) {
        found.push(format!("channel.{channel}.first-answer: it names a promise, but none holds on {}", rules.label));
    }
    for (name, _) in rules.texts.iter().filter(|(_, text)| promises(text)) {
        found.push(format!("channel.{channel}.texts.{name}: it names a promise, but none holds on {}", rules.label));
    }
}

fn intents(policy: &Policy, name: &str, intent: &super::Intent, found: &mut Vec<String>) {
    let enabled = |channel: &Channel| policy.channels.get(channel).is_some_and(|rules| rules.enabled);
    for (channel, place) in intent.places.iter().filter(|(channel, _)| !enabled(channel)) {
        if *place == Place::Preferred {
            found.push(format!("intent.{name}.solved-on.{channel}: it is preferred, but switched off"));
        }
    }
    for (i, switch) in intent.switches.iter().enumerate() {
        let path = format!("intent.{name}.switch[{i}]");
        if !enabled(&switch.to) {
            found.push(format!("{path}: it leads to {}, which is switched off", switch.to));
        }
        if intent.places.get(&switch.to) == Some(&Place::Never) {
            found.push(format!("{path}: it leads to {}, where the intent is never solved", switch.to));
        }
    }
    let solved = |channel: &&Channel| intent.places.get(*channel) != Some(&Place::Never);
    let mut places = policy.channels.keys().filter(|channel| enabled(channel)).filter(solved).peekable();
    if places.peek().is_none() {
        found.push(format!("intent.{name}.solved-on: no medium in use solves it"));
        return;
    }
    let needed = intent.needs.unwrap_or(Assurance::Anonymous);
    let reached = |channel: &Channel| {
        policy.channels.get(channel).and_then(|rules| rules.weights.values().max().copied()).unwrap_or_default()
    };
    if !places.any(|channel| reached(channel) >= needed) {
        found.push(format!("intent.{name}.needs: no medium that solves it ever gives {:?}", needed.name()));
    }
}

/// Names that nothing refers to, and approvals where nothing can be sent.
fn names(policy: &Policy, found: &mut Vec<String>) {
    let enabled = || policy.channels.values().filter(|rules| rules.enabled);
    for name in policy.promises.keys() {
        if !enabled().any(|rules| rules.promise.as_ref() == Some(name)) {
            found.push(format!("promise.{name}: no medium in use makes this promise"));
        }
    }
    for name in policy.hours.keys() {
        let promised = policy.promises.values().any(|promise| promise.hours.as_ref() == Some(name));
        let teams = policy.routing.teams.values().any(|team| team.hours.as_ref() == Some(name));
        let mut conditions = policy.routing.rules.iter().flat_map(|rule| [&rule.when.open, &rule.when.closed]);
        let answers = policy.routing.answer_hours.as_ref() == Some(name);
        if !promised && !teams && !answers && !conditions.any(|hours| hours.as_ref() == Some(name)) {
            found.push(format!("hours.{name}: no promise, team, answer or rule of routing counts this working time"));
        }
    }
    routing(policy, found);
    for (name, template) in &policy.templates {
        for channel in template.approved.keys().filter(|channel| !policy.can(channel, Capability::Send)) {
            found.push(format!("template.{name}.approved.{channel}: nothing can be sent there"));
        }
    }
}

/// Rules that are never reached, and answers to what nobody asks about.
fn routing(policy: &Policy, found: &mut Vec<String>) {
    let mut always: Option<&str> = None;
    for rule in &policy.routing.rules {
        let path = format!("routing.rule.{}", rule.name);
        match always {
            Some(before) => found.push(format!("{path}: routing.rule.{before} comes before it and always holds")),
            None if rule.when == crate::routing::When::default() => always = Some(&rule.name),
            None => {}
        }
        let when = &rule.when;
        if when.open.is_some() && when.open == when.closed {
            found.push(format!("{path}.when: the same hours cannot run and not run"));
        }
        if !when.intents.is_empty() && when.unsure == Some(true) {
            found.push(format!("{path}.when: what it is about cannot be sure and unsure"));
        }
    }
    for (name, answer) in &policy.answers {
        for intent in answer.intents.iter().filter(|intent| !policy.intents.contains_key(*intent)) {
            found.push(format!("answer.{name}.intents: there is no intent {intent:?}"));
        }
    }
}
