//! Putting the widget on a site's pages.

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
