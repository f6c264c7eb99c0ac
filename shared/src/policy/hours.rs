//! Working time and time zones.

use super::{Hours, Quiet, read::Section};
use std::collections::BTreeMap;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

pub(super) fn read(root: &Section<'_>) -> BTreeMap<String, Hours> {
    let mut hours = BTreeMap::new();
    let Some(all) = root.maybe_section("hours") else {
        return hours;
    };
    for (name, section) in all.sections() {
        let day = |key: &'static str| {
            let text = section.maybe_text(key, 11)?;
            let span = span(&text).filter(|(from, until)| from < until);
            if span.is_none() && !text.is_empty() {
                section.wrong(key, format!("is {text:?}"), "a time of day as in \"09:00-18:00\"");
            }
            span
        };
        let days = DAYS.map(day);
        let zone = section.text("zone", 40);
        let closed = section.texts("closed", 10);
        section.review();
        section.finish();
        hours.insert(name.to_owned(), Hours { zone, days, closed });
    }
    hours
}

pub(super) fn read_zones(root: &Section<'_>) -> BTreeMap<String, Vec<String>> {
    let Some(section) = root.maybe_section("zones") else {
        return BTreeMap::new();
    };
    let list = |value: &toml::Value| {
        let items = value.as_array()?;
        items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
    };
    let zones = section.free(list, "a list of time zones as in [\"Europe/London\"]");
    section.finish();
    zones
}

pub(super) fn read_quiet(section: &Section<'_>, key: &'static str) -> Option<Quiet> {
    let text = section.maybe_text(key, 11)?;
    let span = span(&text).filter(|(from, until)| from != until);
    if span.is_none() && !text.is_empty() {
        section.wrong(key, format!("is {text:?}"), "a time of day as in \"21:00-08:00\"");
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
