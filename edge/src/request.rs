//! A request on its way to a handler, after the router found its route and its role was checked.

use crate::{api_key::Caller, config::Config, problem, routes::Params, routes::Route, site::Site};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::{rc::Rc, str::FromStr};
use weft_shared::{
    id::{AgentId, SessionId},
    time::Timestamp,
    wire::{
        agent::AgentRole,
        problem::{Problem, ProblemKind},
    },
};
use worker::{Context, Env, Request};

/// The largest JSON body that is read, in bytes: a message of 10,000 characters has room in it, escaped.
pub const LARGEST_BODY: usize = 128 * 1024;

/// What a visitor presents: which session, and its secret. The conversation's object checks it.
#[derive(Clone)]
pub struct Presented {
    /// The session.
    pub session: SessionId,
    /// Its secret, unchecked.
    pub secret: String,
}

/// An agent whose cookie was checked by the desk.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub agent: AgentId,
    /// The name that customers see.
    pub name: String,
    /// What the first frame of a socket must carry; see [`Me::key`](weft_shared::wire::agent::Me::key).
    pub key: String,
    /// What they may do.
    pub role: AgentRole,
    /// The teams that they are in.
    pub teams: Vec<String>,
    /// The hash of the session's secret, by which the desk knows it.
    pub secret_hash: String,
}

/// Everything that a handler may use.
pub struct Ctx {
    /// The bindings.
    pub env: Env,
    /// The configuration.
    pub config: Rc<Config>,
    /// For work that outlives the answer.
    pub background: Context,
    /// The request.
    pub request: Request,
    /// Its route.
    pub route: &'static Route,
    /// The variable segments of its path.
    pub params: Params,
    /// When it came.
    pub at: Timestamp,
    pub(crate) site: Option<Rc<Site>>,
    pub(crate) presented: Option<Presented>,
    pub(crate) signed_in: Option<SignedIn>,
    pub(crate) caller: Option<Caller>,
}

impl Ctx {
    /// The site of a route with `{site}`, which exists.
    ///
    /// # Errors
    /// `not-found` on other routes.
    pub fn site(&self) -> Result<Rc<Site>, Problem> {
        self.site.clone().ok_or_else(problem::not_found)
    }

    /// What a visitor presented, on routes of role `Session`.
    ///
    /// # Errors
    /// `unauthenticated` on other routes.
    pub fn presented(&self) -> Result<Presented, Problem> {
        self.presented.clone().ok_or_else(|| Problem::new(ProblemKind::Unauthenticated))
    }

    /// The agent, on routes of the roles `Agent` and `AgentSocket`.
    ///
    /// # Errors
    /// `unauthenticated` on other routes.
    pub fn signed_in(&self) -> Result<SignedIn, Problem> {
        self.signed_in.clone().ok_or_else(|| Problem::new(ProblemKind::Unauthenticated))
    }

    /// The key that a program came with, on routes of role `Api`.
    ///
    /// # Errors
    /// `unauthenticated` on other routes.
    pub fn caller(&self) -> Result<Caller, Problem> {
        self.caller.clone().ok_or_else(|| Problem::new(ProblemKind::Unauthenticated))
    }

    /// A variable segment of the path.
    ///
    /// # Errors
    /// `not-found` when it has not the form of such a thing: then there is none.
    pub fn param<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.params.get(name).and_then(|text| text.parse().ok()).ok_or_else(problem::not_found)
    }

    /// The body, as JSON.
    ///
    /// # Errors
    /// `too-large` beyond [`LARGEST_BODY`]; `malformed` when it is no JSON of this shape or does not say that it is JSON.
    pub async fn json<T: DeserializeOwned>(&mut self) -> Result<T, Problem> {
        self.json_of(LARGEST_BODY).await
    }

    /// The body, as JSON of at most so many bytes.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    pub async fn json_of<T: DeserializeOwned>(&mut self, most: usize) -> Result<T, Problem> {
        let kind = header(&self.request, "content-type").unwrap_or_default();
        if kind.split(';').next().map(str::trim) != Some("application/json") {
            return Err(problem::malformed("the body must be sent as application/json"));
        }
        let bytes = body(&mut self.request, most).await?;
        document(&bytes)
    }
}

/// What a body says. It is never a list: the reader of types would take one for an object's fields in their order.
///
/// # Errors
/// `malformed` when it is no JSON of this shape.
pub fn document<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return Err(problem::malformed("the body does not fit: it must be an object, not a list"));
    }
    serde_json::from_slice(bytes).map_err(|error| problem::malformed(format!("the body does not fit: {error}")))
}

/// A header of a request, unless it is absent or unreadable.
#[must_use]
pub fn header(request: &Request, name: &str) -> Option<String> {
    request.headers().get(name).ok().flatten()
}

/// The body of a request, if it has at most so many bytes.
///
/// # Errors
/// `too-large`; `malformed` when the client broke off.
pub async fn body(request: &mut Request, most: usize) -> Result<Vec<u8>, Problem> {
    let too_large = || Problem::new(ProblemKind::TooLarge).detail(format!("at most {most} bytes are taken here"));
    if header(request, "content-length")
        .and_then(|length| length.parse::<u64>().ok())
        .is_some_and(|length| length > most as u64)
    {
        return Err(too_large());
    }
    let Ok(mut stream) = request.stream() else { return Ok(Vec::new()) };
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| problem::malformed("the body broke off"))?;
        if bytes.len() + chunk.len() > most {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
