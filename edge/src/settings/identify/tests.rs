use super::*;
use serde_json::json;

fn read(identify: Value) -> Result<Vec<IdentifyKey>, Vec<String>> {
    let document = json!({ "identify": identify });
    let mut reader = Reader::new(&document);
    let keys = IdentifyKey::read(&mut reader);
    let errors = reader.finish();
    if errors.is_empty() { Ok(keys.unwrap()) } else { Err(errors) }
}

fn number(bytes: usize) -> String {
    jwt::encode(&vec![0x81; bytes])
}

fn ed() -> Value {
    json!({ "kty": "OKP", "crv": "Ed25519", "x": number(32) })
}

fn ec() -> Value {
    json!({ "kty": "EC", "crv": "P-256", "x": number(32), "y": number(32) })
}

fn rsa() -> Value {
    json!({ "kty": "RSA", "n": number(256), "e": "AQAB" })
}

/// The one error of a single key.
fn error(algorithm: &str, key: Value) -> String {
    let mut errors = read(json!([{ "kid": "k1", "algorithm": algorithm, "key": key }])).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors.remove(0)
}

#[test]
fn a_key_of_each_kind_reads_back_as_written() {
    let keys = read(json!([
        { "kid": "2026-a", "algorithm": "EdDSA", "key": ed() },
        { "kid": "b.2", "algorithm": "ES256", "key": ec() },
        { "kid": "C_3", "algorithm": "RS256", "key": rsa() },
        { "kid": "d", "algorithm": "HS256" },
        { "kid": "e", "algorithm": "HS256", "key": null }
    ]))
    .unwrap();
    assert_eq!(keys.len(), 5);
    let stored = serde_json::to_string(&keys).unwrap();
    assert_eq!(serde_json::from_str::<Vec<IdentifyKey>>(&stored).unwrap(), keys);
    assert_eq!(read(json!(null)), Ok(Vec::new()));
    assert_eq!(read(json!([])), Ok(Vec::new()));
}

#[test]
fn what_a_jwk_says_beside_its_numbers_is_checked_and_left_out() {
    let mut key = ed();
    for (name, value) in [("alg", json!("EdDSA")), ("use", json!("sig")), ("kid", json!("k1")), ("ext", json!(true))] {
        key[name] = value;
    }
    let keys = read(json!([{ "kid": "k1", "algorithm": "EdDSA", "key": key }])).unwrap();
    assert_eq!(keys[0].key, Some(ed()));
    for (name, value) in
        [("alg", json!("ES256")), ("use", json!("enc")), ("alg", json!(["EdDSA"])), ("x5u", json!("a"))]
    {
        let mut key = ed();
        key[name] = value;
        assert!(error("EdDSA", key).starts_with("identify[0].key: "), "{name}");
    }
}

#[test]
fn a_private_key_is_refused() {
    for (algorithm, key, member) in [
        ("EdDSA", ed(), "d"),
        ("ES256", ec(), "d"),
        ("RS256", rsa(), "d"),
        ("RS256", rsa(), "p"),
        ("RS256", rsa(), "qi"),
        ("EdDSA", ed(), "k"),
    ] {
        let mut key = key;
        key[member] = json!(number(32));
        let error = error(algorithm, key);
        assert!(error.contains("private member") && !error.contains(&number(32)), "{error}");
    }
    assert!(error("HS256", json!({ "kty": "oct", "k": number(32) })).contains("must be absent"));
    assert!(error("HS256", json!("a-secret")).contains("must be absent"));
}

#[test]
fn a_key_is_of_its_algorithm() {
    for (algorithm, key) in [
        ("EdDSA", ec()),
        ("EdDSA", rsa()),
        ("ES256", ed()),
        ("ES256", rsa()),
        ("RS256", ed()),
        ("EdDSA", json!({ "kty": "OKP", "crv": "X25519", "x": number(32) })),
        ("ES256", json!({ "kty": "EC", "crv": "P-384", "x": number(32), "y": number(32) })),
        ("EdDSA", json!({ "kty": "OKP", "crv": "Ed25519", "x": number(31) })),
        ("EdDSA", json!({ "kty": "OKP", "crv": "Ed25519", "x": format!("{}=", number(32)) })),
        ("EdDSA", json!({ "kty": "OKP", "crv": "Ed25519", "x": null })),
        ("EdDSA", json!({ "kty": "OKP", "crv": "Ed25519" })),
        ("ES256", json!({ "kty": "EC", "crv": "P-256", "x": number(32) })),
        ("RS256", json!({ "kty": "RSA", "n": number(255), "e": "AQAB" })),
        ("RS256", json!({ "kty": "RSA", "n": number(1_025), "e": "AQAB" })),
        ("RS256", json!({ "kty": "RSA", "n": number(256), "e": "AQ" })),
        ("EdDSA", json!([])),
        ("EdDSA", json!("key")),
        ("EdDSA", Value::Null),
    ] {
        assert!(error(algorithm, key.clone()).starts_with("identify[0].key: "), "{algorithm} {key}");
    }
}

#[test]
fn every_error_is_named_by_its_path() {
    let errors = read(json!([
        { "kid": "k1", "algorithm": "none" },
        { "kid": "k 1", "algorithm": "HS256" },
        { "kid": "k1", "algorithm": "HS256" },
        { "kid": "k1", "algorithm": "HS256", "secret": "x" },
        "k1"
    ]))
    .unwrap_err();
    for path in ["identify[0].algorithm: ", "identify[1].kid: ", "identify[3].kid: ", "identify[3].secret: "] {
        assert_eq!(errors.iter().filter(|error| error.starts_with(path)).count(), 1, "{path} in {errors:#?}");
    }
    assert!(errors.contains(&"identify[4]: must be an object".to_owned()), "{errors:#?}");
    assert_eq!(errors.len(), 5, "{errors:#?}");
    assert_eq!(read(json!({})), Err(vec!["identify: must be a list".to_owned()]));
    let many = vec![json!({ "kid": "a", "algorithm": "HS256" }); 11];
    assert_eq!(read(Value::Array(many)), Err(vec!["identify: has more than 10 entries".to_owned()]));
}
