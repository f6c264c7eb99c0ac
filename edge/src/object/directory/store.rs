//! The Directory's tables and what is asked of them, each within one transaction.

use super::call::{Latest, Proved, Resolved, Suggestion};
use crate::object::sql;
use serde::Deserialize;
use weft_shared::{
    id::{CommandKey, ConversationId, CustomerId},
    identity::{Identifier, IdentifierKind, Standing},
    time::{DAY, Timestamp},
    wire::problem::Problem,
};
use worker::{SqlStorage, SqlStorageValue};

type Result<T> = std::result::Result<T, Problem>;

/// How long a question's answer is remembered for its key.
const REMEMBERED: i64 = 45 * DAY;

/// The schema, step by step. Steps are only ever added.
pub const MIGRATIONS: &[&str] = &["
CREATE TABLE customer (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE identifier (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  standing TEXT NOT NULL,
  customer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (kind, value, standing)
) WITHOUT ROWID;
CREATE INDEX identifier_by_customer ON identifier (customer, standing);
CREATE TABLE conversation (
  id TEXT PRIMARY KEY,
  customer TEXT NOT NULL,
  open INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX conversation_by_customer ON conversation (customer, open, at);
CREATE TABLE arrival (
  key TEXT PRIMARY KEY,
  customer TEXT NOT NULL,
  conversation TEXT NOT NULL,
  opened INTEGER NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX arrival_by_time ON arrival (at);
CREATE TABLE suggestion (
  customer TEXT NOT NULL,
  other TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  because TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (customer, other, kind, value)
) WITHOUT ROWID;
CREATE INDEX suggestion_by_other ON suggestion (other);
"];

/// The tables of one site.
pub struct Store<'a> {
    sql: &'a SqlStorage,
}

#[derive(Deserialize)]
struct Customer {
    customer: CustomerId,
}

#[derive(Deserialize)]
struct Conversation {
    conversation: ConversationId,
}

#[derive(Deserialize)]
struct Arrival {
    customer: CustomerId,
    conversation: ConversationId,
    opened: u8,
}

#[derive(Deserialize)]
struct SuggestionRow {
    customer: CustomerId,
    kind: IdentifierKind,
    value: String,
    because: String,
    at: i64,
}

/// What [`Store::resolve`] needs besides the identifier.
pub struct Fresh {
    /// The customer to be.
    pub customer: CustomerId,
    /// The conversation to be.
    pub conversation: ConversationId,
    /// Now.
    pub at: Timestamp,
}

impl<'a> Store<'a> {
    /// Tables that are at their newest step.
    #[must_use]
    pub const fn new(sql: &'a SqlStorage) -> Self {
        Self { sql }
    }

    /// See [`super::call::DirectoryCall::Resolve`].
    ///
    /// # Errors
    /// When the storage fails.
    pub fn resolve(
        &self,
        identifier: &Identifier,
        standing: Standing,
        key: &CommandKey,
        fresh: &Fresh,
    ) -> Result<Resolved> {
        let seen: Option<Arrival> =
            self.first("SELECT customer, conversation, opened FROM arrival WHERE key = ?", vec![key.as_str().into()])?;
        if let Some(Arrival { customer, conversation, opened }) = seen {
            return Ok(Resolved { customer, conversation, opened: opened == 1 });
        }
        let customer = match self.owner(identifier, standing)? {
            Some(customer) => customer,
            None => self.introduce(identifier, standing, fresh)?,
        };
        let open: Option<Conversation> = self.first(
            "SELECT id AS conversation FROM conversation WHERE customer = ? AND open = 1 ORDER BY at DESC, id DESC LIMIT 1",
            vec![text(customer)],
        )?;
        let (conversation, opened) = open.map_or((fresh.conversation, true), |open| (open.conversation, false));
        self.run(
            "INSERT INTO conversation (id, customer, open, seq, at) VALUES (?, ?, 1, 0, ?)
             ON CONFLICT (id) DO UPDATE SET at = max(at, excluded.at)",
            vec![text(conversation), text(customer), fresh.at.0.into()],
        )?;
        self.run(
            "INSERT INTO arrival (key, customer, conversation, opened, at) VALUES (?, ?, ?, ?, ?)",
            vec![key.as_str().into(), text(customer), text(conversation), i64::from(opened).into(), fresh.at.0.into()],
        )?;
        self.run("DELETE FROM arrival WHERE at < ?", vec![fresh.at.plus(-REMEMBERED).0.into()])?;
        Ok(Resolved { customer, conversation, opened })
    }

    /// A customer whose first identifier this is. Whoever else has the same one with the other standing is suggested.
    fn introduce(&self, identifier: &Identifier, standing: Standing, fresh: &Fresh) -> Result<CustomerId> {
        self.run(
            "INSERT OR IGNORE INTO customer (id, at) VALUES (?, ?)",
            vec![text(fresh.customer), fresh.at.0.into()],
        )?;
        let (other, because) = match standing {
            Standing::Proven => (Standing::Claimed, "an earlier message came from the same address, unproven"),
            Standing::Claimed => {
                (Standing::Proven, "it names this address, which is proven to be the other customer's")
            }
        };
        if let Some(other) = self.owner(identifier, other)? {
            self.suggest(fresh.customer, other, identifier, because, fresh.at)?;
        }
        self.assign(identifier, standing, fresh.customer, fresh.at)?;
        Ok(fresh.customer)
    }

    /// See [`super::call::DirectoryCall::Register`].
    ///
    /// # Errors
    /// When the storage fails.
    pub fn register(&self, conversation: ConversationId, customer: CustomerId, at: Timestamp) -> Result<()> {
        self.seen(conversation, customer, true, 0, at)
    }

    /// See [`super::call::DirectoryCall::Seen`].
    ///
    /// # Errors
    /// When the storage fails.
    pub fn seen(
        &self,
        conversation: ConversationId,
        customer: CustomerId,
        open: bool,
        seq: u64,
        at: Timestamp,
    ) -> Result<()> {
        self.run("INSERT OR IGNORE INTO customer (id, at) VALUES (?, ?)", vec![text(customer), at.0.into()])?;
        self.run(
            "INSERT INTO conversation (id, customer, open, seq, at) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET open = excluded.open, seq = excluded.seq, at = max(at, excluded.at)
             WHERE excluded.seq > seq",
            vec![
                text(conversation),
                text(customer),
                i64::from(open).into(),
                i64::try_from(seq).unwrap_or(i64::MAX).into(),
                at.0.into(),
            ],
        )
    }

    /// See [`super::call::DirectoryCall::Prove`].
    ///
    /// # Errors
    /// When the storage fails.
    pub fn prove(&self, conversation: ConversationId, identifier: &Identifier, at: Timestamp) -> Result<Proved> {
        let Some(customer) = self.customer(conversation)? else { return Ok(Proved { joined: false, also: None }) };
        match self.owner(identifier, Standing::Proven)? {
            Some(owner) if owner != customer => {
                self.suggest(customer, owner, identifier, "both proved the same identifier", at)?;
                return Ok(Proved { joined: false, also: Some(owner) });
            }
            Some(_) => {}
            None => self.assign(identifier, Standing::Proven, customer, at)?,
        }
        // From now on, what only claims this identifier must not lead here.
        let [kind, value] = named(identifier);
        self.run(
            "DELETE FROM identifier WHERE kind = ? AND value = ? AND standing = 'claimed' AND customer = ?",
            vec![kind, value, text(customer)],
        )?;
        Ok(Proved { joined: true, also: None })
    }

    /// See [`super::call::DirectoryCall::Latest`].
    ///
    /// # Errors
    /// When the storage fails.
    pub fn latest(&self, identifier: &Identifier) -> Result<Option<Latest>> {
        for standing in [Standing::Proven, Standing::Claimed] {
            let Some(customer) = self.owner(identifier, standing)? else { continue };
            let found: Option<Conversation> = self.first(
                "SELECT id AS conversation FROM conversation WHERE customer = ? ORDER BY open DESC, at DESC, id DESC LIMIT 1",
                vec![text(customer)],
            )?;
            if let Some(Conversation { conversation }) = found {
                return Ok(Some(Latest { conversation, standing }));
            }
        }
        Ok(None)
    }

    /// See [`super::call::DirectoryCall::Customer`].
    ///
    /// # Errors
    /// When the storage fails.
    pub fn customer(&self, conversation: ConversationId) -> Result<Option<CustomerId>> {
        let row: Option<Customer> =
            self.first("SELECT customer FROM conversation WHERE id = ?", vec![text(conversation)])?;
        Ok(row.map(|row| row.customer))
    }

    /// See [`super::call::DirectoryCall::Suggestions`].
    ///
    /// # Errors
    /// When the storage fails.
    pub fn suggestions(&self, customer: CustomerId) -> Result<Vec<Suggestion>> {
        let rows: Vec<SuggestionRow> = sql::all(
            self.sql,
            "SELECT other AS customer, kind, value, because, at FROM suggestion WHERE customer = ?1
                 UNION SELECT customer, kind, value, because, at FROM suggestion WHERE other = ?1 ORDER BY 5, 1",
            vec![text(customer)],
        )?;
        let suggestion = |row: SuggestionRow| Suggestion {
            customer: row.customer,
            identifier: Identifier { kind: row.kind, value: row.value },
            because: row.because,
            at: Timestamp(row.at),
        };
        Ok(rows.into_iter().map(suggestion).collect())
    }

    /// See [`super::call::DirectoryCall::All`].
    ///
    /// # Errors
    /// When the storage fails.
    pub fn all(&self, after: Option<ConversationId>, limit: u32) -> Result<Vec<ConversationId>> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let rows: Vec<Conversation> = sql::all(
            self.sql,
            "SELECT id AS conversation FROM conversation WHERE id > ? ORDER BY id LIMIT ?",
            vec![after.into(), i64::from(limit).into()],
        )?;
        Ok(rows.into_iter().map(|row| row.conversation).collect())
    }

    /// Whose an identifier is. A claim never leads to a customer of whom anything is proven.
    fn owner(&self, identifier: &Identifier, standing: Standing) -> Result<Option<CustomerId>> {
        let [kind, value] = named(identifier);
        let query = match standing {
            Standing::Proven => "SELECT customer FROM identifier WHERE kind = ? AND value = ? AND standing = 'proven'",
            Standing::Claimed => {
                "SELECT customer FROM identifier AS claim WHERE kind = ? AND value = ? AND standing = 'claimed' AND NOT EXISTS
                 (SELECT 1 FROM identifier AS known WHERE known.customer = claim.customer AND known.standing = 'proven')"
            }
        };
        let row: Option<Customer> = self.first(query, vec![kind, value])?;
        Ok(row.map(|row| row.customer))
    }

    fn assign(&self, identifier: &Identifier, standing: Standing, customer: CustomerId, at: Timestamp) -> Result<()> {
        let [kind, value] = named(identifier);
        let standing = match standing {
            Standing::Proven => "proven",
            Standing::Claimed => "claimed",
        };
        self.run(
            "INSERT INTO identifier (kind, value, standing, customer, at) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (kind, value, standing) DO UPDATE SET customer = excluded.customer, at = excluded.at",
            vec![kind, value, standing.into(), text(customer), at.0.into()],
        )
    }

    fn suggest(
        &self,
        customer: CustomerId,
        other: CustomerId,
        identifier: &Identifier,
        because: &str,
        at: Timestamp,
    ) -> Result<()> {
        let [kind, value] = named(identifier);
        self.run(
            "INSERT OR IGNORE INTO suggestion (customer, other, kind, value, because, at) VALUES (?, ?, ?, ?, ?, ?)",
            vec![text(customer), text(other), kind, value, because.into(), at.0.into()],
        )
    }

    fn first<T: serde::de::DeserializeOwned>(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<Option<T>> {
        sql::first(self.sql, query, values)
    }

    fn run(&self, statement: &str, values: Vec<SqlStorageValue>) -> Result<()> {
        sql::run(self.sql, statement, values).map(drop)
    }
}

fn text(id: impl ToString) -> SqlStorageValue {
    id.to_string().into()
}

fn named(identifier: &Identifier) -> [SqlStorageValue; 2] {
    let kind = match identifier.kind {
        IdentifierKind::Mail => "mail",
        IdentifierKind::Phone => "phone",
        IdentifierKind::Account => "account",
        IdentifierKind::Deal => "deal",
    };
    [kind.into(), identifier.value.as_str().into()]
}
