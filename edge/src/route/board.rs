//! The whole desk, for leads; and what agents' corrections teach.

use crate::{
    object::{
        call::call,
        desk::{self, call::DeskCall},
    },
    problem, reader, reply,
    request::Ctx,
};
use weft_shared::wire::{board::Board, desk::ExampleVerdict, problem::Problem};
use worker::Response;

/// `GET …/desk/board`: teams, agents with what they have, what waits and why, the last decisions.
///
/// # Errors
/// When the desk cannot be reached.
pub async fn show(ctx: Ctx) -> Result<Response, Problem> {
    let site = ctx.site()?.id.clone();
    let name = site.to_string();
    let board: Board = call(&ctx.env, desk::BINDING, &name, &DeskCall::Board { site }).await?;
    reply::json(&board)
}

/// `GET …/desk/examples`: what agents' corrections brought and nobody judged yet.
///
/// # Errors
/// When the database cannot be reached.
pub async fn examples(ctx: Ctx) -> Result<Response, Problem> {
    reply::json(&reader::waiting(&ctx.env, &ctx.site()?.id).await?)
}

/// `POST …/desk/examples/{example}`: learn it, or do not. 204.
///
/// # Errors
/// `not-found` when there is none that waits for a verdict.
pub async fn judge(mut ctx: Ctx) -> Result<Response, Problem> {
    let ExampleVerdict { accept } = ctx.json().await?;
    let (site, by) = (ctx.site()?.id.clone(), ctx.signed_in()?.agent);
    let example: String = ctx.params.get("example").unwrap_or_default().to_owned();
    if reader::judge(&ctx.env, &site, &example, &by, accept).await? {
        Ok(reply::nothing())
    } else {
        Err(problem::not_found())
    }
}
