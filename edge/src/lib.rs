//! The edge: translates the outside into commands and effects into the outside.
//!
//! A request goes from [`dispatch`] by the table in [`routes`] past the role checks in [`guard`] to a handler under
//! [`route`]. Mail comes in by [`adapter`]. State lives in the Durable Objects under [`object`]. The clock and
//! randomness are read in [`ambient`] alone.

mod adapter;
mod ambient;
mod config;
mod dispatch;
mod files;
mod guard;
mod headers;
mod json_reader;
mod log;
mod markup;
mod object;
mod problem;
mod read_model;
mod reply;
mod request;
mod route;
mod routes;
mod settings;
mod site;

use worker::{Context, Env, ForwardableEmailMessage, Request, Response, event};

/// Answers HTTP requests.
#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    Ok(dispatch::answer(request, env, context).await)
}

/// Takes in a mail.
#[event(email)]
async fn email(message: ForwardableEmailMessage, env: Env, _context: Context) -> worker::Result<()> {
    adapter::mail::inbound::receive(message, &env).await
}
