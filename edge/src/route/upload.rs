//! Files that agents bring for an answer.

use crate::{problem, request::Ctx};
use weft_shared::wire::problem::Problem;
use worker::Response;

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn bring(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}
