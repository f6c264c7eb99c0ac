//! Cloudflare Access: agents sign in by the word of the company's own sign-in.

use crate::{problem, request::Ctx};
use weft_shared::wire::problem::Problem;
use worker::Response;

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn sign_in(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}
