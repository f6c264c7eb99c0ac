//! What rules say of each other: names that must exist, promises that can be kept.

use super::{Policy, Promise, note::not_among, read::Section};
use crate::channel::Channel;

/// Reports names that stand nowhere.
pub(super) fn check(policy: &Policy, root: &Section<'_>) {
    let channels = || policy.channels.keys().map(Channel::as_str);
    for (name, rules) in &policy.channels {
        if let Some(promise) =
            rules.promise.as_deref().filter(|it| !it.is_empty() && !policy.promises.contains_key(*it))
        {
            let (problem, right) = not_among(promise, policy.promises.keys().map(String::as_str));
            let problem = format!("{problem}, which is not in the list of promises");
            root.wrong_at(&["channel", name.as_str(), "promise"], problem, right);
        }
    }
    for (name, promise) in &policy.promises {
        check_hours(policy, root, name, promise);
    }
    for (name, intent) in &policy.intents {
        for channel in intent.places.keys().filter(|channel| !policy.channels.contains_key(*channel)) {
            let (problem, right) = not_among(channel.as_str(), channels());
            let problem = problem.replacen("is ", "names ", 1) + ", which is no channel here";
            root.wrong_at(&["intent", name, "solved-on", channel.as_str()], problem, right);
        }
        for switch in intent.switches.iter().filter(|switch| !policy.channels.contains_key(&switch.to)) {
            let (problem, right) = not_among(switch.to.as_str(), channels());
            let problem = problem.replacen("is ", "leads to ", 1) + ", which is no channel here";
            root.wrong_at(&["intent", name, "switch"], problem, right);
        }
    }
    check_desk(policy, root);
    for (name, template) in &policy.templates {
        for channel in template.approved.keys().filter(|channel| !policy.channels.contains_key(*channel)) {
            let (problem, right) = not_among(channel.as_str(), channels());
            let problem = problem.replacen("is ", "names ", 1) + ", which is no channel here";
            root.wrong_at(&["template", name, "approved", channel.as_str()], problem, right);
        }
    }
}

/// What routing refers to exists, and no two rules have one place.
fn check_desk(policy: &Policy, root: &Section<'_>) {
    let rules = &policy.routing;
    let teams = || rules.teams.keys().map(String::as_str);
    let hours = || policy.hours.keys().map(String::as_str);
    let intents = || policy.intents.keys().map(String::as_str);
    let unknown = |way: &[&str], name: &str, what: &str, (problem, right): (String, String)| {
        // What is missing was said where it was read.
        if !name.is_empty() {
            root.wrong_at(way, format!("{problem}, which is {what}"), right);
        }
    };
    if !rules.teams.contains_key(&rules.default_team) {
        let found = not_among(&rules.default_team, teams());
        unknown(&["routing", "default-team"], &rules.default_team, "no team of [team]", found);
    }
    if let Some(of) = rules.answer_hours.as_deref().filter(|of| !policy.hours.contains_key(*of)) {
        unknown(&["routing", "answer-hours"], of, "no working time of [hours]", not_among(of, hours()));
    }
    for (name, team) in &rules.teams {
        if let Some(of) = team.hours.as_deref().filter(|of| !policy.hours.contains_key(*of)) {
            unknown(&["team", name, "hours"], of, "no working time of [hours]", not_among(of, hours()));
        }
    }
    for (at, rule) in rules.rules.iter().enumerate() {
        let within = ["routing", "rule", &rule.name];
        if let Some(team) = rule.team.as_deref().filter(|team| !rules.teams.contains_key(*team)) {
            unknown(&[&within[..], &["team"]].concat(), team, "no team of [team]", not_among(team, teams()));
        }
        for intent in rule.when.intents.iter().filter(|intent| !policy.intents.contains_key(*intent)) {
            let way = [&within[..], &["when", "intent"]].concat();
            unknown(&way, intent, "no intent of [intent]", not_among(intent, intents()));
        }
        for (key, of) in [("open", &rule.when.open), ("closed", &rule.when.closed)] {
            if let Some(of) = of.as_deref().filter(|of| !policy.hours.contains_key(*of)) {
                let way = [&within[..], &["when", key]].concat();
                unknown(&way, of, "no working time of [hours]", not_among(of, hours()));
            }
        }
        let plain = |code: &&String| code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_lowercase());
        for language in rule.when.languages.iter().filter(plain) {
            let way = [&within[..], &["when", "language"]].concat();
            root.wrong_at(
                &way,
                format!("has {language:?}"),
                "languages by two small letters (ISO 639-1), as in \"de\"",
            );
        }
        if let Some(other) = rules.rules.iter().take(at).find(|other| other.order == rule.order) {
            let problem = format!("is {}, as that of routing.rule.{} is", rule.order, other.name);
            root.wrong_at(&[&within[..], &["order"]].concat(), problem, "a number that no other rule has");
        }
    }
}

/// A promise's working time exists, and has in a year what the promise takes.
fn check_hours(policy: &Policy, root: &Section<'_>, name: &str, promise: &Promise) {
    let Some(of) = promise.hours.as_deref().filter(|it| !it.is_empty()) else {
        return;
    };
    let Some(hours) = policy.hours.get(of) else {
        let (problem, right) = not_among(of, policy.hours.keys().map(String::as_str));
        let problem = format!("{problem}, which is no working time of [hours]");
        root.wrong_at(&["promise", name, "hours"], problem, right);
        return;
    };
    let week: i64 =
        hours.days.iter().flatten().map(|(from, until)| i64::from(until - from) * crate::time::MINUTE).sum();
    if week > 0 && promise.within_ms / 52 > week {
        let problem = format!("is more than a year of the working time {of:?}");
        root.wrong_at(&["promise", name, "within"], problem, "a duration that a year of it holds");
    }
}
