//! Points in time and durations, as values that somebody else measured.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Milliseconds in a second.
pub const SECOND: i64 = 1_000;
/// Milliseconds in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Milliseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in a day.
pub const DAY: i64 = 24 * HOUR;

/// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A date and time of day in UTC, for printing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year, may be negative.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// 0 (Sunday) to 6.
    pub weekday: u8,
}

impl Timestamp {
    /// This moment plus `ms` milliseconds; stops at the ends of the range.
    #[must_use]
    pub const fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to here; negative when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The date and time in UTC (H. Hinnant, "chrono-compatible low-level date algorithms").
    #[must_use]
    pub fn civil(self) -> Civil {
        let days = self.0.div_euclid(DAY);
        let second_of_day = self.0.rem_euclid(DAY) / SECOND;
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        Civil {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: small(month),
            day: small(day_of_year - (153 * shifted + 2) / 5 + 1),
            hour: small(second_of_day / 3_600),
            minute: small(second_of_day / 60 % 60),
            second: small(second_of_day % 60),
            weekday: small((days + 4).rem_euclid(7)),
        }
    }

    /// The moment for people to read, in UTC, as in `22 Nov 2026, 03:51 UTC`.
    #[must_use]
    pub fn words(self) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let c = self.civil();
        let month = MONTHS.get(usize::from(c.month).saturating_sub(1)).copied().unwrap_or_default();
        format!("{} {month} {}, {:02}:{:02} UTC", c.day, c.year, c.hour, c.minute)
    }

    /// Reads RFC 3339, as in `2026-11-22T03:51:00Z` or with an offset and a fraction. `None` for anything else.
    #[must_use]
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let digits = |from: usize, to: usize| -> Option<i64> {
            let part = bytes.get(from..to)?;
            part.iter().try_fold(0_i64, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i64::from(b - b'0')))
        };
        let mark = |at: usize, wanted: &[u8]| bytes.get(at).is_some_and(|b| wanted.contains(b));
        let (year, month, day) = (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?);
        let (hour, minute, second) = (digits(11, 13)?, digits(14, 16)?, digits(17, 19)?);
        let shaped = mark(4, b"-") && mark(7, b"-") && mark(10, b"Tt") && mark(13, b":") && mark(16, b":");
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let month_days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let ranged =
            (1..=12).contains(&month) && (1..=month_days).contains(&day) && hour < 24 && minute < 60 && second < 60;
        if !(shaped && ranged) {
            return None;
        }
        let mut at = 19;
        let mut millis = 0;
        if mark(at, b".") {
            let start = at + 1;
            at = start;
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                let weight = [100, 10, 1].get(at - start).copied().unwrap_or(0);
                millis += weight * digits(at, at + 1)?;
                at += 1;
            }
            if at == start {
                return None;
            }
        }
        let offset_minutes = if mark(at, b"Zz") {
            at += 1;
            0
        } else {
            let sign = if mark(at, b"+") {
                1
            } else if mark(at, b"-") {
                -1
            } else {
                return None;
            };
            let (hours, minutes) = (digits(at + 1, at + 3)?, digits(at + 4, at + 6)?);
            if !mark(at + 3, b":") || hours > 23 || minutes > 59 {
                return None;
            }
            at += 6;
            sign * (hours * 60 + minutes)
        };
        if at != bytes.len() {
            return None;
        }
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
        let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
        Some(Self(days * DAY + hour * HOUR + (minute - offset_minutes) * MINUTE + second * SECOND + millis))
    }
}

fn small(value: i64) -> u8 {
    u8::try_from(value).unwrap_or(0)
}

/// RFC 3339 in UTC to the second, as in `2026-11-22T03:51:00Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let c = self.civil();
        write!(f, "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", c.year, c.month, c.day, c.hour, c.minute, c.second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_moments_print_and_parse() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_795_319_460_000, "2026-11-22T03:51:00Z"),
        ] {
            assert_eq!(Timestamp(ms).to_string(), text);
            assert_eq!(Timestamp::parse_rfc3339(text), Some(Timestamp(ms)));
        }
        assert_eq!(Timestamp(1_795_319_460_000).civil().weekday, 0);
        assert_eq!(Timestamp(1_795_319_460_000).words(), "22 Nov 2026, 03:51 UTC");
    }

    #[test]
    fn offsets_and_fractions_are_read() {
        assert_eq!(Timestamp::parse_rfc3339("1970-01-01T01:00:00.25+01:00"), Some(Timestamp(250)));
    }

    #[test]
    fn what_is_not_rfc3339_is_refused() {
        for text in [
            "",
            "2026-02-29T00:00:00Z",
            "2026-11-22",
            "2026-11-22T03:51:00",
            "2026-11-22T24:00:00Z",
            "2026-11-22T03:51:00Z ",
        ] {
            assert_eq!(Timestamp::parse_rfc3339(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn printing_then_parsing_gives_the_same_second(second in -62_000_000_000_i64..250_000_000_000) {
            let at = Timestamp(second * SECOND);
            prop_assert_eq!(Timestamp::parse_rfc3339(&at.to_string()), Some(at));
        }

        #[test]
        fn parsing_never_panics(text in "\\PC*") {
            let _ = Timestamp::parse_rfc3339(&text);
        }
    }
}
