use super::*;
use proptest::prelude::*;
use serde::Deserialize;
use std::{collections::BTreeMap, time::Instant};

#[derive(Deserialize)]
struct Example {
    region: String,
    cc: String,
    #[serde(rename = "type")]
    kind: String,
    national: String,
}

fn examples() -> Vec<Example> {
    let corpus = include_str!("../../../tests/corpora/phone-libphonenumber/examples.json");
    serde_json::from_str(corpus).unwrap()
}

/// The corpus: an example of each kind of number of each region, read as it is dialled there and as from abroad.
#[test]
fn every_example_number_is_the_same_nationally_and_internationally() {
    let (mut right, mut wrong) = (0, BTreeMap::<String, Vec<String>>::new());
    let all = examples();
    for Example { region, cc, kind, national } in &all {
        let expected = format!("+{cc}{national}");
        let abroad = canonical(&expected, "");
        let there = if region == "001" { abroad.clone() } else { canonical(national, region) };
        match (abroad, there) {
            (Ok(abroad), Ok(there)) if abroad.value == expected && there.value == expected => right += 1,
            (abroad, there) => {
                let line = format!("{region} {expected}: from abroad {abroad:?}, there {there:?}");
                wrong.entry(kind.clone()).or_default().push(line);
            }
        }
    }
    println!("{right} of {} example numbers", all.len());
    for (kind, lines) in &wrong {
        println!("{kind}: {}\n  {}", lines.len(), lines.join("\n  "));
    }
    assert!(wrong.is_empty(), "{} example numbers are read wrongly", all.len() - right);
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for (text, region, expected) in [
        ("07700 900123", "GB", "+447700900123"),
        ("+44 7700 900123", "US", "+447700900123"),
        ("+44 (0)7700 900123", "GB", "+447700900123"),
        ("00447700900123", "DE", "+447700900123"),
        ("(020) 7946 0123", "GB", "+442079460123"),
        ("tel:+44-20-7946-0123", "US", "+442079460123"),
        ("(202) 555-0143", "US", "+12025550143"),
        ("1 202 555 0143", "US", "+12025550143"),
        ("011 44 7700 900123", "US", "+447700900123"),
        ("030/901820", "DE", "+4930901820"),
        ("+39 06 1234 5678", "DE", "+390612345678"),
        ("＋４４ ７７００ ９００１２３", "US", "+447700900123"),
        ("٠٧٧٠٠ ٩٠٠١٢٣", "GB", "+447700900123"),
        ("०७७०० ९००१२३", "GB", "+447700900123"),
        ("\u{202a}+44 7700 900123\u{202c}", "US", "+447700900123"),
        ("+44\u{a0}7700\u{2011}900123", "US", "+447700900123"),
    ] {
        assert_eq!(canonical(text, region).map(|number| number.value), Ok(expected.to_owned()), "{text} in {region}");
    }
}

#[test]
fn what_is_no_number_is_refused_with_what_is_wrong() {
    for (text, region, words) in [
        ("", "GB", "empty"),
        ("   ", "GB", "empty"),
        ("\u{202a}\u{202c}", "GB", "empty"),
        ("ada@example.com", "GB", "does not belong"),
        ("call 07700 900123", "GB", "does not belong"),
        ("0800 FLOWERS", "GB", "does not belong"),
        ("*100#", "GB", "does not belong"),
        ("020 7946 0123 ext 12", "GB", "extension"),
        ("020 7946 0123 x12", "GB", "extension"),
        ("+442079460123;ext=12", "GB", "extension"),
        ("07700 900123, 07700 900456", "GB", "extension"),
        ("07700 900123 07700 900456", "GB", "too long"),
        ("0770", "GB", "no such"),
        ("07", "GB", "too short"),
        ("999", "GB", "short"),
        ("+999 1234567", "GB", "country's code"),
        ("07700 900123", "", "country's code"),
        ("07700 900123", "ZZ", "country's code"),
        ("+1 202 055 0143", "GB", "no such"),
        ("---", "GB", "phone number"),
        ("+", "GB", "phone number"),
    ] {
        let said = canonical(text, region).expect_err(text);
        assert!(said.contains(words), "{text:?} in {region}: {said}");
    }
    assert!(canonical(&"1".repeat(LONGEST + 1), "GB").unwrap_err().contains("at most"));
}

#[test]
fn a_provider_knows_numbers_that_no_plan_does() {
    for (given, expected) in [
        ("447700900123", "+447700900123"),
        ("+447700900123", "+447700900123"),
        // As they were before the plans of Mexico and Brazil changed.
        ("5215512345678", "+525512345678"),
        ("525512345678", "+525512345678"),
        ("551187654321", "+5511987654321"),
        ("5511987654321", "+5511987654321"),
        ("551132654321", "+551132654321"),
        ("2025550143999", "+2025550143999"),
    ] {
        assert_eq!(provided(given).map(|number| number.value), Ok(expected.to_owned()), "{given}");
    }
    for wrong in ["", "+", "anonymous", "0044", "client:ada", "12345678901234567890", "+44 7700 900123 x1"] {
        assert!(provided(wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn the_canonical_form_of_a_canonical_form_is_itself(
        text in "\\PC{0,70}|[+(0-9][0-9 ()./x-]{3,30}|\\+[1-9][0-9]{6,14}", region in "[A-Z]{2}|GB|US|DE|AR|MX|BR|IT"
    ) {
        if let Ok(once) = canonical(&text, &region) {
            prop_assert_eq!(canonical(&once.value, &region), Ok(once.clone()));
            prop_assert_eq!(canonical(&once.value, ""), Ok(once.clone()));
            prop_assert_eq!(provided(&once.value), Ok(once));
        }
    }

    #[test]
    fn what_a_provider_gives_is_the_same_given_again(text in "\\+?[0-9]{1,20}|\\PC{0,40}") {
        if let Ok(once) = provided(&text) {
            prop_assert!(PhoneNumber::parse(&once.value).is_ok());
            prop_assert_eq!(provided(&once.value), Ok(once));
        }
    }
}

#[test]
fn no_text_takes_long() {
    let _ = canonical("+447700900123", "GB");
    for piece in ["1", "+", "(", " ", "-", "x1", "/x", "٣", "0", ";ext=", "1 ", "\u{202a}"] {
        let text: String = piece.repeat(LONGEST).chars().take(LONGEST).collect();
        let begun = Instant::now();
        for region in ["GB", "US", "AR", "BR", "MX"] {
            let _ = canonical(&text, region);
            let _ = provided(&text);
        }
        assert!(begun.elapsed().as_secs() < 2, "{piece:?} took {:?}", begun.elapsed());
    }
}
