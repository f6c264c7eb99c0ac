use super::{
    cbor::{self, Value},
    challenge::{self, Purpose, VALID},
    *,
};
use crate::{jwt, time::Timestamp};
use proptest::prelude::*;
use serde_json::json;

fn hex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).unwrap()).unwrap();
    text.as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

/// The standard's own example (Web Authentication, Level 3, section 16.2: ES256 without a maker's word).
const HERE: Here<'static> = Here { host: "example.org", origin: "https://example.org" };
const CHALLENGE: &str = "00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130";
const ID: &str = "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4";
const HOST_HASH: &str = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5";
const MAKE: &str = "8446ccb9ab1db374750b2367ff6f3a1f";
const X: &str = "afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61";
const Y: &str = "930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220";
const MADE_BY: &str = concat!(
    "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d507434557878475453746e63647134",
    "313759447742466938767049612d7077386f4f755657345441222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f726722",
    "2c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d61792062652065",
    "7874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869",
    "733a20426b5165446a646354427258426941774a544c453551227d",
);
const SHOWN_BY: &str = concat!(
    "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a5558543049",
    "393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263",
    "726f73734f726967696e223a66616c73657d",
);
const SIGNATURE: &str = concat!(
    "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd38",
    "0221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87",
);

/// The example's attestation object with other flags: in the standard's the person is present, not verified (0x59).
fn attestation(flags: &str) -> Vec<u8> {
    hex(&format!(
        "a363666d74646e6f6e656761747453746d74a068617574684461746158a4{HOST_HASH}{flags}00000000{MAKE}0020{ID}\
         a5010203262001215820{X}225820{Y}"
    ))
}

fn shown(flags: &str, counter: &str) -> Vec<u8> {
    hex(&format!("{HOST_HASH}{flags}{counter}"))
}

#[test]
fn the_standards_example_is_read_and_refused_because_nobody_was_verified() {
    assert_eq!(register(HERE, &hex(MADE_BY), &attestation("59")), Err(WebAuthnError::NotVerified));
    assert_eq!(assert(HERE, &hex(SHOWN_BY), &shown("19", "00000000")), Err(WebAuthnError::NotVerified));
}

#[test]
fn the_standards_example_with_a_verified_person_counts() {
    let made = register(HERE, &hex(MADE_BY), &attestation("5d")).unwrap();
    assert_eq!((made.challenge, made.id), (hex(CHALLENGE), hex(ID)));
    assert_eq!(made.key.algorithm, Algorithm::Es256);
    let expected = json!({ "kty": "EC", "crv": "P-256", "x": jwt::encode(&hex(X)), "y": jwt::encode(&hex(Y)) });
    assert_eq!(made.key.jwk, expected);
    assert_eq!((made.counter, made.may_back_up, made.backed_up), (0, true, true));

    let seen = assert(HERE, &hex(SHOWN_BY), &shown("1d", "00000007")).unwrap();
    assert_eq!(seen.counter, 7);
    assert_eq!(seen.challenge, hex("39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408"));
    assert_eq!(seen.signed.len(), 37 + 32);
    assert_eq!(&seen.signed[..37], shown("1d", "00000007"));

    let raw = made.key.signature(&hex(SIGNATURE)).unwrap();
    assert_eq!(
        raw,
        hex(
            "f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd388480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87"
        )
    );
}

#[test]
fn what_was_made_elsewhere_counts_for_nothing() {
    let (made, shown) = (attestation("5d"), shown("1d", "00000000"));
    let other_host = Here { host: "example.com", ..HERE };
    assert_eq!(register(other_host, &hex(MADE_BY), &made), Err(WebAuthnError::Host));
    assert_eq!(assert(other_host, &hex(SHOWN_BY), &shown), Err(WebAuthnError::Host));
    for origin in ["https://example.org:443", "https://www.example.org", "http://example.org", "https://example.org/"] {
        let other = Here { origin, ..HERE };
        assert_eq!(register(other, &hex(MADE_BY), &made), Err(WebAuthnError::Origin), "{origin}");
        assert_eq!(assert(other, &hex(SHOWN_BY), &shown), Err(WebAuthnError::Origin), "{origin}");
    }
    assert_eq!(register(HERE, &hex(SHOWN_BY), &made), Err(WebAuthnError::Ceremony));
    assert_eq!(assert(HERE, &hex(MADE_BY), &shown), Err(WebAuthnError::Ceremony));
    let framed = r#"{"type":"webauthn.get","challenge":"AA","origin":"https://example.org","crossOrigin":true}"#;
    assert_eq!(assert(HERE, framed.as_bytes(), &shown), Err(WebAuthnError::Origin));
    let held =
        r#"{"type":"webauthn.get","challenge":"AA","origin":"https://example.org","topOrigin":"https://a.example"}"#;
    assert_eq!(assert(HERE, held.as_bytes(), &shown), Err(WebAuthnError::Origin));
    for broken in [r"{}", "", "null", r#"{"type":"webauthn.get","challenge":"A=","origin":"https://example.org"}"#] {
        assert_eq!(assert(HERE, broken.as_bytes(), &shown), Err(WebAuthnError::ClientData), "{broken}");
    }
    let twice = r#"{"type":"webauthn.get","type":"webauthn.get","challenge":"AA","origin":"https://example.org"}"#;
    assert_eq!(assert(HERE, twice.as_bytes(), &shown), Err(WebAuthnError::ClientData));
}

#[test]
fn every_flag_is_looked_at() {
    let get = |flags: &str| assert(HERE, &hex(SHOWN_BY), &shown(flags, "00000000")).err();
    assert_eq!(get("05"), None);
    assert_eq!(get("04"), Some(WebAuthnError::NotPresent));
    assert_eq!(get("01"), Some(WebAuthnError::NotVerified));
    assert_eq!(get("15"), Some(WebAuthnError::Backup));
    assert_eq!(get("45"), Some(WebAuthnError::AuthenticatorData), "a credential is announced and missing");
    assert_eq!(get("85"), Some(WebAuthnError::AuthenticatorData), "extensions are announced and missing");
    let made = |flags: &str| register(HERE, &hex(MADE_BY), &attestation(flags)).err();
    assert_eq!(made("45"), None);
    assert_eq!(made("05"), Some(WebAuthnError::AuthenticatorData), "a credential is there and not announced");
}

#[test]
fn nothing_is_missing_and_nothing_is_left_over() {
    let whole = attestation("5d");
    for length in 0..whole.len() {
        assert!(register(HERE, &hex(MADE_BY), &whole[..length]).is_err(), "{length} bytes");
    }
    let more = [&whole[..], &[0]].concat();
    assert_eq!(register(HERE, &hex(MADE_BY), &more), Err(WebAuthnError::Attestation));
    let shown = shown("1d", "00000000");
    for length in 0..shown.len() {
        assert!(assert(HERE, &hex(SHOWN_BY), &shown[..length]).is_err(), "{length} bytes");
    }
    assert!(assert(HERE, &hex(SHOWN_BY), &[&shown[..], &[0]].concat()).is_err());
}

#[test]
fn only_keys_that_were_asked_for_are_taken() {
    let read = |text: &str| {
        let bytes = hex(text);
        PublicKey::read(&cbor::only(&bytes).unwrap())
    };
    let ed = format!("a4010103272006215820{X}");
    assert_eq!(read(&ed).unwrap().jwk, json!({ "kty": "OKP", "crv": "Ed25519", "x": jwt::encode(&hex(X)) }));
    let modulus = format!("c3{}", "5a".repeat(255));
    let rsa = format!("a401030339010020590100{modulus}2143010001");
    assert_eq!(read(&rsa).unwrap().algorithm, Algorithm::Rs256);
    for (what, other) in [
        ("another curve", format!("a4010103272007215820{X}")),
        ("another kind", format!("a4010203272006215820{X}")),
        ("another algorithm", format!("a4010103262006215820{X}")),
        ("ES256K", format!("a501020338202008215820{X}225820{Y}")),
        ("one member more", format!("a5010103272006215820{X}2300")),
        ("a short coordinate", format!("a401010327200621581f{}", "af".repeat(31))),
        ("a short modulus", format!("a40103033901002058ff{}2143010001", "c3".repeat(255))),
        ("a modulus with a nought", format!("a40103033901002059010100{modulus}2143010001")),
        ("the exponent 3", format!("a401030339010020590100{modulus}214103")),
        ("no key", "01".to_owned()),
        ("an empty map", "a0".to_owned()),
    ] {
        assert_eq!(read(&other), Err(WebAuthnError::Key), "{what}");
    }
}

#[test]
fn a_signature_has_one_form() {
    let key = register(HERE, &hex(MADE_BY), &attestation("5d")).unwrap().key;
    let (one, high) = ("0201".to_owned() + "01", format!("022100{}", "ff".repeat(32)));
    assert_eq!(key.signature(&hex(&format!("3006{one}{one}"))).unwrap()[31], 1);
    assert!(key.signature(&hex(&format!("3046{high}{high}"))).is_some());
    for (what, other) in [
        ("nothing", String::new()),
        ("a nought too many", format!("300702020001{one}")),
        ("a negative number", format!("3006020181{one}")),
        ("nought", format!("3006020100{one}")),
        ("too long a number", format!("3026022101{}{one}", "00".repeat(32))),
        ("something behind", format!("3006{one}{one}00")),
        ("something inside", format!("3008{one}{one}0500")),
        ("a long length", format!("308106{one}{one}")),
        ("one number", format!("3003{one}")),
        ("both numbers bare", "11".repeat(64)),
    ] {
        assert_eq!(key.signature(&hex(&other)), None, "{what}");
    }
}

#[test]
fn a_counter_grows_or_nobody_counts() {
    assert!(counts_on(0, 0) && counts_on(0, 1) && counts_on(1, 2) && counts_on(1, u32::MAX));
    assert!(!counts_on(1, 1) && !counts_on(2, 1) && !counts_on(1, 0));
}

#[test]
fn cbor_has_one_spelling() {
    assert_eq!(cbor::only(&hex("182a")), Some(Value::Int(42)));
    assert_eq!(cbor::only(&hex("3863")), Some(Value::Int(-100)));
    assert_eq!(cbor::only(&hex("1bffffffffffffffff")), None, "beyond 63 bits");
    let map = hex("a201f4616182f5f6");
    let map = cbor::only(&map).unwrap();
    assert_eq!(map.numbered(1), Some(&Value::Bool(false)));
    assert_eq!(map.named("a"), Some(&Value::List(vec![Value::Bool(true), Value::Null])));
    for (what, other) in [
        ("a long spelling of 23", "1817"),
        ("a long spelling of 255", "1900ff"),
        ("a list without an end", "9f01ff"),
        ("bytes without an end", "5f4101ff"),
        ("a tag", "c11a00000000"),
        ("a fraction", "f90000"),
        ("a key twice", "a201010102"),
        ("a list as key", "a18001"),
        ("five deep", "8181818180"),
        ("bytes that end early", "5820aa"),
        ("a length beyond everything", "5bffffffffffffffff"),
        ("a list beyond everything", "9bffffffffffffffff"),
        ("text that is no UTF-8", "61ff"),
        ("two values", "0101"),
        ("nothing", ""),
    ] {
        assert_eq!(cbor::only(&hex(other)), None, "{what}");
    }
}

const SECRET: [u8; 32] = [7; 32];
const NOW: Timestamp = Timestamp(1_795_319_460_000);

#[test]
fn a_challenge_is_ours_for_one_thing_and_a_while() {
    let made = challenge::make(&SECRET, &[1; 32], Purpose::Add("a"), NOW);
    let open = |purpose, now| challenge::open(&SECRET, &made, purpose, now);
    assert_eq!(open(Purpose::Add("a"), NOW).unwrap().ends, NOW.plus(VALID));
    assert!(open(Purpose::Add("a"), NOW.plus(VALID - 1)).is_some());
    assert!(open(Purpose::Add("a"), NOW.plus(VALID)).is_none());
    assert!(open(Purpose::Add("b"), NOW).is_none() && open(Purpose::SignIn, NOW).is_none());
    assert!(challenge::open(&[8; 32], &made, Purpose::Add("a"), NOW).is_none(), "another site's");
    for bit in 0..made.len() * 8 {
        let mut other = made.clone();
        other[bit / 8] ^= 1 << (bit % 8);
        assert!(challenge::open(&SECRET, &other, Purpose::Add("a"), NOW).is_none(), "bit {bit}");
    }
    for length in 0..made.len() {
        assert!(challenge::open(&SECRET, &made[..length], Purpose::Add("a"), NOW).is_none());
    }
    let another = challenge::make(&SECRET, &[2; 32], Purpose::Add("a"), NOW);
    let once = |made: &[u8]| challenge::open(&SECRET, made, Purpose::Add("a"), NOW).unwrap().once;
    assert_ne!(once(&made), once(&another));
}

proptest! {
    #[test]
    fn no_bytes_are_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = cbor::first(&bytes);
        let _ = register(HERE, &hex(MADE_BY), &bytes);
        let _ = assert(HERE, &hex(SHOWN_BY), &bytes);
        let _ = assert(HERE, &bytes, &bytes);
        let _ = challenge::open(&SECRET, &bytes, Purpose::SignIn, NOW);
    }

    #[test]
    fn no_change_of_a_byte_is_too_strange(at in 0_usize..194, to in any::<u8>()) {
        let mut bytes = attestation("5d");
        let place = at % bytes.len();
        bytes[place] = to;
        let _ = register(HERE, &hex(MADE_BY), &bytes);
    }

    #[test]
    fn numbers_read_back(number in any::<i64>()) {
        let (kind, value) = if number < 0 { (0x20, !number as u64) } else { (0, number as u64) };
        let bytes = match value {
            0..24 => vec![kind | value as u8],
            24..0x100 => vec![kind | 24, value as u8],
            0x100..0x1_0000 => [&[kind | 25][..], &(value as u16).to_be_bytes()].concat(),
            0x1_0000..0x1_0000_0000 => [&[kind | 26][..], &(value as u32).to_be_bytes()].concat(),
            _ => [&[kind | 27][..], &value.to_be_bytes()].concat(),
        };
        prop_assert_eq!(cbor::only(&bytes), Some(Value::Int(number)));
    }
}
