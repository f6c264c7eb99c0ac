//! The queue: what waits, where it belongs, and who gets it.

use super::{agents, room, store};
use crate::{
    object::sql::{all, first, run},
    problem::OrInternal,
};
use serde::Deserialize;
use std::collections::BTreeSet;
use weft_shared::{
    id::{AgentId, ConversationId},
    policy::Policy,
    routing::{AgentLoad, Decision, Facts, Served, Waiting, route, serve},
    time::Timestamp,
    wire::{agent::Row, problem::Problem},
};
use worker::{SqlStorage, SqlStorageValue};

/// How many decisions are remembered.
const REMEMBERED: i64 = 200;

/// Something that waits.
pub struct Entry {
    /// It.
    pub waiting: Waiting,
    /// What it is called.
    pub title: String,
    /// Where it belongs, as was said last.
    placed: (String, String, u32),
    /// It is not given to anybody before.
    not_before: Timestamp,
    /// Room is kept for it: somebody is getting it.
    pub getting: Option<AgentId>,
}

/// What time and rules add to the facts.
pub fn timely(mut facts: Facts, due: Option<Timestamp>, policy: &Policy, now: Timestamp) -> Facts {
    facts.open = open_hours(policy, now);
    facts.overdue |= due.is_some_and(|due| due < now);
    facts.now = now;
    facts
}

fn open_hours(policy: &Policy, now: Timestamp) -> BTreeSet<String> {
    policy.hours.iter().filter(|(_, hours)| hours.open_at(now)).map(|(name, _)| name.clone()).collect()
}

/// Where a conversation belongs now, whoever is there.
pub fn placed(facts: &Facts, row: &Row, policy: &Policy, now: Timestamp) -> Decision {
    route(&timely(facts.clone(), row.due, policy, now), &policy.routing, &[])
}

/// Enters a conversation into the queue, or brings its line up to date; true if it was not there.
///
/// # Errors
/// As [`run`].
pub fn enter(sql: &SqlStorage, row: &Row, facts: &Facts, decision: &Decision) -> Result<bool, Problem> {
    #[derive(Deserialize)]
    struct Known {}
    let key = row.conversation.to_string();
    let known: Option<Known> = first(sql, "SELECT seq FROM queue WHERE conversation = ?", vec![key.as_str().into()])?;
    let facts = serde_json::to_string(facts).or_internal("writing facts")?;
    // While it is offered to somebody, it is theirs to take.
    let offered = row.offer.as_ref().and_then(|offer| offer.expires);
    run(
        sql,
        "INSERT INTO queue (conversation, seq, facts, due, title, team, priority, weight, not_before)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (conversation) DO UPDATE SET
            not_before = iif(seq = ?2, max(not_before, ?9), ?9),
            seq = ?2, facts = ?3, due = ?4, title = ?5, team = ?6, priority = ?7, weight = ?8",
        vec![
            key.into(),
            crate::object::sql::integer(row.seq),
            facts.into(),
            row.due.map_or(SqlStorageValue::Null, |due| due.0.into()),
            row.title.as_str().into(),
            decision.team.as_str().into(),
            priority(decision)?.into(),
            i64::from(decision.weight).into(),
            offered.map_or(0, |until| until.0).into(),
        ],
    )?;
    Ok(known.is_none())
}

/// A conversation waits no longer.
///
/// # Errors
/// As [`run`].
pub fn leave(sql: &SqlStorage, conversation: ConversationId) -> Result<(), Problem> {
    run(sql, "DELETE FROM queue WHERE conversation = ?", vec![conversation.to_string().into()]).map(drop)
}

/// It could not be given to somebody: nothing is tried for a while, unless something new is known of it.
///
/// # Errors
/// As [`run`].
pub fn pause(sql: &SqlStorage, conversation: ConversationId, until: Timestamp) -> Result<(), Problem> {
    let query = "UPDATE queue SET not_before = ? WHERE conversation = ?";
    run(sql, query, vec![until.0.into(), conversation.to_string().into()]).map(drop)
}

/// All that waits, with facts as of now.
///
/// # Errors
/// As [`all`].
pub fn entries(sql: &SqlStorage, policy: &Policy, now: Timestamp) -> Result<Vec<Entry>, Problem> {
    #[derive(Deserialize)]
    struct Stored {
        conversation: ConversationId,
        facts: String,
        due: Option<Timestamp>,
        title: String,
        team: String,
        priority: String,
        weight: u32,
        not_before: Timestamp,
        getting: Option<AgentId>,
    }
    let stored: Vec<Stored> = all(
        sql,
        "SELECT conversation, facts, due, title, team, priority, weight, not_before,
            (SELECT agent FROM slot WHERE slot.conversation = queue.conversation AND kept_until IS NOT NULL) AS getting
         FROM queue",
        vec![],
    )?;
    let open = open_hours(policy, now);
    let entry = |stored: Stored| {
        let mut facts: Facts = serde_json::from_str(&stored.facts).or_internal("reading facts")?;
        facts.overdue |= stored.due.is_some_and(|due| due < now);
        facts.open.clone_from(&open);
        facts.now = now;
        Ok(Entry {
            waiting: Waiting { conversation: stored.conversation, facts },
            title: stored.title,
            placed: (stored.team, stored.priority, stored.weight),
            not_before: stored.not_before,
            getting: stored.getting,
        })
    };
    stored.into_iter().map(entry).collect()
}

/// What serving the queue brought.
#[derive(Default)]
pub struct Outcome {
    /// Lines of the inbox that changed by it.
    pub rows: Vec<Row>,
    /// Conversations that agents are getting now.
    pub given: Vec<ConversationId>,
}

/// Serves the queue: keeps room for whoever gets something, which is then to be carried out.
///
/// # Errors
/// As [`run`].
pub fn drain(sql: &SqlStorage, policy: &Policy, now: Timestamp) -> Result<Outcome, Problem> {
    let agents: Vec<AgentLoad> = agents::members(sql)?.iter().map(|member| member.as_load(now)).collect();
    let mut outcome = Outcome::default();
    if !policy.routing.assign || !agents.iter().any(|agent| agent.available && agent.has_room(1)) {
        return Ok(outcome);
    }
    let entries = entries(sql, policy, now)?;
    let free: Vec<&Entry> = entries.iter().filter(|it| it.getting.is_none() && it.not_before <= now).collect();
    let waiting: Vec<Waiting> = free.iter().map(|entry| entry.waiting.clone()).collect();
    for Served { conversation, decision } in serve(&waiting, &policy.routing, &agents) {
        let Some(entry) = free.iter().find(|entry| entry.waiting.conversation == conversation) else { continue };
        if (decision.team.clone(), priority(&decision)?, decision.weight) != entry.placed {
            outcome.rows.extend(replace(sql, conversation, &decision)?);
        }
        if let Some(agent) = &decision.agent {
            room::keep(sql, conversation, agent, decision.weight, Some(&decision), now)?;
            run(sql, "UPDATE agent SET last = ? WHERE agent = ?", vec![now.0.into(), agent.as_str().into()])?;
            remember(sql, conversation, &entry.title, &decision, now)?;
            outcome.given.push(conversation);
        }
    }
    Ok(outcome)
}

fn priority(decision: &Decision) -> Result<String, Problem> {
    serde_json::to_string(&decision.priority).or_internal("writing a priority")
}

/// Where something that waits goes as of now, and why nobody has it.
///
/// # Errors
/// As [`all`].
pub fn explained(
    sql: &SqlStorage,
    policy: &Policy,
    conversation: ConversationId,
    now: Timestamp,
) -> Result<Option<Decision>, Problem> {
    #[derive(Deserialize)]
    struct Stored {
        facts: String,
        due: Option<Timestamp>,
    }
    let query = "SELECT facts, due FROM queue WHERE conversation = ?";
    let Some(stored) = first::<Stored>(sql, query, vec![conversation.to_string().into()])? else { return Ok(None) };
    let facts: Facts = serde_json::from_str(&stored.facts).or_internal("reading facts")?;
    let agents: Vec<AgentLoad> = agents::members(sql)?.iter().map(|member| member.as_load(now)).collect();
    let decision = route(&timely(facts, stored.due, policy, now), &policy.routing, &agents);
    // It got nobody just now: what comes before it has taken the room, or room is kept for that.
    Ok(Some(Decision { agent: None, ..decision }))
}

/// Time or rules moved what waits: its line says so.
fn replace(sql: &SqlStorage, conversation: ConversationId, decision: &Decision) -> Result<Option<Row>, Problem> {
    run(
        sql,
        "UPDATE queue SET team = ?, priority = ?, weight = ? WHERE conversation = ?",
        vec![
            decision.team.as_str().into(),
            priority(decision)?.into(),
            i64::from(decision.weight).into(),
            conversation.to_string().into(),
        ],
    )?;
    let Some(mut row) = store::row(sql, conversation)? else { return Ok(None) };
    row.team = Some(decision.team.clone());
    row.priority = decision.priority;
    store::put_row(sql, &row)?;
    Ok(Some(row))
}

/// Remembers a decision, for those who lead.
///
/// # Errors
/// As [`run`].
pub fn remember(
    sql: &SqlStorage,
    conversation: ConversationId,
    title: &str,
    decision: &Decision,
    now: Timestamp,
) -> Result<(), Problem> {
    let text = serde_json::to_string(decision).or_internal("writing a decision")?;
    run(
        sql,
        "INSERT INTO decision (conversation, title, at, decision) VALUES (?, ?, ?, ?)",
        vec![conversation.to_string().into(), title.into(), now.0.into(), text.into()],
    )?;
    let query = "DELETE FROM decision WHERE number <= (SELECT max(number) FROM decision) - ?";
    run(sql, query, vec![REMEMBERED.into()]).map(drop)
}
