//! Keeping the read model up to date: entries go there in batches, and a mark says how far it got.

use super::{Conversation, journal};
use crate::{object::sql, read_model, site::Site};
use serde::Deserialize;
use weft_shared::wire::problem::Problem;

#[derive(Deserialize)]
struct Mark {
    value: u64,
}

/// Sends every entry that the read model does not have. A crash in between sends some again, which changes nothing.
///
/// # Errors
/// `internal` or `busy` when journal or database fail; then the outbox comes back.
pub async fn run(object: &Conversation, site: &Site) -> Result<(), Problem> {
    let thread = object.thread()?;
    let Some(identity) = &thread.identity else { return Ok(()) };
    let sql = object.state.storage().sql();
    let mark = sql::first::<Mark>(&sql, "SELECT value FROM mark WHERE name = 'projected'", vec![])?;
    let mark = mark.map_or(0, |mark| mark.value);
    let events = journal::read(&sql, mark)?;
    let Some(last) = events.last() else { return Ok(()) };
    read_model::project(&object.env, &site.id, identity.conversation, &events).await?;
    // A rebuild may have set the mark back in the meantime: then everything goes there again.
    let moved = vec![sql::integer(last.seq), sql::integer(mark)];
    sql::run(&sql, "UPDATE mark SET value = ? WHERE name = 'projected' AND value = ?", moved)?;
    Ok(())
}
