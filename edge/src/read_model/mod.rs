//! The read model in D1: rows for search and reports, made of journal entries and of nothing else.
//!
//! Every statement is idempotent and says from which entry it is, so that entries may come twice and in any order.
//! What is cleared comes back the same when the conversations say everything again.

mod beginning;
mod digest;
mod find;
mod rows;
mod said;

pub use beginning::{Beginning, beginnings};
pub use digest::summary;
pub use find::{Reader, find};

use crate::problem::OrInternal;
use rows::Rows;
use serde::Deserialize;
use weft_shared::{
    event::Event,
    id::{ConversationId, SiteId},
    time::Timestamp,
    wire::problem::Problem,
};
use worker::{D1Database, Env, wasm_bindgen::JsValue};

/// Entries in one transaction.
const AT_ONCE: usize = 40;

/// Brings the rows of one conversation up to date with these entries of its journal.
///
/// # Errors
/// `internal` or `busy` when the database fails; projecting again is safe.
pub async fn project(env: &Env, site: &SiteId, conversation: ConversationId, events: &[Event]) -> Result<(), Problem> {
    let rows = Rows::new(database(env)?, site, conversation);
    for some in events.chunks(AT_ONCE) {
        let mut statements = vec![rows.begin()?];
        for event in some {
            rows.entry(event, &mut statements)?;
            said::entry(&rows, event, &mut statements)?;
        }
        let results = rows.database.batch(statements).await.or_internal("writing the read model")?;
        if let Some(error) = results.iter().find_map(worker::D1Result::error) {
            crate::log::failure("writing the read model", &error);
            return Err(crate::problem::busy());
        }
    }
    Ok(())
}

/// Forgets everything about a site.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn clear(env: &Env, site: &SiteId) -> Result<(), Problem> {
    let database = database(env)?;
    let mut statements = Vec::new();
    for clear in [
        "DELETE FROM said WHERE rowid IN (SELECT id FROM place WHERE site = ?1)",
        "DELETE FROM place WHERE site = ?1",
        "DELETE FROM entry WHERE site = ?1",
        "DELETE FROM message WHERE site = ?1",
        "DELETE FROM conversation WHERE site = ?1",
        "DELETE FROM conversation_line WHERE site = ?1",
    ] {
        let statement = database.prepare(clear);
        statements.push(statement.bind(&[JsValue::from_str(site.as_str())]).or_internal("clearing the read model")?);
    }
    database.batch(statements).await.or_internal("clearing the read model")?;
    Ok(())
}

/// The conversations of a site in which something happened since a moment, the latest first.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn latest(env: &Env, site: &SiteId, since: Timestamp, most: usize) -> Result<Vec<ConversationId>, Problem> {
    #[derive(Deserialize)]
    struct Known {
        conversation: ConversationId,
    }
    let query = format!(
        "SELECT conversation FROM conversation WHERE site = ?1 AND last_at >= ?2 \
         ORDER BY last_at DESC, conversation LIMIT {most}"
    );
    let values = [JsValue::from_str(site.as_str()), JsValue::from_f64(since.0 as f64)];
    let statement = database(env)?.prepare(&query).bind(&values).or_internal("asking the read model")?;
    let answer = statement.all().await.or_internal("reading the read model")?;
    let known: Vec<Known> = answer.results().or_internal("reading the read model")?;
    Ok(known.into_iter().map(|row| row.conversation).collect())
}

fn database(env: &Env) -> Result<D1Database, Problem> {
    env.d1("DB").or_internal("finding the database")
}
