//! What Meta asks and tells.

use crate::{adapter::meta, problem::OrInternal, reply, request::Ctx};
use weft_shared::wire::problem::Problem;
use worker::{Response, ResponseBuilder};

/// `GET /v1/hooks/meta/{site}`: is this address yours? Answered with the challenge, as plain text.
///
/// # Errors
/// `not-configured`; `bad-signature` when the token is not the site's.
pub async fn handshake(ctx: Ctx) -> Result<Response, Problem> {
    let challenge = meta::request::challenge(&ctx)?;
    let response = ResponseBuilder::new().with_header("content-type", "text/plain; charset=utf-8");
    Ok(response.or_internal("answering a handshake")?.fixed(challenge.into_bytes()))
}

/// `POST /v1/hooks/meta/{site}`: messages, changes, reports. The same again changes nothing.
///
/// # Errors
/// `not-configured`, `bad-signature`, `too-large`, `malformed`; `busy` or `internal` when something could not be kept:
/// Meta sends the whole again.
pub async fn update(mut ctx: Ctx) -> Result<Response, Problem> {
    let signed = meta::request::signed(&mut ctx).await?;
    meta::inbound::receive(&ctx.env, &ctx.config, &signed, ctx.at).await?;
    // Meta takes nothing but 200 for heard.
    reply::json(&serde_json::json!({}))
}
