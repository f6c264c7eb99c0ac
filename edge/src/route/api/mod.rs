//! The API for other programs, under `/api/v1`: a key names the site, and what changes something goes the way that an
//! agent's wish goes.

pub mod acts;
pub mod conversations;
pub mod cursor;
pub mod customers;
pub mod once;
pub mod search;
pub mod team;
pub mod webhooks;

use crate::{problem, problem::OrInternal, request::Ctx};
use std::collections::BTreeMap;
use weft_shared::wire::problem::Problem;
use worker::Response;

/// The description of the API (OpenAPI 3.1), as `cargo xtask openapi` writes it.
const DESCRIPTION: &str = include_str!("../../../../docs/openapi.json");

/// How many lines a page has when nobody says, and at most.
const USUAL: u32 = 50;
const MOST: u32 = 100;

/// `GET /api/v1/openapi.json`.
///
/// # Errors
/// Practically none.
pub fn describe() -> Result<Response, Problem> {
    let response = Response::from_bytes(DESCRIPTION.as_bytes().to_vec()).or_internal("writing the description")?;
    let headers = response.headers().clone();
    headers.set("content-type", "application/json").or_internal("writing the description")?;
    headers.set("cache-control", "public, max-age=300").or_internal("writing the description")?;
    Ok(response.with_headers(headers))
}

/// The query of a request, when it has nothing but these.
///
/// # Errors
/// `malformed` when there is something else, or something twice.
pub fn query(ctx: &Ctx, known: &[&str]) -> Result<BTreeMap<String, String>, Problem> {
    let url = ctx.request.url().map_err(|_| problem::malformed("the address cannot be read"))?;
    let mut query = BTreeMap::new();
    for (name, value) in url.query_pairs() {
        if !known.contains(&name.as_ref()) {
            let there = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
            return Err(problem::malformed(format!("the query takes {there} here, and no {name:?}")));
        }
        if query.insert(name.clone().into_owned(), value.into_owned()).is_some() {
            return Err(problem::malformed(format!("{name:?} is there twice")));
        }
    }
    Ok(query)
}

/// `limit`: how many lines are wanted.
///
/// # Errors
/// `malformed` when it is no number from 1 to 100.
pub fn limit(query: &BTreeMap<String, String>) -> Result<u32, Problem> {
    let Some(text) = query.get("limit") else { return Ok(USUAL) };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let read = text.parse().ok().filter(|limit| digits && (1..=MOST).contains(limit));
    read.ok_or_else(|| problem::malformed(format!("limit must be a number from 1 to {MOST}")))
}

/// One of a query, read.
///
/// # Errors
/// `malformed`, with its name and what would be right.
pub fn read<T>(
    query: &BTreeMap<String, String>,
    name: &str,
    parse: impl FnOnce(&str) -> Option<T>,
    right: &str,
) -> Result<Option<T>, Problem> {
    let Some(text) = query.get(name) else { return Ok(None) };
    parse(text).map(Some).ok_or_else(|| problem::malformed(format!("{name} must be {right}")))
}

/// A segment of a path as it was meant: `%20` is a space.
#[must_use]
pub fn decoded(segment: &str) -> Option<String> {
    let (mut bytes, mut out) = (segment.bytes(), Vec::with_capacity(segment.len()));
    while let Some(byte) = bytes.next() {
        out.push(if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
            u8::try_from(high << 4 | low).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_decoded_or_refused() {
        assert_eq!(decoded("a%20b%2Fc").as_deref(), Some("a b/c"));
        assert_eq!(decoded("J%C3%A4n").as_deref(), Some("Jän"));
        assert_eq!(decoded("").as_deref(), Some(""));
        for bad in ["%", "%2", "%zz", "%ff", "a%"] {
            assert_eq!(decoded(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_limit_is_a_number_from_1_to_100() {
        let asked = |text: &str| limit(&BTreeMap::from([("limit".to_owned(), text.to_owned())]));
        assert_eq!((asked("1").unwrap(), asked("100").unwrap()), (1, 100));
        assert_eq!(limit(&BTreeMap::new()).unwrap(), USUAL);
        for bad in ["", "0", "101", "-1", "+5", "1.5", "5 ", "99999999999999999999"] {
            assert!(asked(bad).is_err(), "{bad}");
        }
    }
}
