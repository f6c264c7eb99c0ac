-- Where a conversation's text goes on, and what it is about: by an agent's word, else as its words were read. Each is the
-- newest that the journal says; the *_seq column tells from which entry it is.
ALTER TABLE conversation ADD COLUMN departed TEXT;
ALTER TABLE conversation ADD COLUMN said_intent TEXT;
ALTER TABLE conversation ADD COLUMN said_by TEXT;
ALTER TABLE conversation ADD COLUMN said_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN read_intent TEXT;
ALTER TABLE conversation ADD COLUMN read_seq INTEGER NOT NULL DEFAULT 0;
CREATE INDEX message_by_id ON message (site, id);

-- What can be found: one row for each entry that says something. What was said before there was this table is found after
-- `POST /v1/admin/sites/{site}/rebuild`. Its number is that of its text below.
CREATE TABLE place (
  id INTEGER PRIMARY KEY,
  site TEXT NOT NULL,
  conversation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- The medium; none for notes of agents.
  channel TEXT,
  -- The message that says it, or that it is about; none for notes of agents.
  message TEXT,
  UNIQUE (site, conversation, seq)
);

-- The texts. The site is a column of the index, so that a search never walks through the texts of other sites.
CREATE VIRTUAL TABLE said USING fts5 (
  site, text, subject,
  tokenize = "unicode61 remove_diacritics 2"
);
