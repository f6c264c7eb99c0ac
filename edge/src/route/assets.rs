//! The files of the build: the loader, and what the documents load. Their names come from the manifest that the build
//! writes, logical name to name with the hash of the content.

use crate::{
    ambient, problem,
    problem::OrInternal,
    request::{Ctx, header},
};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};
use weft_shared::{
    time::{SECOND, Timestamp},
    wire::problem::Problem,
};
use worker::{Env, Headers, Request, RequestInit, Response};

/// Assets have no address of their own: this stands before their names.
const PLACE: &str = "https://assets.invalid/";
/// How old a copy of the manifest may be, in milliseconds.
const FRESH: i64 = 10 * SECOND;

/// Logical name → name with hash.
pub type Manifest = BTreeMap<String, String>;

thread_local! {
    static KNOWN: RefCell<Option<(Timestamp, Rc<Manifest>)>> = const { RefCell::new(None) };
}

/// The manifest of this build.
///
/// # Errors
/// `not-configured` when the front end was not built.
pub async fn manifest(env: &Env) -> Result<Rc<Manifest>, Problem> {
    let now = ambient::now();
    if let Some((since, known)) = KNOWN.with_borrow(Clone::clone)
        && (0..FRESH).contains(&now.since(since))
    {
        return Ok(known);
    }
    let mut response = fetch(env, "manifest.json", None).await?;
    if response.status_code() != 200 {
        return Err(problem::not_configured("the front end (assets/manifest.json)"));
    }
    let text = response.text().await.or_internal("reading the manifest")?;
    let manifest = Rc::new(serde_json::from_str::<Manifest>(&text).or_internal("reading the manifest")?);
    KNOWN.set(Some((now, Rc::clone(&manifest))));
    Ok(manifest)
}

/// `GET /embed.js`: the loader. Its name never changes, so that it is kept for five minutes only.
///
/// # Errors
/// `not-found` when it was not built.
pub async fn loader(ctx: Ctx) -> Result<Response, Problem> {
    hand_out(&ctx, "embed.js", "public, max-age=300, stale-while-revalidate=86400").await
}

/// `GET /assets/{file}`: a file of the manifest, kept for ever.
///
/// # Errors
/// `not-found` for all others.
pub async fn asset(ctx: Ctx) -> Result<Response, Problem> {
    let file: String = ctx.param("file")?;
    // A file whose name has no hash in it cannot be kept for ever.
    if !manifest(&ctx.env).await?.iter().any(|(logical, known)| *known == file && logical != known) {
        return Err(problem::not_found());
    }
    hand_out(&ctx, &file, "public, max-age=31536000, immutable").await
}

async fn hand_out(ctx: &Ctx, file: &str, keep: &str) -> Result<Response, Problem> {
    let response = fetch(&ctx.env, file, header(&ctx.request, "if-none-match")).await?;
    if !matches!(response.status_code(), 200 | 304) {
        return Err(problem::not_found());
    }
    let headers = Headers::new();
    for name in ["content-type", "content-length", "content-encoding", "etag"] {
        if let Some(value) = response.headers().get(name).ok().flatten() {
            headers.set(name, &value).or_internal("setting a header")?;
        }
    }
    headers.set("cache-control", keep).or_internal("setting a header")?;
    Ok(response.with_headers(headers))
}

async fn fetch(env: &Env, file: &str, known: Option<String>) -> Result<Response, Problem> {
    let headers = Headers::new();
    if let Some(known) = known {
        headers.set("if-none-match", &known).or_internal("setting a header")?;
    }
    let mut init = RequestInit::new();
    init.with_headers(headers);
    let request = Request::new_with_init(&format!("{PLACE}{file}"), &init).or_internal("asking for a file")?;
    env.assets("ASSETS").or_internal("finding the files")?.fetch_request(request).await.or_internal("reading a file")
}
