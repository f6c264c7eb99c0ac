//! A site's policy: read, changed, restored, tried.

use crate::request::Ctx;
use weft_shared::wire::problem::{Problem, ProblemKind};
use worker::Response;

/// show
///
/// # Errors
/// As the problem says.
pub async fn show(ctx: Ctx) -> Result<Response, Problem> {
    let _ = ctx;
    Err(Problem::new(ProblemKind::NotConfigured))
}

/// put
///
/// # Errors
/// As the problem says.
pub async fn put(ctx: Ctx) -> Result<Response, Problem> {
    let _ = ctx;
    Err(Problem::new(ProblemKind::NotConfigured))
}

/// restore
///
/// # Errors
/// As the problem says.
pub async fn restore(ctx: Ctx) -> Result<Response, Problem> {
    let _ = ctx;
    Err(Problem::new(ProblemKind::NotConfigured))
}

/// check
///
/// # Errors
/// As the problem says.
pub async fn check(ctx: Ctx) -> Result<Response, Problem> {
    let _ = ctx;
    Err(Problem::new(ProblemKind::NotConfigured))
}

/// report
///
/// # Errors
/// As the problem says.
pub async fn report(ctx: Ctx) -> Result<Response, Problem> {
    let _ = ctx;
    Err(Problem::new(ProblemKind::NotConfigured))
}

/// dry_run
///
/// # Errors
/// As the problem says.
pub async fn dry_run(ctx: Ctx) -> Result<Response, Problem> {
    let _ = ctx;
    Err(Problem::new(ProblemKind::NotConfigured))
}
