//! The edge: translates the outside into commands and effects into the outside.
//!
//! A request goes from [`dispatch`] by the table in [`routes`] past the role checks in [`guard`] to a handler under
//! [`route`]. Mail comes in by [`adapter`]. State lives in the Durable Objects under [`object`]. The clock and
//! randomness are read in [`ambient`] alone.

mod access;
mod adapter;
mod agents;
mod ambient;
mod api_key;
mod config;
mod d1;
mod dispatch;
mod files;
mod guard;
mod headers;
mod json_reader;
mod jwt;
mod log;
mod markup;
mod object;
mod phone;
mod policy_file;
mod problem;
mod read_model;
mod reader;
mod reply;
mod request;
mod route;
mod routes;
mod secret;
mod seen_on;
mod settings;
mod site;
mod summarise;
mod webhook;

use worker::{
    Context, Env, ForwardableEmailMessage, Request, Response, event,
    wasm_bindgen::{JsValue, prelude::wasm_bindgen},
};

/// Answers HTTP requests.
#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    ambient::begin(&env);
    Ok(dispatch::answer(request, env, context).await)
}

/// Takes in a mail.
///
/// The platform library's own attribute for this event panics on an error, which would take the whole instance down;
/// what is thrown here instead makes the mail system in front of us deliver again.
///
/// # Errors
/// When the mail could not be kept.
#[wasm_bindgen(
    js_name = email,
    wasm_bindgen = worker::wasm_bindgen,
    wasm_bindgen_futures = worker::wasm_bindgen_futures,
    js_sys = worker::js_sys
)]
pub async fn mail(message: ForwardableEmailMessage, env: Env, _context: JsValue) -> Result<JsValue, JsValue> {
    ambient::begin(&env);
    adapter::mail::inbound::receive(message, &env).await.map(|()| JsValue::UNDEFINED).map_err(JsValue::from)
}
