//! Typed calls to Durable Objects: a question in JSON one way, an answer or a problem in JSON the other.
//!
//! Requests to objects are always built anew. Nothing that a client sent reaches an object but as a field of a typed
//! question, or as a header that [`upgrade`] sets.

use crate::problem::{self, OrInternal};
use serde::{Serialize, de::DeserializeOwned};
use std::future::Future;
use weft_shared::wire::problem::Problem;
use worker::{Env, Headers, Method, Request, RequestInit, Response, Stub};

/// An object does not know the name that it is asked by: each question says it.
const NAME: &str = "x-weft-object";

/// The name of the object that a question of [`call`] is for.
#[must_use]
pub fn asked_name(request: &Request) -> Option<String> {
    request.headers().get(NAME).ok().flatten()
}

/// Objects have no address: this stands in the requests to them.
const PLACE: &str = "https://object.invalid/";

/// Asks an object. `binding` is the class's binding, `name` which object.
///
/// # Errors
/// The object's own problem; `busy` or `internal` when it could not be reached or understood.
pub async fn call<Q: Serialize, A: DeserializeOwned>(
    env: &Env,
    binding: &str,
    name: &str,
    question: &Q,
) -> Result<A, Problem> {
    let body = serde_json::to_string(question).or_internal("writing a question")?;
    let headers = Headers::new();
    headers.set(NAME, name).or_internal("naming an object")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(Some(body.into()));
    let request = Request::new_with_init(PLACE, &init).or_internal("making a question")?;
    let mut response = stub(env, binding, name)?.fetch_with_request(request).await.or_internal("asking an object")?;
    let text = response.text().await.or_internal("hearing an object")?;
    if response.status_code() != 200 {
        return Err(problem::busy());
    }
    serde_json::from_str::<Result<A, Problem>>(&text).or_internal("reading an object's answer")?
}

/// Hands a WebSocket handshake to an object: a new request that carries nothing but our own headers.
/// The caller has checked role and origin; [`is_upgrade`] tells such a request from a question.
///
/// # Errors
/// `busy` or `internal` when the object could not be reached.
pub async fn upgrade(env: &Env, binding: &str, name: &str, ours: &[(&str, &str)]) -> Result<Response, Problem> {
    let headers = Headers::new();
    headers.set("upgrade", "websocket").or_internal("naming an upgrade")?;
    for (name, value) in ours {
        headers.set(name, value).or_internal("setting a header")?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_headers(headers);
    let request = Request::new_with_init(PLACE, &init).or_internal("making a handshake")?;
    stub(env, binding, name)?.fetch_with_request(request).await.or_internal("handing over a handshake")
}

/// Whether a request to an object is a handshake made by [`upgrade`].
#[must_use]
pub fn is_upgrade(request: &Request) -> bool {
    matches!(request.headers().get("upgrade"), Ok(Some(value)) if value == "websocket")
}

/// The object's side of [`call`]: reads the question, lets `handle` answer, writes the answer or the problem.
///
/// # Errors
/// When the platform cannot make a response at all.
pub async fn answer<Q, A, F, W>(mut request: Request, handle: F) -> worker::Result<Response>
where
    Q: DeserializeOwned,
    A: Serialize,
    F: FnOnce(Q) -> W,
    W: Future<Output = Result<A, Problem>>,
{
    let text = request.text().await?;
    let answer = match serde_json::from_str(&text).or_internal("reading a question") {
        Ok(question) => handle(question).await,
        Err(problem) => Err(problem),
    };
    Response::from_json(&answer)
}

fn stub(env: &Env, binding: &str, name: &str) -> Result<Stub, Problem> {
    env.durable_object(binding).and_then(|namespace| namespace.get_by_name(name)).or_internal("finding an object")
}
