//! The keys of a policy file as JSON Schema, for editors.

use super::{
    DEFAULT,
    load::notes,
    note::{Note, Shape},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A key with those within it.
#[derive(Default)]
struct Node<'n> {
    note: Option<&'n Note>,
    within: BTreeMap<&'n str, Node<'n>>,
}

/// JSON Schema (draft 2020-12) of a site's policy file. It may leave out whatever the default says, so only what the
/// items of a list need is required.
#[must_use]
pub fn schema() -> Value {
    let notes = notes();
    let default: toml::Table = toml::from_str(DEFAULT).unwrap_or_default();
    let mut root = Node::default();
    for note in &notes {
        let mut at = &mut root;
        for key in &note.keys {
            at = at.within.entry(key).or_default();
        }
        at.note = Some(note);
    }
    let mut all = object(&root, &default, false);
    all.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    all.insert("title".to_owned(), json!("A policy file of Weft"));
    all.insert(
        "description".to_owned(),
        json!("Made from what the policy reader asks for: `cargo xtask policy docs` renews it."),
    );
    Value::Object(all)
}

fn object(node: &Node<'_>, default: &toml::Table, required: bool) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut others = json!(false);
    for (key, inner) in &node.within {
        let described = described(inner, default);
        if Note::is_free(key) {
            others = described;
        } else {
            properties.insert((*key).to_owned(), described);
        }
    }
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    if required {
        let needed = node.within.iter().filter(|(_, inner)| inner.note.is_some_and(|note| note.needed));
        object.insert("required".to_owned(), needed.map(|(key, _)| json!(key)).collect());
    }
    if !properties.is_empty() {
        object.insert("properties".to_owned(), Value::Object(properties));
    }
    object.insert("additionalProperties".to_owned(), others);
    object
}

fn described(node: &Node<'_>, default: &toml::Table) -> Value {
    let Some(note) = node.note else {
        return Value::Object(object(node, default, false));
    };
    let mut all = match &note.shape {
        Shape::Table => object(node, default, false),
        Shape::Tables => map(json!({ "type": "array", "items": object(node, default, true) })),
        Shape::Text(longest) => map(json!({ "type": "string", "minLength": 1, "maxLength": longest })),
        Shape::Texts(longest) => {
            map(json!({ "type": "array", "items": { "type": "string", "minLength": 1, "maxLength": longest } }))
        }
        Shape::Flag => map(json!({ "type": "boolean" })),
        Shape::Count(least, most) => map(json!({ "type": "integer", "minimum": least, "maximum": most })),
        Shape::Duration(..) => map(json!({ "type": "string", "pattern": "^[0-9]{1,9}[smhd]$" })),
        Shape::Choice(names) => map(json!({ "type": "string", "enum": names })),
        Shape::Choices(names) => {
            map(json!({ "type": "array", "uniqueItems": true, "items": { "type": "string", "enum": names } }))
        }
        Shape::Day => map(json!({ "type": "string", "format": "date" })),
        Shape::Days => map(json!({ "type": "array", "items": { "type": "string", "format": "date" } })),
        Shape::Span => map(json!({ "type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$" })),
        Shape::Zone => map(json!({ "type": "string" })),
        Shape::Zones => map(json!({ "type": "array", "minItems": 1, "items": { "type": "string" } })),
    };
    let shape = match &note.shape {
        Shape::Duration(shortest, longest) => format!(" A duration from {shortest} to {longest}."),
        _ => String::new(),
    };
    all.insert("description".to_owned(), json!(format!("{}{shape}", note.doc)));
    if !matches!(note.shape, Shape::Table | Shape::Tables)
        && !note.keys.iter().any(|key| Note::is_free(key))
        && note.keys.first().is_none_or(|key| key != "letter")
        && let Some(value) = note.value_in(default).and_then(|value| serde_json::to_value(value).ok())
    {
        all.insert("default".to_owned(), value);
    }
    Value::Object(all)
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
