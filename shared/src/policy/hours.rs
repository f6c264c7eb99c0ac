//! Reading working time, time zones and quiet hours.

use super::{
    Hours, Quiet, calendar,
    note::Shape,
    read::{Section, day},
    say::shown,
};
use std::collections::BTreeMap;

const DAYS: [(&str, &str); 7] = [
    ("mon", "When work begins and ends on Mondays; without it, closed."),
    ("tue", "Tuesdays."),
    ("wed", "Wednesdays."),
    ("thu", "Thursdays."),
    ("fri", "Fridays."),
    ("sat", "Saturdays."),
    ("sun", "Sundays."),
];
const ZONE: &str = "a name of the IANA time zone database, as in \"Europe/London\"";

pub(super) fn read(root: &Section<'_>) -> BTreeMap<String, Hours> {
    let mut hours = BTreeMap::new();
    let Some(all) = root.maybe_section("hours", "When the site is at work.") else {
        return hours;
    };
    for (name, section) in all.sections("<hours>", 50, "Working time. Its name is what promises refer to.") {
        all.name(name);
        let read_day = |(key, doc): (&'static str, &'static str)| {
            let text = section.shaped(key, Shape::Span, false, doc)?;
            let span = span(&text).filter(|(from, until)| from < until);
            if span.is_none() && !text.is_empty() {
                section.wrong(key, format!("is {}", shown(&text)), "a time of day as in \"09:00-18:00\"");
            }
            span
        };
        let zone = section.shaped("zone", Shape::Zone, true, "The clock that counts.").unwrap_or_default();
        if !zone.is_empty() && calendar::zone(&zone).is_none() {
            section.wrong("zone", format!("is {}, which is no time zone", shown(&zone)), ZONE);
        }
        let days = DAYS.map(read_day);
        if days.iter().all(Option::is_none) && DAYS.iter().all(|(key, _)| !section.has(key)) {
            section.wrong("mon", "is missing, and so are all other days", "at least one day with working time");
        }
        section.note("closed", Shape::Days, true, "Days on which it is closed all the same.");
        let closed = section.read_texts("closed", 10);
        for odd in closed.iter().filter(|text| day(text).is_none()) {
            section.wrong("closed", format!("has {}", shown(odd)), "days as in \"2026-12-25\"");
        }
        section.review();
        section.finish();
        hours.insert(name.to_owned(), Hours { zone, days, closed });
    }
    hours
}

pub(super) fn read_zones(root: &Section<'_>) -> BTreeMap<String, Vec<String>> {
    let doc = "Where customers are, by the beginning of their number. With several zones, quiet in one is quiet.";
    let Some(section) = root.maybe_section("zones", doc) else {
        return BTreeMap::new();
    };
    let list = |value: &toml::Value| {
        let items = value.as_array().filter(|items| (1..=20).contains(&items.len()))?;
        items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
    };
    let doc = "The zones of numbers that begin so, as in `\"+44\"`; the longest beginning counts.";
    let right = "a list of 1 to 20 time zones as in [\"Europe/London\"]";
    let zones = section.free("<prefix>", Shape::Zones, doc, list, right);
    for (prefix, names) in &zones {
        let digits = prefix.strip_prefix('+').unwrap_or_default();
        if !(1..=15).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            section.wrong(prefix, "is no beginning of a number", "+ and 1 to 15 digits as in \"+44\"");
        }
        for odd in names.iter().filter(|name| calendar::zone(name).is_none()) {
            section.wrong(prefix, format!("has {}, which is no time zone", shown(odd)), ZONE);
        }
    }
    section.finish();
    zones
}

pub(super) fn read_quiet(section: &Section<'_>, key: &'static str) -> Option<Quiet> {
    let doc = "Quiet hours by the customer's clock: automatic messages wait, agents are warned.";
    let text = section.shaped(key, Shape::Span, false, doc)?;
    let span = span(&text).filter(|(from, until)| from != until && until - until / 1_440 * 1_440 != *from);
    if span.is_none() && !text.is_empty() {
        section.wrong(key, format!("is {}", shown(&text)), "a time of day as in \"21:00-08:00\"");
    }
    span.map(|(from, until)| Quiet { from, until })
}

/// `09:00-18:00`, in minutes after midnight.
fn span(text: &str) -> Option<(u16, u16)> {
    let (from, until) = text.split_once('-')?;
    Some((minute(from)?, minute(until)?))
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two =
        |text: &str| (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse::<u16>().ok())?;
    let (hour, minute) = (two(hour)?, two(minute)?);
    (minute < 60 && (hour < 24 || (hour == 24 && minute == 0))).then_some(hour * 60 + minute)
}
