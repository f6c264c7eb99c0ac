//! Room: which conversation takes what of whose capacity. A slot is a conversation that an agent owns, or for which
//! room is kept while somebody makes them the owner.

use super::{agents, whole};
use crate::{
    object::sql::{all, first, run},
    problem::OrInternal,
};
use serde::Deserialize;
use weft_shared::{
    id::{AgentId, ConversationId},
    routing::{AgentLoad, Decision},
    time::{MINUTE, Timestamp},
    wire::{
        agent::Row,
        problem::{Problem, ProblemKind},
    },
};
use worker::{SqlStorage, SqlStorageValue};

/// How long room is kept before the desk asks who owns the conversation, in milliseconds.
pub const KEPT: i64 = MINUTE;

#[derive(Deserialize)]
struct Slot {
    agent: AgentId,
    weight: u32,
    owned: u8,
    resting: u8,
    kept_until: Option<i64>,
}

impl Slot {
    /// Whether its weight is counted already.
    const fn counts(&self) -> bool {
        (self.owned != 0 && self.resting == 0) || self.kept_until.is_some()
    }
}

fn slots(sql: &SqlStorage, conversation: ConversationId) -> Result<Vec<Slot>, Problem> {
    let query = "SELECT agent, weight, owned, resting, kept_until FROM slot WHERE conversation = ?";
    all(sql, query, vec![conversation.to_string().into()])
}

/// Keeps room for a conversation that an agent is about to own.
///
/// # Errors
/// `not-found` when there is no such agent, `taken` when room is kept for a colleague, `at-capacity`; `busy` while the desk
/// does not know what they have.
pub fn reserve(sql: &SqlStorage, conversation: ConversationId, agent: &AgentId, now: Timestamp) -> Result<(), Problem> {
    whole::require(sql)?;
    let members = agents::members(sql)?;
    let Some(member) = members.iter().find(|member| member.agent == *agent) else {
        return Err(Problem::new(ProblemKind::NotFound).detail(format!("there is no agent {agent}")));
    };
    let slots = slots(sql, conversation)?;
    if let Some(other) = slots.iter().find(|slot| slot.agent != *agent && slot.kept_until.is_some()) {
        let known = members.iter().find(|member| member.agent == other.agent);
        let name = known.map_or(other.agent.as_str(), |member| &member.name);
        return Err(Problem::new(ProblemKind::Taken).detail(format!("{name} is just getting it")));
    }
    let mine = slots.iter().find(|slot| slot.agent == *agent);
    let weight = match mine.or_else(|| slots.first()) {
        Some(slot) => slot.weight,
        None => waiting_weight(sql, conversation)?.unwrap_or(1),
    };
    let load = member.as_load(now);
    if !mine.is_some_and(Slot::counts) && !load.has_room(weight) {
        return Err(Problem::new(ProblemKind::AtCapacity).detail(full(&member.name, &load, weight)));
    }
    keep(sql, conversation, agent, weight, None, now)
}

fn full(name: &str, load: &AgentLoad, weight: u32) -> String {
    let (has, of) = (load.load, load.capacity);
    let heavy = if weight > 1 { format!(", and this one counts as {}", load.share(weight)) } else { String::new() };
    format!("{name} has {has} of {of}{heavy}: hand one over, let one wait, or close one")
}

fn waiting_weight(sql: &SqlStorage, conversation: ConversationId) -> Result<Option<u32>, Problem> {
    #[derive(Deserialize)]
    struct Waiting {
        weight: u32,
    }
    let query = "SELECT weight FROM queue WHERE conversation = ?";
    let row: Option<Waiting> = first(sql, query, vec![conversation.to_string().into()])?;
    Ok(row.map(|row| row.weight))
}

/// Keeps room, which there is. With a decision, the desk itself gives the conversation to the agent.
///
/// # Errors
/// As [`run`].
pub fn keep(
    sql: &SqlStorage,
    conversation: ConversationId,
    agent: &AgentId,
    weight: u32,
    decision: Option<&Decision>,
    now: Timestamp,
) -> Result<(), Problem> {
    let decision = decision.map(serde_json::to_string).transpose().or_internal("writing a decision")?;
    run(
        sql,
        "INSERT INTO slot (conversation, agent, weight, kept_until, keepers, decision) VALUES (?1, ?2, ?3, ?4, 1, ?5)
         ON CONFLICT (conversation, agent) DO UPDATE SET
            kept_until = ?4, keepers = keepers + 1, decision = coalesce(?5, decision)",
        vec![
            conversation.to_string().into(),
            agent.as_str().into(),
            i64::from(weight).into(),
            now.plus(KEPT).0.into(),
            decision.map_or(SqlStorageValue::Null, Into::into),
        ],
    )?;
    Ok(())
}

/// A command under way for which room was kept is refused: when no other is under way, the room is free again.
///
/// # Errors
/// As [`run`].
pub fn unreserve(sql: &SqlStorage, conversation: ConversationId, agent: &AgentId) -> Result<(), Problem> {
    let which = || vec![conversation.to_string().into(), agent.as_str().into()];
    run(
        sql,
        "UPDATE slot SET
            keepers = max(keepers - 1, 0),
            decision = iif(keepers > 1, decision, NULL),
            kept_until = iif(keepers > 1, kept_until, NULL)
         WHERE conversation = ? AND agent = ?",
        which(),
    )?;
    forget_empty(sql, conversation)
}

fn forget_empty(sql: &SqlStorage, conversation: ConversationId) -> Result<(), Problem> {
    let query = "DELETE FROM slot WHERE conversation = ? AND owned = 0 AND kept_until IS NULL";
    run(sql, query, vec![conversation.to_string().into()]).map(drop)
}

/// Follows what a conversation says of its owner. Room that is kept for somebody stays kept until it is theirs: this may
/// be what was true before.
///
/// # Errors
/// As [`run`].
pub fn follow(sql: &SqlStorage, row: &Row, weight: u32) -> Result<(), Problem> {
    let key = row.conversation.to_string();
    let owner = row.owner.as_ref().filter(|_| row.open);
    let name = owner.map_or("", AgentId::as_str);
    run(
        sql,
        "UPDATE slot SET owned = 0, resting = 0, waiting_since = NULL WHERE conversation = ? AND agent <> ?",
        vec![key.as_str().into(), name.into()],
    )?;
    if owner.is_some() {
        let waiting = if row.waiting { row.at.0.into() } else { SqlStorageValue::Null };
        run(
            sql,
            "INSERT INTO slot (conversation, agent, weight, owned, resting, waiting_since) VALUES (?1, ?2, ?3, 1, ?4, ?5)
             ON CONFLICT (conversation, agent) DO UPDATE SET
                owned = 1, resting = ?4,
                waiting_since = iif(?5 IS NULL, NULL, coalesce(waiting_since, ?5)),
                kept_until = iif(?4 = 1, kept_until, NULL),
                keepers = iif(?4 = 1, keepers, 0),
                decision = iif(?4 = 1, decision, NULL)",
            vec![
                key.as_str().into(),
                name.into(),
                i64::from(weight).into(),
                i64::from(row.held.is_some()).into(),
                waiting,
            ],
        )?;
    }
    forget_empty(sql, row.conversation)
}

/// Somebody's slot.
#[derive(Deserialize)]
pub struct Held {
    /// Of which conversation.
    pub conversation: ConversationId,
    /// Whose.
    pub agent: AgentId,
}

/// Room that was kept long enough, for agents of whom their conversations do not say yet that they own them. Of those
/// who do, the conversation's line says what room it takes.
///
/// # Errors
/// As [`all`].
pub fn overdue(sql: &SqlStorage, now: Timestamp) -> Result<Vec<Held>, Problem> {
    let query = "UPDATE slot SET kept_until = NULL, keepers = 0, decision = NULL WHERE owned = 1 AND kept_until <= ?";
    run(sql, query, vec![now.0.into()])?;
    all(sql, "SELECT conversation, agent FROM slot WHERE kept_until <= ? LIMIT 50", vec![now.0.into()])
}

/// Keeps room a while longer: its conversation could not be asked, or says that the agent owns it, which its line will
/// say too.
///
/// # Errors
/// As [`run`].
pub fn keep_on(sql: &SqlStorage, held: &Held, now: Timestamp) -> Result<(), Problem> {
    run(
        sql,
        "UPDATE slot SET kept_until = ?, decision = NULL WHERE conversation = ? AND agent = ? AND kept_until IS NOT NULL",
        vec![now.plus(KEPT).0.into(), held.conversation.to_string().into(), held.agent.as_str().into()],
    )
    .map(drop)
}

/// Nobody needs the room that was kept.
///
/// # Errors
/// As [`run`].
pub fn lapse(sql: &SqlStorage, held: &Held) -> Result<(), Problem> {
    run(
        sql,
        "UPDATE slot SET kept_until = NULL, keepers = 0, decision = NULL WHERE conversation = ? AND agent = ?",
        vec![held.conversation.to_string().into(), held.agent.as_str().into()],
    )?;
    forget_empty(sql, held.conversation)
}

/// Room that is kept for a removed agent is needed no more.
///
/// # Errors
/// As [`run`].
pub fn forget_agent(sql: &SqlStorage, agent: &AgentId) -> Result<(), Problem> {
    let whose = || vec![agent.as_str().into()];
    run(sql, "UPDATE slot SET kept_until = NULL, keepers = 0, decision = NULL WHERE agent = ?", whose())?;
    run(sql, "DELETE FROM slot WHERE agent = ? AND owned = 0", whose()).map(drop)
}

/// Each agent's open conversations, the latest first; those on hold too.
///
/// # Errors
/// As [`all`].
pub fn owned(sql: &SqlStorage) -> Result<Vec<Held>, Problem> {
    all(
        sql,
        "SELECT conversation, agent FROM slot JOIN inbox USING (conversation) WHERE owned = 1 ORDER BY inbox.at DESC",
        vec![],
    )
}
