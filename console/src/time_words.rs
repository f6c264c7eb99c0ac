//! Times in words. Every [`Timestamp`] here is already shifted to the reader's own time zone.

use crate::strings;
use weft_shared::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};

/// The number of the day since 1970, for telling days apart.
#[must_use]
pub fn day_number(at: Timestamp) -> i64 {
    at.0.div_euclid(DAY)
}

/// The time of day, as in `14:05`.
#[must_use]
pub fn clock(at: Timestamp) -> String {
    let civil = at.civil();
    format!("{:02}:{:02}", civil.hour, civil.minute)
}

/// As short as a line of the inbox wants it: `now`, `5 min`, `14:05`, `Yesterday`, `Mon`, `12 Nov`, `12 Nov 2025`.
#[must_use]
pub fn brief(at: Timestamp, now: Timestamp) -> String {
    let age = now.since(at);
    let days = day_number(now) - day_number(at);
    let (civil, today) = (at.civil(), now.civil());
    let short = |name: &str| name.chars().take(3).collect::<String>();
    if age < MINUTE {
        strings::NOW.to_owned()
    } else if age < HOUR {
        strings::minutes(age / MINUTE)
    } else if days == 0 {
        clock(at)
    } else if days == 1 {
        strings::YESTERDAY.to_owned()
    } else if days < 7 {
        short(strings::weekday(civil.weekday))
    } else if civil.year == today.year {
        format!("{} {}", civil.day, short(strings::month(civil.month)))
    } else {
        format!("{} {} {}", civil.day, short(strings::month(civil.month)), civil.year)
    }
}

/// The heading of a day: `Today`, `Yesterday`, `Monday 16 November`, `16 November 2025`.
#[must_use]
pub fn day(at: Timestamp, now: Timestamp) -> String {
    let (civil, today) = (at.civil(), now.civil());
    match day_number(now) - day_number(at) {
        0 => strings::TODAY.to_owned(),
        1 => strings::YESTERDAY.to_owned(),
        _ if civil.year == today.year => {
            format!("{} {} {}", strings::weekday(civil.weekday), civil.day, strings::month(civil.month))
        }
        _ => format!("{} {} {}", civil.day, strings::month(civil.month), civil.year),
    }
}

/// Everything, as in `16 November 2026, 14:05`.
#[must_use]
pub fn full(at: Timestamp) -> String {
    let civil = at.civil();
    format!("{} {} {}, {}", civil.day, strings::month(civil.month), civil.year, clock(at))
}

/// The day alone, as in `16 November 2026`.
#[must_use]
pub fn date(at: Timestamp) -> String {
    let civil = at.civil();
    format!("{} {} {}", civil.day, strings::month(civil.month), civil.year)
}

/// How long something took or will take: `42 s`, `3 min 12 s`, `3 h 12 min`, `2 d 3 h`.
#[must_use]
pub fn span(ms: i64) -> String {
    let two = |large: i64, one: &str, small: i64, other: &str| {
        if small == 0 { format!("{large} {one}") } else { format!("{large} {one} {small} {other}") }
    };
    match ms.max(0) {
        ms @ ..MINUTE => format!("{} s", ms / SECOND),
        ms @ MINUTE..HOUR => two(ms / MINUTE, "min", ms % MINUTE / SECOND, "s"),
        ms @ HOUR..DAY => two(ms / HOUR, "h", ms % HOUR / MINUTE, "min"),
        ms => two(ms / DAY, "d", ms % DAY / HOUR, "h"),
    }
}

/// The same without seconds, for what is shown as it runs out: at least `1 min`; from ten hours on without minutes.
#[must_use]
pub fn rest(ms: i64) -> String {
    let minutes = ms.max(0).saturating_add(MINUTE - 1) / MINUTE;
    let rest = minutes.max(1) * MINUTE;
    span(if rest < 10 * HOUR { rest } else { rest - rest % HOUR })
}

/// A countdown, as in `9:05`.
#[must_use]
pub fn countdown(ms: i64) -> String {
    let seconds = ms.max(0).saturating_add(SECOND - 1) / SECOND;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// When something is due: the clock today, else with its day.
#[must_use]
pub fn due(at: Timestamp, now: Timestamp) -> String {
    match day_number(at) - day_number(now) {
        0 => clock(at),
        1..7 => format!("{} {}", strings::weekday(at.civil().weekday), clock(at)),
        _ => format!("{} {}, {}", at.civil().day, strings::month(at.civil().month), clock(at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn the_inbox_says_when_in_one_or_two_words() {
        let now = at("2026-11-22T14:30:00Z");
        for (then, words) in [
            ("2026-11-22T14:29:30Z", "now"),
            ("2026-11-22T14:31:00Z", "now"),
            ("2026-11-22T14:25:00Z", "5 min"),
            ("2026-11-22T09:05:00Z", "09:05"),
            ("2026-11-21T23:59:00Z", "Yesterday"),
            ("2026-11-16T10:00:00Z", "Mon"),
            ("2026-11-15T10:00:00Z", "15 Nov"),
            ("2025-11-12T10:00:00Z", "12 Nov 2025"),
        ] {
            assert_eq!(brief(at(then), now), words, "{then}");
        }
    }

    #[test]
    fn less_than_an_hour_across_midnight_is_still_minutes() {
        assert_eq!(brief(at("2026-11-21T23:50:00Z"), at("2026-11-22T00:10:00Z")), "20 min");
    }

    #[test]
    fn a_day_has_a_heading() {
        let now = at("2026-11-22T14:30:00Z");
        for (then, words) in [
            ("2026-11-22T00:00:00Z", "Today"),
            ("2026-11-21T23:59:00Z", "Yesterday"),
            ("2026-11-16T10:00:00Z", "Monday 16 November"),
            ("2025-12-31T10:00:00Z", "31 December 2025"),
        ] {
            assert_eq!(day(at(then), now), words, "{then}");
        }
    }

    #[test]
    fn the_full_time_names_day_and_clock() {
        assert_eq!(full(at("2026-01-02T03:04:00Z")), "2 January 2026, 03:04");
    }

    #[test]
    fn spans_have_at_most_two_parts() {
        for (ms, words) in [
            (0, "0 s"),
            (42_900, "42 s"),
            (3 * MINUTE, "3 min"),
            (3 * MINUTE + 12 * SECOND, "3 min 12 s"),
            (3 * HOUR + 12 * MINUTE + SECOND, "3 h 12 min"),
            (2 * DAY + 3 * HOUR, "2 d 3 h"),
        ] {
            assert_eq!(span(ms), words);
        }
        assert_eq!(rest(1), "1 min");
        assert_eq!(rest(HOUR - 1), "1 h");
        assert_eq!(rest(10 * HOUR - MINUTE), "9 h 59 min");
        assert_eq!(rest(14 * HOUR - MINUTE), "13 h");
        assert_eq!(countdown(9 * MINUTE + 4_100), "9:05");
        assert_eq!(countdown(-5), "0:00");
    }

    #[test]
    fn what_is_due_names_its_day_unless_that_is_today() {
        let now = at("2026-11-22T14:30:00Z");
        assert_eq!(due(at("2026-11-22T15:40:00Z"), now), "15:40");
        assert_eq!(due(at("2026-11-23T09:00:00Z"), now), "Monday 09:00");
        assert_eq!(due(at("2026-11-20T09:00:00Z"), now), "20 November, 09:00");
    }
}
