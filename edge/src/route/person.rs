//! Customers, as agents see and merge them.

use crate::request::Ctx;
use weft_shared::wire::problem::{Problem, ProblemKind};
use worker::Response;

/// `GET …/desk/customers/{customer}`.
///
/// # Errors
/// As the problem says.
pub async fn show(ctx: Ctx) -> Result<Response, Problem> {
    let _ = ctx;
    Err(Problem::new(ProblemKind::NotConfigured))
}

/// `POST …/merge`.
///
/// # Errors
/// As the problem says.
pub async fn merge(ctx: Ctx) -> Result<Response, Problem> {
    let _ = ctx;
    Err(Problem::new(ProblemKind::NotConfigured))
}

/// `POST …/unmerge`.
///
/// # Errors
/// As the problem says.
pub async fn unmerge(ctx: Ctx) -> Result<Response, Problem> {
    let _ = ctx;
    Err(Problem::new(ProblemKind::NotConfigured))
}
