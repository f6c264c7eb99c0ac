//! Answers that are no problems.

use crate::problem::OrInternal;
use serde::Serialize;
use weft_shared::wire::problem::Problem;
use worker::{Response, ResponseBuilder};

/// A JSON body with 200.
///
/// # Errors
/// `internal` when the value has no JSON form.
pub fn json(value: &impl Serialize) -> Result<Response, Problem> {
    Response::from_json(value).or_internal("writing an answer")
}

/// `202` with an empty object: the request was heard, and the answer tells nothing more.
///
/// # Errors
/// Practically none.
pub fn accepted() -> Result<Response, Problem> {
    Ok(json(&serde_json::json!({}))?.with_status(202))
}

/// `204`.
#[must_use]
pub fn nothing() -> Response {
    ResponseBuilder::new().with_status(204).empty()
}

/// A document.
///
/// # Errors
/// Practically none.
pub fn html(document: String) -> Result<Response, Problem> {
    Response::from_html(document).or_internal("writing a document")
}
