//! Days, as the reader's clock has them.

use weft_shared::time::{DAY, MINUTE, Timestamp};

/// A day, counted since 1970-01-01 in the reader's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

/// How a day is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// "Today".
    Today,
    /// "Yesterday".
    Yesterday,
    /// By its weekday: within the last six days.
    Weekday,
    /// By its date.
    Date,
}

impl Day {
    /// The day of a moment, where clocks show UTC minus `minutes_behind` minutes (as JavaScript's `getTimezoneOffset` counts).
    #[must_use]
    pub const fn of(at: Timestamp, minutes_behind: i64) -> Self {
        Self((at.0 - minutes_behind * MINUTE).div_euclid(DAY))
    }

    /// How to name it on the day `today`.
    #[must_use]
    pub const fn naming(self, today: Self) -> Naming {
        match today.0 - self.0 {
            // A message from a clock that is ahead is from today as far as anybody can tell.
            -1 | 0 => Naming::Today,
            1 => Naming::Yesterday,
            2..=6 => Naming::Weekday,
            _ => Naming::Date,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_the_readers_midnight() {
        let late_evening_in_utc = Timestamp(23 * 60 * MINUTE);
        assert_eq!(Day::of(late_evening_in_utc, 0), Day(0));
        assert_eq!(Day::of(late_evening_in_utc, -120), Day(1));
        assert_eq!(Day::of(Timestamp(0), 60), Day(-1));
    }

    #[test]
    fn near_days_have_names() {
        let today = Day(100);
        let namings = [101, 100, 99, 98, 94, 93, 0].map(|day| Day(day).naming(today));
        use Naming::{Date, Today, Weekday, Yesterday};
        assert_eq!(namings, [Today, Today, Yesterday, Weekday, Weekday, Date, Date]);
    }
}
