//! Following conversations: what their lines say of owners, room and the queue.

use super::{
    Desk, handed, queue, room, sockets,
    store::{self, News},
};
use crate::{ambient, object::sql::atomically, site::Site};
use weft_shared::{
    handoff::Handed,
    policy::Policy,
    routing::{Facts, Served},
    time::Timestamp,
    wire::{
        agent::{FromDesk, Row},
        problem::Problem,
    },
};
use worker::SqlStorage;

/// Takes in what a conversation says of itself, and serves the queue.
///
/// # Errors
/// When the site or the tables cannot be read.
pub async fn take_in(
    desk: &Desk,
    site: &Site,
    row: Row,
    facts: Option<&Facts>,
    weight: Option<u32>,
    handoffs: &[Handed],
) -> Result<(), Problem> {
    let now = ambient::now();
    let (news, served) = atomically(&desk.state, |sql| {
        handed::keep(sql, handoffs, now)?;
        follow(sql, &site.policy, row, (facts, weight), now)
    })?;
    let orders = !served.given.is_empty();
    for row in news.into_iter().chain(served.rows) {
        sockets::tell(desk, &FromDesk::Changed { row });
    }
    sockets::tell_presence(desk, super::agents::team(&desk.sql(), now)?.0);
    if orders {
        sockets::arm(desk).await;
    }
    Ok(())
}

/// Serves the queue after something else than a line changed.
///
/// # Errors
/// As [`take_in`].
pub async fn serve(desk: &Desk) -> Result<(), Problem> {
    let now = ambient::now();
    if let Some(id) = store::site(&desk.sql())?
        && let Some(site) = Site::load(&desk.env, &id).await?
    {
        let served = atomically(&desk.state, |sql| queue::drain(sql, &site.policy, now))?;
        for row in served.rows {
            sockets::tell(desk, &FromDesk::Changed { row });
        }
    }
    sockets::tell_presence(desk, super::agents::team(&desk.sql(), now)?.0);
    sockets::arm(desk).await;
    Ok(())
}

fn follow(
    sql: &SqlStorage,
    policy: &Policy,
    mut row: Row,
    (facts, weight): (Option<&Facts>, Option<u32>),
    now: Timestamp,
) -> Result<(Option<Row>, queue::Outcome), Problem> {
    let placed = facts.map(|facts| queue::placed(facts, policy, now));
    let waits = row.open && row.owner.is_none() && row.queued.is_some();
    if let Some(placed) = placed.as_ref().filter(|_| waits) {
        // Where it waits is decided here: its own line cannot know.
        row.team = Some(placed.team.clone());
        row.priority = placed.priority;
    }
    let news = store::project(sql, &row)?;
    if news == News::Old {
        return Ok((None, queue::Outcome::default()));
    }
    // What an agent has keeps its weight, whatever becomes of it: they must not be above their capacity by a new mood.
    // Where it was given away before this desk was, the conversation says it.
    let weight = weight.or_else(|| placed.as_ref().map(|placed| placed.weight));
    room::follow(sql, &row, weight.unwrap_or(1))?;
    let mut entered = false;
    match (facts, &placed) {
        (Some(facts), Some(placed)) if waits => entered = queue::enter(sql, &row, facts, placed)?,
        _ => queue::leave(sql, row.conversation)?,
    }
    let served = queue::drain(sql, policy, now)?;
    if entered && !served.given.contains(&row.conversation) {
        let decided = served.served.iter().find(|it| it.conversation == row.conversation);
        if let Some(Served { decision, .. }) = decided {
            queue::remember(sql, row.conversation, &row.title, decision, now)?;
        }
    }
    Ok(((news == News::New).then_some(row), served))
}
