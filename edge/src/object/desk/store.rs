//! The desk's tables.

use super::call::KnownAgent;
use crate::{
    object::sql::{all, first, run},
    problem::OrInternal,
};
use serde::Deserialize;
use weft_shared::{
    id::{AgentId, ConversationId},
    time::{DAY, MINUTE, Timestamp},
    wire::{
        agent::{AgentRole, Colleague, Row},
        problem::{Problem, ProblemKind},
    },
};
use worker::{SqlStorage, SqlStorageValue};

/// The migrations, in order; texts are only ever appended.
pub const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE agent (
        agent TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        address TEXT NOT NULL UNIQUE,
        -- Present until then, unless another heartbeat comes.
        here_until INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE TABLE agent_session (
        secret_hash TEXT PRIMARY KEY,
        agent TEXT NOT NULL,
        expires INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE inbox (
        conversation TEXT PRIMARY KEY,
        seq INTEGER NOT NULL,
        open INTEGER NOT NULL,
        at INTEGER NOT NULL,
        line TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX inbox_by_time ON inbox (open, at);
",
    "
    ALTER TABLE agent ADD COLUMN role TEXT NOT NULL DEFAULT 'agent';
    ALTER TABLE agent ADD COLUMN phone TEXT;
",
];

/// How long presence lasts after a heartbeat, in milliseconds.
pub const PRESENCE: i64 = MINUTE;
/// How long a closed conversation stays in the inbox, in milliseconds.
const RECENTLY: i64 = 7 * DAY;
/// How many open conversations, and how many closed ones, the inbox shows.
const MOST: i64 = 500;
/// How many bytes of lines the inbox shows: a frame of the platform takes a megabyte.
const LARGEST: usize = 900_000;

/// An agent as the operator says.
#[derive(Clone, Copy)]
pub struct PutAgent<'a> {
    /// Who.
    pub agent: &'a AgentId,
    /// The name that customers see.
    pub name: &'a str,
    /// The mail address, in canonical form.
    pub address: &'a str,
    /// What they may do.
    pub role: AgentRole,
    /// The number that calls to them go to.
    pub phone: Option<&'a str>,
}

/// Enters or changes an agent. Answers the sessions that ended because the address is another one.
///
/// # Errors
/// `conflict` when a colleague has the address.
pub fn put_agent(sql: &SqlStorage, put: &PutAgent<'_>) -> Result<Vec<String>, Problem> {
    let PutAgent { agent, name, address, role, phone } = *put;
    #[derive(Deserialize)]
    struct Known {
        agent: AgentId,
        address: String,
    }
    let query = "SELECT agent, address FROM agent WHERE agent = ? OR address = ?";
    let known: Vec<Known> = all(sql, query, vec![agent.as_str().into(), address.into()])?;
    if known.iter().any(|other| other.agent != *agent) {
        return Err(Problem::new(ProblemKind::Conflict).detail("a colleague has this address"));
    }
    run(
        sql,
        "INSERT INTO agent (agent, name, address, role, phone) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (agent) DO UPDATE SET
            name = excluded.name, address = excluded.address, role = excluded.role, phone = excluded.phone",
        vec![
            agent.as_str().into(),
            name.into(),
            address.into(),
            role_name(role).into(),
            phone.map_or(SqlStorageValue::Null, Into::into),
        ],
    )?;
    if known.iter().all(|before| before.address == address) {
        return Ok(Vec::new());
    }
    #[derive(Deserialize)]
    struct Ended {
        secret_hash: String,
    }
    let ended: Vec<Ended> =
        all(sql, "DELETE FROM agent_session WHERE agent = ? RETURNING secret_hash", vec![agent.as_str().into()])?;
    Ok(ended.into_iter().map(|session| session.secret_hash).collect())
}

const fn role_name(role: AgentRole) -> &'static str {
    match role {
        AgentRole::Agent => "agent",
        AgentRole::Lead => "lead",
        AgentRole::Admin => "admin",
    }
}

/// The number that calls to an agent go to.
///
/// # Errors
/// As [`all`].
pub fn phone(sql: &SqlStorage, agent: &AgentId) -> Result<Option<String>, Problem> {
    #[derive(Deserialize)]
    struct Phone {
        phone: Option<String>,
    }
    let row: Option<Phone> = first(sql, "SELECT phone FROM agent WHERE agent = ?", vec![agent.as_str().into()])?;
    Ok(row.and_then(|row| row.phone))
}

/// What customers call an agent.
///
/// # Errors
/// As [`all`].
pub fn name(sql: &SqlStorage, agent: &AgentId) -> Result<Option<String>, Problem> {
    #[derive(Deserialize)]
    struct Name {
        name: String,
    }
    let row: Option<Name> = first(sql, "SELECT name FROM agent WHERE agent = ?", vec![agent.as_str().into()])?;
    Ok(row.map(|row| row.name))
}

/// The agent with this address.
///
/// # Errors
/// As [`all`].
pub fn by_address(sql: &SqlStorage, address: &str) -> Result<Option<KnownAgent>, Problem> {
    first(sql, "SELECT agent, name, role FROM agent WHERE address = ?", vec![address.into()])
}

/// Opens a session, and forgets those that are over.
///
/// # Errors
/// `not-found` when there is no such agent.
pub fn open_session(
    sql: &SqlStorage,
    agent: &AgentId,
    secret_hash: &str,
    expires: Timestamp,
    now: Timestamp,
) -> Result<(), Problem> {
    run(sql, "DELETE FROM agent_session WHERE expires <= ?", vec![now.0.into()])?;
    let written = run(
        sql,
        "INSERT INTO agent_session (secret_hash, agent, expires) SELECT ?, agent, ? FROM agent WHERE agent = ?",
        vec![secret_hash.into(), expires.0.into(), agent.as_str().into()],
    )?;
    if written == 0 { Err(Problem::new(ProblemKind::NotFound)) } else { Ok(()) }
}

/// A session that holds now.
#[derive(Deserialize)]
pub struct Session {
    /// Whose.
    pub agent: AgentId,
    /// The name that customers see.
    pub name: String,
    /// What they may do.
    pub role: AgentRole,
    /// When it ends.
    pub expires: Timestamp,
}

/// The session with this hash, if it holds at this time.
///
/// # Errors
/// As [`all`].
pub fn session(sql: &SqlStorage, secret_hash: &str, at: Timestamp) -> Result<Option<Session>, Problem> {
    first(
        sql,
        "SELECT agent, name, role, expires FROM agent_session JOIN agent USING (agent) WHERE secret_hash = ? AND expires > ?",
        vec![secret_hash.into(), at.0.into()],
    )
}

/// Ends a session.
///
/// # Errors
/// As [`run`].
pub fn end_session(sql: &SqlStorage, secret_hash: &str) -> Result<(), Problem> {
    run(sql, "DELETE FROM agent_session WHERE secret_hash = ?", vec![secret_hash.into()]).map(drop)
}

#[derive(Deserialize)]
struct Line {
    line: String,
}

impl Line {
    fn read(self) -> Result<Row, Problem> {
        serde_json::from_str(&self.line).or_internal("reading a line of the inbox")
    }
}

/// Takes in a line; true if it says something new. An older one is passed over, the same place may be said again
/// (a rebuild does).
///
/// # Errors
/// As [`run`].
pub fn project(sql: &SqlStorage, row: &Row) -> Result<bool, Problem> {
    let key = row.conversation.to_string();
    let before: Option<Line> = first(sql, "SELECT line FROM inbox WHERE conversation = ?", vec![key.as_str().into()])?;
    if let Some(before) = before.map(Line::read).transpose()?
        && (before.seq > row.seq || before == *row)
    {
        return Ok(false);
    }
    let seq = i64::try_from(row.seq).ok().or_internal("counting a journal")?;
    let line = serde_json::to_string(row).or_internal("writing a line of the inbox")?;
    run(
        sql,
        "INSERT OR REPLACE INTO inbox (conversation, seq, open, at, line) VALUES (?, ?, ?, ?, ?)",
        vec![key.into(), seq.into(), i64::from(row.open).into(), row.at.0.into(), line.into()],
    )?;
    Ok(true)
}

/// The inbox: what is open and what was closed recently, latest first, as far as it fits into one frame.
///
/// # Errors
/// As [`all`].
pub fn inbox(sql: &SqlStorage, now: Timestamp) -> Result<Vec<Row>, Problem> {
    let lines: Vec<Line> = all(
        sql,
        "SELECT line FROM (
             SELECT * FROM (SELECT line, at FROM inbox WHERE open = 1 ORDER BY at DESC LIMIT ?)
             UNION ALL
             SELECT * FROM (SELECT line, at FROM inbox WHERE open = 0 AND at > ? ORDER BY at DESC LIMIT ?)
         ) ORDER BY at DESC",
        vec![MOST.into(), now.plus(-RECENTLY).0.into(), MOST.into()],
    )?;
    let mut size = 0;
    let fits = |line: &Line| {
        size += line.line.len();
        size <= LARGEST
    };
    lines.into_iter().take_while(fits).map(Line::read).collect()
}

/// Conversations by id.
///
/// # Errors
/// As [`all`].
pub fn conversations(
    sql: &SqlStorage,
    after: Option<ConversationId>,
    limit: u32,
) -> Result<Vec<ConversationId>, Problem> {
    #[derive(Deserialize)]
    struct Id {
        conversation: ConversationId,
    }
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let query = "SELECT conversation FROM inbox WHERE conversation > ? ORDER BY conversation LIMIT ?";
    let ids: Vec<Id> = all(sql, query, vec![after.into(), i64::from(limit).into()])?;
    Ok(ids.into_iter().map(|row| row.conversation).collect())
}

/// Notes a heartbeat; true if the agent was not here before.
///
/// # Errors
/// As [`run`].
pub fn here(sql: &SqlStorage, agent: &AgentId, now: Timestamp) -> Result<bool, Problem> {
    #[derive(Deserialize)]
    struct Away {}
    let away = first::<Away>(
        sql,
        "SELECT agent FROM agent WHERE agent = ? AND here_until <= ?",
        vec![agent.as_str().into(), now.0.into()],
    )?;
    run(
        sql,
        "UPDATE agent SET here_until = ? WHERE agent = ?",
        vec![now.plus(PRESENCE).0.into(), agent.as_str().into()],
    )?;
    Ok(away.is_some())
}

/// Ends an agent's presence at once.
///
/// # Errors
/// As [`run`].
pub fn gone(sql: &SqlStorage, agent: &AgentId) -> Result<(), Problem> {
    run(sql, "UPDATE agent SET here_until = 0 WHERE agent = ?", vec![agent.as_str().into()]).map(drop)
}

/// The team by name, and the next time at which somebody's presence ends.
///
/// # Errors
/// As [`all`].
pub fn team(sql: &SqlStorage, now: Timestamp) -> Result<(Vec<Colleague>, Option<Timestamp>), Problem> {
    #[derive(Deserialize)]
    struct Member {
        agent: AgentId,
        name: String,
        here_until: Timestamp,
    }
    let members: Vec<Member> = all(sql, "SELECT agent, name, here_until FROM agent ORDER BY name, agent", vec![])?;
    let next = members.iter().map(|member| member.here_until).filter(|until| *until > now).min();
    let team =
        members.into_iter().map(|m| Colleague {
            agent: m.agent,
            name: m.name,
            present: m.here_until > now,
            available: m.here_until > now,
            teams: Vec::new(),
            load: 0,
            capacity: 0,
        }).collect();
    Ok((team, next))
}
