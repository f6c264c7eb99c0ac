//! Whether the desk knows all conversations of its site. One that lost its storage, or is new while there are conversations,
//! knows neither what agents have nor what waits. Until a rebuild has told it everything it gives nobody anything, keeps no
//! room and takes nothing back: so nobody gets more than they can have, and no owner is lost because their agent is not
//! entered again yet.
//!
//! The directory keeps which desk is the site's: one by another name is not whole.

use super::{Desk, project, store};
use crate::{
    ambient, log,
    object::{
        call::call,
        conversation::hex,
        directory,
        directory::call::DirectoryCall,
        sql::{first, run},
    },
};
use serde::Deserialize;
use weft_shared::{
    time::SECOND,
    wire::problem::{Problem, ProblemKind},
};
use worker::SqlStorage;

/// A migration of the desk. What was here before there was this is whole.
pub const TABLES: &str = "
    CREATE TABLE birth (
        -- This desk's own name, drawn once.
        name TEXT NOT NULL,
        -- The directory knows it.
        told INTEGER NOT NULL,
        whole INTEGER NOT NULL
    );
    INSERT INTO birth (name, told, whole) SELECT '', 0, EXISTS (SELECT 1 FROM site);
";

/// How long what needs the whole desk is to wait, in milliseconds.
const WAIT: i64 = 10 * SECOND;

#[derive(Deserialize)]
struct Birth {
    name: String,
    told: u8,
    whole: u8,
}

fn birth(sql: &SqlStorage) -> Result<Option<Birth>, Problem> {
    first(sql, "SELECT name, told, whole FROM birth", vec![])
}

/// Whether the desk knows all conversations.
///
/// # Errors
/// As [`first`].
pub fn is_whole(sql: &SqlStorage) -> Result<bool, Problem> {
    Ok(birth(sql)?.is_some_and(|birth| birth.whole != 0))
}

/// Refuses what needs the whole desk.
///
/// # Errors
/// `busy` while the desk does not know all conversations.
pub fn require(sql: &SqlStorage) -> Result<(), Problem> {
    if is_whole(sql)? {
        return Ok(());
    }
    let why =
        "the desk has to be made again from its conversations: the operator enters its agents and asks for a rebuild";
    Err(Problem::new(ProblemKind::Busy).detail(why).retry_after(WAIT))
}

/// Tells the directory of this desk, once; learns by it whether it is the site's first. When the directory cannot be asked,
/// the next call asks again.
///
/// # Errors
/// When the tables cannot be read or written.
pub async fn introduce(desk: &Desk) -> Result<(), Problem> {
    if desk.introduced.get() {
        return Ok(());
    }
    let told = birth(&desk.sql())?.is_none_or(|birth| birth.told != 0);
    if !told && let Some(first) = tell(desk, false).await? {
        let query = "UPDATE birth SET told = 1, whole = ? WHERE told = 0";
        run(&desk.sql(), query, vec![i64::from(first).into()])?;
        if !first {
            log::warn("the desk knows not all conversations", serde_json::json!({ "site": store::site(&desk.sql())? }));
        }
    }
    desk.introduced.set(birth(&desk.sql())?.is_none_or(|birth| birth.told != 0));
    Ok(())
}

/// All conversations have said what they are: the desk works again.
///
/// # Errors
/// `busy` when the directory cannot be told; as [`run`].
pub async fn restored(desk: &Desk) -> Result<(), Problem> {
    if !is_whole(&desk.sql())? {
        tell(desk, true).await?.ok_or_else(crate::problem::busy)?;
        run(&desk.sql(), "UPDATE birth SET told = 1, whole = 1", vec![])?;
        log::info("the desk is whole again", serde_json::json!({ "site": store::site(&desk.sql())? }));
    }
    project::serve(desk).await
}

/// Whether the directory takes this desk for the site's; none when it could not be asked.
async fn tell(desk: &Desk, instead: bool) -> Result<Option<bool>, Problem> {
    let Some(site) = store::site(&desk.sql())? else { return Ok(None) };
    let fresh = hex(&ambient::random::<16>()?);
    run(&desk.sql(), "UPDATE birth SET name = ? WHERE name = ''", vec![fresh.into()])?;
    let Some(Birth { name, .. }) = birth(&desk.sql())? else { return Ok(None) };
    let question = DirectoryCall::Desk { name, instead };
    let answer: Result<bool, Problem> = call(&desk.env, directory::BINDING, site.as_str(), &question).await;
    if let Err(problem) = &answer {
        log::failure("telling the directory of a desk", &problem.kind);
    }
    Ok(answer.ok())
}
