//! The same wish for several conversations.

use crate::{problem, request::Ctx};
use weft_shared::wire::problem::Problem;
use worker::Response;

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn carry_out(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}
