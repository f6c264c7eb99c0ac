//! Keys of the site's API, for those who look after it.

use crate::{api_key, reply, request::Ctx};
use weft_shared::wire::{api::NewKey, problem::Problem};
use worker::Response;

/// `GET …/desk/keys`: all of them, without their secrets.
///
/// # Errors
/// When the database fails.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    reply::json(&api_key::all(&ctx.env, &ctx.site()?.id).await?)
}

/// `POST …/desk/keys`: 201 with the key, this once.
///
/// # Errors
/// `invalid`, with every error; `conflict` when there are too many.
pub async fn make(mut ctx: Ctx) -> Result<Response, Problem> {
    let new: NewKey = ctx.json().await?;
    let made = api_key::make(&ctx.env, &ctx.site()?.id, new, ctx.signed_in()?.agent, ctx.at).await?;
    Ok(reply::json(&made)?.with_status(201))
}

/// `DELETE …/desk/keys/{key}`: 204; the key is dead at once.
///
/// # Errors
/// `not-found`.
pub async fn remove(ctx: Ctx) -> Result<Response, Problem> {
    api_key::remove(&ctx.env, &ctx.site()?.id, ctx.param("key")?).await?;
    Ok(reply::nothing())
}
