//! Passkeys: agents sign in with what their device keeps (WebAuthn).

use crate::{problem, request::Ctx};
use weft_shared::wire::problem::Problem;
use worker::Response;

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn challenge(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn sign_in(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn list(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn new_challenge(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn add(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}

/// Not there yet.
///
/// # Errors
/// `not-found`.
pub async fn remove(_ctx: Ctx) -> Result<Response, Problem> {
    Err(problem::not_found())
}
