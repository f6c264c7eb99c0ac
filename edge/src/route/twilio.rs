//! What Twilio asks and tells: each request is signed, and checked before anything else is done with it.

use crate::{adapter::twilio, problem::OrInternal, reply, request::Ctx};
use weft_shared::wire::problem::Problem;
use worker::{Response, ResponseBuilder};

/// `POST /v1/hooks/twilio/{site}/messages`: a text or a message on WhatsApp.
///
/// # Errors
/// `bad-signature`, `not-configured`, `malformed`, `too-large`; `not-found` when the number is none of the site's;
/// `busy` or `internal` when it could not be kept.
pub async fn message(mut ctx: Ctx) -> Result<Response, Problem> {
    let signed = twilio::request::signed(&mut ctx).await?;
    twilio::inbound::receive(&ctx.env, &ctx.config, &signed, ctx.at).await?;
    // Nothing is ever answered here: answers are messages of the conversation.
    document("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>".to_owned())
}

/// `POST /v1/hooks/twilio/{site}/status/{conversation}/{message}`: how far a message got.
///
/// # Errors
/// As [`message`].
pub async fn status(mut ctx: Ctx) -> Result<Response, Problem> {
    let signed = twilio::request::signed(&mut ctx).await?;
    twilio::report::receive(&ctx.env, &signed, ctx.param("conversation")?, ctx.param("message")?).await?;
    Ok(reply::nothing())
}

/// `POST /v1/hooks/twilio/{site}/voice`: a call comes in, or ended.
///
/// # Errors
/// As [`message`].
pub async fn call(mut ctx: Ctx) -> Result<Response, Problem> {
    let signed = twilio::request::signed(&mut ctx).await?;
    document(twilio::call::receive(&ctx.env, &ctx.config, &signed, ctx.at).await?)
}

/// `POST /v1/hooks/twilio/{site}/voice/{conversation}/{step}`: a call goes on.
///
/// # Errors
/// As [`message`]; `not-found` when there is no such step, or the call is none of the conversation.
pub async fn step(mut ctx: Ctx) -> Result<Response, Problem> {
    let signed = twilio::request::signed(&mut ctx).await?;
    let step: String = ctx.param("step")?;
    let url = ctx.request.url().or_internal("reading an address")?;
    let by = url.query_pairs().find(|(name, _)| name == "by").map(|(_, value)| value.into_owned());
    let place = (ctx.param("conversation")?, step.as_str());
    document(twilio::call::step(&ctx.env, &ctx.config, &signed, place, by.as_deref(), ctx.at).await?)
}

/// A document of TwiML.
fn document(xml: String) -> Result<Response, Problem> {
    let builder = ResponseBuilder::new().with_header("content-type", "text/xml; charset=utf-8");
    Ok(builder.or_internal("answering Twilio")?.fixed(xml.into_bytes()))
}
