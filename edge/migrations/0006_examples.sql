-- What agents' corrections teach: sentences of customers, each with what an agent says it is about. Those that the
-- owner accepts are learned beside the examples of the policy.
CREATE TABLE example (
  site TEXT NOT NULL,
  id TEXT NOT NULL,
  intent TEXT NOT NULL,
  text TEXT NOT NULL,
  made_by TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- Who judged it, when, and how; none: nobody yet.
  judged_by TEXT,
  judged_at INTEGER,
  accepted INTEGER,
  PRIMARY KEY (site, id)
) WITHOUT ROWID;
CREATE INDEX example_by_verdict ON example (site, accepted, at);
