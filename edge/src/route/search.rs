//! Search over the read model.

use crate::{problem, request::Ctx};
use weft_shared::wire::problem::Problem;
use worker::Response;

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn search(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}
