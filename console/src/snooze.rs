//! How long a conversation waits, and when something is due: choices by the clock on the wall.

use weft_shared::time::{DAY, HOUR, Timestamp};

/// A choice of when something ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// An hour from now.
    Hour,
    /// Four hours from now.
    Hours,
    /// Tomorrow at nine.
    Tomorrow,
    /// Next Monday at nine.
    Monday,
}

impl Choice {
    /// When that is. Both times are as the clock on the wall shows them.
    #[must_use]
    pub fn ends(self, now: Timestamp) -> Timestamp {
        let midnight = Timestamp(now.0.div_euclid(DAY) * DAY);
        match self {
            Self::Hour => now.plus(HOUR),
            Self::Hours => now.plus(4 * HOUR),
            Self::Tomorrow => midnight.plus(DAY + 9 * HOUR),
            Self::Monday => {
                let days = match i64::from(now.civil().weekday) {
                    0 => 1,
                    day => 8 - day,
                };
                midnight.plus(days * DAY + 9 * HOUR)
            }
        }
    }
}

/// A time on the wall as fields for date and time have it, as in `2026-11-22T14:05`.
#[must_use]
pub fn field(wall: Timestamp) -> String {
    let civil = wall.civil();
    format!("{:04}-{:02}-{:02}T{:02}:{:02}", civil.year, civil.month, civil.day, civil.hour, civil.minute)
}

/// Reads such a field.
#[must_use]
pub fn read(field: &str) -> Option<Timestamp> {
    let minutes: String = field.chars().take(16).collect();
    Timestamp::parse_rfc3339(&format!("{minutes}:00Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn choices_are_by_the_clock_on_the_wall() {
        let sunday = at("2026-11-22T14:30:00Z");
        for (choice, ends) in [
            (Choice::Hour, "2026-11-22T15:30:00Z"),
            (Choice::Hours, "2026-11-22T18:30:00Z"),
            (Choice::Tomorrow, "2026-11-23T09:00:00Z"),
            (Choice::Monday, "2026-11-23T09:00:00Z"),
        ] {
            assert_eq!(choice.ends(sunday), at(ends), "{choice:?}");
        }
        assert_eq!(Choice::Monday.ends(at("2026-11-23T08:00:00Z")), at("2026-11-30T09:00:00Z"));
        assert_eq!(Choice::Monday.ends(at("2026-11-28T08:00:00Z")), at("2026-11-30T09:00:00Z"));
    }

    #[test]
    fn a_field_reads_back_as_written() {
        let wall = at("2026-11-22T14:05:00Z");
        assert_eq!(field(wall), "2026-11-22T14:05");
        assert_eq!(read(&field(wall)), Some(wall));
        assert_eq!(read("2026-11-22T14:05:31"), Some(wall));
        for wrong in ["", "tomorrow", "2026-11-22"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
