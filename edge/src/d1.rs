//! Statements to the database, in one line each.

use crate::{problem::OrInternal, site::database};
use serde::de::DeserializeOwned;
use weft_shared::{time::Timestamp, wire::problem::Problem};
use worker::{D1PreparedStatement, Env, wasm_bindgen::JsValue};

/// A text.
#[must_use]
pub fn text(value: impl AsRef<str>) -> JsValue {
    JsValue::from_str(value.as_ref())
}

/// A text, or nothing.
#[must_use]
pub fn optional(value: Option<impl AsRef<str>>) -> JsValue {
    value.map_or(JsValue::NULL, text)
}

/// A moment.
#[must_use]
pub fn moment(at: Timestamp) -> JsValue {
    // Far below the 2^53 that a number holds exactly.
    JsValue::from_f64(at.0 as f64)
}

/// A number.
#[must_use]
pub fn number(value: u32) -> JsValue {
    JsValue::from_f64(f64::from(value))
}

/// A statement with its values.
///
/// # Errors
/// `internal` when there is no database or the statement is wrong.
pub fn statement(env: &Env, query: &str, values: &[JsValue]) -> Result<D1PreparedStatement, Problem> {
    database(env)?.prepare(query).bind(values).or_internal("preparing a statement")
}

/// Runs a statement; answers how many rows it changed.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn run(env: &Env, query: &str, values: &[JsValue]) -> Result<usize, Problem> {
    let result = statement(env, query, values)?.run().await.or_internal("writing to the database")?;
    let meta = result.meta().or_internal("reading what the database did")?;
    Ok(meta.and_then(|meta| meta.changes).unwrap_or(0))
}

/// All rows of a query.
///
/// # Errors
/// As [`run`].
pub async fn all<T: DeserializeOwned>(env: &Env, query: &str, values: &[JsValue]) -> Result<Vec<T>, Problem> {
    let result = statement(env, query, values)?.all().await.or_internal("asking the database")?;
    result.results().or_internal("reading the database's answer")
}

/// The first row of a query, if there is one.
///
/// # Errors
/// As [`run`].
pub async fn first<T: DeserializeOwned>(env: &Env, query: &str, values: &[JsValue]) -> Result<Option<T>, Problem> {
    statement(env, query, values)?.first(None).await.or_internal("asking the database")
}
