//! Requests to the edge: JSON there, JSON or a problem back.

use crate::{browser, json::Json, wire::read};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
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

/// An answer.
pub enum Answer {
    /// To a request by POST.
    Json(Json),
    /// A file.
    File(Blob),
    /// Nothing more to say.
    Done,
}

/// What to ask for.
pub struct Request {
    /// The path on this page's own origin.
    pub path: String,
    /// What to do there.
    pub method: Method,
    /// Who asks.
    pub auth: Option<Credentials>,
}

/// What to do.
pub enum Method {
    /// Post a body.
    Post(Json),
    /// Fetch a file.
    Get,
    /// End it.
    Delete,
}

/// Asks, and calls `then` with the answer.
pub fn ask(request: Request, then: impl FnOnce(Result<Answer, Failure>) + 'static) {
    ask_boxed(request, Box::new(then));
}

/// Posts, reads the answer with `read`, and calls `then` with what it says. What cannot be read counts as not reached.
pub fn post<T: 'static>(
    path: String,
    body: Json,
    auth: Option<Credentials>,
    read: fn(&Json) -> Option<T>,
    then: impl FnOnce(Result<T, Failure>) + 'static,
) {
    post_boxed(Request { path, method: Method::Post(body), auth }, read, Box::new(then));
}

/// Apart from [`post`], so that its code is there once for each kind of answer, not for each asking.
fn post_boxed<T: 'static>(request: Request, read: fn(&Json) -> Option<T>, then: Box<dyn FnOnce(Result<T, Failure>)>) {
    ask(request, move |answer| {
        then(match answer {
            Ok(Answer::Json(json)) => read(&json).ok_or(Failure::Offline),
            Ok(_) => Err(Failure::Offline),
            Err(failure) => Err(failure),
        });
    });
}

type Then = Box<dyn FnOnce(Result<Answer, Failure>)>;

fn ask_boxed(request: Request, then: Then) {
    spawn_local(async move {
        let answer = send(request).await;
        then(answer);
    });
}

async fn send(request: Request) -> Result<Answer, Failure> {
    let init = RequestInit::new();
    let headers = Headers::new().map_err(offline)?;
    init.set_method(match &request.method {
        Method::Post(_) => "POST",
        Method::Get => "GET",
        Method::Delete => "DELETE",
    });
    if let Method::Post(body) = &request.method {
        init.set_body(&JsValue::from_str(&body.write()));
        headers.set("content-type", "application/json").map_err(offline)?;
    }
    if let Some(auth) = &request.auth {
        let bearer = ["Bearer ", &auth.session.to_string(), ".", &auth.secret].concat();
        headers.set("authorization", &bearer).map_err(offline)?;
    }
    init.set_headers(&headers);
    let fetched = browser::window().ok_or(Failure::Offline)?.fetch_with_str_and_init(&request.path, &init);
    let response: Response = wait(fetched).await?.unchecked_into();
    match request.method {
        Method::Delete if response.ok() => return Ok(Answer::Done),
        Method::Get if response.ok() => {
            let blob = wait(response.blob().map_err(offline)?).await?;
            return Ok(Answer::File(blob.unchecked_into()));
        }
        _ => {}
    }
    let text = wait(response.text().map_err(offline)?).await?.as_string().unwrap_or_default();
    let json = Json::read(&text).ok_or(Failure::Offline)?;
    if response.ok() {
        return Ok(Answer::Json(json));
    }
    Err(read::problem(&json).map_or(Failure::Offline, |problem| Failure::Problem(Box::new(problem))))
}

async fn wait(promise: impl Into<JsValue>) -> Result<JsValue, Failure> {
    await_value(promise.into().unchecked_into()).await
}

async fn await_value(promise: js_sys::Promise) -> Result<JsValue, Failure> {
    JsFuture::from(promise).await.map_err(offline)
}

fn offline(_: JsValue) -> Failure {
    Failure::Offline
}
