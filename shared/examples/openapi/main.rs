//! Writes the description of the API (OpenAPI 3.1) to docs/openapi.json and its operations into docs/API.md, or with
//! `--check` holds that both are up to date.
//! The schemas are the wire types' own; the routes are those of the edge's table: one that is not described stops this.

// The edge's own table, as it is.
#[allow(dead_code, unreachable_pub, missing_docs)]
#[path = "../../../edge/src/routes.rs"]
mod routes;

mod operations;
mod table;

use operations::{Answer, Operation, operation};
use routes::{ROUTES, Role};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use std::{env, fs, path::PathBuf, process::ExitCode};
use weft_shared::wire::api::HookPayload;

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");
/// What may always go wrong, with a key.
const ALWAYS: [u16; 3] = [400, 401, 429];
/// Every status of a problem that is told of by itself, by its name.
const REFUSALS: [(u16, &str); 10] = [
    (400, "400"),
    (401, "401"),
    (403, "403"),
    (404, "404"),
    (409, "409"),
    (410, "410"),
    (413, "413"),
    (422, "422"),
    (429, "429"),
    (0, "other"),
];

fn main() -> ExitCode {
    match run(env::args().any(|arg| arg == "--check")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(check: bool) -> Result<(), String> {
    let document = document()?;
    let place = |name: &str| PathBuf::from(DOCS).join(name);
    let page = fs::read_to_string(place("API.md")).map_err(|error| format!("cannot read docs/API.md: {error}"))?;
    for (name, written) in [("openapi.json", format!("{document:#}\n")), ("API.md", table::renewed(&page, &document)?)]
    {
        if fs::read_to_string(place(name)).is_ok_and(|known| known == written) {
            continue;
        }
        if check {
            return Err(format!("docs/{name} is not what the routes and types say: run `cargo xtask openapi`."));
        }
        fs::write(place(name), written).map_err(|error| format!("cannot write docs/{name}: {error}"))?;
    }
    Ok(())
}

fn document() -> Result<Value, String> {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES.iter().filter(|route| route.pattern.starts_with("/api/v1/")) {
        let operation = operation(route.endpoint, &mut generator)
            .ok_or_else(|| format!("{} {} is not described in examples/openapi", route.method, route.pattern))?;
        let method = route.method.to_lowercase();
        let described = described(&operation, route.role, route.pattern, &mut generator);
        let path = paths.entry(route.pattern.to_owned()).or_insert_with(|| json!({}));
        path[method] = described;
    }
    let told = generator.subschema_for::<HookPayload>().to_value();
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Problem".to_owned(), problem());
    let refusals: Map<String, Value> =
        REFUSALS.iter().map(|(status, name)| ((*name).to_owned(), refused(*status))).collect();
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Weft",
            "version": "1",
            "description": "Conversations with customers over every channel. docs/API.md tells how to begin.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": [
            { "name": "Conversations" }, { "name": "Customers" }, { "name": "Search" }, { "name": "Team" }, { "name": "Webhooks" },
            { "name": "Description" },
        ],
        "paths": paths,
        "webhooks": {
            "event": {
                "post": {
                    "operationId": "told",
                    "summary": "What happens, as Standard Webhooks says: signed, at least once.",
                    "requestBody": { "required": true, "content": { "application/json": { "schema": told } } },
                    "responses": { "204": { "description": "It was heard." } },
                },
            },
        },
        "components": {
            "schemas": schemas,
            "responses": refusals,
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key of the site's API: `weft_<site>_…`. Those who look after the site make it in the console.",
                },
            },
        },
    });
    in_one_line(&mut document);
    Ok(document)
}

/// Comments are broken into lines where they are written, and nowhere else.
fn in_one_line(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                match field {
                    Value::String(text) if name == "description" => *text = text.replace('\n', " "),
                    field => in_one_line(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(in_one_line),
        _ => {}
    }
}

fn described(operation: &Operation, role: Role, pattern: &str, generator: &mut SchemaGenerator) -> Value {
    let mut parameters: Vec<Value> = operation.query.clone();
    for name in pattern.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        parameters.push(operations::in_path(name, generator));
    }
    let mut responses = Map::new();
    let Answer { status, ref schema, description } = operation.answer;
    let mut answer = json!({ "description": description });
    if let Some(schema) = schema {
        answer["content"] = json!({ "application/json": { "schema": schema } });
    }
    responses.insert(status.to_string(), answer);
    let always = if matches!(role, Role::Api(_)) { &ALWAYS[..] } else { &[] };
    let forbidden = matches!(role, Role::Api(_)).then_some(403);
    for status in always.iter().copied().chain(forbidden).chain(operation.problems.iter().copied()) {
        responses.insert(status.to_string(), json!({ "$ref": format!("#/components/responses/{status}") }));
    }
    if matches!(role, Role::Api(_)) {
        responses.insert("default".to_owned(), json!({ "$ref": "#/components/responses/other" }));
    }
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag],
        "responses": responses,
    });
    if !operation.more.is_empty() {
        described["description"] = json!(operation.more);
    }
    if let Role::Api(scope) = role {
        described["security"] = json!([{ "key": [] }]);
        described["x-scope"] = json!(scope);
    } else {
        described["security"] = json!([]);
    }
    if operation.once {
        parameters.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "required": true,
            "description": "Any text that no other request has. Repeated with it, a request gets the first answer, for 24 hours.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!#-~]+$" },
        }));
    }
    if !parameters.is_empty() {
        described["parameters"] = Value::Array(parameters);
    }
    if let Some(body) = &operation.body {
        described["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": body } } });
    }
    described
}

fn refused(status: u16) -> Value {
    let description = match status {
        400 => "The request is malformed: `detail` says what would be right.",
        401 => "There is no key, or it is none of ours.",
        403 => "The key has not the scope.",
        404 => "There is no such thing.",
        409 => {
            "It does not fit the present state: a colleague has it, there is no room, or the first request is on its way."
        }
        410 => "It goes on under another id: see the `Link` header.",
        413 => "The body is too large.",
        422 => "A rule does not allow it, or a field is wrong: see `field`, `rule`, `example` and `errors`.",
        429 => "The key is used too often: see `Retry-After`.",
        _ => "Any other problem.",
    };
    json!({
        "description": description,
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    })
}

/// RFC 9457, with what Weft adds.
fn problem() -> Value {
    let text = |description: &str| json!({ "type": "string", "description": description });
    json!({
        "type": "object",
        "description": "What was wrong (RFC 9457).",
        "required": ["type", "title", "status"],
        "properties": {
            "type": text("`urn:weft:problem:<name>`: what programs compare."),
            "title": text("The same in a few words."),
            "status": { "type": "integer", "description": "The status of the answer." },
            "detail": text("What was wrong, where, and what would be right."),
            "field": text("The field that is wrong."),
            "example": text("What would be right there."),
            "rule": text("The key path of the site's rule that forbids it."),
            "instead": text("The channel that is the next best."),
            "canonical": text("The id under which it goes on."),
            "retry_after_ms": { "type": "integer", "description": "When to try again, in milliseconds from now." },
            "errors": { "type": "array", "items": { "type": "string" }, "description": "Every error, each with its place." },
        },
    })
}
