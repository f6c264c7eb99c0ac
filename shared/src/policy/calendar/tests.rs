use super::*;
use crate::time::{DAY, HOUR, MINUTE};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

fn office(zone: &str) -> Hours {
    let day = Some((9 * 60, 18 * 60));
    Hours { zone: zone.to_owned(), days: [day, day, day, day, day, None, None], closed: vec!["2026-12-25".to_owned()] }
}

#[test]
fn working_time_is_told_by_the_clock_of_its_zone() {
    let london = office("Europe/London");
    assert!(!london.open_at(at("2026-11-23T08:59:59Z")) && london.open_at(at("2026-11-23T09:00:00Z")));
    assert!(london.open_at(at("2026-11-23T17:59:59Z")) && !london.open_at(at("2026-11-23T18:00:00Z")));
    assert!(london.open_at(at("2026-06-01T08:00:00Z")), "summer time");
    assert!(!london.open_at(at("2026-11-22T12:00:00Z")), "a Sunday");
    assert!(!london.open_at(at("2026-12-25T12:00:00Z")), "a closed Friday");
    assert!(office("Asia/Tokyo").open_at(at("2026-11-24T00:00:00Z")));
    assert!(!office("Moon/Base").open_at(at("2026-11-24T12:00:00Z")));
}

#[test]
fn a_due_time_counts_working_time_only() {
    let london = office("Europe/London");
    let due = |from: &str, within| london.due(at(from), within).to_string();
    assert_eq!(due("2026-11-23T10:00:00Z", HOUR), "2026-11-23T11:00:00Z");
    assert_eq!(due("2026-11-23T17:30:00Z", HOUR), "2026-11-24T09:30:00Z");
    assert_eq!(due("2026-11-20T17:30:00Z", HOUR), "2026-11-23T09:30:00Z", "over a weekend");
    assert_eq!(due("2026-12-24T17:30:00Z", HOUR), "2026-12-28T09:30:00Z", "over Christmas and a weekend");
    assert_eq!(due("2026-11-21T12:00:00Z", 9 * HOUR), "2026-11-23T18:00:00Z", "a whole day ends when it closes");
    assert_eq!(due("2026-03-27T17:30:00Z", HOUR), "2026-03-30T08:30:00Z", "the clock went forward on Sunday");
    assert_eq!(due("2026-10-23T16:30:00Z", HOUR), "2026-10-26T09:30:00Z", "the clock went back on Sunday");
}

#[test]
fn a_night_on_which_the_clock_changes_has_as_many_hours_as_it_has() {
    let night = Hours { zone: "Europe/Berlin".to_owned(), days: [Some((0, 360)); 7], closed: Vec::new() };
    let forward = at("2026-03-28T23:00:00Z");
    assert_eq!(night.due(forward, 5 * HOUR), at("2026-03-29T04:00:00Z"), "five hours from midnight to six");
    assert_eq!(night.due(forward, 5 * HOUR + MINUTE), at("2026-03-29T22:01:00Z"));
    let back = at("2026-10-24T22:00:00Z");
    assert_eq!(night.due(back, 7 * HOUR), at("2026-10-25T05:00:00Z"), "seven hours from midnight to six");
    let skipped = Hours { days: [Some((150, 240)); 7], ..night };
    assert_eq!(skipped.due(forward, 0), at("2026-03-29T01:30:00Z"), "half past two is half past three");
}

#[test]
fn a_site_that_never_works_still_has_a_due_time() {
    let never = Hours { days: [None; 7], ..office("Europe/London") };
    assert_eq!(never.due(at("2026-11-23T10:00:00Z"), HOUR), at("2026-11-23T11:00:00Z"));
    assert!(office("Europe/London").due(at("2026-11-23T10:00:00Z"), i64::MAX) > at("2028-01-01T00:00:00Z"));
    let _ = office("Europe/London").due(Timestamp(i64::MAX), i64::MAX);
    let _ = office("Europe/London").due(Timestamp(i64::MIN), i64::MAX);
}

/// The medium with quiet hours from 21:00 to 08:00.
fn quiet() -> (Policy, Channel) {
    let policy = Policy::default_rules().unwrap();
    let channel = policy
        .channels
        .iter()
        .find(|(_, rules)| rules.compliance.quiet == Some(Quiet { from: 1_260, until: 480 }))
        .map(|(channel, _)| channel.clone())
        .unwrap();
    (policy, channel)
}

#[test]
fn quiet_hours_are_told_by_the_clock_of_the_number() {
    let (policy, channel) = quiet();
    let until = |number: &str, now: &str| policy.quiet_until(&channel, number, at(now)).map(|at| at.to_string());
    assert_eq!(until("+447700900123", "2026-11-23T20:59:59Z"), None);
    assert_eq!(until("+447700900123", "2026-11-23T21:00:00Z").unwrap(), "2026-11-24T08:00:00Z");
    assert_eq!(until("+447700900123", "2026-11-24T07:59:59Z").unwrap(), "2026-11-24T08:00:00Z");
    assert_eq!(until("+447700900123", "2026-11-24T08:00:00Z"), None);
    assert_eq!(until("+447700900123", "2026-07-01T07:30:00Z"), None, "summer time");
    assert_eq!(until("+353201234567", "2026-11-23T22:00:00Z").unwrap(), "2026-11-24T08:00:00Z");
    assert_eq!(until("+12015550123", "2026-11-24T02:00:00Z").unwrap(), "2026-11-24T16:00:00Z", "both coasts");
    assert_eq!(until("+12015550123", "2026-11-24T01:59:59Z"), None);
    assert_eq!(until("+999", "2026-11-23T22:00:00Z").unwrap(), "2026-11-24T08:00:00Z", "the site's own zone");
}

#[test]
fn the_longest_beginning_of_a_number_tells_its_zone() {
    let (mut policy, _) = quiet();
    assert_eq!(policy.zones_of("+353201234567"), ["Europe/Dublin"]);
    assert_eq!(policy.zones_of("+34600000000"), ["Europe/Madrid"]);
    policy.zones.insert("+3".to_owned(), vec!["Europe/Paris".to_owned()]);
    assert_eq!(policy.zones_of("+353201234567"), ["Europe/Dublin"]);
    assert!(policy.zones_of("+0").is_empty());
}

#[test]
fn zones_that_are_quiet_in_turn_all_day_do_not_stop_a_message_for_ever() {
    let (mut policy, channel) = quiet();
    let zones = ["Europe/London", "America/Los_Angeles", "Asia/Tokyo"].map(str::to_owned).to_vec();
    policy.zones.insert("+9".to_owned(), zones);
    let now = at("2026-11-23T22:00:00Z");
    assert!(policy.quiet_until(&channel, "+9", now).is_some_and(|until| until > now && until < now.plus(DAY)));
}

fn any_hours() -> impl Strategy<Value = Hours> {
    let day = prop::option::weighted(0.7, (0_u16..1_380, 30_u16..600))
        .prop_map(|day| day.map(|(from, long)| (from, (from + long).min(1_440))));
    let zone = prop::sample::select(vec![
        "Europe/London",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "America/Santiago",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "UTC",
    ]);
    (zone, prop::array::uniform7(day)).prop_map(|(zone, mut days)| {
        days[2] = days[2].or(Some((540, 1_020)));
        Hours { zone: zone.to_owned(), days, closed: vec!["2026-12-25".to_owned()] }
    })
}

proptest! {
    #[test]
    fn a_due_time_is_never_in_closed_time(hours in any_hours(), from in 1_760_000_000_i64..1_900_000_000, within in 0_i64..100_000) {
        let from = Timestamp(from * 1_000);
        let due = hours.due(from, within * 1_000);
        prop_assert!(due >= from);
        prop_assert!(hours.open_at(due) || hours.open_at(due.plus(-1)));
    }

    #[test]
    fn a_later_or_longer_promise_is_never_due_earlier(
        hours in any_hours(), from in 1_760_000_000_i64..1_900_000_000, later in 0_i64..400_000, within in 0_i64..100_000, more in 0_i64..50_000
    ) {
        let from = Timestamp(from * 1_000);
        let due = hours.due(from, within * 1_000);
        prop_assert!(hours.due(from.plus(later * 1_000), within * 1_000) >= due);
        prop_assert!(hours.due(from, (within + more) * 1_000) >= due);
    }

    #[test]
    fn working_time_adds_up(hours in any_hours(), from in 1_760_000_000_i64..1_900_000_000, one in 1_i64..50_000, two in 1_i64..50_000) {
        let from = Timestamp(from * 1_000);
        prop_assert_eq!(hours.due(hours.due(from, one * 1_000), two * 1_000), hours.due(from, (one + two) * 1_000));
    }

    #[test]
    fn quiet_hours_end_when_it_is_quiet_no_more(now in 1_760_000_000_i64..1_900_000_000, number in prop::sample::select(vec!["+12015550123", "+447700900123", "+61", "+5", "+43"])) {
        let (policy, channel) = quiet();
        let now = Timestamp(now * 1_000);
        if let Some(until) = policy.quiet_until(&channel, number, now) {
            prop_assert!(until > now && until < now.plus(DAY));
            prop_assert_eq!(policy.quiet_until(&channel, number, until), None);
            prop_assert!(policy.quiet_until(&channel, number, until.plus(-1)).is_some());
        }
    }
}
