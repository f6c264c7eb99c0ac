//! An agent's own account: where they are signed in, and signing out everywhere. Whose it is says the session alone:
//! nothing in the request names an agent.

use super::agent::with_cookie;
use crate::{
    object::{
        call::call,
        desk::{self, call::DeskCall, session},
    },
    reply,
    request::Ctx,
};
use weft_shared::wire::{account::OwnSessions, problem::Problem};
use worker::Response;

/// `GET …/agent/sessions`: one's own.
///
/// # Errors
/// When the desk cannot be asked.
pub async fn sessions(ctx: Ctx) -> Result<Response, Problem> {
    let me = ctx.signed_in()?;
    let question = DeskCall::OwnSessions { agent: me.agent, secret_hash: me.secret_hash };
    let own: OwnSessions = call(&ctx.env, desk::BINDING, ctx.site()?.id.as_str(), &question).await?;
    reply::json(&own)
}

/// `DELETE …/agent/sessions`: all of one's own end, this one with them, and every socket that is open in them.
///
/// # Errors
/// When the desk cannot be reached.
pub async fn end_sessions(ctx: Ctx) -> Result<Response, Problem> {
    let end = DeskCall::EndAgentSessions { agent: ctx.signed_in()?.agent };
    call::<_, ()>(&ctx.env, desk::BINDING, ctx.site()?.id.as_str(), &end).await?;
    with_cookie(reply::nothing(), &session::no_cookie())
}
