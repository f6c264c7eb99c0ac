//! Session secrets: 256 random bits each, kept as hashes only.

use crate::{ambient, object::sql};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use weft_shared::{
    id::{ConversationId, SessionId, TokenId},
    time::Timestamp,
    wire::problem::Problem,
};
use worker::SqlStorage;

/// How many secrets of one session are good at once: its tabs may have got theirs from different answers.
const AT_ONCE: u64 = 8;

#[derive(Deserialize)]
struct SessionRow {
    session: String,
}

/// A new secret for a session. With `alone`, all its earlier ones die.
///
/// # Errors
/// `internal` when it cannot be stored.
pub fn issue(storage: &SqlStorage, session: SessionId, alone: bool, now: Timestamp) -> Result<String, Problem> {
    let secret = hex(&ambient::random::<32>()?);
    let id = session.to_string();
    if alone {
        revoke(storage, session)?;
    }
    let row = vec![digest(&secret).into(), id.clone().into(), now.0.into()];
    sql::run(storage, "INSERT INTO secret (hash, session, at) VALUES (?, ?, ?)", row)?;
    let surplus = "DELETE FROM secret WHERE session = ?1 AND hash NOT IN
        (SELECT hash FROM secret WHERE session = ?1 ORDER BY at DESC, rowid DESC LIMIT ?2)";
    sql::run(storage, surplus, vec![id.into(), sql::integer(AT_ONCE)])?;
    Ok(secret)
}

/// All secrets of a session die.
///
/// # Errors
/// `internal` when they cannot be removed.
pub fn revoke(storage: &SqlStorage, session: SessionId) -> Result<(), Problem> {
    sql::run(storage, "DELETE FROM secret WHERE session = ?", vec![session.to_string().into()])?;
    Ok(())
}

/// Whether this is a secret of this session. The look-up is by hash, so its time tells nothing about the secret.
///
/// # Errors
/// `internal` when it cannot be looked up.
pub fn holds(storage: &SqlStorage, session: SessionId, secret: &str) -> Result<bool, Problem> {
    let query = "SELECT session FROM secret WHERE hash = ? AND session = ?";
    let rows: Vec<SessionRow> = sql::all(storage, query, vec![digest(secret).into(), session.to_string().into()])?;
    Ok(!rows.is_empty())
}

/// The session that this browser has by this link.
///
/// # Errors
/// `internal` when it cannot be looked up.
pub fn of_browser(storage: &SqlStorage, token: TokenId, browser: &str) -> Result<Option<SessionId>, Problem> {
    let query = "SELECT session FROM browser WHERE token = ? AND browser = ?";
    let rows: Vec<SessionRow> = sql::all(storage, query, vec![token.to_string().into(), browser.into()])?;
    Ok(rows.first().and_then(|row| row.session.parse().ok()))
}

/// Remembers which session this browser has by this link.
///
/// # Errors
/// `internal` when it cannot be stored.
pub fn remember(storage: &SqlStorage, token: TokenId, browser: &str, session: SessionId) -> Result<(), Problem> {
    let row = vec![token.to_string().into(), browser.into(), session.to_string().into()];
    sql::run(storage, "INSERT OR REPLACE INTO browser (token, browser, session) VALUES (?, ?, ?)", row)?;
    Ok(())
}

/// Where a session's account has another open conversation: the visitor is asked. None: forget it.
///
/// # Errors
/// `internal` when it cannot be stored.
pub fn note_elsewhere(
    storage: &SqlStorage,
    session: SessionId,
    elsewhere: Option<ConversationId>,
) -> Result<(), Problem> {
    sql::run(storage, "DELETE FROM elsewhere WHERE session = ?", vec![session.to_string().into()])?;
    if let Some(conversation) = elsewhere {
        let row = vec![session.to_string().into(), conversation.to_string().into()];
        sql::run(storage, "INSERT INTO elsewhere (session, conversation) VALUES (?, ?)", row)?;
    }
    Ok(())
}

/// Where a session's account has another open conversation, and when the session left for it, if it did.
///
/// # Errors
/// `internal` when it cannot be looked up.
pub fn elsewhere(storage: &SqlStorage, session: SessionId) -> Result<Option<Elsewhere>, Problem> {
    #[derive(Deserialize)]
    struct Row {
        conversation: String,
        departed: Option<i64>,
    }
    let query = "SELECT conversation, departed FROM elsewhere WHERE session = ?";
    let row: Option<Row> = sql::first(storage, query, vec![session.to_string().into()])?;
    Ok(row.and_then(|row| {
        Some(Elsewhere { conversation: row.conversation.parse().ok()?, departed: row.departed.map(Timestamp) })
    }))
}

/// A session leaves for another conversation.
///
/// # Errors
/// `internal` when it cannot be stored.
pub fn note_departure(
    storage: &SqlStorage,
    session: SessionId,
    to: ConversationId,
    now: Timestamp,
) -> Result<(), Problem> {
    let row = vec![to.to_string().into(), now.0.into(), session.to_string().into()];
    sql::run(storage, "UPDATE elsewhere SET conversation = ?, departed = ? WHERE session = ?", row)?;
    Ok(())
}

/// Another open conversation of a session's account.
pub struct Elsewhere {
    /// It.
    pub conversation: ConversationId,
    /// When the session left for it, if it did.
    pub departed: Option<Timestamp>,
}

fn digest(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
