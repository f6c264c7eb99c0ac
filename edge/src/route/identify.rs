//! The site's word of who somebody is.

use crate::request::Ctx;
use weft_shared::wire::problem::{Problem, ProblemKind};
use worker::Response;

/// `POST …/conversations/{id}/identify`.
///
/// # Errors
/// As the problem says.
pub async fn identify(ctx: Ctx) -> Result<Response, Problem> {
    let _ = ctx;
    Err(Problem::new(ProblemKind::NotConfigured))
}

/// `POST …/conversations/{id}/continue`.
///
/// # Errors
/// As the problem says.
pub async fn go_on(ctx: Ctx) -> Result<Response, Problem> {
    let _ = ctx;
    Err(Problem::new(ProblemKind::NotConfigured))
}
