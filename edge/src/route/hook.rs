//! What the mail provider reports.

use crate::{
    adapter::mail,
    problem, reply,
    request::{Ctx, LARGEST_BODY, body},
};
use weft_shared::wire::problem::Problem;
use worker::Response;

/// `POST /v1/hooks/postmark/{site}`: a delivery, a bounce. The secret was checked. Reporting twice is the same as once.
///
/// # Errors
/// `malformed` when it is no report; `busy` when it could not be noted: the provider reports again.
pub async fn delivery(mut ctx: Ctx) -> Result<Response, Problem> {
    let bytes = body(&mut ctx.request, LARGEST_BODY).await?;
    let text = String::from_utf8(bytes).map_err(|_| problem::malformed("the body must be JSON in UTF-8"))?;
    mail::hook(&ctx.env, &ctx.config, &*ctx.site()?, &text).await?;
    Ok(reply::nothing())
}
