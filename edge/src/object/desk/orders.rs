//! What the desk orders conversations to do: to be somebody's, or to go back to the queue. The alarm carries it out, and
//! the platform runs one alarm at a time.

use super::{
    Desk, queue,
    room::{self, Held},
    whole,
};
use crate::{
    ambient, log,
    object::{
        call::call,
        conversation::call::{ConversationCall, Executed},
        sql::{all, first, run},
    },
    problem,
    problem::OrInternal,
    site::Site,
};
use futures_util::future::join_all;
use serde::Deserialize;
use weft_shared::{
    command::{Command, CommandBody, DeskCommand},
    id::{AgentId, ConversationId},
    routing::Decision,
    time::{MINUTE, SECOND, Timestamp},
    wire::problem::{Problem, ProblemKind},
};
use worker::SqlStorage;

/// How many conversations are asked at the same time.
const ABREAST: usize = 10;
/// How long what failed is left alone, in milliseconds.
const AGAIN: i64 = 5 * SECOND;
/// How long a conversation that refused is left alone, in milliseconds.
const REFUSED: i64 = 30 * SECOND;
/// How often it is looked for owners who are away, in milliseconds.
const LOOK: i64 = MINUTE;
/// How often what waits is looked at again because time passes, in milliseconds.
const GLANCE: i64 = 20 * SECOND;

/// An assignment to be carried out.
#[derive(Deserialize)]
struct Assignment {
    conversation: ConversationId,
    agent: AgentId,
    decision: String,
    seq: u64,
}

/// A conversation to be taken back from its owner.
#[derive(Deserialize)]
struct Back {
    conversation: ConversationId,
    agent: AgentId,
    seq: u64,
    /// The owner is an agent no more.
    removed: u8,
}

/// Carries out what is due.
///
/// # Errors
/// When the tables cannot be read or written; what conversations answer is no error here.
pub async fn run_due(desk: &Desk, site: &Site) -> Result<(), Problem> {
    let assignments = assignments(&desk.sql(), ambient::now())?;
    for some in assignments.chunks(ABREAST) {
        let asked = some.iter().map(|assignment| async move { (assignment, assign(desk, site, assignment).await) });
        for (assignment, outcome) in join_all(asked).await {
            settle(&desk.sql(), assignment, outcome)?;
        }
    }
    let lapsing = room::overdue(&desk.sql(), ambient::now())?;
    for some in lapsing.chunks(ABREAST) {
        for (held, needed) in
            join_all(some.iter().map(|held| async move { (held, needed(desk, site, held).await) })).await
        {
            if needed {
                room::keep_on(&desk.sql(), held, ambient::now())?;
            } else {
                room::lapse(&desk.sql(), held)?;
            }
        }
    }
    let back = to_take_back(&desk.sql(), site, ambient::now())?;
    for some in back.chunks(ABREAST) {
        for (back, outcome) in
            join_all(some.iter().map(|back| async move { (back, requeue(desk, site, back).await) })).await
        {
            if let Err(problem) = outcome {
                log::failure("taking a conversation back", &problem.kind);
            }
            // Its line says what came of it; until then it is not asked again.
            let query = "UPDATE slot SET not_before = ? WHERE conversation = ? AND agent = ?";
            let until = ambient::now().plus(LOOK);
            run(
                &desk.sql(),
                query,
                vec![until.0.into(), back.conversation.to_string().into(), back.agent.as_str().into()],
            )?;
        }
    }
    Ok(())
}

async fn ask<A: serde::de::DeserializeOwned>(
    desk: &Desk,
    site: &Site,
    conversation: ConversationId,
    question: &ConversationCall,
) -> Result<A, Problem> {
    call(&desk.env, "CONVERSATION", &format!("{}/{conversation}", site.id), question).await
}

fn assignments(sql: &SqlStorage, now: Timestamp) -> Result<Vec<Assignment>, Problem> {
    all(
        sql,
        "SELECT slot.conversation, agent, decision, seq FROM slot JOIN inbox USING (conversation)
         WHERE decision IS NOT NULL AND not_before <= ? LIMIT 100",
        vec![now.0.into()],
    )
}

async fn assign(desk: &Desk, site: &Site, it: &Assignment) -> Result<(), Problem> {
    let decision: Decision = serde_json::from_str(&it.decision).or_internal("reading a decision")?;
    let key = format!("assign-{}-{}", it.conversation, it.seq).parse().map_err(problem::malformed)?;
    let body = CommandBody::Desk(DeskCommand::Assign { agent: it.agent.clone(), decision });
    let question = ConversationCall::Execute { site: site.id.clone(), command: Command { key, body } };
    ask::<Executed>(desk, site, it.conversation, &question).await.map(drop)
}

fn settle(sql: &SqlStorage, it: &Assignment, outcome: Result<(), Problem>) -> Result<(), Problem> {
    let now = ambient::now();
    let which = || vec![it.conversation.to_string().into(), it.agent.as_str().into()];
    match outcome {
        // The conversation's line makes room that is kept the owner's.
        Ok(()) => run(sql, "UPDATE slot SET decision = NULL WHERE conversation = ? AND agent = ?", which()).map(drop),
        Err(problem) if problem.is(ProblemKind::Busy) || problem.is(ProblemKind::Internal) => {
            log::failure("assigning a conversation", &problem.kind);
            let values = [vec![now.plus(AGAIN).0.into()], which()].concat();
            run(sql, "UPDATE slot SET not_before = ? WHERE conversation = ? AND agent = ?", values).map(drop)
        }
        Err(problem) => {
            log::info("an assignment was refused", serde_json::json!({ "because": problem.kind }));
            room::unreserve(sql, it.conversation, &it.agent)?;
            queue::pause(sql, it.conversation, now.plus(REFUSED))
        }
    }
}

/// Whether room is kept rightly: its conversation is the agent's, or cannot be asked.
async fn needed(desk: &Desk, site: &Site, held: &Held) -> bool {
    match ask::<Option<AgentId>>(desk, site, held.conversation, &ConversationCall::Owner {}).await {
        Ok(owner) => owner.as_ref() == Some(&held.agent),
        Err(problem) => !problem.is(ProblemKind::NotFound),
    }
}

fn to_take_back(sql: &SqlStorage, site: &Site, now: Timestamp) -> Result<Vec<Back>, Problem> {
    // Who is not entered again yet was not removed.
    if !whole::is_whole(sql)? {
        return Ok(Vec::new());
    }
    all(
        sql,
        "SELECT slot.conversation, slot.agent, seq, agent.agent IS NULL AS removed
         FROM slot JOIN inbox USING (conversation) LEFT JOIN agent ON agent.agent = slot.agent
         WHERE owned = 1 AND not_before <= ?1 AND (
            agent.agent IS NULL
            OR (resting = 0 AND waiting_since IS NOT NULL AND max(waiting_since, here_until) <= ?2)
         ) LIMIT 100",
        vec![now.0.into(), now.plus(-site.policy.routing.take_back_after_ms).0.into()],
    )
}

async fn requeue(desk: &Desk, site: &Site, back: &Back) -> Result<(), Problem> {
    let because = if back.removed != 0 {
        format!("{} is an agent no more", back.agent)
    } else {
        format!("the customer waits, and {} has been away too long", back.agent)
    };
    let key = format!("requeue-{}-{}", back.conversation, back.seq).parse().map_err(problem::malformed)?;
    let body = CommandBody::Desk(DeskCommand::Requeue { owner: back.agent.clone(), because });
    let question = ConversationCall::Execute { site: site.id.clone(), command: Command { key, body } };
    ask::<Executed>(desk, site, back.conversation, &question).await.map(drop)
}

/// When there is something to do next.
///
/// # Errors
/// As [`first`].
pub fn next(sql: &SqlStorage, now: Timestamp) -> Result<Option<Timestamp>, Problem> {
    #[derive(Deserialize)]
    struct Due {
        assignment: Option<Timestamp>,
        kept: Option<Timestamp>,
        removed: Option<Timestamp>,
        away: u8,
        waiting: u8,
    }
    let due: Option<Due> = first(
        sql,
        "SELECT
            (SELECT min(not_before) FROM slot WHERE decision IS NOT NULL) AS assignment,
            (SELECT min(kept_until) FROM slot) AS kept,
            (SELECT min(not_before) FROM slot WHERE owned = 1 AND agent NOT IN (SELECT agent FROM agent)) AS removed,
            EXISTS (SELECT 1 FROM slot JOIN agent USING (agent)
                WHERE owned = 1 AND resting = 0 AND waiting_since IS NOT NULL AND here_until <= ?1) AS away,
            EXISTS (SELECT 1 FROM queue) AND EXISTS (SELECT 1 FROM agent WHERE here_until > ?1) AS waiting",
        vec![now.0.into()],
    )?;
    let Some(due) = due else { return Ok(None) };
    let whole = whole::is_whole(sql)?;
    // Fixed moments, so that what happens meanwhile does not put them off.
    let every = |period: i64, wanted: u8| (wanted != 0).then(|| Timestamp((now.0.div_euclid(period) + 1) * period));
    let removed = due.removed.filter(|_| whole);
    let fixed = [due.assignment, due.kept, removed];
    let periodic = [every(LOOK, due.away), every(GLANCE, due.waiting)];
    Ok(fixed.into_iter().chain(periodic).flatten().min())
}
