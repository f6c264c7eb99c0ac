//! The desk's tables.

use super::{handed, passkeys, sessions, whole};
use crate::{
    object::sql::{all, first, integer, run},
    problem::OrInternal,
};
use serde::Deserialize;
use weft_shared::{
    id::{AgentId, ConversationId, SiteId},
    time::{DAY, Timestamp},
    wire::{agent::Row, problem::Problem},
};
use worker::SqlStorage;

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
    "
    -- What they work on and how much of it, as JSON.
    ALTER TABLE agent ADD COLUMN work TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE agent ADD COLUMN available INTEGER NOT NULL DEFAULT 1;
    -- When they were last given a conversation.
    ALTER TABLE agent ADD COLUMN last INTEGER NOT NULL DEFAULT 0;
    -- The site of this desk: its rules are asked for by this name.
    CREATE TABLE site (site TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE slot (
        conversation TEXT NOT NULL,
        agent TEXT NOT NULL,
        weight INTEGER NOT NULL,
        -- The conversation said that this agent owns it, and that it is open.
        owned INTEGER NOT NULL DEFAULT 0,
        -- It is on hold: it takes no room.
        resting INTEGER NOT NULL DEFAULT 0,
        -- Room is kept until then, for so many commands that are under way.
        kept_until INTEGER,
        keepers INTEGER NOT NULL DEFAULT 0,
        -- The desk's own assignment, to be carried out.
        decision TEXT,
        -- Since when the customer waits for this owner.
        waiting_since INTEGER,
        -- What failed is not tried again before.
        not_before INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (conversation, agent)
    ) WITHOUT ROWID;
    CREATE INDEX slot_by_agent ON slot (agent);
    CREATE TABLE queue (
        conversation TEXT PRIMARY KEY,
        seq INTEGER NOT NULL,
        facts TEXT NOT NULL,
        -- When the next promise to the customer is due.
        due INTEGER,
        title TEXT NOT NULL,
        -- Where it belongs, and what it takes of an agent's capacity, as was decided last.
        team TEXT NOT NULL,
        priority TEXT NOT NULL,
        weight INTEGER NOT NULL,
        -- Nobody is given it before.
        not_before INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE TABLE seen (
        agent TEXT NOT NULL,
        conversation TEXT NOT NULL,
        upto INTEGER NOT NULL,
        PRIMARY KEY (agent, conversation)
    ) WITHOUT ROWID;
    CREATE TABLE decision (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation TEXT NOT NULL,
        title TEXT NOT NULL,
        at INTEGER NOT NULL,
        decision TEXT NOT NULL
    );
",
    passkeys::TABLES,
    sessions::TABLES,
    whole::TABLES,
    handed::TABLES,
];

/// How long a closed conversation stays in the inbox, in milliseconds.
const RECENTLY: i64 = 7 * DAY;
/// How many open conversations, and how many closed ones, the inbox shows.
const MOST: i64 = 500;
/// How many bytes of lines the inbox shows: a frame of the platform takes a megabyte.
const LARGEST: usize = 900_000;

#[derive(Deserialize)]
struct Line {
    line: String,
}

#[derive(Default, Deserialize)]
struct Counts {
    open: Option<u32>,
    closed: Option<u32>,
}

impl Line {
    fn read(self) -> Result<Row, Problem> {
        serde_json::from_str(&self.line).or_internal("reading a line of the inbox")
    }
}

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Something new.
    New,
    /// What is known; a rebuild says it again.
    Known,
    /// What was true before: it is passed over.
    Old,
}

/// Takes in a line.
///
/// # Errors
/// As [`run`].
pub fn project(sql: &SqlStorage, row: &Row) -> Result<News, Problem> {
    match self::row(sql, row.conversation)? {
        Some(before) if before.seq > row.seq => Ok(News::Old),
        Some(before) if before == *row => Ok(News::Known),
        _ => put_row(sql, row).map(|()| News::New),
    }
}

/// A line of the inbox.
///
/// # Errors
/// As [`first`].
pub fn row(sql: &SqlStorage, conversation: ConversationId) -> Result<Option<Row>, Problem> {
    let query = "SELECT line FROM inbox WHERE conversation = ?";
    let line: Option<Line> = first(sql, query, vec![conversation.to_string().into()])?;
    line.map(Line::read).transpose()
}

/// Writes a line of the inbox.
///
/// # Errors
/// As [`run`].
pub fn put_row(sql: &SqlStorage, row: &Row) -> Result<(), Problem> {
    let line = serde_json::to_string(row).or_internal("writing a line of the inbox")?;
    run(
        sql,
        "INSERT OR REPLACE INTO inbox (conversation, seq, open, at, line) VALUES (?, ?, ?, ?, ?)",
        vec![
            row.conversation.to_string().into(),
            integer(row.seq),
            i64::from(row.open).into(),
            row.at.0.into(),
            line.into(),
        ],
    )
    .map(drop)
}

/// The site of this desk, once it is known.
///
/// # Errors
/// As [`first`].
pub fn site(sql: &SqlStorage) -> Result<Option<SiteId>, Problem> {
    #[derive(Deserialize)]
    struct Known {
        site: SiteId,
    }
    Ok(first::<Known>(sql, "SELECT site FROM site", vec![])?.map(|known| known.site))
}

/// Notes the site of this desk.
///
/// # Errors
/// As [`run`].
pub fn put_site(sql: &SqlStorage, site: &SiteId) -> Result<(), Problem> {
    run(sql, "INSERT OR IGNORE INTO site (site) VALUES (?)", vec![site.as_str().into()]).map(drop)
}

/// What one agent sees of the inbox.
pub struct Shown {
    /// Its lines.
    pub rows: Vec<Row>,
    /// How many more are open.
    pub more_open: u32,
    /// How many more were closed lately.
    pub more_closed: u32,
}

/// What an agent answers for or was offered comes first, then whoever waits, the soonest due and the longest waiting
/// before the rest; of what waits for nobody, what is due, then the latest.
const OPEN: &str = "SELECT line FROM inbox WHERE open = 1 ORDER BY
    coalesce(line ->> '$.owner' = ?1, 0) OR coalesce(line ->> '$.offer.to.agent' = ?1, 0) DESC,
    line ->> '$.waiting' DESC,
    coalesce(line ->> '$.due', CASE WHEN line ->> '$.waiting' THEN coalesce(line ->> '$.queued', at) END) IS NULL,
    coalesce(line ->> '$.due', CASE WHEN line ->> '$.waiting' THEN coalesce(line ->> '$.queued', at) END),
    CASE WHEN line ->> '$.waiting' THEN coalesce(line ->> '$.queued', at) END,
    at DESC LIMIT ?2";
const CLOSED: &str = "SELECT line FROM inbox WHERE open = 0 AND at > ?1 ORDER BY at DESC LIMIT ?2";

/// The inbox of an agent: what is open and what was closed recently, as far as it fits into one frame.
///
/// # Errors
/// As [`all`].
pub fn inbox(sql: &SqlStorage, agent: &AgentId, now: Timestamp) -> Result<Shown, Problem> {
    let since = now.plus(-RECENTLY).0;
    let open: Vec<Line> = all(sql, OPEN, vec![agent.as_str().into(), MOST.into()])?;
    let closed: Vec<Line> = all(sql, CLOSED, vec![since.into(), MOST.into()])?;
    let counts = "SELECT sum(open = 1) AS open, sum(open = 0 AND at > ?) AS closed FROM inbox";
    let all: Counts = first(sql, counts, vec![since.into()])?.unwrap_or_default();
    let mut size = 0;
    let mut fits = |line: &Line| {
        size += line.line.len();
        size <= LARGEST
    };
    let open: Vec<Row> = open.into_iter().take_while(&mut fits).map(Line::read).collect::<Result<_, _>>()?;
    let closed: Vec<Row> = closed.into_iter().take_while(&mut fits).map(Line::read).collect::<Result<_, _>>()?;
    let more = |all: Option<u32>, shown: &[Row]| {
        all.unwrap_or_default().saturating_sub(u32::try_from(shown.len()).unwrap_or(u32::MAX))
    };
    let (more_open, more_closed) = (more(all.open, &open), more(all.closed, &closed));
    Ok(Shown { rows: [open, closed].concat(), more_open, more_closed })
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
