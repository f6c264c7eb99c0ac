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

/// Bytes that are kept as a file, whatever they are: no browser shows them. `name` is the sender's.
///
/// # Errors
/// Practically none.
pub fn download(body: Response, name: &str) -> Result<Response, Problem> {
    let headers = worker::Headers::new();
    headers.set("content-type", "application/octet-stream").or_internal("setting a header")?;
    headers.set("content-disposition", &disposition(name)).or_internal("setting a header")?;
    Ok(body.with_headers(headers))
}

/// `Content-Disposition` with a plain name and the exact one (RFC 6266, RFC 8187).
fn disposition(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control() && *c != '/' && *c != '\\').take(120).collect();
    let name = if name.trim_matches(['.', ' ']).is_empty() { "file" } else { name.as_str() };
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || " ._-".contains(c) { c } else { '_' }).collect();
    let mut exact = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) {
            exact.push(char::from(byte));
        } else {
            exact.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_stays_a_name() {
        let cases = [
            ("offer.pdf", "attachment; filename=\"offer.pdf\"; filename*=UTF-8''offer.pdf"),
            ("a\"\r\nx: y", "attachment; filename=\"a_x_ y\"; filename*=UTF-8''a%22x%3A%20y"),
            ("../../etc/passwd", "attachment; filename=\"....etcpasswd\"; filename*=UTF-8''....etcpasswd"),
            ("ü.txt", "attachment; filename=\"_.txt\"; filename*=UTF-8''%C3%BC.txt"),
            ("..", "attachment; filename=\"file\"; filename*=UTF-8''file"),
        ];
        for (name, expected) in cases {
            assert_eq!(disposition(name), expected);
        }
    }
}
