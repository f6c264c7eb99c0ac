use super::*;
use proptest::prelude::*;
use std::{collections::BTreeMap, fs, path::Path};

/// One word for what an update is taken for, with what is shown.
fn class(update: &Update) -> String {
    match &update.what {
        What::Message(told) => format!("message {}", told.kind.as_deref().unwrap_or("text")),
        What::Changed { change: Amendment::Edited { .. }, .. } => "edited".to_owned(),
        What::Changed { change: Amendment::Deleted, .. } => "deleted".to_owned(),
        What::Changed { change: Amendment::Reacted { emoji: Some(_) }, .. } => "reacted".to_owned(),
        What::Changed { change: Amendment::Reacted { emoji: None }, .. } => "reaction taken back".to_owned(),
        What::Status(status) => format!("status {:?}", status.delivery),
        What::Noted { .. } => "noted".to_owned(),
        What::Kept => "kept".to_owned(),
    }
}

fn corpus() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpora/whatsapp-updates");
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let payloads: BTreeMap<String, Value> = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            all.extend(payloads.into_iter().map(|(name, payload)| (format!("{file}/{name}"), payload)));
        }
    }
    all
}

#[test]
fn every_payload_of_the_corpus_is_taken_for_what_it_is() {
    let expected = BTreeMap::from([
        ("account_update/account_deleted", "kept"),
        ("account_update/account_disabled", "kept"),
        ("account_update/account_restriction", "kept"),
        ("account_update/account_violation", "kept"),
        ("account_update/ad_account_linked", "kept"),
        ("account_update/authentication_international_eligibility", "kept"),
        ("call_connect/business_initiated", "kept"),
        ("call_permission_update/accept", "message interactive"),
        ("callback_button/button", "message interactive"),
        ("callback_selection/callback", "message interactive"),
        ("flow_completion/completion", "message interactive"),
        ("message/audio", "message audio"),
        ("message/document", "message document"),
        ("message/image", "message image"),
        ("message/media_with_url", "message image"),
        ("message/static_sticker", "message sticker"),
        ("message/text", "message text"),
        ("message/video", "message video"),
        ("message/voice", "message voice"),
        ("message_status/delivered", "status Some(Delivered)"),
        ("message_status/sent", "status Some(Sent)"),
        ("outgoing_message/text", "noted"),
        ("system/phone_number_change", "noted"),
        ("template_status_update/approved", "kept"),
        ("user_marketing_preferences/resume", "noted"),
    ]);
    let corpus = corpus();
    let mut wrong = Vec::new();
    for (name, payload) in &corpus {
        let updates = read(payload.to_string().as_bytes()).unwrap();
        let found: Vec<_> = updates.iter().map(class).collect();
        // What is new in the corpus is read all the same: every payload comes to exactly one outcome.
        let known = expected.get(name.as_str()).copied();
        if found.len() != 1 || known.is_some_and(|known| found.as_slice() != [known]) {
            wrong.push(format!("{name}: {found:?}, expected {known:?}"));
        }
    }
    println!("{} of {} payloads", corpus.len() - wrong.len(), corpus.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(expected.keys().all(|name| corpus.contains_key(*name)));
}

#[test]
fn messages_of_the_corpus_say_what_they_said() {
    let corpus = corpus();
    let told = |name: &str| {
        let update = read(corpus[name].to_string().as_bytes()).unwrap().remove(0);
        assert_eq!(update.number_id.as_deref(), Some("1122334455667"), "{name}");
        match update.what {
            What::Message(told) => *told,
            other => panic!("{name}: {other:?}"),
        }
    };
    for (name, text) in [
        ("message/text", "Body Text"),
        ("message/image", "An image."),
        ("message/video", "caption"),
        ("message/document", "caption"),
        ("message/audio", "A sound recording."),
        ("message/voice", "A voice message."),
        ("message/static_sticker", "A sticker."),
        ("callback_button/button", "title"),
        ("call_permission_update/accept", "Agrees to be called on WhatsApp."),
    ] {
        let told = told(name);
        assert_eq!(told.text, text, "{name}");
        assert_eq!(told.from, From::Number("972987654321".to_owned()), "{name}");
        assert_eq!(told.name.as_deref(), Some("Test Name"), "{name}");
    }
    let document = told("message/document").file.unwrap();
    assert_eq!((document.name.as_deref(), document.media_type.as_str()), (Some("filename.pdf"), "application/pdf"));
    assert_eq!(told("message/voice").file.unwrap().media_type, "audio/ogg");
    assert_eq!(told("callback_button/button").answers.as_deref(), Some("wamid.xyzxyz"));
    // Forwarded from elsewhere is no answer to anything.
    assert_eq!(told("message/video").answers, None);
    let form = told("flow_completion/completion").text;
    assert!(form.contains("comment_text: Comment Text") && !form.contains("flow_token"), "{form}");
}

fn body_of(value: Value) -> Value {
    let mut value = value;
    value["messaging_product"] = "whatsapp".into();
    value["metadata"] = json!({ "display_phone_number": "442079460123", "phone_number_id": "1" });
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": "2", "changes": [{ "field": "messages", "value": value }] }] })
}

fn message(mut more: Value) -> Value {
    more["from"] = "447700900123".into();
    more["id"] = "wamid.1".into();
    more["timestamp"] = "1750000000".into();
    let contact = json!({ "profile": { "name": "Ada" }, "wa_id": "447700900123" });
    body_of(json!({ "contacts": [contact], "messages": [more] }))
}

fn status(more: &Value) -> Value {
    let mut status = json!({ "id": "wamid.9", "timestamp": "1750000000", "recipient_id": "447700900123" });
    for (name, value) in more.as_object().unwrap() {
        status[name] = value.clone();
    }
    body_of(json!({ "statuses": [status] }))
}

fn only(body: &Value) -> Update {
    let mut updates = read(body.to_string().as_bytes()).unwrap();
    assert_eq!(updates.len(), 1, "{body}");
    updates.remove(0)
}

#[test]
fn every_kind_of_message_is_told_in_words() {
    for (more, kind, words) in [
        (
            json!({ "type": "location", "location": { "latitude": 51.5, "longitude": -0.1, "name": "Shop", "address": "1 High St" } }),
            "location",
            "Location: Shop, 1 High St, 51.5, -0.1",
        ),
        (
            json!({ "type": "location", "location": { "latitude": "51.5", "longitude": "-0.1" } }),
            "location",
            "Location: 51.5, -0.1",
        ),
        (
            json!({ "type": "contacts", "contacts": [{ "name": { "formatted_name": "Bo" }, "phones": [{ "phone": "+44 7700 900456" }], "emails": [{ "email": "bo@example.com" }] }, { "name": { "first_name": "Cy" } }] }),
            "contacts",
            "Contact: Bo (+44 7700 900456, bo@example.com); Cy",
        ),
        (json!({ "type": "button", "button": { "text": "Yes", "payload": "y" } }), "button", "Yes"),
        (
            json!({ "type": "interactive", "interactive": { "type": "list_reply", "list_reply": { "id": "1", "title": "Blue", "description": "The large one" } } }),
            "interactive",
            "Blue\nThe large one",
        ),
        (
            json!({ "type": "order", "order": { "catalog_id": "1", "text": "Please", "product_items": [{ "product_retailer_id": "mug", "quantity": 2, "item_price": 7.5, "currency": "GBP" }] } }),
            "order",
            "Please\nAn order: 2 × mug at 7.5 GBP",
        ),
        (
            json!({ "type": "unsupported", "errors": [{ "code": 131_051 }], "unsupported": { "type": "poll_creation" } }),
            "unsupported",
            "A message of a kind that WhatsApp does not hand on (poll_creation).",
        ),
        (
            json!({ "type": "unknown", "errors": [{ "code": 131_051 }] }),
            "unknown",
            "A message of a kind that WhatsApp does not hand on.",
        ),
        (
            json!({ "type": "Holo<gram>", "Holo<gram>": { "x": 1 } }),
            "hologram",
            "A message of a kind that is not known here (hologram).",
        ),
        (
            json!({ "type": "interactive", "interactive": { "type": "dance_reply" } }),
            "interactive",
            "A message of a kind that is not known here (interactive).",
        ),
        (
            json!({ "type": "location", "location": { "latitude": 951.5, "longitude": 0 } }),
            "location",
            "A message of a kind that is not known here (location).",
        ),
        (
            json!({ "type": "text", "text": { "body": ["not", "text"] } }),
            "text",
            "A message of a kind that is not known here (text).",
        ),
        (json!({}), "unnamed", "A message of a kind that is not known here (unnamed)."),
    ] {
        let update = only(&message(more.clone()));
        let What::Message(told) = update.what else { panic!("{more}: {:?}", update.what) };
        assert_eq!((told.kind.as_deref().unwrap_or("text"), told.text.as_str()), (kind, words), "{more}");
        assert_eq!(update.raw["message"]["id"], "wamid.1");
    }
}

#[test]
fn changes_name_what_they_change() {
    let changed = |more: Value| match only(&message(more)).what {
        What::Changed { original, change, from, .. } => (from, original, change),
        other => panic!("{other:?}"),
    };
    let from = || "447700900123".to_owned();
    let inner = json!({ "type": "text", "text": { "body": "Now so" } });
    assert_eq!(
        changed(json!({ "type": "edit", "edit": { "original_message_id": "wamid.0", "message": inner } })),
        (from(), "wamid.0".to_owned(), Amendment::Edited { text: "Now so".to_owned() })
    );
    let inner = json!({ "type": "image", "image": { "caption": "A cat", "id": "1", "mime_type": "image/png" } });
    assert_eq!(
        changed(json!({ "type": "edit", "edit": { "original_message_id": "wamid.0", "message": inner } })).2,
        Amendment::Edited { text: "A cat".to_owned() }
    );
    assert_eq!(
        changed(json!({ "type": "revoke", "revoke": { "original_message_id": "wamid.0" } })),
        (from(), "wamid.0".to_owned(), Amendment::Deleted)
    );
    let emoji = Some("👍".to_owned());
    assert_eq!(
        changed(json!({ "type": "reaction", "reaction": { "message_id": "wamid.9", "emoji": "👍" } })).2,
        Amendment::Reacted { emoji }
    );
    for taken_back in [json!({ "message_id": "wamid.9" }), json!({ "message_id": "wamid.9", "emoji": "" })] {
        let more = json!({ "type": "reaction", "reaction": taken_back });
        assert_eq!(changed(more).2, Amendment::Reacted { emoji: None });
    }
    // Nothing says what it is about: kept.
    assert_eq!(only(&message(json!({ "type": "revoke", "revoke": {} }))).what, What::Kept);
}

#[test]
fn every_status_has_its_place() {
    for (word, delivery) in [
        ("accepted", Some(Delivery::Sent)),
        ("sent", Some(Delivery::Sent)),
        ("delivered", Some(Delivery::Delivered)),
        ("read", Some(Delivery::Read)),
        ("played", Some(Delivery::Read)),
        ("failed", Some(Delivery::Failed)),
        ("warning", None),
        ("pending", None),
        ("dancing", None),
    ] {
        let What::Status(status) = only(&status(&json!({ "status": word }))).what else { panic!("{word}") };
        assert_eq!((status.delivery, status.data), (delivery, None), "{word}");
    }
    let error = json!([{ "code": 131_047, "title": "Re-engagement message", "error_data": { "details": "x" } }]);
    let more = json!({ "status": "failed", "errors": error, "biz_opaque_callback_data": "a.b.c" });
    let What::Status(status_of) = only(&status(&more)).what else { panic!() };
    assert_eq!((status_of.code, status_of.data.as_deref()), (Some(131_047), Some("a.b.c")));
    let deleted = only(&status(&json!({ "status": "deleted" }))).what;
    assert!(matches!(deleted, What::Changed { original, change: Amendment::Deleted, .. } if original == "wamid.9"));
}

#[test]
fn a_body_about_several_customers_and_numbers_comes_apart() {
    let one = |id: &str, from: &str| json!({ "from": from, "id": id, "type": "text", "text": { "body": id } });
    let contacts = json!([{ "wa_id": "447700900123", "profile": { "name": "Ada" } }, { "wa_id": "447700900456", "profile": { "name": "Bo" } }]);
    let value = |number: &str, messages: Value| json!({ "field": "messages", "value": { "metadata": { "phone_number_id": number }, "contacts": contacts, "messages": messages } });
    let edit =
        json!({ "from": "447700900123", "id": "w4", "type": "revoke", "revoke": { "original_message_id": "w3" } });
    let body = json!({ "entry": [
        { "changes": [value("1", json!([edit, one("w1", "447700900123"), one("w2", "447700900456")]))] },
        { "changes": [value("7", json!([one("w3", "447700900123")]))] },
    ] });
    let updates = read(body.to_string().as_bytes()).unwrap();
    let found: Vec<_> = updates.iter().map(|update| (update.number_id.as_deref().unwrap(), class(update))).collect();
    let text = || "message text".to_owned();
    assert_eq!(found, [("1", text()), ("1", text()), ("7", text()), ("1", "deleted".to_owned())]);
    for update in &updates {
        let raw = update.raw.to_string();
        assert!(raw.contains("447700900123") != raw.contains("447700900456"), "{raw}");
    }
}

#[test]
fn somebody_without_a_number_is_known_by_an_id() {
    let body = body_of(json!({
        "contacts": [{ "profile": { "name": "Ada" }, "user_id": "GB.123" }],
        "messages": [{ "from_user_id": "GB.123", "id": "wamid.1", "type": "text", "text": { "body": "Hello" } }],
    }));
    let What::Message(told) = only(&body).what else { panic!() };
    assert_eq!((told.from, told.name.as_deref()), (From::Withheld("GB.123".to_owned()), Some("Ada")));
}

#[test]
fn what_is_no_body_is_none() {
    for body in ["", "{}", "[]", "null", "{\"entry\":{}}", "{\"entry\":[", "\u{ff}"] {
        assert_eq!(read(body.as_bytes()), None, "{body}");
    }
    assert_eq!(read(br#"{"entry":[]}"#), Some(Vec::new()));
}

/// Any JSON of the words that Meta uses, in wrong places.
fn any_json() -> impl Strategy<Value = Value> {
    let words = "entry|changes|value|messages|statuses|contacts|calls|id|from|type|text|body|image|edit|revoke|system|\
                 interactive|order|location|reaction|wa_id|errors|metadata|phone_number_id|status|deleted|message";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        words.prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from)
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(words, inner, 0..5).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_bytes_break_reading(bytes: Vec<u8>) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_json_breaks_reading_and_nothing_in_a_list_of_messages_is_lost(value in any_json(), items in prop::collection::vec(any_json(), 0..4)) {
        let _ = read(value.to_string().as_bytes());
        let count = items.len().max(1);
        let body = json!({ "entry": [{ "changes": [{ "field": "messages", "value": { "messages": items } }] }] });
        prop_assert_eq!(read(body.to_string().as_bytes()).unwrap().len(), count);
    }
}
