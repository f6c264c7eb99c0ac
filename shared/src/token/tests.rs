#![allow(clippy::string_slice)]

use super::*;
use crate::{
    channel::Channel,
    id::{ConversationId, TokenId},
    time::{DAY, MINUTE, SECOND, Timestamp},
};
use pasetors::{
    keys::AsymmetricSecretKey,
    version4::{PublicToken, V4},
};
use proptest::prelude::*;

/// The secrets of the PASERK vectors k4.secret-2 and k4.secret-3.
const OLD: &str = "k4.secret.cHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjo8c5WpIyC_5kWKhS8VEYSZ05dYfuTF-ZdQFV4D9vLTcNQ";
const NEW: &str = "k4.secret.cHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjpBg_jdXGl1ufTCxUVTOSp-5LHDIcISPTM3xYmWICX9z9w";
const MAC: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const BEGIN: Timestamp = Timestamp(1_795_319_460_000);

fn ring(tokens: &[(&str, Timestamp, Option<Timestamp>)]) -> KeyRing {
    let token: Vec<_> = tokens
        .iter()
        .map(|(secret, from, until)| {
            serde_json::json!({"secret": secret, "from": from.to_string(), "until": until.map(|at| at.to_string())})
        })
        .collect();
    KeyRing::parse(&serde_json::json!({"token": token, "mac": [{"secret": MAC}]}).to_string()).unwrap()
}

fn one_key() -> KeyRing {
    ring(&[(NEW, BEGIN.plus(-DAY), None)])
}

fn site(name: &str) -> SiteId {
    name.parse().unwrap()
}

fn claims() -> Claims {
    Claims {
        token: TokenId::new(BEGIN, [1; 10]),
        conversation: ConversationId::new(BEGIN, [2; 10]),
        site: site("demo"),
        channel: "pigeon".parse::<Channel>().unwrap(),
        address: "0123456789abcdef0123456789abcdef".to_owned(),
        generation: 3,
        issued: BEGIN,
        not_before: BEGIN,
        expires: BEGIN.plus(30 * DAY),
    }
}

fn verify(token: &str, keys: &KeyRing, now: Timestamp) -> Result<Verified, TokenError> {
    Unverified::parse(token)?.verify(keys, &site("demo"), now)
}

/// Signs any content the way we sign ours.
fn signed(content: &str) -> String {
    let id = Unverified::parse(&one_key().sign(&claims(), BEGIN).unwrap()).unwrap().key_id().to_owned();
    let secret = AsymmetricSecretKey::<V4>::try_from(NEW).unwrap();
    let footer = format!("{{\"kid\":\"{id}\"}}");
    let assertion = implicit_assertion(&site("demo"));
    PublicToken::sign(&secret, content.as_bytes(), Some(footer.as_bytes()), Some(assertion.as_bytes())).unwrap()
}

#[test]
fn what_was_signed_is_what_is_verified() {
    let token = one_key().sign(&claims(), BEGIN).unwrap();
    assert_eq!(verify(&token, &one_key(), BEGIN).unwrap().claims(), &claims());
    assert!(token.len() < 700, "a link should stay short: {}", token.len());
}

#[test]
fn the_longest_names_still_fit() {
    let long = Claims {
        site: site(&"s".repeat(40)),
        channel: "c".repeat(20).parse().unwrap(),
        generation: u32::MAX,
        ..claims()
    };
    let token = one_key().sign(&long, BEGIN).unwrap();
    assert!(Unverified::parse(&token).unwrap().verify(&one_key(), &long.site, BEGIN).is_ok());
}

#[test]
fn no_changed_bit_of_a_token_verifies() {
    let token = one_key().sign(&claims(), BEGIN).unwrap();
    let mut attempts = 0;
    for at in 0..token.len() {
        for bit in 0..8 {
            let mut bytes = token.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(verify(&changed, &one_key(), BEGIN).is_err(), "byte {at}, bit {bit}");
            }
            attempts += 1;
        }
        for other in "AQgw048_-.=".chars().filter(|other| !token[at..].starts_with(*other)) {
            let changed = format!("{}{other}{}", &token[..at], &token[at + 1..]);
            assert!(verify(&changed, &one_key(), BEGIN).is_err(), "byte {at} as {other}");
            attempts += 1;
        }
        assert!(verify(&token[..at], &one_key(), BEGIN).is_err(), "cut at {at}");
    }
    println!("{attempts} changed tokens, none verified");
}

#[test]
fn a_token_has_one_spelling() {
    let token = one_key().sign(&claims(), BEGIN).unwrap();
    for other in
        [format!("{token}."), format!("{token}="), format!(" {token}"), format!("{token}\n"), token.to_uppercase()]
    {
        assert!(verify(&other, &one_key(), BEGIN).is_err(), "{other}");
    }
}

#[test]
fn a_token_of_another_site_is_refused() {
    let foreign = Claims { site: site("other"), ..claims() };
    let token = one_key().sign(&foreign, BEGIN).unwrap();
    assert_eq!(verify(&token, &one_key(), BEGIN), Err(TokenError::BadSignature));
    let said = serde_json::from_str::<serde_json::Value>(&foreign.to_json()).unwrap();
    assert_eq!(verify(&signed(&said.to_string()), &one_key(), BEGIN), Err(TokenError::ClaimWrong("site")));
}

#[test]
fn a_token_for_another_purpose_is_refused() {
    let secret = AsymmetricSecretKey::<V4>::try_from(NEW).unwrap();
    let token = one_key().sign(&claims(), BEGIN).unwrap();
    let footer = format!("{{\"kid\":\"{}\"}}", Unverified::parse(&token).unwrap().key_id());
    for assertion in
        [None, Some("weft/continuation/v1/"), Some("weft/session/v1/demo"), Some("weft/continuation/v1/demo2")]
    {
        let content = claims().to_json();
        let other =
            PublicToken::sign(&secret, content.as_bytes(), Some(footer.as_bytes()), assertion.map(str::as_bytes))
                .unwrap();
        assert_eq!(verify(&other, &one_key(), BEGIN), Err(TokenError::BadSignature), "{assertion:?}");
    }
}

#[test]
fn one_second_past_the_expiry_is_refused_and_the_second_before_is_not() {
    let token = one_key().sign(&claims(), BEGIN).unwrap();
    let end = claims().expires;
    assert!(verify(&token, &one_key(), end.plus(-SECOND)).is_ok());
    assert!(verify(&token, &one_key(), end.plus(-1)).is_ok());
    for late in [end, end.plus(SECOND), end.plus(5 * MINUTE), end.plus(365 * DAY)] {
        match verify(&token, &one_key(), late) {
            Err(TokenError::Expired(expired)) => assert_eq!(expired.claims(), &claims()),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_rotated_key_verifies_during_its_grace_and_not_after() {
    let rotation = BEGIN.plus(DAY);
    let grace = rotation.plus(7 * DAY);
    let before = ring(&[(OLD, BEGIN, None)]);
    let after = ring(&[(OLD, BEGIN, Some(grace)), (NEW, rotation, None)]);
    let old_token = before.sign(&claims(), BEGIN).unwrap();
    let new_token = after.sign(&claims(), rotation).unwrap();
    assert_ne!(
        Unverified::parse(&old_token).unwrap().key_id(),
        Unverified::parse(&new_token).unwrap().key_id(),
        "the newest key in force signs"
    );
    assert!(verify(&old_token, &after, grace.plus(-1)).is_ok());
    assert_eq!(verify(&old_token, &after, grace), Err(TokenError::UnknownKey));
    assert!(verify(&new_token, &after, grace).is_ok());
    assert_eq!(verify(&new_token, &before, rotation), Err(TokenError::UnknownKey));
}

#[test]
fn a_key_that_is_not_yet_in_force_does_not_sign() {
    let keys = ring(&[(OLD, BEGIN, None), (NEW, BEGIN.plus(DAY), None)]);
    let early = Unverified::parse(&keys.sign(&claims(), BEGIN).unwrap()).unwrap();
    let later = Unverified::parse(&keys.sign(&claims(), BEGIN.plus(DAY)).unwrap()).unwrap();
    assert_ne!(early.key_id(), later.key_id());
    assert_eq!(ring(&[(NEW, BEGIN, None)]).sign(&claims(), BEGIN.plus(-1)).unwrap_err().place, "token");
}

#[test]
fn absent_malformed_and_wrong_claims_are_told_apart() {
    let with = |name: &str, value: serde_json::Value| {
        let mut content: serde_json::Value = serde_json::from_str(&claims().to_json()).unwrap();
        content[name] = value;
        verify(&signed(&content.to_string()), &one_key(), BEGIN).unwrap_err()
    };
    let names = ["jti", "conversation", "site", "channel", "address", "generation", "iat", "nbf", "exp"];
    for name in names {
        let mut content: serde_json::Map<_, _> = serde_json::from_str(&claims().to_json()).unwrap();
        content.remove(name);
        let content = serde_json::Value::Object(content).to_string();
        assert_eq!(verify(&signed(&content), &one_key(), BEGIN), Err(TokenError::ClaimAbsent(name)));
        assert_eq!(with(name, serde_json::Value::Null), TokenError::ClaimAbsent(name));
        for hostile in [
            serde_json::json!([]),
            serde_json::json!({}),
            serde_json::json!(true),
            serde_json::json!(-1),
            serde_json::json!("\u{0}ü"),
        ] {
            assert_eq!(with(name, hostile), TokenError::ClaimMalformed(name));
        }
    }
    assert_eq!(with("exp", "2000-01-01T00:00:00Z".into()), TokenError::ClaimWrong("exp"));
    for content in ["[]", "null", "1", "{", "\"x\"", "{}x"] {
        assert!(matches!(verify(&signed(content), &one_key(), BEGIN), Err(TokenError::Malformed(_))), "{content}");
    }
}

#[test]
fn a_footer_that_is_not_exactly_ours_is_malformed() {
    let secret = AsymmetricSecretKey::<V4>::try_from(NEW).unwrap();
    let id = Unverified::parse(&one_key().sign(&claims(), BEGIN).unwrap()).unwrap().key_id().to_owned();
    for footer in [
        String::new(),
        id.clone(),
        "{}".to_owned(),
        "{\"kid\":null}".to_owned(),
        format!("{{\"kid\": \"{id}\"}}"),
        format!("{{\"kid\":\"{id}\",\"kid\":\"{id}\"}}"),
        format!("{{\"kid\":\"{}\"}}", id.replace("k4", "k2")),
        format!("{{\"kid\":\"{}\"}}", id.replace("pid", "sid")),
    ] {
        let token = PublicToken::sign(&secret, b"{}", Some(footer.as_bytes()), None).unwrap();
        assert!(matches!(Unverified::parse(&token), Err(TokenError::Malformed(_))), "{footer}");
    }
}

#[test]
fn an_overlong_token_is_not_looked_at() {
    assert_eq!(Unverified::parse(&"a".repeat(MAX_LEN + 1)).unwrap_err(), TokenError::TooLong);
}

#[test]
fn a_bad_key_ring_is_refused_by_its_place_without_its_secrets() {
    let key =
        |secret: &str, from: &str, until: &str| format!(r#"{{"secret":"{secret}","from":"{from}","until":{until}}}"#);
    let ring = |token: &str, mac: &str| format!(r#"{{"token":[{token}],"mac":[{mac}]}}"#);
    let (day, mac) = ("2026-11-22T00:00:00Z", format!(r#"{{"secret":"{MAC}"}}"#));
    let good = key(NEW, day, "null");
    let zero = format!(r#"{{"secret":"{}"}}"#, "0".repeat(64));
    assert!(KeyRing::parse(&ring(&good, &mac)).is_ok());
    for (text, place) in [
        ("".to_owned(), "the key ring"),
        ("[]".to_owned(), "the key ring"),
        (format!(r#"{{"token":[{good}],"mac":[{mac}],"{NEW}":1}}"#), "the key ring"),
        (ring("", &mac), "token"),
        (ring(&good, ""), "mac"),
        (ring("1", &mac), "token[0]"),
        (ring(&key(&NEW.replace("secret", "public"), day, "null"), &mac), "token[0].secret"),
        (ring(&key(&NEW[..NEW.len() - 4], day, "null"), &mac), "token[0].secret"),
        (ring(&key(NEW, "yesterday", "null"), &mac), "token[0].from"),
        (ring(&key(NEW, day, "1"), &mac), "token[0].until"),
        (ring(&key(NEW, day, &format!("{day:?}")), &mac), "token[0].until"),
        (ring(&format!("{good},{good}"), &mac), "token[0].secret"),
        (ring(&good, &format!("{mac},{}", mac.replace("1f\"", "1\""))), "mac[1].secret"),
        (ring(&good, &mac.replace("1f", "1g")), "mac[0].secret"),
        (ring(&good, &zero), "mac[0].secret"),
        (ring(&good, r#"{"secret":7}"#), "mac[0].secret"),
    ] {
        let error = KeyRing::parse(&text).unwrap_err();
        assert_eq!(error.place, place, "{text}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(&NEW[10..40]) && !shown.contains(&MAC[..30]), "{shown}");
    }
    let shown = format!("{:?}", one_key());
    assert!(shown.contains("k4.pid.") && !shown.contains(&NEW[10..40]) && !shown.contains("0, 1, 2"), "{shown}");
}

proptest! {
    #[test]
    fn skewed_clocks_admit_nothing_expired_and_refuse_nothing_valid_beyond_the_leeway(
        skew in -5 * MINUTE..=5 * MINUTE,
        age in 0..=31 * DAY,
    ) {
        let token = one_key().sign(&claims(), BEGIN).unwrap();
        let now = BEGIN.plus(age).plus(skew);
        let read = verify(&token, &one_key(), now);
        if now >= claims().expires {
            prop_assert!(matches!(read, Err(TokenError::Expired(_))));
        } else if now.plus(LEEWAY) < BEGIN {
            prop_assert_eq!(read, Err(TokenError::NotYet));
        } else {
            prop_assert!(read.is_ok());
        }
    }

    #[test]
    fn reading_any_text_never_panics(text in "\\PC*", tail in "[A-Za-z0-9_.-]*") {
        let _ = Unverified::parse(&text);
        let _ = Unverified::parse(&format!("v4.public.{tail}"));
        let _ = KeyRing::parse(&text);
    }
}
