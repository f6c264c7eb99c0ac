use super::*;
use proptest::prelude::*;
use serde_json::json;

const NOW: Timestamp = Timestamp(1_795_000_000_000);
const SECONDS: i64 = NOW.0 / SECOND;

fn good() -> Value {
    json!({
        "sub": "cust-1042", "aud": "weft:demo", "iat": SECONDS - 5, "exp": SECONDS + 300, "jti": "b7d1f0a4c2e9",
        "email": "jane@example.com", "email_verified": true, "phone_number": "+447700900123",
        "phone_number_verified": true, "deal": "D-7", "name": "Jane"
    })
}

fn token(header: &Value, payload: &Value) -> String {
    let part = |value: &Value| encode(value.to_string().as_bytes());
    format!("{}.{}.{}", part(header), part(payload), encode(&[7; 64]))
}

fn header() -> Value {
    json!({ "alg": "EdDSA", "kid": "k1", "typ": "JWT" })
}

fn claims(payload: &Value) -> Result<Claims, JwtError> {
    Parsed::read(&token(&header(), payload)).unwrap().claims("demo", NOW)
}

/// The claims when one of them is another; null removes it.
fn with(name: &str, value: Value) -> Result<Claims, JwtError> {
    let mut payload = good();
    payload[name] = value;
    claims(&payload)
}

fn without(name: &str) -> Result<Claims, JwtError> {
    let mut payload = good();
    payload.as_object_mut().unwrap().remove(name);
    claims(&payload)
}

#[test]
fn a_good_token_says_who_it_is() {
    let parsed = Parsed::read(&token(&header(), &good())).unwrap();
    assert_eq!((parsed.kid(), parsed.by("EdDSA").unwrap().signature), ("k1", [7; 64].as_slice()));
    let claims = parsed.claims("demo", NOW).unwrap();
    assert_eq!(claims.account, Identifier { kind: IdentifierKind::Account, value: "cust-1042".to_owned() });
    assert_eq!(claims.deal.unwrap().value, "D-7");
    assert_eq!((claims.mail.as_deref(), claims.phone.as_deref()), (Some("jane@example.com"), Some("+447700900123")));
    assert_eq!((claims.once.as_str(), claims.expires), ("b7d1f0a4c2e9", Timestamp((SECONDS + 300) * SECOND)));
}

/// RFC 7515, appendix A.1, and RFC 8037, appendix A.4.
#[test]
fn the_standards_examples_are_read_as_they_are_and_refused_for_their_lack_of_a_key() {
    let a1 = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt\
              cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let a4 = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4\
              ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    for (text, payload) in [(a1, "{\"iss\":\"joe\",\r\n \"exp\":1300819380,"), (a4, "Example of Ed25519 signing")] {
        let part = decode(text.split('.').nth(1).unwrap()).unwrap();
        assert!(part.starts_with(payload.as_bytes()));
        assert_eq!(Parsed::read(text).unwrap_err(), JwtError::NoKid);
    }
    let signature = decode(a4.rsplit('.').next().unwrap()).unwrap();
    assert_eq!((signature.len(), signature[0], signature[63]), (64, 0x86, 0x02));
}

#[test]
fn base64url_has_one_spelling() {
    assert_eq!(decode("AwDs_-A").unwrap(), [3, 0, 236, 255, 224]);
    assert_eq!(decode(""), Some(Vec::new()));
    for bad in ["A", "AB=", "AB==", "A+", "A/", "AB", "AAB", "AA ", " AA", "AA\n", "AAAAA", "ÄA", "A\u{ff21}"] {
        assert_eq!(decode(bad), None, "{bad:?}");
    }
}

#[test]
fn a_header_says_its_algorithm_key_and_type_and_nothing_else() {
    let read = |header: Value| Parsed::read(&token(&header, &good()));
    assert!(read(json!({ "alg": "EdDSA", "kid": "k1" })).is_ok());
    assert!(read(json!({ "alg": "EdDSA", "kid": "k1", "typ": "jwt" })).is_ok());
    for more in ["crit", "jku", "jwk", "x5u", "x5c", "x5t", "cty", "zip", "b64", "enc", "", "Alg"] {
        let mut header = header();
        header[more] = json!(["exp"]);
        assert_eq!(read(header).unwrap_err(), JwtError::Header, "{more}");
    }
    for typ in [json!(null), json!("at+jwt"), json!(["JWT"]), json!(""), json!("JW\u{ff34}")] {
        assert_eq!(read(json!({ "alg": "EdDSA", "kid": "k1", "typ": typ })).unwrap_err(), JwtError::Header);
    }
    for kid in [json!(null), json!(""), json!(["k1"]), json!(1), json!("k 1"), json!("../k1"), json!("k".repeat(65))] {
        assert_eq!(read(json!({ "alg": "EdDSA", "kid": kid })).unwrap_err(), JwtError::NoKid);
    }
    for alg in [json!(null), json!(["EdDSA"]), json!(1)] {
        assert_eq!(read(json!({ "alg": alg, "kid": "k1" })).unwrap_err(), JwtError::Algorithm);
    }
}

#[test]
fn the_key_says_the_algorithm_and_not_the_token() {
    for (named, pinned) in [
        ("HS256", "RS256"),
        ("RS256", "HS256"),
        ("none", "EdDSA"),
        ("eddsa", "EdDSA"),
        ("EdDSA ", "EdDSA"),
        ("none", "none"),
        ("None", "None"),
        ("NONE", "NONE"),
    ] {
        let parsed = Parsed::read(&token(&json!({ "alg": named, "kid": "k1" }), &good())).unwrap();
        assert_eq!(parsed.by(pinned).unwrap_err(), JwtError::Algorithm, "{named} by {pinned}");
    }
}

#[test]
fn what_is_not_three_parts_of_json_objects_is_no_token() {
    let whole = token(&header(), &good());
    let mut parts = whole.split('.');
    let (first, second, third) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    for bad in [
        String::new(),
        "..".to_owned(),
        first.to_owned(),
        format!("{first}.{second}"),
        format!("{first}.{second}."),
        format!("{first}..{third}"),
        format!(".{second}.{third}"),
        format!("{whole}.{third}"),
        format!("{whole}."),
        format!("{whole}="),
        format!(" {whole}"),
        format!("{whole}\n"),
        format!("Bearer {whole}"),
    ] {
        assert_eq!(Parsed::read(&bad).unwrap_err(), JwtError::Form, "{bad}");
    }
    for json in ["[]", "null", "1", "\"a\"", "{", "{}{}", "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"alg\":\"none\"}"] {
        let bad = format!("{}.{second}.{third}", encode(json.as_bytes()));
        assert_eq!(Parsed::read(&bad).unwrap_err(), JwtError::Json, "{json}");
    }
    let twice = "{\"sub\":\"a\",\"sub\":\"b\"}";
    for payload in [twice, "[]", "null", "no"] {
        let parsed = Parsed::read(&format!("{first}.{}.{third}", encode(payload.as_bytes()))).unwrap();
        assert_eq!(parsed.claims("demo", NOW), Err(JwtError::Json), "{payload}");
    }
    assert_eq!(Parsed::read(&"a".repeat(LONGEST + 1)).unwrap_err(), JwtError::TooLong);
}

/// THREATS 6.
#[test]
fn what_is_empty_missing_null_a_list_or_looks_alike_proves_nobody() {
    for name in ["sub", "jti", "aud", "exp", "iat"] {
        assert_eq!(without(name), Err(JwtError::Claim(name)));
        for value in [json!(null), json!(""), json!({}), json!(true), json!([["weft:demo"]])] {
            assert!(with(name, value.clone()).is_err(), "{name}: {value}");
        }
    }
    for value in [json!(["cust-1042"]), json!(1042), json!("cust 1042"), json!(" cust-1042"), json!("cust-1042\n")] {
        assert_eq!(with("sub", value), Err(JwtError::Claim("sub")));
    }
    for value in ["cust\u{2010}1042", "\u{441}ust-1042", "cust-1042\u{200b}", "\u{0}", &"a".repeat(129)] {
        assert_eq!(with("sub", json!(value)), Err(JwtError::Claim("sub")), "{value:?}");
        assert_eq!(with("deal", json!(value)), Err(JwtError::Claim("deal")), "{value:?}");
    }
    for value in [json!("seven77"), json!("a".repeat(129)), json!(["b7d1f0a4c2e9"]), json!("b7d1 f0a4")] {
        assert_eq!(with("jti", value), Err(JwtError::Claim("jti")));
    }
    assert_eq!(with("deal", json!(null)), Err(JwtError::Claim("deal")));
}

#[test]
fn only_what_is_meant_for_this_site_counts() {
    assert!(with("aud", json!(["https://api.shop.example", "weft:demo"])).is_ok());
    for other in ["demo", "weft:", "weft:dem", "weft:demo2", "WEFT:demo", "weft:Demo", "weft:demo ", "weft:d\u{435}mo"]
    {
        assert_eq!(with("aud", json!(other)), Err(JwtError::Audience), "{other}");
        assert_eq!(with("aud", json!([other])), Err(JwtError::Audience), "{other}");
    }
    assert_eq!(with("aud", json!([])), Err(JwtError::Audience));
    assert_eq!(with("aud", json!(["weft:demo", 1])), Err(JwtError::Claim("aud")));
}

#[test]
fn a_token_begins_with_a_minutes_grace_and_ends_with_none() {
    assert!(with("exp", json!(SECONDS + 1)).is_ok());
    assert_eq!(with("exp", json!(SECONDS)), Err(JwtError::Expired));
    assert_eq!(with("exp", json!(0)), Err(JwtError::Expired));
    assert!(with("iat", json!(SECONDS + 60)).is_ok());
    assert_eq!(with("iat", json!(SECONDS + 61)), Err(JwtError::Early));
    assert!(with("nbf", json!(SECONDS + 60)).is_ok());
    assert_eq!(with("nbf", json!(SECONDS + 61)), Err(JwtError::Early));
    assert_eq!(with("nbf", json!(null)), Err(JwtError::Claim("nbf")));
    assert!(with("exp", json!(SECONDS - 5 + 86_400)).is_ok());
    assert_eq!(with("exp", json!(SECONDS - 4 + 86_400)), Err(JwtError::TooLasting));
    // A fraction is a `NumericDate` as well (RFC 7519, section 2).
    assert_eq!(with("exp", json!(SECONDS as f64 + 0.5)).unwrap().expires, NOW.plus(500));
    for bad in [json!("1795000300"), json!(-1), json!(1e300), json!([SECONDS + 300])] {
        assert_eq!(with("exp", bad), Err(JwtError::Claim("exp")));
    }
}

#[test]
fn an_address_that_the_site_did_not_verify_is_passed_over() {
    for (name, flag) in [("email", "email_verified"), ("phone_number", "phone_number_verified")] {
        let get = |claims: Claims| if name == "email" { claims.mail } else { claims.phone };
        assert!(get(claims(&good()).unwrap()).is_some());
        assert_eq!(get(with(flag, json!(false)).unwrap()), None);
        assert_eq!(get(without(flag).unwrap()), None);
        assert_eq!(get(without(name).unwrap()), None);
        for value in [json!("true"), json!(1), json!(null), json!([true])] {
            assert_eq!(with(flag, value), Err(JwtError::Claim(flag)));
        }
        for value in [json!(null), json!(""), json!(["jane@example.com"]), json!("a".repeat(321))] {
            assert_eq!(with(name, value), Err(JwtError::Claim(name)));
        }
    }
}

proptest! {
    #[test]
    fn base64url_reads_back_what_it_wrote(bytes: Vec<u8>) {
        let text = encode(&bytes);
        prop_assert_eq!(decode(&text), Some(bytes));
    }

    #[test]
    fn what_base64url_reads_is_written_the_same(text in "[A-Za-z0-9_-]{0,40}") {
        if let Some(bytes) = decode(&text) {
            prop_assert_eq!(encode(&bytes), text);
        }
    }

    /// Another byte anywhere gives another token, or none: what was signed is exactly what is read.
    #[test]
    fn whatever_is_changed_changes_what_is_verified(at in 0_usize..600, to in 0_u8..128) {
        let whole = token(&header(), &good());
        let mut bytes = whole.clone().into_bytes();
        let at = at % bytes.len();
        prop_assume!(bytes[at] != to);
        bytes[at] = to;
        let before = Parsed::read(&whole).unwrap();
        if let Ok(changed) = Parsed::read(std::str::from_utf8(&bytes).unwrap()) {
            prop_assert!(changed.signed != before.signed || changed.signature != before.signature);
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC*", parts in prop::collection::vec("[A-Za-z0-9_=-]{0,30}", 0..5)) {
        let _ = Parsed::read(&text);
        let _ = Parsed::read(&parts.join("."));
        let _ = Parsed::read(&format!("{}.{}.AAAA", encode(header().to_string().as_bytes()), encode(text.as_bytes())))
            .map(|parsed| parsed.claims("demo", NOW));
    }
}
