//! Where agents are signed in: the sessions that the desk keeps, what is read in each, and their end.

use super::{Desk, agents, agents::read_work, sockets};
use crate::{
    ambient, log,
    object::{
        call::call,
        conversation::call::ConversationCall,
        sql::{all, first, run},
    },
};
use serde::{Deserialize, Serialize};
use weft_shared::{
    browser::Browser,
    id::{AgentId, ConversationId},
    time::Timestamp,
    wire::{
        account::{OwnSession, OwnSessions},
        agent::AgentRole,
        problem::{Problem, ProblemKind},
    },
};
use worker::{SqlStorage, SqlStorageValue};

/// So many of the conversations that were opened in a session are closed with it at once. One that was opened before
/// them asks by itself whether it still may be read.
const READING: i64 = 40;

/// What was added to the table of sessions; a migration of the desk.
pub const TABLES: &str = "
    -- What the browser and what it runs on were called at signing in; nothing else of it is kept.
    ALTER TABLE agent_session ADD COLUMN browser TEXT;
    ALTER TABLE agent_session ADD COLUMN system TEXT;
    CREATE INDEX agent_session_by_agent ON agent_session (agent);
    -- The conversations that were opened in a session, the latest last.
    CREATE TABLE agent_reading (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        secret_hash TEXT NOT NULL,
        conversation TEXT NOT NULL,
        UNIQUE (secret_hash, conversation)
    );
";

/// A session that begins.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opening {
    /// The hash of its secret.
    pub secret_hash: String,
    /// When it ends.
    pub expires: Timestamp,
    /// The browser's name.
    #[serde(default)]
    pub browser: Option<String>,
    /// What it runs on.
    #[serde(default)]
    pub system: Option<String>,
}

impl Opening {
    /// One in this browser.
    #[must_use]
    pub fn new(secret_hash: String, expires: Timestamp, browser: Browser) -> Self {
        let text = |name: Option<&str>| name.map(str::to_owned);
        Self { secret_hash, expires, browser: text(browser.name), system: text(browser.system) }
    }
}

/// Opens a session, and forgets those that are over.
///
/// # Errors
/// `not-found` when there is no such agent.
pub fn open(sql: &SqlStorage, agent: &AgentId, opening: &Opening, now: Timestamp) -> Result<(), Problem> {
    run(sql, "DELETE FROM agent_session WHERE expires <= ?", vec![now.0.into()])?;
    run(sql, "DELETE FROM agent_reading WHERE secret_hash NOT IN (SELECT secret_hash FROM agent_session)", vec![])?;
    let optional = |text: &Option<String>| text.as_deref().map_or(SqlStorageValue::Null, Into::into);
    let written = run(
        sql,
        "INSERT INTO agent_session (secret_hash, agent, expires, browser, system)
         SELECT ?, agent, ?, ?, ? FROM agent WHERE agent = ?",
        vec![
            opening.secret_hash.as_str().into(),
            opening.expires.0.into(),
            optional(&opening.browser),
            optional(&opening.system),
            agent.as_str().into(),
        ],
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
    /// What they work on, as JSON.
    work: String,
}

impl Session {
    /// The teams that they are in.
    #[must_use]
    pub fn teams(&self) -> Vec<String> {
        read_work(&self.work).teams.into_iter().collect()
    }
}

/// The session with this hash, if it holds at this time.
///
/// # Errors
/// As [`first`].
pub fn find(sql: &SqlStorage, secret_hash: &str, at: Timestamp) -> Result<Option<Session>, Problem> {
    first(
        sql,
        "SELECT agent, name, role, expires, work FROM agent_session JOIN agent USING (agent) WHERE secret_hash = ? AND expires > ?",
        vec![secret_hash.into(), at.0.into()],
    )
}

/// An agent's own, as they see them in one of them.
///
/// # Errors
/// As [`all`].
pub fn own(sql: &SqlStorage, agent: &AgentId, here: &str, now: Timestamp) -> Result<OwnSessions, Problem> {
    #[derive(Deserialize)]
    struct Kept {
        secret_hash: String,
        expires: Timestamp,
        browser: Option<String>,
        system: Option<String>,
    }
    let query = "SELECT secret_hash, expires, browser, system FROM agent_session
        WHERE agent = ? AND expires > ? ORDER BY expires DESC, secret_hash";
    let kept: Vec<Kept> = all(sql, query, vec![agent.as_str().into(), now.0.into()])?;
    let sessions = kept.into_iter().map(|kept| OwnSession {
        // They all last equally long.
        began: kept.expires.plus(-super::session::LIFETIME),
        ends: kept.expires,
        here: kept.secret_hash == here,
        browser: kept.browser,
        system: kept.system,
    });
    Ok(OwnSessions { sessions: sessions.collect() })
}

/// A conversation is opened in a session.
///
/// # Errors
/// As [`run`].
pub fn reads(sql: &SqlStorage, secret_hash: &str, conversation: ConversationId) -> Result<(), Problem> {
    run(
        sql,
        "INSERT OR REPLACE INTO agent_reading (secret_hash, conversation) VALUES (?, ?)",
        vec![secret_hash.into(), conversation.to_string().into()],
    )?;
    run(
        sql,
        "DELETE FROM agent_reading WHERE secret_hash = ?1 AND number <= (
             SELECT number FROM agent_reading WHERE secret_hash = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)",
        vec![secret_hash.into(), READING.into()],
    )
    .map(drop)
}

/// A session that ended: what is open in it has to be closed.
#[derive(Clone, Debug)]
pub struct Ended {
    secret_hash: String,
    agent: AgentId,
    reading: Vec<ConversationId>,
}

/// Which sessions end.
#[derive(Clone, Copy)]
pub enum Which<'a> {
    /// The one with this hash.
    One(&'a str),
    /// All of an agent.
    Of(&'a AgentId),
}

/// Ends sessions. Whoever calls this has [`part`] called once that is committed.
///
/// # Errors
/// As [`all`].
pub fn end(sql: &SqlStorage, which: Which<'_>) -> Result<Vec<Ended>, Problem> {
    #[derive(Deserialize)]
    struct Gone {
        secret_hash: String,
        agent: AgentId,
    }
    #[derive(Deserialize)]
    struct Read {
        conversation: ConversationId,
    }
    let (column, value) = match which {
        Which::One(hash) => ("secret_hash", hash),
        Which::Of(agent) => ("agent", agent.as_str()),
    };
    let query = format!("DELETE FROM agent_session WHERE {column} = ? RETURNING secret_hash, agent");
    let gone: Vec<Gone> = all(sql, &query, vec![value.into()])?;
    let with_what_was_read = |Gone { secret_hash, agent }| {
        let query = "DELETE FROM agent_reading WHERE secret_hash = ? RETURNING conversation";
        let read: Vec<Read> = all(sql, query, vec![secret_hash.as_str().into()])?;
        Ok(Ended { secret_hash, agent, reading: read.into_iter().map(|read| read.conversation).collect() })
    };
    gone.into_iter().map(with_what_was_read).collect()
}

/// Closes what is open in sessions that ended: the inbox at once, conversations in a moment.
pub fn part(desk: &Desk, ended: Vec<Ended>) {
    let Ok(site) = super::store::site(&desk.sql()) else { return };
    let mut reading: Vec<(ConversationId, String)> = Vec::new();
    for Ended { secret_hash, reading: read, .. } in ended {
        sockets::close_session(desk, &secret_hash);
        reading.extend(read.into_iter().map(|conversation| (conversation, secret_hash.clone())));
    }
    let (Some(site), false) = (site, reading.is_empty()) else { return };
    let env = desk.env.clone();
    // Nobody waits for it: a conversation that is not reached asks by itself before long.
    desk.state.wait_until(async move {
        for (conversation, session) in reading {
            let (name, gone) = (format!("{site}/{conversation}"), ConversationCall::AgentGone { session });
            if let Err(problem) = call::<_, ()>(&env, "CONVERSATION", &name, &gone).await {
                log::failure("closing what a signed-out agent read", &problem.kind);
            }
        }
    });
}

/// Signs agents out, and tells the others that they are gone.
///
/// # Errors
/// When the tables fail.
pub async fn sign_out(desk: &Desk, which: Which<'_>) -> Result<(), Problem> {
    let now = ambient::now();
    let ended = end(&desk.sql(), which)?;
    let gone = ended.first().map(|one| one.agent.clone());
    part(desk, ended);
    if let Some(agent) = gone {
        agents::gone(&desk.sql(), &agent, now)?;
        sockets::tell_presence(desk, agents::team(&desk.sql(), now)?.0);
        sockets::arm(desk).await;
    }
    Ok(())
}
