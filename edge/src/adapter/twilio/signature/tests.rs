use super::*;
use serde_json::Value;

const TOKEN: &str = "12345";
const URL: &str = "https://chat.shop.example/v1/hooks/twilio/demo/messages";

fn form_of(params: &Value) -> Form {
    let mut pairs = Vec::new();
    for (name, value) in params.as_object().unwrap() {
        match value {
            Value::Array(values) => {
                pairs.extend(values.iter().map(|one| (name.clone(), one.as_str().unwrap().to_owned())))
            }
            one => pairs.push((name.clone(), one.as_str().unwrap().to_owned())),
        }
    }
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    Form::parse(super::super::form::encode(&pairs).as_bytes()).unwrap()
}

#[test]
fn every_vector_of_the_official_libraries_is_judged_as_they_judge_it() {
    let text = include_str!("../../../../../tests/corpora/twilio-signature/vectors.json");
    let vectors: Vec<Value> = serde_json::from_str(text).unwrap();
    assert!(vectors.len() >= 10);
    for vector in vectors {
        let text = |field: &str| vector[field].as_str();
        let (url, body) = (text("url").unwrap(), text("body").map(str::as_bytes));
        let form = vector["params"].is_object().then(|| form_of(&vector["params"]));
        let body = form.as_ref().map_or_else(|| Body::Other(body.unwrap_or_default()), Body::Form);
        let judged = is_signed(text("token").unwrap(), url, body, text("signature"));
        assert_eq!(judged, vector["valid"].as_bool().unwrap(), "{}", vector["name"]);
    }
}

/// What Twilio would send.
fn signed(form: &Form) -> String {
    sign(TOKEN, URL, &content(form))
}

#[test]
fn any_change_makes_it_unsigned() {
    let form = Form::of(&[("Body", "Grüße 🙂"), ("From", "+447700900123"), ("Empty", "")]);
    let good = signed(&form);
    assert!(is_signed(TOKEN, URL, Body::Form(&form), Some(&good)));
    let others = [
        Form::of(&[("Body", "Grüße 🙂!"), ("From", "+447700900123"), ("Empty", "")]),
        Form::of(&[("Body", "Grüße 🙂"), ("From", "+447700900124"), ("Empty", "")]),
        Form::of(&[("Body", "Grüße 🙂"), ("From", "+447700900123"), ("Empty", ""), ("Extra", "1")]),
        Form::of(&[("Body", "Grüße 🙂"), ("From", "+447700900123")]),
        Form::of(&[("Body", "Grüße 🙂")]),
        Form::default(),
    ];
    for other in &others {
        assert!(!is_signed(TOKEN, URL, Body::Form(other), Some(&good)), "{other:?}");
    }
    for url in [
        "",
        "https://chat.shop.example/",
        "https://evil.example/v1/hooks/twilio/demo/messages",
        "http://chat.shop.example/v1/hooks/twilio/demo/messages",
    ] {
        assert!(!is_signed(TOKEN, url, Body::Form(&form), Some(&good)), "{url}");
    }
    assert!(!is_signed(TOKEN, &format!("{URL}?a=b"), Body::Form(&form), Some(&good)));
    for token in ["", "1234", "123456", "12345 "] {
        assert!(!is_signed(token, URL, Body::Form(&form), Some(&good)), "{token:?}");
    }
    for end in 0..good.len() {
        assert!(!is_signed(TOKEN, URL, Body::Form(&form), good.get(..end)), "{end}");
    }
    for bad in
        ["", "=", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", &good.to_ascii_lowercase(), &format!("{good} "), &format!(" {good}")]
    {
        assert!(!is_signed(TOKEN, URL, Body::Form(&form), Some(bad)), "{bad}");
    }
    assert!(!is_signed(TOKEN, URL, Body::Form(&form), None));
}

#[test]
fn an_empty_parameter_is_signed_by_its_name() {
    let form = Form::of(&[("A", ""), ("B", "")]);
    assert_eq!(content(&form), "AB");
}

#[test]
fn a_body_that_is_no_form_counts_only_by_the_hash_in_the_address() {
    let body = br#"{"a":1}"#;
    let unnamed = sign(TOKEN, URL, "");
    assert!(!is_signed(TOKEN, URL, Body::Other(body), Some(&unnamed)));
    let hash = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
    for (url, valid) in [
        (format!("{URL}?bodySHA256={hash}"), true),
        (format!("{URL}?bodySHA256={}", hash.to_ascii_uppercase()), true),
        (format!("{URL}?bodySHA256={hash}0"), false),
        (format!("{URL}?bodySHA256="), false),
        (format!("{URL}?x=bodySHA256={hash}"), false),
        // The last one counts, so that nobody puts his own before it.
        (format!("{URL}?bodySHA256={hash}&bodySHA256=00"), false),
    ] {
        let signature = sign(TOKEN, &url, "");
        assert_eq!(is_signed(TOKEN, &url, Body::Other(body), Some(&signature)), valid, "{url}");
    }
}

#[test]
fn ports_are_left_out_or_put_in() {
    for (url, other) in [
        ("https://a.example/x", "https://a.example:443/x"),
        ("http://localhost/x?y", "http://localhost:80/x?y"),
        ("http://localhost:8787/x", "http://localhost/x"),
        ("https://u:p@a.example?x", "https://u:p@a.example:443?x"),
        ("https://u:p@a.example:8443/", "https://u:p@a.example/"),
    ] {
        assert_eq!(spellings(url), [url.to_owned(), other.to_owned()]);
    }
}
