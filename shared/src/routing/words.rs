//! The reasons of decisions, in sentences for agents.

use super::{AgentLoad, Apart, Facts, Mood, Priority, Rule, Rules};
use crate::{
    id::AgentId,
    language::language_name,
    time::{HOUR, MINUTE, SECOND, Timestamp},
};

pub(super) fn handed(team: &str) -> String {
    format!("It was handed to {team}")
}

pub(super) fn team_gone(team: &str) -> String {
    format!("It was handed to the team {team:?}, which there is no more")
}

pub(super) fn no_rule(team: &str) -> String {
    format!("No rule sends it elsewhere, so it goes to {team}")
}

/// What a rule says, which is one of `rules`; `team`: where it sends the conversation.
pub(super) fn rule(rules: &Rules, rule: &Rule, facts: &Facts, team: Option<&str>) -> String {
    let reasons = rule.reasons(rules, facts);
    let why = if reasons.is_empty() { "this rule always holds".to_owned() } else { reasons.join(", and ") };
    let mut effects = Vec::new();
    if let Some(team) = team {
        effects.push(format!("it goes to {team}"));
    }
    match rule.priority {
        Priority::Low => effects.push("it is served when nothing else waits".to_owned()),
        Priority::Normal => {}
        Priority::High => effects.push("it is served before the usual".to_owned()),
        Priority::Urgent => effects.push("it is served first".to_owned()),
    }
    if rule.weight > 1 {
        effects.push(format!("it counts as {}", rule.weight));
    }
    if effects.is_empty() {
        effects.push("it is served in turn".to_owned());
    }
    sentence(&format!("{why}, so {}", effects.join(" and ")))
}

pub(super) const fn mood(mood: Mood) -> &'static str {
    match mood {
        Mood::Upset => "the customer sounds upset",
        Mood::Calm => "the customer sounds calm",
        Mood::Pleased => "the customer sounds pleased",
    }
}

pub(super) fn agents_take() -> String {
    "Nobody is given conversations here: agents take them".to_owned()
}

pub(super) fn closed(team: &str) -> String {
    format!("{team} is closed until work begins; what the customer was promised counts from then")
}

pub(super) fn nobody_here(team: &str) -> String {
    format!("Nobody of {team} is here and takes conversations")
}

pub(super) fn nobody_skilled(team: &str, skills: &[String]) -> String {
    format!("Nobody of {team} who is here has the skills it needs: {}", skills.join(", "))
}

pub(super) fn all_declined(team: &str) -> String {
    format!("Everybody of {team} who is here has declined it, or given it away")
}

pub(super) fn all_full(team: &str) -> String {
    format!("Nobody of {team} who is here has room now")
}

pub(super) fn waits_for(agent: &AgentId, left_ms: i64) -> String {
    format!("{agent} knows it and has no room now: it is kept for them for another {}", left(left_ms))
}

pub(super) fn apart(apart: &Apart, now: Timestamp) -> String {
    match apart {
        Apart::Offered(agent, until) => {
            format!("It is offered to {agent}, who has another {} to accept it", left(until.since(now)))
        }
        Apart::Getting(agent) => format!("{agent} is just getting it"),
        Apart::Unsettled => {
            "The desk is being made again: nobody is given anything before it knows all conversations".to_owned()
        }
        Apart::Resting(until) => {
            format!("It could not be given away a moment ago: it is tried again in {}", left(until.since(now)))
        }
    }
}

/// How long there is left, in words.
fn left(ms: i64) -> String {
    let (size, unit) = match ms {
        ms if ms > 90 * MINUTE => (HOUR, "hours"),
        ms if ms > 90 * SECOND => (MINUTE, "minutes"),
        _ => (SECOND, "seconds"),
    };
    format!("{} {unit}", ms.max(0).saturating_add(size - 1) / size)
}

pub(super) fn knows(agent: &AgentId, returning: bool) -> String {
    if returning { format!("{agent} had put it on hold") } else { format!("{agent} answered this customer before") }
}

/// Why this one among those who could; `language`: one that they write and others do not.
pub(super) fn least(agent: &AgentLoad, others: usize, language: Option<&str>) -> String {
    let AgentLoad { agent, load, capacity, .. } = agent;
    let speaks = language.map(|language| format!(" writes {} and", language_name(language))).unwrap_or_default();
    match others {
        0 => format!("{agent}{speaks} is the only one who has room: {load} of {capacity}"),
        _ => format!("{agent}{speaks} has the least to do of those who have room: {load} of {capacity}"),
    }
}

fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}
