//! Looking after a site: settings, agents.

use crate::{problem, request::Ctx};
use weft_shared::wire::problem::Problem;
use worker::Response;

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn settings(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn put_settings(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn agents(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn put_agent(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn remove_agent(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}
