use super::*;
use crate::{policy::Policy, time::MINUTE};
use proptest::prelude::*;
use std::sync::LazyLock;

const SECRET: &[u8] = b"the site's key";
const START: Timestamp = Timestamp(1_795_000_000_000);

fn limits() -> SpokenPolicy {
    static LIMITS: LazyLock<SpokenPolicy> = LazyLock::new(|| Policy::default_rules().unwrap().spoken);
    *LIMITS
}

fn to(conversation: u128) -> Pointer {
    Pointer {
        conversation: ConversationId::from_bits(conversation),
        token: TokenId::from_bits(conversation + 1_000),
        generation: 1,
    }
}

fn with(code: &str) -> Spoken {
    let mut spoken = Spoken::default();
    assert_eq!(spoken.give(code, SECRET, to(1), START, &limits()), Given::Valid);
    spoken
}

fn typed(spoken: &mut Spoken, code: &str, browser: &str, after: i64) -> Typed {
    spoken.redeem(code, browser, SECRET, START.plus(after), &limits())
}

#[test]
fn a_code_leads_one_browser_again_and_again_and_no_other() {
    let mut spoken = with("12345678");
    for after in [1_000, 2_000, 9 * MINUTE] {
        assert_eq!(typed(&mut spoken, "1234 5678", "a", after), Typed::Leads { to: to(1) });
        assert_eq!(typed(&mut spoken, "12345678", "b", after), Typed::Wrong);
    }
}

#[test]
fn wrong_unknown_used_and_old_codes_are_one() {
    let mut spoken = with("12345678");
    assert_eq!(typed(&mut spoken, "12345679", "a", 0), Typed::Wrong);
    assert_eq!(typed(&mut spoken, "12345678", "a", limits().valid_ms - 1), Typed::Leads { to: to(1) });
    assert_eq!(typed(&mut spoken, "12345678", "a", limits().valid_ms), Typed::Wrong);
    assert_eq!(typed(&mut spoken, "12345678", "b", limits().valid_ms), Typed::Wrong);
}

#[test]
fn the_digits_are_nowhere() {
    let mut spoken = with("12345678");
    let _ = typed(&mut spoken, "87654321", "a", 0);
    let kept = serde_json::to_string(&spoken).unwrap();
    assert!(!kept.contains("12345678") && !kept.contains("87654321"));
    let read: Spoken = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, spoken);
    assert_eq!(read.clone().redeem("12345678", "a", b"another site's key", START, &limits()), Typed::Wrong);
}

#[test]
fn no_two_valid_codes_are_the_same() {
    let mut spoken = with("12345678");
    assert_eq!(spoken.give("12345678", SECRET, to(2), START, &limits()), Given::Again);
    let _ = typed(&mut spoken, "12345678", "a", 0);
    assert_eq!(spoken.give("12345678", SECRET, to(2), START, &limits()), Given::Again, "used, and still its browser's");
    let later = START.plus(limits().valid_ms);
    assert_eq!(spoken.give("12345678", SECRET, to(2), later, &limits()), Given::Valid);
    assert_eq!(spoken.redeem("12345678", "b", SECRET, later, &limits()), Typed::Leads { to: to(2) });
}

#[test]
fn a_code_of_the_wrong_length_costs_nothing() {
    let mut spoken = with("12345678");
    for _ in 0..1_000 {
        for code in ["", "1234567", "123456789", "abcdefgh", "\u{664}\u{665}\u{666}\u{667}1234"] {
            assert_eq!(typed(&mut spoken, code, "a", 0), Typed::Wrong);
        }
    }
    assert_eq!(typed(&mut spoken, "12345678", "a", 0), Typed::Leads { to: to(1) });
}

#[test]
fn after_too_many_wrong_codes_all_wait() {
    let mut spoken = with("12345678");
    for n in 0..limits().site_wrong_an_hour {
        assert_eq!(typed(&mut spoken, &format!("{n:08}"), "a", 0), Typed::Wrong);
    }
    let waits = Typed::TooMany { retry_after_ms: HOUR - MINUTE };
    assert_eq!(typed(&mut spoken, "12345678", "a", MINUTE), waits);
    assert_eq!(typed(&mut spoken, "00000000", "a", MINUTE), waits);
    assert_eq!(typed(&mut spoken, "00000000", "a", HOUR), Typed::Wrong, "and then they are tried again");
}

#[test]
fn a_conversation_and_a_site_get_so_many_codes_an_hour() {
    let mut spoken = Spoken::default();
    let limits = limits();
    for n in 0..limits.codes_an_hour {
        assert_eq!(spoken.give(&format!("{n:08}"), SECRET, to(1), START, &limits), Given::Valid);
    }
    let wait = Given::Refused { retry_after_ms: HOUR };
    assert_eq!(spoken.give("99999999", SECRET, to(1), START, &limits), wait);
    for n in limits.codes_an_hour..limits.site_codes_an_hour {
        assert_eq!(spoken.give(&format!("{n:08}"), SECRET, to(u128::from(n)), START, &limits), Given::Valid);
    }
    assert_eq!(spoken.give("99999999", SECRET, to(99_999), START, &limits), wait);
    assert_eq!(spoken.give("99999999", SECRET, to(99_999), START.plus(HOUR), &limits), Given::Valid);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever is typed in whatever order, a code leads at most one browser, and only there where it points.
    #[test]
    fn a_code_is_for_one_browser(steps in prop::collection::vec((0_u128..4, 0_u8..3, any::<bool>(), 0..2 * MINUTE), 0..80)) {
        let (mut spoken, mut now) = (Spoken::default(), START);
        let mut first: std::collections::BTreeMap<(u128, i64), u8> = std::collections::BTreeMap::new();
        let mut valid_from = [None; 4];
        for (which, browser, gives, gap) in steps {
            now = now.plus(gap);
            let code = format!("{which:08}");
            let place = usize::try_from(which).unwrap();
            if gives {
                if spoken.give(&code, SECRET, to(which), now, &limits()) == Given::Valid {
                    prop_assert!(valid_from[place].is_none_or(|from| now.since(from) >= limits().valid_ms));
                    valid_from[place] = Some(now);
                }
            } else if let Typed::Leads { to: there } = spoken.redeem(&code, &browser.to_string(), SECRET, now, &limits()) {
                let from = valid_from[place].unwrap();
                prop_assert!(now.since(from) < limits().valid_ms);
                prop_assert_eq!(there, to(which));
                prop_assert_eq!(*first.entry((which, from.0)).or_insert(browser), browser);
            }
        }
    }
}
