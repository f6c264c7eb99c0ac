//! Handoffs of the last days that were accepted: how long each team takes until somebody answers for what it was given.
//! Like the lines of the inbox they are known to the conversations and come back from them.

use crate::{
    object::sql::{all, run},
    problem::OrInternal,
};
use serde::Deserialize;
use weft_shared::{
    handoff::{Handed, LATELY},
    time::Timestamp,
    wire::problem::Problem,
};
use worker::SqlStorage;

/// A migration of the desk.
pub const TABLES: &str = "
    CREATE TABLE handed (
        handoff TEXT PRIMARY KEY,
        accepted INTEGER NOT NULL,
        handed TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX handed_by_time ON handed (accepted);
";

/// Keeps what a conversation says of its handoffs; each counts once, however often it is said.
///
/// # Errors
/// As [`run`].
pub fn keep(sql: &SqlStorage, handed: &[Handed], now: Timestamp) -> Result<(), Problem> {
    for one in handed {
        let text = serde_json::to_string(one).or_internal("writing a handoff")?;
        run(
            sql,
            "INSERT OR IGNORE INTO handed (handoff, accepted, handed) VALUES (?, ?, ?)",
            vec![one.id.to_string().into(), one.accepted.0.into(), text.into()],
        )?;
    }
    if !handed.is_empty() {
        run(sql, "DELETE FROM handed WHERE accepted <= ?", vec![now.plus(-LATELY).0.into()])?;
    }
    Ok(())
}

/// Those of the last days.
///
/// # Errors
/// As [`all`].
pub fn lately(sql: &SqlStorage, now: Timestamp) -> Result<Vec<Handed>, Problem> {
    #[derive(Deserialize)]
    struct Stored {
        handed: String,
    }
    let query = "SELECT handed FROM handed WHERE accepted > ?";
    let stored: Vec<Stored> = all(sql, query, vec![now.plus(-LATELY).0.into()])?;
    stored.iter().map(|row| serde_json::from_str(&row.handed).or_internal("reading a handoff")).collect()
}
