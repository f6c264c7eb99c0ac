//! The journal: a conversation's events in the object's own SQLite, with everything that must commit with them.

use super::{outbox, pending, secrets};
use crate::{object::sql, problem::OrInternal};
use serde::Deserialize;
use weft_shared::{
    conversation::Conversation,
    effect::effects,
    event::{Event, EventBody},
    id::{CommandKey, SessionId},
    time::Timestamp,
    wire::problem::Problem,
};
use worker::SqlStorage;

/// The tables, one migration a step; a step never changes once it was released.
pub const MIGRATIONS: &[&str] = &["CREATE TABLE event (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL);
     CREATE TABLE command (key TEXT PRIMARY KEY, seq INTEGER NOT NULL);
     CREATE TABLE secret (hash TEXT PRIMARY KEY, session TEXT NOT NULL, at INTEGER NOT NULL);
     CREATE INDEX secret_session ON secret (session);
     CREATE TABLE browser (token TEXT NOT NULL, browser TEXT NOT NULL, session TEXT NOT NULL, PRIMARY KEY (token, browser));
     CREATE TABLE outbox (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
        due INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, dead TEXT);
     CREATE INDEX outbox_due ON outbox (due) WHERE dead IS NULL;
     CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
     INSERT INTO mark (name, value) VALUES ('outbox', 0), ('projected', 0);",
     "CREATE TABLE elsewhere (session TEXT PRIMARY KEY, conversation TEXT NOT NULL, departed INTEGER);",
     "CREATE TABLE pending (id TEXT PRIMARY KEY, agent TEXT NOT NULL, body TEXT NOT NULL, expires INTEGER NOT NULL);
     CREATE INDEX pending_expires ON pending (expires);"];

#[derive(Deserialize)]
struct EventRow {
    seq: u64,
    at: i64,
    body: String,
}

#[derive(Deserialize)]
struct Place {
    seq: u64,
}

/// The events after a place, in order.
///
/// # Errors
/// `internal` when the journal cannot be read.
pub fn read(storage: &SqlStorage, after: u64) -> Result<Vec<Event>, Problem> {
    let query = "SELECT seq, at, body FROM event WHERE seq > ? ORDER BY seq";
    let rows: Vec<EventRow> = sql::all(storage, query, vec![sql::integer(after)])?;
    rows.into_iter().map(event).collect()
}

fn event(row: EventRow) -> Result<Event, Problem> {
    let body: EventBody = serde_json::from_str(&row.body).or_internal("reading an event")?;
    Ok(Event { seq: row.seq, at: Timestamp(row.at), body })
}

/// The first so many events after a place, in order.
///
/// # Errors
/// `internal` when the journal cannot be read.
pub fn page(storage: &SqlStorage, after: u64, most: usize) -> Result<Vec<Event>, Problem> {
    let query = format!("SELECT seq, at, body FROM event WHERE seq > ? ORDER BY seq LIMIT {most}");
    sql::all(storage, &query, vec![sql::integer(after)])?.into_iter().map(event).collect()
}

/// The last so many events before a place, the latest first.
///
/// # Errors
/// `internal` when the journal cannot be read.
pub fn before(storage: &SqlStorage, place: u64, most: usize) -> Result<Vec<Event>, Problem> {
    let query = format!("SELECT seq, at, body FROM event WHERE seq < ? ORDER BY seq DESC LIMIT {most}");
    sql::all(storage, &query, vec![sql::integer(place)])?.into_iter().map(event).collect()
}

/// The place after which an earlier command with this key was committed; none if there was none.
///
/// # Errors
/// `internal` when the journal cannot be read.
pub fn answered(storage: &SqlStorage, key: &CommandKey) -> Result<Option<u64>, Problem> {
    let rows: Vec<Place> = sql::all(storage, "SELECT seq FROM command WHERE key = ?", vec![key.as_str().into()])?;
    Ok(rows.first().map(|row| row.seq))
}

/// Writes events with the command's answer and their effects; answers the conversation as it is after them.
/// To be called in one transaction. The platform holds every answer back until it is on disk.
///
/// # Errors
/// `internal`; then the transaction must not be committed.
pub fn write(
    storage: &SqlStorage,
    before: &Conversation,
    key: &CommandKey,
    events: &[Event],
    now: Timestamp,
) -> Result<Conversation, Problem> {
    let mut after = before.clone();
    let mut rows = Vec::with_capacity(events.len());
    let mut orders = Vec::new();
    for event in events {
        after.apply(event);
        let body = serde_json::to_string(&event.body).or_internal("writing an event")?;
        rows.push(vec![sql::integer(event.seq), event.at.0.into(), body.into()]);
        for effect in effects(&after, event) {
            orders.push(outbox::order(&effect));
        }
        if let EventBody::MessageSent { message, .. } = &event.body {
            pending::sent(storage, &message.attachments)?;
        }
        // No secret outlives the level that it was given for: it dies in the transaction that changes the level.
        if let EventBody::SessionProven { session, .. } | EventBody::SessionEnded { session } = &event.body {
            secrets::revoke(storage, *session)?;
        }
        if let EventBody::ParticipantLeft { .. } = &event.body {
            let was_here = |session: &SessionId| before.sessions.get(session).is_none_or(|was| !was.ended);
            let gone = after.sessions.iter().filter(|(id, session)| session.ended && was_here(id));
            gone.map(|(id, _)| *id).try_for_each(|session| secrets::revoke(storage, session))?;
        }
    }
    for row in rows {
        sql::run(storage, "INSERT INTO event (seq, at, body) VALUES (?, ?, ?)", row)?;
    }
    let place = vec![key.as_str().into(), sql::integer(after.seq)];
    sql::run(storage, "INSERT INTO command (key, seq) VALUES (?, ?)", place)?;
    for order in orders {
        outbox::put(storage, &order, now)?;
    }
    Ok(after)
}
