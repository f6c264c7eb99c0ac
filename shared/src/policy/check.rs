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
    for (name, template) in &policy.templates {
        for channel in template.approved.keys().filter(|channel| !policy.channels.contains_key(*channel)) {
            let (problem, right) = not_among(channel.as_str(), channels());
            let problem = problem.replacen("is ", "names ", 1) + ", which is no channel here";
            root.wrong_at(&["template", name, "approved", channel.as_str()], problem, right);
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
