//! The whole desk, for leads; and what agents' corrections teach.

use crate::{
    object::{
        call::call,
        desk::{self, call::DeskCall},
    },
    problem, reply,
    request::Ctx,
};
use weft_shared::wire::{board::Board, problem::Problem};
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

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn examples(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn judge(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}
