use super::*;
use proptest::prelude::*;

const SECRET: &[u8] = b"a secret of the tests";
const CODE: &str = "123456";

fn limits() -> Limits {
    Limits::default()
}

fn at(ms: i64) -> Timestamp {
    Timestamp(1_795_319_460_000 + ms)
}

fn issued(purpose: &str) -> Attempts {
    let mut attempts = Attempts::default();
    assert_eq!(attempts.issue(purpose, CODE, SECRET, at(0), &limits()), Issue::Issued);
    attempts
}

#[test]
fn the_right_code_works_once() {
    let mut attempts = issued("a");
    assert_eq!(attempts.check("a", "12 34-56", SECRET, at(1), &limits()), Check::Right);
    assert_eq!(attempts.check("a", CODE, SECRET, at(2), &limits()), Check::Expired);
}

#[test]
fn the_code_of_another_browser_is_refused() {
    let mut attempts = issued("a");
    assert_eq!(attempts.check("b", CODE, SECRET, at(1), &limits()), Check::Expired);
    assert_eq!(attempts.issue("b", "654321", SECRET, at(2), &limits()), Issue::Issued);
    assert_eq!(attempts.check("b", CODE, SECRET, at(3), &limits()), Check::Wrong { left: 4 });
    assert_eq!(attempts.check("a", CODE, SECRET, at(4), &limits()), Check::Right);
}

#[test]
fn five_wrong_codes_end_that_code() {
    let mut attempts = issued("a");
    for left in (1..=4).rev() {
        assert_eq!(attempts.check("a", "000000", SECRET, at(1), &limits()), Check::Wrong { left });
    }
    let ended = attempts.check("a", "000000", SECRET, at(1), &limits());
    assert!(matches!(ended, Check::TooMany { ended: true, retry_after_ms } if retry_after_ms > 0), "{ended:?}");
    assert_eq!(attempts.check("a", CODE, SECRET, at(2), &limits()), Check::Expired);
}

#[test]
fn a_code_is_valid_until_its_last_millisecond_and_not_after() {
    let valid = limits().valid_ms;
    assert_eq!(issued("a").check("a", CODE, SECRET, at(valid - 1), &limits()), Check::Right);
    assert_eq!(issued("a").check("a", CODE, SECRET, at(valid), &limits()), Check::Expired);
}

#[test]
fn a_new_code_for_the_same_purpose_replaces_the_old() {
    let mut attempts = issued("a");
    let soon = attempts.issue("a", "654321", SECRET, at(59_999), &limits());
    assert!(matches!(soon, Issue::Refused { retry_after_ms: 1, .. }), "{soon:?}");
    assert_eq!(attempts.issue("a", "654321", SECRET, at(60_000), &limits()), Issue::Issued);
    assert_eq!(attempts.check("a", CODE, SECRET, at(60_001), &limits()), Check::Wrong { left: 4 });
    assert_eq!(attempts.check("a", "654321", SECRET, at(60_002), &limits()), Check::Right);
}

#[test]
fn parallel_sessions_share_the_codes_of_an_hour() {
    let mut attempts = Attempts::default();
    for purpose in ["a", "b", "c"] {
        assert_eq!(attempts.issue(purpose, CODE, SECRET, at(0), &limits()), Issue::Issued);
    }
    let fourth = attempts.issue("d", CODE, SECRET, at(1_000), &limits());
    assert!(matches!(fourth, Issue::Refused { retry_after_ms, .. } if retry_after_ms == HOUR - 1_000), "{fourth:?}");
    assert_eq!(attempts.issue("d", CODE, SECRET, at(HOUR), &limits()), Issue::Issued);
}

#[test]
fn parallel_sessions_share_the_guesses_of_an_hour() {
    let limits = Limits { codes_an_hour: 100, codes_a_day: 100, ..limits() };
    let mut attempts = Attempts::default();
    let mut compared = 0;
    for session in 0..10 {
        let purpose = format!("session {session}");
        attempts.issue(&purpose, CODE, SECRET, at(session), &limits);
        for _ in 0..5 {
            let check = attempts.check(&purpose, "000000", SECRET, at(session), &limits);
            if matches!(check, Check::TooMany { ended: false, .. }) {
                continue;
            }
            compared += 1;
        }
    }
    assert_eq!(compared, 15);
    let refused = attempts.check("session 9", CODE, SECRET, at(10), &limits);
    assert!(matches!(refused, Check::TooMany { ended: false, retry_after_ms } if retry_after_ms > 0), "{refused:?}");
}

#[test]
fn a_hundred_wrong_in_a_row_stop_everything_with_one_notice() {
    let limits = Limits { codes_a_day: 1_000, ..limits() };
    let mut attempts = Attempts::default();
    let (mut now, mut wrong, mut notices) = (0, 0, 0);
    for _ in 0..200 {
        now += HOUR;
        attempts.issue("a", CODE, SECRET, at(now), &limits);
        for _ in 0..4 {
            match attempts.check("a", "000000", SECRET, at(now), &limits) {
                Check::Locked { notify } => notices += u32::from(notify),
                Check::Wrong { .. } => wrong += 1,
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!((wrong, notices), (99, 1));
    assert!(matches!(
        attempts.issue("b", CODE, SECRET, at(now + DAY), &limits),
        Issue::Refused { retry_after_ms: 0, .. }
    ));
    assert_eq!(attempts.check("b", CODE, SECRET, at(now + DAY), &limits), Check::Locked { notify: false });
    attempts.unlock();
    assert_eq!(attempts.issue("b", CODE, SECRET, at(now + DAY), &limits), Issue::Issued);
    assert_eq!(attempts.check("b", CODE, SECRET, at(now + DAY), &limits), Check::Right);
}

#[test]
fn a_guess_of_the_wrong_length_costs_nothing() {
    let mut attempts = issued("a");
    for typed in ["", "12345", "1234567", "code", "١٢٣٤٥٦"] {
        assert_eq!(attempts.check("a", typed, SECRET, at(1), &limits()), Check::Wrong { left: 5 }, "{typed}");
    }
    assert_eq!(attempts.check("a", CODE, SECRET, at(2), &limits()), Check::Right);
}

#[test]
fn automatic_mails_and_links_and_budgets_are_counted_apart() {
    let mut attempts = Attempts::default();
    assert_eq!(attempts.count_automatic(at(0), 2), Count::Allowed);
    assert_eq!(attempts.count_automatic(at(1), 2), Count::Allowed);
    assert_eq!(attempts.count_automatic(at(2), 2), Count::Refused { retry_after_ms: DAY - 2 });
    assert_eq!(attempts.count_automatic(at(DAY), 2), Count::Allowed);
    for _ in 0..3 {
        assert_eq!(attempts.count_link(at(0), &limits()), Count::Allowed);
    }
    assert_eq!(attempts.count_link(at(0), &limits()), Count::Refused { retry_after_ms: HOUR });
    assert_eq!(attempts.spend(at(0), 1), Count::Allowed);
    assert_eq!(attempts.spend(at(0), 1), Count::Refused { retry_after_ms: HOUR });
    assert_eq!(attempts.spend(at(0), 0), Count::Refused { retry_after_ms: HOUR });
}

#[test]
fn the_state_holds_no_digits_and_reads_back() {
    let attempts = issued("a");
    let text = serde_json::to_string(&attempts).unwrap();
    assert!(!text.contains(CODE));
    assert_eq!(serde_json::from_str::<Attempts>(&text).unwrap(), attempts);
}

#[test]
fn every_digit_is_equally_likely() {
    let mut seen = [0_u32; 10];
    for byte in 0..=255_u8 {
        let code = code_from(&[byte; 8], &Limits { digits: 4, ..limits() });
        if let Some(first) = code.and_then(|code| code.chars().next()).and_then(|digit| digit.to_digit(10)) {
            seen[first as usize] += 1;
        }
    }
    assert_eq!(seen, [25; 10]);
    assert_eq!(code_from(&[7; 5], &limits()), None);
}

#[derive(Clone, Debug)]
enum Step {
    Issue(u8),
    Guess(u8, bool),
    Link,
    Automatic,
}

/// Steps of up to half an hour each, read from a clock that is off by up to five minutes either way.
fn steps() -> impl Strategy<Value = Vec<(i64, i64, Step)>> {
    let step = prop_oneof![
        3 => (0..4_u8).prop_map(Step::Issue),
        6 => (0..4_u8, prop::bool::weighted(0.1)).prop_map(|(who, right)| Step::Guess(who, right)),
        1 => Just(Step::Link),
        1 => Just(Step::Automatic),
    ];
    prop::collection::vec((0..30 * MINUTE, -5 * MINUTE..=5 * MINUTE, step), 0..400)
}

fn busiest(times: &[i64], window: i64) -> usize {
    times
        .iter()
        .map(|from| times.iter().filter(|time| (0..window).contains(&(*time - from))).count())
        .max()
        .unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// THREATS 14, 15, 16, 34: whatever the order of sessions and even when the clock goes back now and then.
    #[test]
    fn no_order_of_questions_exceeds_a_limit(steps in steps()) {
        let limits = limits();
        let mut attempts = Attempts::default();
        let (mut true_time, mut row) = (0, 0);
        let (mut codes, mut guesses, mut links, mut automatic) = (vec![], vec![], vec![], vec![]);
        let mut wrong_of = [0_u32; 4];
        for (gap, skew, step) in steps {
            true_time += gap;
            let now = true_time + skew;
            match step {
                Step::Issue(who) => {
                    if attempts.issue(&who.to_string(), CODE, SECRET, at(now), &limits) == Issue::Issued {
                        codes.push(now);
                        wrong_of[usize::from(who)] = 0;
                    }
                }
                Step::Guess(who, right) => {
                    let typed = if right { CODE } else { "999999" };
                    match attempts.check(&who.to_string(), typed, SECRET, at(now), &limits) {
                        Check::Right => {
                            prop_assert!(right);
                            guesses.push(now);
                            row = 0;
                        }
                        Check::Wrong { .. } | Check::TooMany { ended: true, .. } | Check::Locked { notify: true } => {
                            prop_assert!(!right);
                            guesses.push(now);
                            row += 1;
                            wrong_of[usize::from(who)] += 1;
                        }
                        Check::Expired | Check::TooMany { ended: false, .. } | Check::Locked { notify: false } => {}
                    }
                    prop_assert!(wrong_of[usize::from(who)] <= 5);
                    prop_assert!(row <= 100);
                }
                Step::Link => if attempts.count_link(at(now), &limits) == Count::Allowed { links.push(now) },
                Step::Automatic => if attempts.count_automatic(at(now), 2) == Count::Allowed { automatic.push(now) },
            }
        }
        // Two readings are off by at most ten minutes against each other: a window can be that much shorter.
        let slack = 10 * MINUTE;
        prop_assert!(busiest(&codes, HOUR - slack) <= 3);
        prop_assert!(busiest(&codes, DAY - slack) <= 10);
        prop_assert!(busiest(&guesses, HOUR - slack) <= 15);
        prop_assert!(busiest(&links, HOUR - slack) <= 3);
        prop_assert!(busiest(&automatic, DAY - slack) <= 2);
    }

    #[test]
    fn no_text_typed_panics(typed in "\\PC*", purpose in "\\PC*") {
        let _ = issued("a").check(&purpose, &typed, SECRET, at(0), &limits());
    }

    #[test]
    fn a_code_has_its_digits(random in prop::collection::vec(any::<u8>(), 0..64), digits: u8) {
        let limits = Limits { digits, ..limits() };
        if let Some(code) = code_from(&random, &limits) {
            prop_assert_eq!(code.len(), limits.digits());
            prop_assert!(code.bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}
