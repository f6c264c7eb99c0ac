use super::*;
use crate::{
    secret::Secrets,
    settings::{MailSettings, Settings},
};
use serde_json::Value;
use std::collections::BTreeMap;
use weft_shared::{
    id::ConversationId,
    identity::{Identifier, IdentifierKind},
    policy::Policy,
};

const POLICY: &str = r#"
[template.answer-waiting.approved.whatsapp]
meta = "answer_waiting"
"#;

fn site() -> Site {
    Site {
        id: "demo".parse().unwrap(),
        settings: Settings {
            name: "Demo Shop".to_owned(),
            origins: vec![],
            continue_url: None,
            accent: None,
            mail: MailSettings {
                from: "help@shop.example".to_owned(),
                from_name: "Demo Shop".to_owned(),
                reply_domain: "reply.shop.example".to_owned(),
                inbound: vec!["help@shop.example".to_owned()],
                authserv_id: "mx.shop.example".to_owned(),
            },
            phone: None,
            identify: Vec::new(),
            access: None,
        },
        policy: Policy::of_site(POLICY).unwrap(),
        secrets: Secrets::default(),
        webhooks: Vec::new(),
        examples: Vec::new(),
    }
}

fn with<T>(text: &str, link: Option<&str>, approved: Option<&TemplateUse>, then: impl FnOnce(&Outgoing<'_>) -> T) -> T {
    let to = Identifier { kind: IdentifierKind::Phone, value: "+447700900123".to_owned() };
    then(&Outgoing {
        template: "reply",
        to: &to,
        via: None,
        to_name: None,
        subject: None,
        text,
        approved,
        agent: Some("Bo"),
        link,
        link_valid_ms: None,
        conversation: ConversationId::from_bits(1),
        message: MessageId::from_bits(2),
        references: &[],
        foreign: &BTreeMap::new(),
        automatic: false,
        attachments: &[],
        again: false,
    })
}

fn body(text: &str, approved: Option<&TemplateUse>) -> Value {
    let content = with(text, None, approved, |outgoing| content(&site(), outgoing)).unwrap();
    let body = Body {
        messaging_product: "whatsapp",
        recipient_type: "individual",
        to: "447700900123",
        content,
        biz_opaque_callback_data: "c.m.x".to_owned(),
    };
    serde_json::to_value(body).unwrap()
}

fn waiting(values: &[&str]) -> TemplateUse {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    TemplateUse { name: "answer-waiting".to_owned(), values }
}

/// The part of Meta's API description that is about what we send and get.
fn description() -> Value {
    serde_json::from_str(include_str!("../../../../../tests/corpora/meta-api/messages.json")).unwrap()
}

/// What of a value does not fit a schema, by place. `allOf` is one object: what any part names may be there.
fn misfits(schema: &Value, value: &Value, place: &str, wrong: &mut Vec<String>) {
    let api = description();
    let parts = parts(&api, schema);
    let types = parts.iter().filter_map(|part| part["type"].as_str());
    for kind in types {
        let fits = match kind {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64(),
            other => panic!("{place}: the schema has {other}"),
        };
        if !fits {
            wrong.push(format!("{place}: is no {kind}"));
        }
    }
    for part in &parts {
        if part["enum"].as_array().is_some_and(|all| !all.contains(value)) {
            wrong.push(format!("{place}: {value} is not one of {}", part["enum"]));
        }
        if part["maxLength"]
            .as_u64()
            .is_some_and(|most| value.as_str().is_some_and(|text| text.chars().count() as u64 > most))
        {
            wrong.push(format!("{place}: is too long"));
        }
        for name in part["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.get(name).is_none() {
                wrong.push(format!("{place}.{name}: is missing"));
            }
        }
        if let (Some(mapping), Some(kind)) =
            (part["discriminator"]["mapping"].as_object(), part["discriminator"]["propertyName"].as_str())
        {
            let named = mapping.get(value[kind].as_str().unwrap_or_default()).and_then(Value::as_str);
            // The schema that it names refers back here: once round is enough.
            if let Some(named) = named.filter(|named| !place.ends_with(*named)) {
                misfits(&serde_json::json!({ "$ref": named }), value, &format!("{place}{named}"), wrong);
            }
        }
        if let (Some(items), Some(all)) = (part.get("items"), value.as_array()) {
            for (at, item) in all.iter().enumerate() {
                misfits(items, item, &format!("{place}[{at}]"), wrong);
            }
        }
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        let known: Vec<_> = parts.iter().filter_map(|part| part["properties"].get(name)).collect();
        known.iter().for_each(|schema| misfits(schema, inner, &format!("{place}.{name}"), wrong));
        if known.is_empty() && parts.iter().any(|part| part["additionalProperties"] == false) {
            wrong.push(format!("{place}.{name}: is not known"));
        }
    }
}

/// A schema and all that it is made of.
fn parts(api: &Value, schema: &Value) -> Vec<Value> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        let named = &api["components"]["schemas"][name];
        assert!(named.is_object(), "the description has no {name}");
        return parts(api, named);
    }
    match schema["allOf"].as_array() {
        Some(all) => all.iter().flat_map(|one| parts(api, one)).collect(),
        None => vec![schema.clone()],
    }
}

fn fits(name: &str, value: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    misfits(&serde_json::json!({ "$ref": format!("#/components/schemas/{name}") }), value, name, &mut wrong);
    wrong
}

#[test]
fn what_is_sent_is_what_metas_description_says() {
    for (schema, mut value) in [
        ("TextMessage", body("Hello\n\nthere", None)),
        ("TemplateMessage", body("", Some(&waiting(&["Bo", "Demo Shop"])))),
        ("TemplateMessage", body("", Some(&waiting(&[])))),
    ] {
        // Meta documents it elsewhere; see the corpus' SOURCE.txt.
        assert!(value.as_object_mut().unwrap().remove("biz_opaque_callback_data").is_some());
        assert_eq!(fits(schema, &value), Vec::<String>::new(), "{value}");
    }
}

#[test]
fn the_check_against_the_description_can_fail() {
    let good = || {
        let mut value = body("Hello", None);
        value.as_object_mut().unwrap().remove("biz_opaque_callback_data");
        value
    };
    type Change = fn(&mut Value);
    let changes: [(Change, &str); 5] = [
        (|value| value["to"] = 447_700_900_123_i64.into(), "is no string"),
        (|value| value["recipient_type"] = "everybody".into(), "is not one of"),
        (|value| drop(value.as_object_mut().unwrap().remove("text")), "is missing"),
        (|value| value["text"]["markup"] = "x".into(), "is not known"),
        (|value| value["surprise"] = "x".into(), "is not known"),
    ];
    for (change, expected) in changes {
        let mut value = good();
        change(&mut value);
        assert!(fits("TextMessage", &value).iter().any(|said| said.contains(expected)), "{value}");
    }
    let mut value = body("", Some(&waiting(&["Bo"])));
    value["template"]["components"][0]["parameters"][0]["text"] = 1.into();
    assert!(fits("TemplateMessage", &value).iter().any(|said| said.contains("is no string")));
}

#[test]
fn a_text_and_a_template_are_written_so() {
    assert_eq!(body("Hello", None)["text"], serde_json::json!({ "body": "Hello", "preview_url": false }));
    let linked = with("Hello", Some("https://shop.example/c#weft=x"), None, |it| content(&site(), it)).unwrap();
    let Content::Text { text } = linked else { panic!() };
    assert_eq!(text.body, "Hello\n\nhttps://shop.example/c#weft=x");
    let template = &body("", Some(&waiting(&["Bo\nof   all\tpeople"])))["template"];
    assert_eq!(template["name"], "answer_waiting");
    assert_eq!(template["language"], serde_json::json!({ "policy": "deterministic", "code": "en" }));
    assert_eq!(template["components"][0]["parameters"][0]["text"], "Bo of all people");
    let unknown = TemplateUse { name: "no-such".to_owned(), values: Vec::new() };
    assert!(!with("", None, Some(&unknown), |it| content(&site(), it)).unwrap_err().temporary);
    let long = "x".repeat(LONGEST + 1);
    assert!(!with(&long, None, None, |it| content(&site(), it)).unwrap_err().temporary);
}

#[test]
fn what_may_pass_is_tried_again_and_what_will_not_is_not() {
    let judged = |status: u16, text: &str| judge(&Answer { status, text: text.to_owned() }, MessageId::from_bits(2));
    let taken = r#"{"messaging_product":"whatsapp","contacts":[{"input":"447700900123","wa_id":"447700900123"}],"messages":[{"id":"wamid.1","message_status":"accepted"}]}"#;
    assert_eq!(fits("MessageResponsePayload", &serde_json::from_str(taken).unwrap()), Vec::<String>::new());
    assert_eq!(judged(200, taken).unwrap().foreign_id, "wamid.1");
    // It is out; nobody may send it again because its id cannot be read.
    assert!(judged(200, "<html>").unwrap().foreign_id.starts_with("unnamed-"));
    for (status, code, temporary) in [
        (400, 131_047, false),
        (400, 131_026, false),
        (400, 131_030, false),
        (429, 130_429, true),
        (400, 80_007, true),
        (401, 190, true),
        (403, 10, true),
        (500, 131_000, true),
        (404, 132_001, false),
        (400, 999_999, false),
        (503, 999_999, true),
    ] {
        let said = "(#1) Something about 447700900123 went wrong";
        let answer = serde_json::json!({ "error": { "message": said, "type": "OAuthException", "code": code } });
        assert_eq!(fits("ErrorResponse", &answer), Vec::<String>::new());
        let error = judged(status, &answer.to_string()).unwrap_err();
        assert_eq!(error.temporary, temporary, "{status} {code}");
        assert!(!error.why.contains("447700900123") && error.why.contains(&code.to_string()), "{}", error.why);
    }
    assert!(judged(502, "<html>").unwrap_err().temporary && !judged(400, "<html>").unwrap_err().temporary);
}
