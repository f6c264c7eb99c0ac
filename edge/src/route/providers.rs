//! Setting providers up, and trying them.

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
pub async fn put_secret(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn test(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}
