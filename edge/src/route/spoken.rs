//! Spoken codes: a person types one that was read out.

use crate::request::Ctx;
use weft_shared::wire::problem::{Problem, ProblemKind};
use worker::Response;

/// `POST …/codes/redeem`.
///
/// # Errors
/// As the problem says.
pub async fn redeem(ctx: Ctx) -> Result<Response, Problem> {
    let _ = ctx;
    Err(Problem::new(ProblemKind::NotConfigured))
}
