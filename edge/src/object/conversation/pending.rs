//! Files that agents brought for an answer and have not sent yet. Their bytes are in the object store; what is not sent
//! within a day is deleted there.

use super::Conversation;
use crate::{ambient, files, log, object::sql, problem::OrInternal};
use serde::Deserialize;
use weft_shared::{
    id::{AgentId, AttachmentId, SiteId},
    message::Attachment,
    time::{DAY, HOUR, Timestamp},
    wire::problem::{Problem, ProblemKind},
};
use worker::SqlStorage;

/// How long a file waits to be sent.
const KEPT: i64 = DAY;
/// Files that wait in one conversation at once.
const MOST: usize = 50;
/// Files of one answer.
pub const OF_ONE_ANSWER: usize = 10;
/// Bytes of all files of one answer: with the letter around them, mail providers take a third more than this.
const LARGEST_ANSWER: u64 = 7 * 1024 * 1024;
/// A file that could not be deleted is tried again after so long.
const AGAIN: i64 = HOUR;

#[derive(Deserialize)]
struct Row {
    body: String,
}

#[derive(Deserialize)]
struct Over {
    id: String,
}

#[derive(Deserialize)]
struct Next {
    expires: Option<i64>,
}

/// Notes a file whose bytes come next.
///
/// # Errors
/// `too-many` when too many wait already; `internal`.
pub async fn bring(object: &Conversation, agent: &AgentId, file: &Attachment) -> Result<(), Problem> {
    object.begun()?;
    let sql = object.state.storage().sql();
    let waiting: Vec<Over> = sql::all(&sql, "SELECT id FROM pending", vec![])?;
    if waiting.len() >= MOST {
        let why = format!("{MOST} files wait here to be sent: send some of them first");
        return Err(Problem::new(ProblemKind::TooMany).detail(why));
    }
    let body = serde_json::to_string(file).or_internal("writing a file's line")?;
    let expires = ambient::now().plus(KEPT);
    let row = vec![file.id.to_string().into(), agent.as_str().into(), body.into(), expires.0.into()];
    sql::run(&sql, "INSERT INTO pending (id, agent, body, expires) VALUES (?, ?, ?, ?)", row)?;
    object.arm().await;
    Ok(())
}

/// The files that an agent brought and names for an answer.
///
/// # Errors
/// `malformed` when one of them is not here, or they are too many or too large for one answer.
pub fn wanted(sql: &SqlStorage, agent: &AgentId, wanted: &[AttachmentId]) -> Result<Vec<Attachment>, Problem> {
    let malformed = |why: String| Err(crate::problem::malformed(why));
    if wanted.len() > OF_ONE_ANSWER {
        return malformed(format!("an answer takes at most {OF_ONE_ANSWER} files"));
    }
    let mut found: Vec<Attachment> = Vec::with_capacity(wanted.len());
    for id in wanted {
        let query = "SELECT body FROM pending WHERE id = ? AND agent = ?";
        let row: Option<Row> = sql::first(sql, query, vec![id.to_string().into(), agent.as_str().into()])?;
        let Some(row) = row.filter(|_| found.iter().all(|file| file.id != *id)) else {
            return malformed(format!("the file {id} is not here: bring it again"));
        };
        found.push(serde_json::from_str(&row.body).or_internal("reading a file's line")?);
    }
    if found.iter().map(|file| file.size).sum::<u64>() > LARGEST_ANSWER {
        return malformed(format!("the files of one answer have at most {} MB together", LARGEST_ANSWER >> 20));
    }
    Ok(found)
}

/// They are sent: to be called in the transaction that says so.
///
/// # Errors
/// `internal`.
pub fn sent(sql: &SqlStorage, files: &[Attachment]) -> Result<(), Problem> {
    for file in files {
        sql::run(sql, "DELETE FROM pending WHERE id = ?", vec![file.id.to_string().into()])?;
    }
    Ok(())
}

/// When the next file has waited long enough.
pub fn next(sql: &SqlStorage) -> Option<Timestamp> {
    let next: Option<Next> = sql::first(sql, "SELECT MIN(expires) AS expires FROM pending", vec![]).ok().flatten();
    next.and_then(|row| row.expires).map(Timestamp)
}

/// Deletes what nobody sent in time.
pub async fn sweep(object: &Conversation) {
    let Ok(thread) = object.begun() else { return };
    let Some(identity) = &thread.identity else { return };
    let sql = object.state.storage().sql();
    let now = ambient::now();
    let over = sql::all(&sql, "SELECT id FROM pending WHERE expires <= ? LIMIT 20", vec![now.0.into()]);
    for Over { id } in over.unwrap_or_default() {
        let done = match delete(object, &identity.site, &id).await {
            Ok(()) => sql::run(&sql, "DELETE FROM pending WHERE id = ?", vec![id.into()]),
            Err(_) => {
                let later = vec![now.plus(AGAIN).0.into(), id.into()];
                sql::run(&sql, "UPDATE pending SET expires = ? WHERE id = ?", later)
            }
        };
        if let Err(problem) = done {
            log::failure("forgetting a file", &problem.kind);
        }
    }
}

async fn delete(object: &Conversation, site: &SiteId, id: &str) -> Result<(), Problem> {
    let id: AttachmentId = id.parse().ok().or_internal("reading a file's id")?;
    files::delete(&object.env, &files::file_key(site, id)).await
}
