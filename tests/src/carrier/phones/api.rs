//! The phones for programs: what the pages show, as JSON, and what people do on them.

use super::{Call, Change, Hook, Key, Medium, SitePhones, Text, Words, call::Input};
use crate::carrier::Carrier;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Json,
    routing::{get, post, put},
};
use serde::Deserialize;
use std::time::Duration;

#[derive(Deserialize)]
struct Wanted {
    number: Option<String>,
    medium: Option<Medium>,
    #[serde(default)]
    after: u64,
    #[serde(default)]
    wait_ms: u64,
}

/// A text of a person.
#[derive(Deserialize)]
struct Written {
    site: String,
    medium: Medium,
    from: String,
    #[serde(flatten)]
    words: Words,
}

#[derive(Deserialize)]
struct Status {
    status: String,
    #[serde(default)]
    error: Option<u32>,
}

#[derive(Deserialize)]
struct Dialed {
    site: String,
    from: String,
    #[serde(default)]
    stir: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Agent {
    Answer,
    Decline,
    HangUp,
}

#[derive(Deserialize)]
struct Fault {
    number: String,
    times: usize,
    status: u16,
    code: u32,
}

/// The routes.
pub fn routes() -> Router<Carrier> {
    Router::new()
        .route("/api/phones", put(serve))
        .route("/api/texts", get(texts).post(write))
        .route("/api/texts/{id}/change", post(change))
        .route("/api/texts/{id}/status", post(status))
        .route("/api/texts/faults", post(fault))
        .route("/api/calls", get(calls).post(dial))
        .route("/api/calls/{id}", get(call))
        .route("/api/calls/{id}/caller", post(caller))
        .route("/api/calls/{id}/agent", post(agent))
        .route("/api/hooks/{site}", get(hooks))
}

async fn serve(State(carrier): State<Carrier>, Json(site): Json<SitePhones>) -> StatusCode {
    carrier.phones.serve(site);
    StatusCode::NO_CONTENT
}

async fn texts(State(carrier): State<Carrier>, Query(wanted): Query<Wanted>) -> Json<Vec<Text>> {
    let fits = |text: &Text| {
        text.id > wanted.after
            && wanted.number.as_ref().is_none_or(|number| text.theirs == *number)
            && wanted.medium.is_none_or(|medium| text.medium == medium)
    };
    let found = |phones: &super::Phones| Some(phones.texts().into_iter().filter(fits).collect::<Vec<_>>());
    let patience = Duration::from_millis(wanted.wait_ms.min(60_000));
    let some = |phones: &super::Phones| found(phones).filter(|texts| !texts.is_empty());
    let waited = carrier.phones.until(patience, some).await;
    Json(waited.or_else(|| found(&carrier.phones)).unwrap_or_default())
}

async fn write(State(carrier): State<Carrier>, Json(text): Json<Written>) -> Result<Json<Text>, StatusCode> {
    let written = carrier.phones.write(&text.site, text.medium, &text.from, text.words).await;
    written.map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn change(State(carrier): State<Carrier>, Path(id): Path<u64>, Json(change): Json<Change>) -> StatusCode {
    let told = carrier.phones.change(id, change).await;
    if told.is_some() { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

async fn status(State(carrier): State<Carrier>, Path(id): Path<u64>, Json(status): Json<Status>) -> StatusCode {
    let told = carrier.phones.report(id, &status.status, status.error).await;
    if told.is_some() { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

async fn fault(State(carrier): State<Carrier>, Json(fault): Json<Fault>) -> StatusCode {
    carrier.phones.refuse_next(&fault.number, fault.times, fault.status, fault.code);
    StatusCode::NO_CONTENT
}

async fn calls(State(carrier): State<Carrier>) -> Json<Vec<Call>> {
    Json(carrier.phones.calls())
}

async fn dial(State(carrier): State<Carrier>, Json(wish): Json<Dialed>) -> Result<Json<Call>, StatusCode> {
    carrier.phones.dial(&wish.site, &wish.from, wish.stir.as_deref()).map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn call(State(carrier): State<Carrier>, Path(id): Path<u64>) -> Result<Json<Call>, StatusCode> {
    carrier.phones.call(id).map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn caller(State(carrier): State<Carrier>, Path(id): Path<u64>, Json(key): Json<Key>) -> StatusCode {
    done(carrier.phones.input(id, Input::Caller(key)))
}

async fn agent(State(carrier): State<Carrier>, Path(id): Path<u64>, Json(wish): Json<Agent>) -> StatusCode {
    let input = match wish {
        Agent::Answer => Input::Answer,
        Agent::Decline => Input::Decline,
        Agent::HangUp => Input::AgentHangsUp,
    };
    done(carrier.phones.input(id, input))
}

const fn done(taken: bool) -> StatusCode {
    if taken { StatusCode::NO_CONTENT } else { StatusCode::GONE }
}

async fn hooks(State(carrier): State<Carrier>, Path(site): Path<String>) -> Json<Vec<Hook>> {
    Json(carrier.phones.hooks(&site))
}
