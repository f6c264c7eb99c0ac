//! The whole desk, for leads; and what agents' corrections teach.

use crate::{problem, request::Ctx};
use weft_shared::wire::problem::Problem;
use worker::Response;

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn show(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
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
