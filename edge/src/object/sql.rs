//! The SQLite of a Durable Object: numbered migrations, typed rows, and transactions.

use crate::problem::OrInternal;
use serde::{Deserialize, de::DeserializeOwned};
use weft_shared::wire::problem::Problem;
use worker::{
    SqlStorage, SqlStorageValue, State,
    js_sys::{Function, Reflect},
    wasm_bindgen::{JsCast, JsValue, closure::ScopedClosure},
};

/// Brings an object's tables up to date: migration *n* is the *n*-th text, each runs once, all or none of it.
/// Texts are only ever appended to the list.
///
/// # Errors
/// `internal` when a statement fails; the object stays as it was.
pub fn migrate(state: &State, migrations: &[&str]) -> Result<(), Problem> {
    atomically(state, |sql| {
        run(sql, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)", vec![])?;
        let known = first::<Version>(sql, "SELECT max(version) AS version FROM schema_version", vec![])?;
        let known = known.and_then(|row| row.version).unwrap_or(0);
        for (number, migration) in (1_i64..).zip(migrations).filter(|(number, _)| *number > known) {
            run(sql, migration, vec![])?;
            run(sql, "INSERT INTO schema_version (version) VALUES (?)", vec![number.into()])?;
        }
        Ok(())
    })
}

/// Whether [`migrate`] ever ran here. Asking writes nothing: an object that holds nothing costs nothing.
///
/// # Errors
/// `internal` when the storage cannot be read.
pub fn has_tables(state: &State) -> Result<bool, Problem> {
    let query = "SELECT count(*) AS version FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'";
    let found = first::<Version>(&state.storage().sql(), query, vec![])?;
    Ok(found.and_then(|row| row.version).is_some_and(|tables| tables > 0))
}

#[derive(Deserialize)]
struct Version {
    version: Option<i64>,
}

/// A count or a place as a value of SQLite; stops at its greatest integer.
#[must_use]
pub fn integer(value: u64) -> SqlStorageValue {
    SqlStorageValue::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// Runs a statement for its effect; answers how many rows it wrote, index entries included.
///
/// # Errors
/// `internal` when it fails.
pub fn run(sql: &SqlStorage, statement: &str, values: Vec<SqlStorageValue>) -> Result<usize, Problem> {
    Ok(sql.exec(statement, values).or_internal("writing to an object's tables")?.rows_written())
}

/// All rows of a query, read by column names.
///
/// # Errors
/// `internal` when it fails or a row is not of the type.
pub fn all<T: DeserializeOwned>(
    sql: &SqlStorage,
    query: &str,
    values: Vec<SqlStorageValue>,
) -> Result<Vec<T>, Problem> {
    sql.exec(query, values).and_then(|cursor| cursor.to_array()).or_internal("reading an object's tables")
}

/// The first row of a query, if there is one.
///
/// # Errors
/// As [`all`].
pub fn first<T: DeserializeOwned>(
    sql: &SqlStorage,
    query: &str,
    values: Vec<SqlStorageValue>,
) -> Result<Option<T>, Problem> {
    Ok(all(sql, query, values)?.into_iter().next())
}

/// Runs `body` in one transaction: when it answers with a problem, nothing that it wrote stays.
/// It cannot wait for anything; it must not call `atomically` itself.
///
/// # Errors
/// The problem of `body`, or `internal` when the platform fails.
pub fn atomically<T>(state: &State, body: impl FnOnce(&SqlStorage) -> Result<T, Problem>) -> Result<T, Problem> {
    let storage = state.storage();
    let raw: &JsValue = storage.as_raw().as_ref();
    // The bindings of the platform's library lack `transactionSync`, the object has it.
    let transaction: Function = Reflect::get(raw, &JsValue::from_str("transactionSync"))
        .and_then(JsCast::dyn_into)
        .map_err(worker::Error::from)
        .or_internal("finding transactionSync")?;
    let sql = storage.sql();
    let (mut body, mut outcome) = (Some(body), None);
    let mut once = || -> Result<JsValue, JsValue> {
        if let Some(body) = body.take() {
            outcome = Some(body(&sql));
        }
        match outcome {
            Some(Ok(_)) => Ok(JsValue::UNDEFINED),
            // What is thrown here makes the platform roll back; it comes back below and is not looked at.
            _ => Err(JsValue::from_str("rolled back")),
        }
    };
    let committed = {
        let closure = ScopedClosure::<dyn FnMut() -> Result<JsValue, JsValue>>::borrow_mut_aborting(&mut once);
        transaction.call1(raw, closure.as_js_value())
    };
    match (outcome, committed) {
        (Some(Err(problem)), _) => Err(problem),
        (Some(Ok(value)), Ok(_)) => Ok(value),
        (_, Err(error)) => Err(worker::Error::from(error)).or_internal("committing a transaction"),
        (None, Ok(_)) => None.or_internal("running a transaction"),
    }
}
