//! The provider's sending API: `POST /email` as Postmark documents it, strict where Postmark is.

use super::{Carrier, File, Mail, Mailbox, Way, mail::now};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Json, Response},
    routing::{get, post},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};

/// The body of `POST /email`. Postmark's names; what it does not know is an error here.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Email {
    from: String,
    to: String,
    cc: Option<String>,
    bcc: Option<String>,
    subject: Option<String>,
    tag: Option<String>,
    html_body: Option<String>,
    text_body: Option<String>,
    reply_to: Option<String>,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
    #[serde(default)]
    headers: Vec<Header>,
    #[serde(default)]
    attachments: Vec<Attachment>,
    #[serde(rename = "TrackOpens")]
    _track_opens: Option<bool>,
    #[serde(rename = "TrackLinks")]
    track_links: Option<String>,
    message_stream: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Header {
    name: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Attachment {
    name: String,
    content: String,
    content_type: String,
    #[serde(rename = "ContentID")]
    _content_id: Option<String>,
}

/// Postmark's error codes that a sender can cause.
const BAD_TOKEN: u32 = 10;
const INVALID_EMAIL: u32 = 300;
const INVALID_JSON: u32 = 402;
const INACTIVE_RECIPIENT: u32 = 406;

/// The routes.
pub fn routes() -> Router<Carrier> {
    Router::new().route("/email", post(email)).route("/server", get(server))
}

/// What the server that a token opens says of itself.
async fn server(State(carrier): State<Carrier>, headers: HeaderMap) -> Response {
    let token = headers.get("x-postmark-server-token").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if token != carrier.settings.token {
        return wrong_token();
    }
    Json(json!({ "ID": 1, "Name": "Carrier", "Color": "blue", "SmtpApiActivated": false, "DeliveryType": "Live" }))
        .into_response()
}

fn wrong_token() -> Response {
    let why = "The Server Token you provided in the X-Postmark-Server-Token request header was invalid.";
    refusal(StatusCode::UNAUTHORIZED, BAD_TOKEN, why)
}

fn refusal(status: StatusCode, code: u32, message: impl Into<String>) -> Response {
    (status, Json(json!({ "ErrorCode": code, "Message": message.into() }))).into_response()
}

async fn email(State(carrier): State<Carrier>, headers: HeaderMap, body: Bytes) -> Response {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if said("x-postmark-server-token") != carrier.settings.token {
        return wrong_token();
    }
    if !said("content-type").starts_with("application/json") {
        return refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, INVALID_JSON, "Content-Type must be application/json.");
    }
    if let Some(status) = carrier.store.fault() {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let code = if status == StatusCode::UNPROCESSABLE_ENTITY { INACTIVE_RECIPIENT } else { 100 };
        return refusal(status, code, "Refused, as the carrier was told to.");
    }
    let key = said("idempotency-key").to_owned();
    if let Some(answer) = Some(&key).filter(|key| !key.is_empty()).and_then(|key| carrier.store.answered(key)) {
        return Json(answer).into_response();
    }
    let email: Email = match serde_json::from_slice(&body) {
        Ok(email) => email,
        Err(error) => {
            return refusal(StatusCode::UNPROCESSABLE_ENTITY, INVALID_JSON, format!("Invalid JSON: {error}."));
        }
    };
    let mail = match accept(email, carrier.store.next_id()) {
        Ok(mail) => mail,
        Err(why) => return refusal(StatusCode::UNPROCESSABLE_ENTITY, INVALID_EMAIL, why),
    };
    for to in &mail.to {
        carrier.store.passage(&to.address).await;
    }
    let answer = answer(&mail);
    if !key.is_empty() {
        carrier.store.remember(key, answer.clone());
    }
    carrier.store.keep(mail.clone());
    tokio::spawn(async move { report(&carrier, &mail).await });
    Json(answer).into_response()
}

fn answer(mail: &Mail) -> Value {
    let to: Vec<String> = mail.to.iter().map(ToString::to_string).collect();
    json!({
        "To": to.join(", "),
        "SubmittedAt": weft_shared::time::Timestamp(mail.at).to_string(),
        "MessageID": mail.provider_id,
        "ErrorCode": 0,
        "Message": "OK",
    })
}

fn accept(email: Email, id: u64) -> Result<Mail, String> {
    let from = Mailbox::parse(&email.from).ok_or("Invalid 'From' address.")?;
    let to = Mailbox::parse_list(&email.to).ok_or("Invalid 'To' address.")?;
    let reply_to =
        email.reply_to.as_deref().map(|r| Mailbox::parse(r).ok_or("Invalid 'ReplyTo' address.")).transpose()?;
    for (what, list) in [("Cc", &email.cc), ("Bcc", &email.bcc)] {
        if list.as_deref().is_some_and(|list| !list.is_empty() && Mailbox::parse_list(list).is_none()) {
            return Err(format!("Invalid '{what}' address."));
        }
    }
    check(&email)?;
    let files = email.attachments.iter().map(|file| File {
        name: file.name.clone(),
        media_type: file.content_type.clone(),
        content: file.content.clone(),
    });
    let provider_id = uuid(id);
    let headers: Vec<(String, String)> = email.headers.iter().map(|h| (h.name.clone(), h.value.clone())).collect();
    let header =
        |name: &str| headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str());
    // Postmark writes its own Message-ID unless told to keep the sender's.
    let kept = header("X-PM-KeepID").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let message_id = match header("Message-ID") {
        Some(own) if kept => own.to_owned(),
        _ => format!("<{provider_id}@mtasv.net>"),
    };
    Ok(Mail {
        id,
        way: Way::Received,
        at: now(),
        envelope_from: "pm_bounces@pm.mtasv.net".to_owned(),
        from,
        to,
        reply_to,
        subject: email.subject.unwrap_or_default(),
        text: email.text_body.unwrap_or_default(),
        html: email.html_body.filter(|html| !html.is_empty()),
        files: files.collect(),
        headers,
        message_id,
        provider_id: Some(provider_id),
        metadata: email.metadata,
        raw: None,
        outcome: None,
    })
}

fn check(email: &Email) -> Result<(), String> {
    const MEGABYTES_5: usize = 5 * 1024 * 1024;
    let empty = |body: &Option<String>| body.as_deref().is_none_or(str::is_empty);
    if empty(&email.html_body) && empty(&email.text_body) {
        return Err("Provide either email TextBody or HtmlBody or both.".to_owned());
    }
    if [&email.html_body, &email.text_body].iter().any(|body| body.as_ref().is_some_and(|b| b.len() > MEGABYTES_5)) {
        return Err("The body is larger than 5 MB.".to_owned());
    }
    if email.subject.as_ref().is_some_and(|s| s.chars().count() > 2000 || s.contains(['\r', '\n'])) {
        return Err("The Subject is longer than 2000 characters or has line breaks.".to_owned());
    }
    if email.tag.as_ref().is_some_and(|tag| tag.chars().count() > 1000) {
        return Err("The Tag is longer than 1000 characters.".to_owned());
    }
    if email.metadata.len() > 10 || email.metadata.iter().any(|(k, v)| k.len() > 20 || v.len() > 80) {
        return Err("Metadata may have 10 fields, names of 20 and values of 80 characters.".to_owned());
    }
    let links = ["None", "HtmlAndText", "HtmlOnly", "TextOnly"];
    if email.track_links.as_deref().is_some_and(|track| !links.contains(&track)) {
        return Err("Invalid 'TrackLinks'.".to_owned());
    }
    // A tracked link would carry the continuation token through somebody else's server, in its query.
    if email.track_links.as_deref().is_some_and(|track| track != "None") {
        return Err("The carrier refuses to track links: they are secrets.".to_owned());
    }
    if email.message_stream.as_deref().is_some_and(|s| s.is_empty() || s.contains(|c: char| c.is_whitespace())) {
        return Err("Invalid 'MessageStream'.".to_owned());
    }
    for Header { name, value } in &email.headers {
        let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic() && b != b':');
        let reserved =
            ["from", "to", "cc", "bcc", "subject", "date", "content-type", "content-transfer-encoding", "mime-version"];
        if !plain || value.contains(['\r', '\n']) {
            return Err(format!("Invalid header {name:?}."));
        }
        if reserved.contains(&name.to_ascii_lowercase().as_str()) {
            return Err(format!("The header {name:?} cannot be set this way."));
        }
    }
    for file in &email.attachments {
        BASE64_STANDARD.decode(&file.content).map_err(|_| format!("Attachment {:?} is not base64.", file.name))?;
    }
    Ok(())
}

/// Something shaped like Postmark's ids.
fn uuid(id: u64) -> String {
    let at = now().unsigned_abs();
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        at >> 16 & 0xffff_ffff,
        at & 0xffff,
        std::process::id() & 0xfff,
        id >> 32 & 0xfff,
        id
    )
}

/// Tells the edge that a mail arrived, as Postmark's delivery webhook does.
async fn report(carrier: &Carrier, mail: &Mail) {
    let Some((user, password)) = carrier.settings.hook.as_deref().and_then(|hook| hook.split_once(':')) else { return };
    let site = carrier.store.site_of(&mail.from.address).unwrap_or_else(|| carrier.settings.site.clone());
    let url = format!("{}/v1/hooks/postmark/{site}", carrier.settings.edge);
    for to in &mail.to {
        let event = json!({
            "RecordType": "Delivery",
            "ServerID": 23,
            "MessageStream": "outbound",
            "MessageID": mail.provider_id,
            "Recipient": to.address,
            "Tag": "",
            "DeliveredAt": weft_shared::time::Timestamp(now()).to_string(),
            "Details": "Delivered by the carrier",
            "Metadata": mail.metadata,
        });
        // A webhook is tried again until it is taken, with growing pauses.
        for pause in [200, 500, 1_000, 2_000, 5_000] {
            tokio::time::sleep(Duration::from_millis(pause)).await;
            let sent = carrier.client.post(&url).basic_auth(user, Some(password)).json(&event).send().await;
            if sent.is_ok_and(|response| response.status().is_success()) {
                break;
            }
        }
    }
}
