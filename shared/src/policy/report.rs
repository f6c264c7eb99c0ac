//! How the rules are kept: whose they are, which are to be looked at, which contradict each other, which never matter.

use super::{Policy, contradiction::contradictions};
use crate::{
    time::Timestamp,
    wire::policy::{RuleLine, RuleReport},
};
use std::collections::BTreeMap;

/// Words that people write where nobody is.
const NOBODY: [&str; 7] = ["-", "?", "nobody", "none", "n/a", "tbd", "todo"];

/// The report on a policy at `now`. `fired` is what [`fired`](super::fired()) counted in so many `days`: a rule mattered
/// as often as it and what is within it.
#[must_use]
pub fn report(policy: &Policy, now: Timestamp, days: u32, fired: &BTreeMap<String, u64>) -> RuleReport {
    let line = |(path, review): (&String, &super::Review)| RuleLine {
        path: path.clone(),
        owner: Some(review.owner.clone()).filter(|owner| policy.answers(owner)),
        review_by: review.review_by,
        overdue: review.review_by <= now,
        fired: fired.iter().filter(|(rule, _)| is_within(rule, path)).map(|(_, count)| *count).sum(),
    };
    RuleReport {
        at: now,
        days,
        rules: policy.reviews.iter().map(line).collect(),
        contradictions: contradictions(policy, now),
    }
}

fn is_within(rule: &str, path: &str) -> bool {
    rule.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
}

impl Policy {
    /// Whether an owner is somebody who is there.
    #[must_use]
    pub fn answers(&self, owner: &str) -> bool {
        let plain = owner.trim().to_lowercase();
        !NOBODY.contains(&plain.as_str())
            && self.active_owners.as_ref().is_none_or(|active| active.iter().any(|known| known == owner))
    }
}
