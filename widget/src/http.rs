//! Requests to the edge: JSON there, JSON or a problem back.

use crate::browser;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Headers, RequestInit, Response};
use weft_shared::wire::{customer::Credentials, problem::Problem};

/// Why a request has no answer to go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The edge could not be reached, or its answer could not be read.
    Offline,
    /// The edge refused.
    Problem(Box<Problem>),
}

/// Sends `body` by POST.
///
/// # Errors
/// If the edge cannot be reached or refuses.
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize, auth: Option<&Credentials>) -> Result<T, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Offline)?;
    let text = JsFuture::from(send("POST", path, Some(&body), auth).await?.text().map_err(offline)?).await.map_err(offline)?;
    serde_json::from_str(&text.as_string().unwrap_or_default()).map_err(|_| Failure::Offline)
}

/// Ends the session on the edge.
///
/// # Errors
/// If the edge cannot be reached or refuses.
pub async fn delete(path: &str, auth: &Credentials) -> Result<(), Failure> {
    send("DELETE", path, None, Some(auth)).await.map(|_| ())
}

/// Fetches a file.
///
/// # Errors
/// If the edge cannot be reached or refuses.
pub async fn file(path: &str, auth: &Credentials) -> Result<Blob, Failure> {
    let blob = JsFuture::from(send("GET", path, None, Some(auth)).await?.blob().map_err(offline)?).await.map_err(offline)?;
    Ok(blob.unchecked_into())
}

async fn send(method: &str, path: &str, body: Option<&str>, auth: Option<&Credentials>) -> Result<Response, Failure> {
    let init = RequestInit::new();
    init.set_method(method);
    let headers = Headers::new().map_err(offline)?;
    if let Some(body) = body {
        init.set_body(&JsValue::from_str(body));
        headers.set("content-type", "application/json").map_err(offline)?;
    }
    if let Some(auth) = auth {
        let bearer = ["Bearer ", &auth.session.to_string(), ".", &auth.secret].concat();
        headers.set("authorization", &bearer).map_err(offline)?;
    }
    init.set_headers(&headers);
    let fetched = browser::window().ok_or(Failure::Offline)?.fetch_with_str_and_init(path, &init);
    let response: Response = JsFuture::from(fetched).await.map_err(offline)?.unchecked_into();
    if response.ok() {
        return Ok(response);
    }
    let text = JsFuture::from(response.text().map_err(offline)?).await.map_err(offline)?;
    Err(serde_json::from_str(&text.as_string().unwrap_or_default())
        .map_or(Failure::Offline, |problem| Failure::Problem(Box::new(problem))))
}

fn offline(_: JsValue) -> Failure {
    Failure::Offline
}
