-- The register of sites: the only truth in this database. The admin routes write it.
CREATE TABLE site (
  id TEXT PRIMARY KEY,
  settings TEXT NOT NULL,
  policy TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) WITHOUT ROWID;

-- The read model, for search and reports: everything below can be dropped and rebuilt from the journals.
CREATE TABLE conversation (
  site TEXT NOT NULL,
  conversation TEXT NOT NULL,
  customer TEXT,
  subject TEXT,
  opened_at INTEGER,
  -- Each of the following is the newest that the journal says; the *_seq column tells from which entry it is.
  open INTEGER NOT NULL DEFAULT 1,
  open_seq INTEGER NOT NULL DEFAULT 0,
  owner TEXT,
  owner_seq INTEGER NOT NULL DEFAULT 0,
  last_seq INTEGER NOT NULL DEFAULT 0,
  last_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (site, conversation)
) WITHOUT ROWID;
CREATE INDEX conversation_by_activity ON conversation (site, last_at);
CREATE INDEX conversation_by_customer ON conversation (site, customer);

CREATE TABLE message (
  site TEXT NOT NULL,
  conversation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  channel TEXT NOT NULL,
  author TEXT NOT NULL,
  subject TEXT,
  text TEXT NOT NULL,
  -- Kinds of evidence, separated by spaces.
  evidence TEXT NOT NULL,
  PRIMARY KEY (site, conversation, seq)
) WITHOUT ROWID;
CREATE INDEX message_by_time ON message (site, at);

CREATE TABLE entry (
  site TEXT NOT NULL,
  conversation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  -- What the event says beyond its name, as JSON; empty for messages, which have their own table.
  detail TEXT NOT NULL,
  PRIMARY KEY (site, conversation, seq)
) WITHOUT ROWID;
CREATE INDEX entry_by_event ON entry (site, event, at);
