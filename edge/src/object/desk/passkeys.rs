//! The passkeys of a desk's agents: what is kept of them, and the moment in which one signs in.

use super::{
    agents,
    call::KnownAgent,
    session::LIFETIME,
    sessions::{self, Opening},
};
use crate::{
    object::sql::{all, first, run},
    problem::{self, OrInternal},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use weft_shared::{
    id::AgentId,
    time::{MINUTE, Timestamp},
    webauthn::{self, PublicKey, challenge::Answered},
    wire::{
        passkey::{PasskeyLine, Passkeys},
        problem::{Problem, ProblemKind},
    },
};
use worker::SqlStorage;

/// How many passkeys an agent has at most.
pub const MOST: u32 = 10;
/// How long after signing in a passkey can be added, in milliseconds.
pub const FRESH: i64 = 10 * MINUTE;

/// The tables; a migration of the desk.
pub const TABLES: &str = "
    -- Random bytes by which authenticators know an agent, in base64url.
    CREATE TABLE passkey_user (agent TEXT PRIMARY KEY, handle TEXT NOT NULL UNIQUE) WITHOUT ROWID;
    CREATE TABLE passkey (
        passkey INTEGER PRIMARY KEY AUTOINCREMENT,
        -- Its id at the authenticator, in base64url.
        credential TEXT NOT NULL UNIQUE,
        agent TEXT NOT NULL,
        name TEXT NOT NULL,
        -- The public key, as JSON.
        key TEXT NOT NULL,
        counter INTEGER NOT NULL,
        may_back_up INTEGER NOT NULL,
        backed_up INTEGER NOT NULL,
        -- How its authenticator is reached, as a JSON list.
        transports TEXT NOT NULL,
        made INTEGER NOT NULL,
        used INTEGER,
        -- When it was refused because it counted backwards.
        doubted INTEGER
    );
    CREATE INDEX passkey_by_agent ON passkey (agent);
    -- Challenges that were answered: each counts once.
    CREATE TABLE passkey_once (once TEXT PRIMARY KEY, ends INTEGER NOT NULL) WITHOUT ROWID;
";

/// What is asked of a desk's passkeys.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Ask {
    /// An agent's own, as they see them. Answered with [`Passkeys`].
    Own {
        /// Whose.
        agent: AgentId,
        /// The session in which they ask.
        secret_hash: String,
    },
    /// Before a new one is made. Answered with [`Maker`]; `forbidden` when the sign-in is not fresh, `conflict` when there
    /// are [`MOST`].
    Begin {
        /// Whose it will be.
        agent: AgentId,
        /// The session in which they ask.
        secret_hash: String,
        /// What authenticators know them by from now on, if nothing yet.
        handle: String,
        /// Now.
        at: Timestamp,
    },
    /// A new one. Answered with `null`; `conflict` when it or its challenge was seen before, or there are [`MOST`].
    Add {
        /// Whose.
        agent: AgentId,
        /// It.
        new: Box<New>,
        /// Its challenge counts once.
        once: Once,
        /// Now.
        at: Timestamp,
    },
    /// One of one's own goes. Answered with `null`, or `not-found`.
    Remove {
        /// Whose.
        agent: AgentId,
        /// Which.
        passkey: u64,
    },
    /// What is known of a credential. Answered with `Option<`[`Known`]`>`.
    Find {
        /// Its id, in base64url.
        credential: String,
    },
    /// A credential's signature was right: open a session, if it counts on. Answered with [`Use`].
    Use {
        /// Its id, in base64url.
        credential: String,
        /// What its authenticator counted.
        counter: u32,
        /// It is kept on several devices.
        backed_up: bool,
        /// Its challenge counts once.
        once: Once,
        /// The new session.
        opening: Opening,
        /// Now.
        at: Timestamp,
    },
}

/// A challenge that counts once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Once {
    /// Under which it is kept.
    pub once: String,
    /// Until then.
    pub ends: Timestamp,
}

impl From<Answered> for Once {
    fn from(Answered { once, ends }: Answered) -> Self {
        Self { once, ends }
    }
}

/// A new passkey.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the table above says it")]
pub struct New {
    pub credential: String,
    pub name: String,
    pub key: PublicKey,
    pub counter: u32,
    pub may_back_up: bool,
    pub backed_up: bool,
    pub transports: Vec<String>,
}

/// Whoever makes a new one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Maker {
    /// What authenticators know them by.
    pub handle: String,
    /// Their mail address.
    pub address: String,
    /// The credentials that they have, each with how its authenticator is reached.
    pub known: Vec<(String, Vec<String>)>,
}

/// What is known of a credential.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Known {
    /// What its authenticator knows the agent by.
    pub handle: String,
    /// Its public key.
    pub key: PublicKey,
    /// It may be kept on several devices; that never changes.
    pub may_back_up: bool,
}

/// What came of a right signature.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "use", rename_all = "kebab-case")]
pub enum Use {
    /// The session is open.
    In {
        /// Whose.
        known: KnownAgent,
    },
    /// Its challenge was answered before, or it is gone.
    Again,
    /// It counted backwards: there may be a copy. That is noted for its owner to see.
    Backwards,
}

#[derive(Deserialize)]
struct Number {
    #[serde(rename = "passkey")]
    _passkey: u64,
}

/// Answers.
///
/// # Errors
/// See [`Ask`].
pub fn carry_out(sql: &SqlStorage, ask: Ask) -> Result<Value, Problem> {
    let answer = match ask {
        Ask::Own { agent, secret_hash } => serde_json::to_value(own(sql, &agent, &secret_hash)?),
        Ask::Begin { agent, secret_hash, handle, at } => {
            serde_json::to_value(begin(sql, &agent, &secret_hash, &handle, at)?)
        }
        Ask::Add { agent, new, once, at } => {
            add(sql, &agent, &new, &once, at)?;
            Ok(Value::Null)
        }
        Ask::Remove { agent, passkey } => {
            let passkey = i64::try_from(passkey).unwrap_or(-1);
            let query = "DELETE FROM passkey WHERE passkey = ? AND agent = ? RETURNING passkey";
            let gone: Option<Number> = first(sql, query, vec![passkey.into(), agent.as_str().into()])?;
            if gone.is_none() {
                return Err(problem::not_found());
            }
            Ok(Value::Null)
        }
        Ask::Find { credential } => serde_json::to_value(find(sql, &credential)?),
        Ask::Use { credential, counter, backed_up, once, opening, at } => {
            serde_json::to_value(sign_in(sql, &credential, (counter, backed_up), &once, &opening, at)?)
        }
    };
    answer.or_internal("writing an answer")
}

/// Forgets everything of an agent who is one no more, or somebody else by now.
///
/// # Errors
/// As [`run`].
pub fn forget(sql: &SqlStorage, agent: &AgentId) -> Result<(), Problem> {
    run(sql, "DELETE FROM passkey WHERE agent = ?", vec![agent.as_str().into()])?;
    run(sql, "DELETE FROM passkey_user WHERE agent = ?", vec![agent.as_str().into()]).map(drop)
}

fn own(sql: &SqlStorage, agent: &AgentId, secret_hash: &str) -> Result<Passkeys, Problem> {
    #[derive(Deserialize)]
    struct Line {
        passkey: u64,
        name: String,
        made: Timestamp,
        used: Option<Timestamp>,
        backed_up: u8,
        doubted: Option<Timestamp>,
    }
    let query = "SELECT passkey, name, made, used, backed_up, doubted FROM passkey WHERE agent = ? ORDER BY passkey";
    let lines: Vec<Line> = all(sql, query, vec![agent.as_str().into()])?;
    let passkeys = lines.into_iter().map(|line| PasskeyLine {
        passkey: line.passkey,
        name: line.name,
        made: line.made,
        used: line.used,
        synced: line.backed_up != 0,
        doubted: line.doubted,
    });
    Ok(Passkeys { passkeys: passkeys.collect(), most: MOST, fresh_until: fresh_until(sql, agent, secret_hash)? })
}

/// Until when a session's sign-in is fresh: sessions all last equally long.
fn fresh_until(sql: &SqlStorage, agent: &AgentId, secret_hash: &str) -> Result<Timestamp, Problem> {
    #[derive(Deserialize)]
    struct Session {
        expires: Timestamp,
    }
    let query = "SELECT expires FROM agent_session WHERE secret_hash = ? AND agent = ?";
    let session: Option<Session> = first(sql, query, vec![secret_hash.into(), agent.as_str().into()])?;
    Ok(session.map_or(Timestamp(0), |session| session.expires.plus(FRESH - LIFETIME)))
}

fn begin(sql: &SqlStorage, agent: &AgentId, secret_hash: &str, handle: &str, at: Timestamp) -> Result<Maker, Problem> {
    #[derive(Deserialize)]
    struct User {
        handle: String,
        address: String,
    }
    #[derive(Deserialize)]
    struct Has {
        credential: String,
        transports: String,
    }
    if fresh_until(sql, agent, secret_hash)? <= at {
        let why = "a passkey can be added in the first ten minutes after signing in: sign in again";
        return Err(Problem::new(ProblemKind::Forbidden).detail(why));
    }
    let insert = "INSERT OR IGNORE INTO passkey_user (agent, handle) VALUES (?, ?)";
    run(sql, insert, vec![agent.as_str().into(), handle.into()])?;
    let query = "SELECT handle, address FROM passkey_user JOIN agent USING (agent) WHERE agent = ?";
    let user: User = first(sql, query, vec![agent.as_str().into()])?.ok_or_else(problem::not_found)?;
    let query = "SELECT credential, transports FROM passkey WHERE agent = ? ORDER BY passkey";
    let known: Vec<Has> = all(sql, query, vec![agent.as_str().into()])?;
    if known.len() >= usize::try_from(MOST).unwrap_or(0) {
        return Err(too_many());
    }
    let known = known.into_iter().map(|has| Ok((has.credential, json(&has.transports)?)));
    Ok(Maker { handle: user.handle, address: user.address, known: known.collect::<Result<_, Problem>>()? })
}

fn too_many() -> Problem {
    Problem::new(ProblemKind::Conflict).detail(format!("you have {MOST} passkeys already: remove one first"))
}

fn add(sql: &SqlStorage, agent: &AgentId, new: &New, once: &Once, at: Timestamp) -> Result<(), Problem> {
    #[derive(Deserialize)]
    struct Count {
        count: u32,
    }
    if !counts_once(sql, once, at)? {
        return Err(Problem::new(ProblemKind::Conflict).detail("this challenge was answered before"));
    }
    let query = "SELECT count(*) AS count FROM passkey WHERE agent = ?";
    let count: Option<Count> = first(sql, query, vec![agent.as_str().into()])?;
    if count.is_none_or(|count| count.count >= MOST) {
        return Err(too_many());
    }
    let key = serde_json::to_string(&new.key).or_internal("writing a public key")?;
    let transports = serde_json::to_string(&new.transports).or_internal("writing transports")?;
    // Not by how much was written: a number that is counted up is written even when nothing else is.
    let written: Option<Number> = first(
        sql,
        "INSERT OR IGNORE INTO passkey
            (credential, agent, name, key, counter, may_back_up, backed_up, transports, made)
         SELECT ?1, agent, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM agent WHERE agent = ?9
         RETURNING passkey",
        vec![
            new.credential.as_str().into(),
            new.name.as_str().into(),
            key.into(),
            i64::from(new.counter).into(),
            i64::from(new.may_back_up).into(),
            i64::from(new.backed_up).into(),
            transports.into(),
            at.0.into(),
            agent.as_str().into(),
        ],
    )?;
    if written.is_none() {
        return Err(Problem::new(ProblemKind::Conflict).detail("this passkey is known already"));
    }
    Ok(())
}

/// Notes that a challenge was answered; false if it was before. Those that are over are forgotten.
fn counts_once(sql: &SqlStorage, once: &Once, at: Timestamp) -> Result<bool, Problem> {
    run(sql, "DELETE FROM passkey_once WHERE ends <= ?", vec![at.0.into()])?;
    let insert = "INSERT OR IGNORE INTO passkey_once (once, ends) VALUES (?, ?)";
    Ok(once.ends > at && run(sql, insert, vec![once.once.as_str().into(), once.ends.0.into()])? > 0)
}

fn find(sql: &SqlStorage, credential: &str) -> Result<Option<Known>, Problem> {
    #[derive(Deserialize)]
    struct Stored {
        handle: String,
        key: String,
        may_back_up: u8,
    }
    let query = "SELECT handle, key, may_back_up FROM passkey JOIN passkey_user USING (agent) WHERE credential = ?";
    let stored: Option<Stored> = first(sql, query, vec![credential.into()])?;
    let read = |stored: Stored| {
        let key = json(&stored.key)?;
        Ok(Known { handle: stored.handle, key, may_back_up: stored.may_back_up != 0 })
    };
    stored.map(read).transpose()
}

fn sign_in(
    sql: &SqlStorage,
    credential: &str,
    (counter, backed_up): (u32, bool),
    once: &Once,
    opening: &Opening,
    at: Timestamp,
) -> Result<Use, Problem> {
    #[derive(Deserialize)]
    struct Counted {
        agent: AgentId,
        counter: u32,
    }
    let query = "SELECT agent, counter FROM passkey WHERE credential = ?";
    let counted: Option<Counted> = first(sql, query, vec![credential.into()])?;
    let Some(Counted { agent, counter: before }) = counted else { return Ok(Use::Again) };
    if !counts_once(sql, once, at)? {
        return Ok(Use::Again);
    }
    if !webauthn::counts_on(before, counter) {
        run(sql, "UPDATE passkey SET doubted = ? WHERE credential = ?", vec![at.0.into(), credential.into()])?;
        return Ok(Use::Backwards);
    }
    run(
        sql,
        "UPDATE passkey SET counter = ?, backed_up = ?, used = ? WHERE credential = ?",
        vec![i64::from(counter).into(), i64::from(backed_up).into(), at.0.into(), credential.into()],
    )?;
    sessions::open(sql, &agent, opening, at)?;
    Ok(agents::known(sql, &agent)?.map_or(Use::Again, |known| Use::In { known }))
}

fn json<T: DeserializeOwned>(stored: &str) -> Result<T, Problem> {
    serde_json::from_str(stored).or_internal("reading a passkey")
}
