//! Meta's Graph API, as far as a site uses it for WhatsApp: sending messages and fetching files.

use super::{Medium, MetaNumber, Phones, Text, digits, report};
use crate::{
    carrier::{Carrier, Way, now},
    harness::keys::{random, random_hex},
};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Json, Response},
    routing::{get, post},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The longest text that Meta takes.
const LONGEST: usize = 4_096;

/// The routes. The version stands in the path as `v23.0`.
pub fn routes() -> Router<Carrier> {
    Router::new()
        .route("/{version}/{number_id}/messages", post(messages))
        .route("/{version}/{media_id}", get(media))
        .route("/whatsapp_business/attachments/", get(attachment))
}

/// A new message id, in Meta's form.
#[must_use]
pub fn wamid() -> String {
    format!("wamid.{}", BASE64_STANDARD.encode(random(24)))
}

fn refusal(status: StatusCode, code: u32, message: &str) -> Response {
    let kind = if code == 190 || code == 100 { "OAuthException" } else { "GraphMethodException" };
    let error =
        json!({ "message": format!("(#{code}) {message}"), "type": kind, "code": code, "fbtrace_id": random_hex(8) });
    (status, Json(json!({ "error": error }))).into_response()
}

fn is_version(text: &str) -> bool {
    let rest = text.strip_prefix('v').unwrap_or_default();
    rest.split_once('.').is_some_and(|(a, b)| !a.is_empty() && [a, b].concat().bytes().all(|b| b.is_ascii_digit()))
}

fn number(phones: &Phones, headers: &HeaderMap) -> Result<(String, MetaNumber), Box<Response>> {
    let said = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = said.strip_prefix("Bearer ").unwrap_or_default();
    let known = phones.sites().into_iter().find_map(|site| {
        let meta = site.meta.filter(|meta| meta.access_token == token)?;
        Some((site.site, meta))
    });
    known.ok_or_else(|| Box::new(refusal(StatusCode::UNAUTHORIZED, 190, "Invalid OAuth access token.")))
}

async fn messages(
    State(carrier): State<Carrier>,
    Path((version, number_id)): Path<(String, String)>,
    headers: HeaderMap,
    body: String,
) -> Response {
    let phones = &carrier.phones;
    let (site, number) = match number(phones, &headers) {
        Ok(known) => known,
        Err(refused) => return *refused,
    };
    if !is_version(&version) || number_id != number.number_id {
        return refusal(StatusCode::BAD_REQUEST, 100, "Unsupported post request: the object does not exist.");
    }
    let Ok(request) = serde_json::from_str::<Value>(&body) else {
        return refusal(StatusCode::BAD_REQUEST, 100, "The body is no JSON.");
    };
    // Marking a message as read is a message too, by this API.
    if request["status"] == "read" {
        return Json(json!({ "success": true })).into_response();
    }
    match accept(phones, &site, &number, request) {
        Ok(text) => {
            let wa_id = digits(&text.theirs);
            let answer = json!({
                "messaging_product": "whatsapp",
                "contacts": [{ "input": wa_id, "wa_id": wa_id }],
                "messages": [{ "id": text.foreign_id }],
            });
            phones.keep(text.clone());
            report::begin(phones, &text);
            Json(answer).into_response()
        }
        Err((status, code, why)) => refusal(status, code, &why),
    }
}

fn accept(phones: &Phones, site: &str, number: &MetaNumber, request: Value) -> Result<Text, (StatusCode, u32, String)> {
    let bad = |code: u32, why: &str| Err((StatusCode::BAD_REQUEST, code, why.to_owned()));
    if request["messaging_product"] != "whatsapp" {
        return bad(100, "The parameter messaging_product is required.");
    }
    let to = digits(request["to"].as_str().unwrap_or_default());
    if !(7..=15).contains(&to.len()) {
        return bad(131_009, "Parameter value is not valid: to");
    }
    let theirs = format!("+{to}");
    if let Some((status, code)) = phones.fault(&theirs) {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return Err((status, code, "Refused, as the carrier was told to.".to_owned()));
    }
    let kind = request["type"].as_str().unwrap_or("text").to_owned();
    let (body, template) = match kind.as_str() {
        "text" => match request["text"]["body"].as_str() {
            Some(body) if !body.is_empty() && body.chars().count() <= LONGEST => (body.to_owned(), None),
            _ => return bad(131_009, "Parameter value is not valid: text.body has 1 to 4096 characters"),
        },
        "template" => {
            let template = &request["template"];
            let (name, language) = (template["name"].as_str(), template["language"]["code"].as_str());
            let (Some(name), Some(_)) = (name, language) else {
                return bad(131_008, "Required parameter is missing: template.name, template.language.code");
            };
            let parts = template["components"].as_array().into_iter().flatten();
            let params = parts.filter(|part| part["type"] == "body").flat_map(|part| part["parameters"].as_array());
            let text = |value: &Value| value["text"].as_str().unwrap_or_default().to_owned();
            let values: Vec<String> = params.flatten().map(text).collect();
            (phones.filled(name, &values), Some(json!({ "name": name, "values": values, "whole": template })))
        }
        "reaction" => (request["reaction"]["emoji"].as_str().unwrap_or_default().to_owned(), None),
        other if request[other].is_object() => {
            (request[other]["caption"].as_str().unwrap_or_default().to_owned(), None)
        }
        other => return bad(131_008, &format!("Required parameter is missing: {other}")),
    };
    Ok(Text {
        id: phones.next_id(),
        medium: Medium::WhatsappMeta,
        site: site.to_owned(),
        ours: number.number.clone(),
        theirs,
        way: Way::Received,
        at: now(),
        foreign_id: wamid(),
        name: String::new(),
        segments: 1,
        body,
        kind,
        template,
        media: Vec::new(),
        answers: request["context"]["message_id"].as_str().map(str::to_owned),
        status: "accepted".to_owned(),
        error: None,
        callback: None,
        opaque: request["biz_opaque_callback_data"].as_str().map(str::to_owned),
        reaction: None,
        edited: false,
        deleted: false,
        request: Some(request),
        outcome: None,
    })
}

async fn media(
    State(carrier): State<Carrier>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if !is_version(&version) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let number = match number(&carrier.phones, &headers) {
        Ok((_, number)) => number,
        Err(refused) => return *refused,
    };
    // Numbers and files are objects of one kind of address.
    if id == number.number_id {
        let shown = json!({ "display_phone_number": number.number, "verified_name": "Demo Shop", "id": id });
        return Json(shown).into_response();
    }
    let Some(media) = carrier.phones.media(&id) else {
        return refusal(StatusCode::BAD_REQUEST, 100, "Unsupported get request: the object does not exist.");
    };
    let bytes = BASE64_STANDARD.decode(&media.content).unwrap_or_default();
    Json(json!({
        "messaging_product": "whatsapp",
        "url": format!("{}/whatsapp_business/attachments/?mid={id}&ext=1700000000&hash={}", carrier.phones.base, random_hex(8)),
        "mime_type": media.media_type,
        "sha256": super::sign::hex(&Sha256::digest(&bytes)),
        "file_size": bytes.len(),
        "id": id,
    }))
    .into_response()
}

#[derive(Deserialize)]
struct Wanted {
    mid: String,
}

/// The bytes; the key is needed here too.
async fn attachment(State(carrier): State<Carrier>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Response {
    if let Err(refused) = number(&carrier.phones, &headers) {
        return *refused;
    }
    let Some(media) = carrier.phones.media(&wanted.mid) else { return StatusCode::NOT_FOUND.into_response() };
    let bytes = BASE64_STANDARD.decode(&media.content).unwrap_or_default();
    ([(header::CONTENT_TYPE, media.media_type)], bytes).into_response()
}
