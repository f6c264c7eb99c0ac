//! Working time and quiet hours: what the clock on somebody's wall says.

use super::{Hours, Policy, Quiet};
use crate::{channel::Channel, time::Timestamp};
use jiff::{
    civil::{Date, Time},
    tz::{TimeZone, TimeZoneDatabase},
};

/// Farther than this no due time is looked for, in days. Reading a policy refuses promises that take longer.
const FARTHEST: usize = 800;

/// The time zone of this name in the IANA database.
pub(super) fn zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

fn local(zone: &TimeZone, at: Timestamp) -> Option<Date> {
    Some(zone.to_datetime(jiff::Timestamp::from_millisecond(at.0).ok()?).date())
}

/// The moment at which a wall clock shows a minute of a day. One that a change of the clock skips is as much later,
/// one that comes twice is the first.
fn moment(zone: &TimeZone, date: Date, minute: u16) -> Option<Timestamp> {
    let date = if minute < 1_440 { date } else { date.tomorrow().ok()? };
    let (hour, minute) = (i8::try_from(minute / 60 % 24).ok()?, i8::try_from(minute % 60).ok()?);
    let shown = date.to_datetime(Time::new(hour, minute, 0, 0).ok()?);
    Some(Timestamp(zone.to_ambiguous_timestamp(shown).compatible().ok()?.as_millisecond()))
}

impl Hours {
    /// When the site is at work on a day.
    fn span(&self, zone: &TimeZone, date: Date) -> Option<(Timestamp, Timestamp)> {
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).ok()?;
        let (from, until) = (*self.days.get(weekday)?)?;
        if !self.closed.is_empty() && self.closed.contains(&date.to_string()) {
            return None;
        }
        let (from, until) = (moment(zone, date, from)?, moment(zone, date, until)?);
        (from < until).then_some((from, until))
    }

    /// Whether the site is at work at this moment.
    #[must_use]
    pub fn open_at(&self, at: Timestamp) -> bool {
        let span = || {
            let zone = zone(&self.zone)?;
            self.span(&zone, local(&zone, at)?)
        };
        span().is_some_and(|(from, until)| from <= at && at < until)
    }

    /// The moment when `within_ms` of working time have passed since `from`. It is in working time or at its end.
    #[must_use]
    pub fn due(&self, from: Timestamp, within_ms: i64) -> Timestamp {
        let walk = || {
            let zone = zone(&self.zone)?;
            let mut date = local(&zone, from)?;
            let mut left = within_ms.max(0);
            let mut latest = None;
            for _ in 0..FARTHEST {
                if let Some((opens, closes)) = self.span(&zone, date) {
                    let start = from.max(opens);
                    let open = closes.since(start);
                    if open > 0 && left <= open {
                        return Some(start.plus(left));
                    }
                    left -= open.max(0);
                    latest = Some(closes.max(from));
                }
                date = date.tomorrow().ok()?;
            }
            latest
        };
        walk().unwrap_or_else(|| from.plus(within_ms.max(0)))
    }
}

impl Quiet {
    /// When the quiet hours that hold at this moment end, by the clock of a zone.
    fn end_at(self, zone: &TimeZone, at: Timestamp) -> Option<Timestamp> {
        let today = local(zone, at)?;
        let ends = |date: Date| {
            let last = if self.until > self.from { date } else { date.tomorrow().ok()? };
            let (from, until) = (moment(zone, date, self.from)?, moment(zone, last, self.until)?);
            (from <= at && at < until).then_some(until)
        };
        ends(today).or_else(|| ends(today.yesterday().ok()?))
    }

    /// The first moment from `at` on that is quiet in none of the zones; none when `at` is such a moment. When there
    /// is none for days, the end of the quiet hours that come first.
    pub(super) fn until(self, zones: &[TimeZone], at: Timestamp) -> Option<Timestamp> {
        let next = |at: Timestamp| zones.iter().find_map(|zone| self.end_at(zone, at));
        let first = next(at)?;
        let mut end = first;
        for _ in 0..12 {
            match next(end) {
                Some(later) => end = later,
                None => return Some(end),
            }
        }
        Some(first)
    }
}

impl Policy {
    /// The time zones of a number by its longest beginning that is known; empty when none is.
    #[must_use]
    pub fn zones_of(&self, number: &str) -> &[String] {
        let known = self.zones.iter().filter(|(prefix, _)| number.starts_with(prefix.as_str()));
        known.max_by_key(|(prefix, _)| prefix.len()).map_or(&[], |(_, zones)| zones)
    }

    /// Until when quiet hours hold on a medium for a number; none when it is not quiet. A number whose zone is not
    /// known has the site's own zones, or UTC.
    #[must_use]
    pub fn quiet_until(&self, channel: &Channel, number: &str, now: Timestamp) -> Option<Timestamp> {
        let quiet = self.channels.get(channel)?.compliance.quiet?;
        let named = self.zones_of(number);
        let mut zones: Vec<TimeZone> = named.iter().filter_map(|name| zone(name)).collect();
        if zones.is_empty() {
            zones.extend(self.hours.values().filter_map(|hours| zone(&hours.zone)));
        }
        if zones.is_empty() {
            zones.push(TimeZone::UTC);
        }
        quiet.until(&zones, now)
    }

    /// By when a promise is kept that was made at this moment; none when there is no such promise.
    #[must_use]
    pub fn due(&self, promise: &str, from: Timestamp) -> Option<Timestamp> {
        let promise = self.promises.get(promise)?;
        let hours = promise.hours.as_ref().and_then(|name| self.hours.get(name));
        Some(hours.map_or_else(|| from.plus(promise.within_ms), |hours| hours.due(from, promise.within_ms)))
    }

    /// By when somebody has an answer who waits for one since this moment. It is the same for all: what their medium
    /// promises is told to them, and makes nobody wait behind them.
    #[must_use]
    pub fn answer_due(&self, from: Timestamp) -> Timestamp {
        let (within, hours) = (self.routing.answer_within_ms, self.routing.answer_hours.as_ref());
        let hours = hours.and_then(|name| self.hours.get(name));
        hours.map_or_else(|| from.plus(within), |hours| hours.due(from, within))
    }
}

#[cfg(test)]
mod tests;
