//! Handoff times: how long it takes until somebody answers for what was handed over.

use super::Party;
use crate::{
    id::{AgentId, HandoffId},
    time::{DAY, Timestamp},
    wire::board::HandoffTimes,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How long ago a handoff may have been accepted to be counted among the last ones, in milliseconds.
pub const LATELY: i64 = 7 * DAY;

/// A handoff that was accepted. The clock starts with the offer, and stops when somebody answers for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// Which.
    pub id: HandoffId,
    /// Whom it was handed to.
    pub to: Party,
    /// Who accepted it.
    pub agent: AgentId,
    /// When it was offered.
    pub offered: Timestamp,
    /// When it was accepted.
    pub accepted: Timestamp,
}

impl Handed {
    /// Whether it counts for a team: the one that it was handed to; of what was handed to an agent, each of theirs, and the
    /// default one if they are in none.
    #[must_use]
    pub fn counts_for(&self, team: &str, theirs: &BTreeSet<String>, default: &str) -> bool {
        match &self.to {
            Party::Team(to) => to == team,
            Party::Agent(_) if theirs.is_empty() => team == default,
            Party::Agent(_) => theirs.contains(team),
        }
    }
}

/// How long these took; none of none. Of an even number the median lies midway between the two in the middle.
#[must_use]
pub fn times<'a>(handed: impl IntoIterator<Item = &'a Handed>) -> Option<HandoffTimes> {
    let mut took: Vec<i64> = handed.into_iter().map(|one| one.accepted.since(one.offered).max(0)).collect();
    took.sort_unstable();
    let slowest_ms = *took.last()?;
    let upper = *took.get(took.len() / 2)?;
    let lower = *took.get((took.len() - 1) / 2)?;
    let handoffs = u32::try_from(took.len()).unwrap_or(u32::MAX);
    Some(HandoffTimes { handoffs, median_ms: lower + (upper - lower) / 2, slowest_ms })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn took(ms: i64) -> Handed {
        let to = Party::Team("returns".to_owned());
        let (offered, accepted) = (Timestamp(1_000), Timestamp(1_000 + ms));
        Handed { id: HandoffId::from_bits(1), to, agent: "ben".parse().unwrap(), offered, accepted }
    }

    #[test]
    fn the_median_is_the_one_in_the_middle_or_lies_midway_and_one_slow_handoff_does_not_move_it() {
        for (all, median_ms, slowest_ms) in [
            (vec![7], 7, 7),
            (vec![9, 1], 5, 9),
            (vec![90_000, 3, 5], 5, 90_000),
            (vec![4, 1, 90_000, 2], 3, 90_000),
            (vec![0, 0, 0], 0, 0),
            (vec![-5, 3], 1, 3),
        ] {
            let handed: Vec<Handed> = all.iter().copied().map(took).collect();
            let handoffs = u32::try_from(all.len()).unwrap();
            assert_eq!(times(&handed), Some(HandoffTimes { handoffs, median_ms, slowest_ms }), "{all:?}");
        }
        assert_eq!(times([]), None);
    }

    #[test]
    fn a_handoff_counts_for_the_team_that_got_it_or_for_those_of_the_agent_who_did() {
        let set = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>();
        let to_team = took(1);
        let to_agent = Handed { to: Party::Agent("ben".parse().unwrap()), ..took(1) };
        let theirs = set(&["lamps", "night"]);
        for (handed, theirs, counted) in [
            (&to_team, &theirs, vec!["returns"]),
            (&to_agent, &theirs, vec!["lamps", "night"]),
            (&to_agent, &set(&[]), vec!["support"]),
        ] {
            let teams = ["support", "returns", "lamps", "night"];
            let counts: Vec<&str> =
                teams.into_iter().filter(|team| handed.counts_for(team, theirs, "support")).collect();
            assert_eq!(counts, counted);
        }
    }
}
