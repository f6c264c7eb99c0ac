//! The state of a socket that is to stay open: when to try again, and when silence means that it is dead.

use weft_shared::time::{SECOND, Timestamp};

/// How often a sign of life is sent, in milliseconds.
pub const BEAT_MS: i64 = 20 * SECOND;
/// A sign of life (or a try to connect) that had no answer for so many milliseconds means that the socket is dead.
const SILENCE_MS: i64 = 10 * SECOND;
const FIRST_MS: f64 = 500.0;
const LONGEST_MS: f64 = 30_000.0;
/// A try that answers at once would be a storm when a thousand consoles lose the same server.
const SHORTEST_MS: f64 = 100.0;

/// What the reader should know of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// The first try is under way.
    #[default]
    Connecting,
    /// It works.
    Live,
    /// It was lost; another try comes by itself.
    Lost,
    /// The other side ended it for good.
    Ended,
}

/// One socket's story.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// What the reader should know.
    pub link: Link,
    tries: u32,
    // Not "last heard": a browser slows the timers of a hidden tab, and that alone must not look like silence.
    asked: Option<Timestamp>,
}

impl Connection {
    /// A try begins.
    pub fn trying(&mut self, now: Timestamp) {
        self.asked = Some(now);
    }

    /// A sign of life was sent, which wants an answer.
    pub fn asked(&mut self, now: Timestamp) {
        self.asked = self.asked.or(Some(now));
    }

    /// Something came from the other side: only that proves that it works.
    pub fn heard(&mut self) {
        self.link = Link::Live;
        self.tries = 0;
        self.asked = None;
    }

    /// It broke. Gives the milliseconds to wait, by `random` in 0..1; none when it is over.
    pub fn lost(&mut self, random: f64) -> Option<i32> {
        if self.link == Link::Ended {
            return None;
        }
        self.link = Link::Lost;
        self.asked = None;
        let wait = delay_ms(self.tries, random);
        self.tries = self.tries.saturating_add(1);
        Some(wait)
    }

    /// The other side ended it: no further try.
    pub fn ended(&mut self) {
        self.link = Link::Ended;
    }

    /// The other side left a question open for so long that it counts as dead.
    #[must_use]
    pub fn silent(&self, now: Timestamp) -> bool {
        self.link != Link::Ended && self.asked.is_some_and(|asked| now.since(asked) >= SILENCE_MS)
    }
}

/// Milliseconds before the try number `tries`: full jitter, `random` in 0..1 of a span that doubles up to 30 seconds.
#[must_use]
pub fn delay_ms(tries: u32, random: f64) -> i32 {
    let span = (FIRST_MS * 2_f64.powi(i32::try_from(tries.min(20)).unwrap_or(20))).min(LONGEST_MS);
    let wait = (span * random.clamp(0.0, 1.0)).max(SHORTEST_MS);
    // In range by the line above.
    #[allow(clippy::cast_possible_truncation)]
    {
        wait as i32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_half_a_minute_and_are_spread_over_all_of_it() {
        assert_eq!(delay_ms(0, 1.0), 500);
        assert_eq!(delay_ms(1, 1.0), 1_000);
        assert_eq!(delay_ms(1, 0.5), 500);
        assert_eq!(delay_ms(6, 1.0), 30_000);
        assert_eq!(delay_ms(u32::MAX, 1.0), 30_000);
        assert_eq!(delay_ms(9, 0.0), 100);
    }

    #[test]
    fn a_word_from_the_other_side_starts_the_waits_anew() {
        let mut connection = Connection::default();
        connection.trying(Timestamp(0));
        assert_eq!(connection.lost(1.0), Some(500));
        assert_eq!(connection.lost(1.0), Some(1_000));
        assert_eq!(connection.link, Link::Lost);
        connection.heard();
        assert_eq!(connection.link, Link::Live);
        assert_eq!(connection.lost(1.0), Some(500));
    }

    #[test]
    fn what_has_ended_is_not_tried_again() {
        let mut connection = Connection::default();
        connection.ended();
        assert_eq!(connection.lost(0.5), None);
        assert_eq!(connection.link, Link::Ended);
    }

    #[test]
    fn a_question_without_an_answer_means_dead_and_a_slow_timer_does_not() {
        let mut connection = Connection::default();
        connection.trying(Timestamp(0));
        connection.heard();
        assert!(!connection.silent(Timestamp(90_000)));
        connection.asked(Timestamp(90_000));
        connection.asked(Timestamp(95_000));
        assert!(!connection.silent(Timestamp(99_999)));
        assert!(connection.silent(Timestamp(100_000)));
        connection.heard();
        assert!(!connection.silent(Timestamp(100_000)));
    }
}
