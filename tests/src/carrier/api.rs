//! The carrier for programs: what the page shows, as JSON.

use super::{Carrier, Draft, Mail, Verdict};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Json,
    routing::{get, post},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;

#[derive(Deserialize)]
struct Wanted {
    to: Option<String>,
    #[serde(default)]
    after: u64,
    #[serde(default)]
    wait_ms: u64,
}

/// Raw MIME to be delivered as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    from: String,
    to: String,
    /// The mail, in base64.
    raw: String,
    #[serde(default)]
    verdict: Verdict,
    #[serde(default)]
    keep_forged: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Wish {
    Raw(Raw),
    Written(Box<Draft>),
}

#[derive(Deserialize)]
struct Fault {
    times: usize,
    status: u16,
}

/// The routes.
pub fn routes() -> Router<Carrier> {
    Router::new()
        .route("/api/mails", get(mails))
        .route("/api/mails/{id}", get(mail))
        .route("/api/send", post(send))
        .route("/api/faults", post(fault))
        .route("/api/version", get(version))
        .route("/api/demo", get(demo).post(tell_demo))
}

async fn mails(State(carrier): State<Carrier>, Query(wanted): Query<Wanted>) -> Json<Vec<Mail>> {
    let Some(to) = wanted.to else {
        return Json(carrier.store.all().into_iter().filter(|mail| mail.id > wanted.after).collect());
    };
    if wanted.wait_ms > 0 {
        let patience = Duration::from_millis(wanted.wait_ms.min(60_000));
        let _ = carrier.store.arrival(&to, wanted.after, patience).await;
    }
    Json(carrier.store.inbox(&to).into_iter().filter(|mail| mail.id > wanted.after).collect())
}

async fn mail(State(carrier): State<Carrier>, Path(id): Path<u64>) -> Result<Json<Mail>, StatusCode> {
    carrier.store.get(id).map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn send(State(carrier): State<Carrier>, Json(wish): Json<Wish>) -> Result<Json<Mail>, (StatusCode, String)> {
    match wish {
        Wish::Written(draft) => Ok(Json(carrier.send(*draft).await)),
        Wish::Raw(raw) => {
            let bytes =
                BASE64_STANDARD.decode(&raw.raw).map_err(|error| (StatusCode::BAD_REQUEST, format!("raw: {error}")))?;
            Ok(Json(carrier.send_raw(&raw.from, &raw.to, bytes, &raw.verdict, raw.keep_forged).await))
        }
    }
}

async fn fault(State(carrier): State<Carrier>, Json(fault): Json<Fault>) -> StatusCode {
    carrier.store.refuse_next(fault.times, fault.status);
    StatusCode::NO_CONTENT
}

async fn demo(State(carrier): State<Carrier>) -> Json<crate::demo::Progress> {
    Json(carrier.demo.progress())
}

async fn tell_demo(State(carrier): State<Carrier>) -> StatusCode {
    crate::demo::Demo::begin(carrier);
    StatusCode::ACCEPTED
}

async fn version(State(carrier): State<Carrier>) -> Json<Value> {
    Json(json!({ "version": carrier.version() }))
}
