//! How fast somebody may go. In memory: it protects the object, and forgets when the object sleeps.

use std::{cell::RefCell, collections::BTreeMap};
use weft_shared::time::Timestamp;

/// Recent acts by whoever did them.
#[derive(Default)]
pub struct Pace(RefCell<BTreeMap<String, Vec<Timestamp>>>);

impl Pace {
    /// Whether `who` has acted `limit` times within `window` milliseconds before `now`; counts this act when not.
    pub fn too_fast(&self, who: &str, now: Timestamp, limit: usize, window: i64) -> bool {
        let mut all = self.0.borrow_mut();
        all.retain(|_, acts| acts.last().is_some_and(|last| now.since(*last) < window));
        let acts = all.entry(who.to_owned()).or_default();
        acts.retain(|act| now.since(*act) < window);
        let full = acts.len() >= limit;
        if !full {
            acts.push(now);
        }
        full
    }
}
