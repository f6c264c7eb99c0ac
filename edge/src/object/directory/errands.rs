//! What conversations are still to be told: whose they are after a merge, or after its undoing, and who takes part in
//! them no longer. Rows commit with the merge; they are run at once, and by the object's alarm until each conversation has heard. One at a time, so that each
//! conversation hears in the order in which it happened.

use super::Directory;
use crate::{
    ambient, log,
    object::{
        call::call,
        conversation::call::{ConversationCall, Executed},
        sql,
    },
    problem::OrInternal,
};
use serde::Deserialize;
use serde_json::json;
use weft_shared::{
    directory::Errand,
    id::SiteId,
    time::{HOUR, SECOND, Timestamp},
    wire::problem::{Problem, ProblemKind},
};
use worker::{SqlStorage, State};

/// Errands of one run: the others wait for the alarm, which follows at once.
const BATCH: usize = 20;
/// A conversation that was announced and never began is given up after so many tries, which takes more than a day.
const TRIES: u32 = 40;

#[derive(Deserialize)]
struct Row {
    id: u64,
    body: String,
    tries: u32,
}

#[derive(Deserialize)]
struct Next {
    due: Option<i64>,
}

/// Puts an errand after those that wait. It is due at once.
///
/// # Errors
/// `internal` when it cannot be stored.
pub fn put(storage: &SqlStorage, errand: &Errand) -> Result<(), Problem> {
    let body = serde_json::to_string(errand).or_internal("writing an errand")?;
    let row = vec![errand.conversation.to_string().into(), body.into()];
    sql::run(storage, "INSERT INTO errand (conversation, body, due) VALUES (?, ?, 0)", row).map(drop)
}

/// Runs what is due, and sets the alarm for what is left.
pub async fn run(object: &Directory) {
    if object.running.replace(true) {
        return;
    }
    let _ends = Ends(&object.running);
    if let Err(problem) = carry_out(object).await {
        log::failure("running errands", &problem.kind);
    }
    arm(&object.state).await;
}

/// Whoever runs errands has ended, however that came about.
struct Ends<'a>(&'a std::cell::Cell<bool>);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

async fn carry_out(object: &Directory) -> Result<(), Problem> {
    let sql = object.state.storage().sql();
    for _ in 0..BATCH {
        let Some(Row { id, body, tries }) = next(&sql, ambient::now())? else { return Ok(()) };
        let errand: Errand = serde_json::from_str(&body).or_internal("reading an errand")?;
        let conversation = errand.conversation;
        match tell(object, errand).await {
            Err(problem) if is_passing(&problem, tries) => {
                let due = ambient::now().plus(pause(tries));
                let row = vec![sql::integer(u64::from(tries) + 1), due.0.into(), sql::integer(id)];
                sql::run(&sql, "UPDATE errand SET tries = ?, due = ? WHERE id = ?", row)?;
            }
            outcome => {
                if let Err(problem) = outcome {
                    // It says itself whose it is, and nothing would change by telling it again.
                    log::warn(
                        "a conversation was not told",
                        json!({ "conversation": conversation, "because": problem.kind }),
                    );
                }
                sql::run(&sql, "DELETE FROM errand WHERE id = ?", vec![sql::integer(id)])?;
            }
        }
    }
    Ok(())
}

/// The first errand that is due and before which its conversation waits for no other.
fn next(sql: &SqlStorage, now: Timestamp) -> Result<Option<Row>, Problem> {
    let query = "SELECT id, body, tries FROM errand WHERE due <= ? AND id IN
        (SELECT MIN(id) FROM errand GROUP BY conversation) ORDER BY id LIMIT 1";
    sql::first(sql, query, vec![now.0.into()])
}

async fn tell(object: &Directory, errand: Errand) -> Result<(), Problem> {
    let site = object.site()?.or_internal("naming the site of a directory")?;
    let (conversation, command) = (errand.conversation, errand.command());
    let question = ConversationCall::Execute { site: site.clone(), command };
    let _: Executed = call(&object.env, "CONVERSATION", &format!("{site}/{conversation}"), &question).await?;
    Ok(())
}

/// Whether telling it later may help: a conversation that has not begun may be about to.
fn is_passing(problem: &Problem, tries: u32) -> bool {
    match [ProblemKind::Busy, ProblemKind::Internal, ProblemKind::NotFound].into_iter().find(|kind| problem.is(*kind)) {
        Some(ProblemKind::NotFound) => tries < TRIES,
        Some(_) => true,
        None => false,
    }
}

/// How long to wait after so many tries: it doubles from a second up to an hour.
fn pause(tries: u32) -> i64 {
    (SECOND << tries.min(12)).min(HOUR)
}

/// Sets the alarm to the next errand, if there is one.
pub async fn arm(state: &State) {
    let sql = state.storage().sql();
    let query = "SELECT MIN(due) AS due FROM errand WHERE id IN (SELECT MIN(id) FROM errand GROUP BY conversation)";
    let due = sql::first::<Next>(&sql, query, vec![]).ok().flatten().and_then(|row| row.due);
    if let Some(due) = due {
        let wait = Timestamp(due).since(ambient::now()).max(0);
        // The library takes a number for milliseconds from now.
        let _ = state.storage().set_alarm(wait).await.or_internal("setting an alarm");
    }
}

/// Notes the site that this directory is of, for the alarm, which nobody names.
///
/// # Errors
/// `internal` when it cannot be stored.
pub fn remember_site(sql: &SqlStorage, site: &SiteId) -> Result<(), Problem> {
    sql::run(sql, "INSERT OR IGNORE INTO own (id, site) VALUES (1, ?)", vec![site.as_str().into()]).map(drop)
}

/// The site that was noted.
///
/// # Errors
/// `internal` when it cannot be read.
pub fn known_site(sql: &SqlStorage) -> Result<Option<SiteId>, Problem> {
    #[derive(Deserialize)]
    struct Own {
        site: SiteId,
    }
    Ok(sql::first::<Own>(sql, "SELECT site FROM own", vec![])?.map(|row| row.site))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::time::DAY;

    #[test]
    fn what_passes_is_tried_again_and_what_does_not_is_not() {
        for (kind, tries, passing) in [
            (ProblemKind::Busy, u32::MAX, true),
            (ProblemKind::Internal, u32::MAX, true),
            (ProblemKind::NotFound, 0, true),
            (ProblemKind::NotFound, TRIES, false),
            (ProblemKind::Moved, 0, false),
            (ProblemKind::Conflict, 0, false),
        ] {
            assert_eq!(is_passing(&Problem::new(kind), tries), passing, "{kind:?} after {tries}");
        }
    }

    #[test]
    fn pauses_grow_up_to_an_hour() {
        assert_eq!((pause(0), pause(u32::MAX)), (SECOND, HOUR));
        assert!((0..TRIES).map(pause).sum::<i64>() > DAY);
    }
}
