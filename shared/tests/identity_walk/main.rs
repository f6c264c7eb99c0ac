//! Identity, whatever people do: random walks of the real conversations and the real directory beside a small model.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod agents;
mod audit;
mod directory;
mod memory;
mod model;
mod moves;
mod people;
mod walk;
mod world;

use walk::Walk;
use weft_shared::policy::Policy;

const WALKS: u64 = 1_000;
const STEPS: usize = 60;

#[test]
fn no_walk_reads_above_its_level_rises_without_its_event_or_merges_away_a_lock() {
    let policy = Policy::default_rules().unwrap();
    let mut told = people::Told::default();
    for seed in 0..WALKS {
        let mut walk = Walk::new(&policy, seed);
        for _ in 0..STEPS {
            walk.step();
        }
        walk.replays();
        walk.moved_once();
        told.add(&walk.told);
    }
    // A walk in which nothing happens holds everything.
    for (what, count, least) in told.counts() {
        assert!(count >= least, "only {count} {what} in {WALKS} walks");
    }
}
