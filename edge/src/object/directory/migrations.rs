//! The Directory's schema.

/// Step by step. Steps are only ever added.
pub const MIGRATIONS: &[&str] = &[
    "
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
",
    "
ALTER TABLE customer ADD COLUMN merged_into TEXT;
ALTER TABLE identifier ADD COLUMN how TEXT NOT NULL DEFAULT 'message';
ALTER TABLE identifier ADD COLUMN heard INTEGER;
ALTER TABLE identifier ADD COLUMN lapsed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN departed TEXT;
CREATE TABLE consent (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  channel TEXT NOT NULL,
  consent TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (kind, value, channel)
) WITHOUT ROWID;
CREATE TABLE token (id TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX token_by_end ON token (expires);
CREATE TABLE merging (
  id TEXT PRIMARY KEY,
  stayed TEXT NOT NULL,
  went TEXT NOT NULL,
  said_by TEXT NOT NULL,
  because TEXT NOT NULL,
  at INTEGER NOT NULL,
  undone_by TEXT,
  undone_at INTEGER,
  before TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX merging_by_stayed ON merging (stayed, at);
CREATE TABLE errand (
  id INTEGER PRIMARY KEY,
  conversation TEXT NOT NULL,
  body TEXT NOT NULL,
  due INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX errand_by_conversation ON errand (conversation, id);
CREATE TABLE own (id INTEGER PRIMARY KEY CHECK (id = 1), site TEXT NOT NULL);
",
    "CREATE TABLE tier (account TEXT PRIMARY KEY, tier TEXT NOT NULL) WITHOUT ROWID;",
    "CREATE TABLE desk (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL);",
    "CREATE TABLE trace (conversation TEXT PRIMARY KEY, seq INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;",
];
