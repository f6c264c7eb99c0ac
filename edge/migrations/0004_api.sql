-- Keys of sites' APIs. Of a key only the hash of its secret part is kept.
CREATE TABLE api_key (
  site TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  -- Names of scopes, separated by spaces.
  scopes TEXT NOT NULL,
  hash TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  last_used INTEGER,
  PRIMARY KEY (site, id)
) WITHOUT ROWID;

-- First answers to requests with an Idempotency-Key, for a day; without a status, the request is on its way.
CREATE TABLE api_answer (
  site TEXT NOT NULL,
  key TEXT NOT NULL,
  idempotency TEXT NOT NULL,
  -- Hash of method, path and body.
  request TEXT NOT NULL,
  at INTEGER NOT NULL,
  status INTEGER,
  body TEXT,
  PRIMARY KEY (site, key, idempotency)
) WITHOUT ROWID;
CREATE INDEX api_answer_by_time ON api_answer (at);

-- Addresses that sites want to be told at; the secrets are sealed.
CREATE TABLE webhook (
  site TEXT NOT NULL,
  id TEXT NOT NULL,
  url TEXT NOT NULL,
  -- Names of events, separated by spaces; empty: all.
  events TEXT NOT NULL,
  description TEXT,
  enabled INTEGER NOT NULL DEFAULT 1,
  disabled_because TEXT,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  sealed TEXT NOT NULL,
  former_sealed TEXT,
  former_until INTEGER,
  PRIMARY KEY (site, id)
) WITHOUT ROWID;

-- What they were told: the last thousand of each, for 30 days.
CREATE TABLE webhook_delivery (
  site TEXT NOT NULL,
  webhook TEXT NOT NULL,
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  conversation TEXT NOT NULL,
  at INTEGER NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  -- JSON: [{at, status, error}, …].
  attempts TEXT NOT NULL,
  next_at INTEGER,
  PRIMARY KEY (site, webhook, id)
) WITHOUT ROWID;

-- Conversations as the API lists them; a projection, by place in the journal.
CREATE TABLE conversation_line (
  site TEXT NOT NULL,
  conversation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  open INTEGER NOT NULL,
  owner TEXT,
  team TEXT,
  channel TEXT,
  updated_at INTEGER NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (site, conversation)
) WITHOUT ROWID;
CREATE INDEX conversation_line_by_owner ON conversation_line (site, owner, conversation);
CREATE INDEX conversation_line_by_change ON conversation_line (site, updated_at);
