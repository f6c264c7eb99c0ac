//! Keys of the site: those of its API, those that it shares with providers.

use crate::{problem, request::Ctx};
use weft_shared::wire::problem::Problem;
use worker::Response;

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn list(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn make(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn remove(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}
