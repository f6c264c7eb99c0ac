//! How fast a key of the API is used: so many requests in a row, and so many a minute after that.
//!
//! It is kept in memory only: an object that is idle for so long that it is forgotten has been waited for long enough.

use weft_shared::{
    time::{MINUTE, SECOND, Timestamp},
    verify::Count,
};

/// How many milliseconds' worth of requests are served at once.
const AT_ONCE: i64 = 15 * SECOND;

/// Requests that were served, on their way to be forgotten.
#[derive(Default)]
pub struct Pace {
    /// How many of those milliseconds are taken.
    taken: i64,
    since: Timestamp,
}

impl Pace {
    /// Counts one more request, if there is room for it.
    pub fn count(&mut self, at: Timestamp, a_minute: u32) -> Count {
        let each = (MINUTE / i64::from(a_minute.max(1))).max(1);
        self.taken = self.taken.saturating_sub(at.since(self.since).max(0)).max(0);
        self.since = at.max(self.since);
        if self.taken.saturating_add(each) > AT_ONCE {
            return Count::Refused { retry_after_ms: self.taken + each - AT_ONCE };
        }
        self.taken += each;
        Count::Allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_are_served_at_once_and_then_one_after_the_other() {
        let mut pace = Pace::default();
        let served = (0..200).filter(|_| pace.count(Timestamp(5_000_000), 120) == Count::Allowed).count();
        assert_eq!(served, 30);
        assert_eq!(pace.count(Timestamp(5_000_000), 120), Count::Refused { retry_after_ms: 500 });
        assert_eq!(pace.count(Timestamp(5_000_500), 120), Count::Allowed);
        assert!(matches!(pace.count(Timestamp(5_000_500), 120), Count::Refused { .. }));
        let minute_later = (0..200).filter(|_| pace.count(Timestamp(5_070_000), 120) == Count::Allowed).count();
        assert_eq!(minute_later, 30);
        assert!(matches!(pace.count(Timestamp(0), 120), Count::Refused { .. }), "a clock that goes back gives nothing");
    }
}
