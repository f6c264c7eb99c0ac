//! What people do on the phones' pages.

use super::{At, nothing};
use crate::carrier::{
    Carrier,
    phones::{Change, Input, Key, Media, Medium, Phones, Words},
};
use axum::{
    Form,
    extract::{Multipart, Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Deserialize;

/// One field.
#[derive(Deserialize)]
pub struct Value {
    #[serde(default)]
    value: String,
}

/// The form of a new number.
#[derive(Deserialize)]
pub struct Number {
    number: String,
}

/// The form of a call.
#[derive(Deserialize)]
pub struct Dialed {
    #[serde(default)]
    stir: String,
}

fn back(to: &str, at: &At) -> Response {
    Redirect::to(&format!("{to}{}", at.query())).into_response()
}

/// `POST /phones/new`.
pub async fn new(Query(at): Query<At>, Form(Number { number }): Form<Number>) -> Response {
    match Phones::tidy_number(&number) {
        Some(number) => back(&format!("/phones/{number}"), &at),
        None => (StatusCode::BAD_REQUEST, "A number has 7 to 15 digits, as in +44 7700 900456.").into_response(),
    }
}

/// `POST /phones/{number}/{medium}`: a message of that number.
pub async fn write(
    State(carrier): State<Carrier>,
    Path((number, medium)): Path<(String, String)>,
    Query(at): Query<At>,
    form: Multipart,
) -> Response {
    let (Some(medium), Some(number)) = (Medium::parse(&medium), Phones::tidy_number(&number)) else {
        return nothing(&carrier.phones);
    };
    let words = match read(form).await {
        Ok(words) => words,
        Err(error) => return (StatusCode::BAD_REQUEST, error).into_response(),
    };
    if !words.body.trim().is_empty() || !words.media.is_empty() {
        let _ = carrier.phones.write(at.site(&carrier), medium, &number, words).await;
    }
    back(&format!("/phones/{number}/{}", medium.slug()), &at)
}

async fn read(mut form: Multipart) -> Result<Words, String> {
    let mut words = Words::default();
    while let Some(field) = form.next_field().await.map_err(|error| error.to_string())? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "files" {
            let (name, media_type) =
                (field.file_name().unwrap_or_default().to_owned(), field.content_type().unwrap_or_default().to_owned());
            let bytes = field.bytes().await.map_err(|error| error.to_string())?;
            if !name.is_empty() {
                words.media.push(Media { id: String::new(), name, media_type, content: BASE64_STANDARD.encode(bytes) });
            }
            continue;
        }
        let value = field.text().await.map_err(|error| error.to_string())?;
        match name.as_str() {
            "body" if words.body.is_empty() => words.body = value.replace("\r\n", "\n"),
            "word" => words.body = value,
            "name" => words.name = value,
            _ => {}
        }
    }
    Ok(words)
}

/// `POST /phones/texts/{id}/{act}`.
pub async fn text(
    State(carrier): State<Carrier>,
    Path((id, act)): Path<(u64, String)>,
    Query(at): Query<At>,
    Form(Value { value }): Form<Value>,
) -> Response {
    let Some(text) = carrier.phones.text(id) else { return nothing(&carrier.phones) };
    let change = match act.as_str() {
        "edit" if !value.trim().is_empty() => Change::Edit(value),
        "delete" => Change::Delete,
        "react" => Change::React(Some(value).filter(|sign| !sign.is_empty())),
        "read" => Change::Read,
        _ => return nothing(&carrier.phones),
    };
    let _ = carrier.phones.change(id, change).await;
    back(&format!("/phones/{}/{}", text.theirs, text.medium.slug()), &at)
}

/// `POST /phones/{number}/call`.
pub async fn dial(
    State(carrier): State<Carrier>,
    Path(number): Path<String>,
    Query(at): Query<At>,
    Form(Dialed { stir }): Form<Dialed>,
) -> Response {
    let Some(number) = Phones::tidy_number(&number) else { return nothing(&carrier.phones) };
    let stir = Some(stir.as_str()).filter(|stir| !stir.is_empty());
    match carrier.phones.dial(at.site(&carrier), &number, stir) {
        Some(_) => back(&format!("/phones/{number}/call"), &at),
        None => nothing(&carrier.phones),
    }
}

/// `POST /phones/calls/{id}/{act}`.
pub async fn call(
    State(carrier): State<Carrier>,
    Path((id, act)): Path<(u64, String)>,
    Query(at): Query<At>,
    Form(Value { value }): Form<Value>,
) -> Response {
    let Some(call) = carrier.phones.call(id) else { return nothing(&carrier.phones) };
    let input = match act.as_str() {
        "press" => Input::Caller(Key::Press(value)),
        "speak" => Input::Caller(Key::Speak(value)),
        "hang-up" => Input::Caller(Key::HangUp),
        "answer" => Input::Answer,
        "decline" => Input::Decline,
        "agent-hangs-up" => Input::AgentHangsUp,
        _ => return nothing(&carrier.phones),
    };
    let _ = carrier.phones.input(id, input);
    back(&format!("/phones/{}/call", call.from), &at)
}
