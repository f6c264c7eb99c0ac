-- What providers and a site's backend share with us, each sealed with the deployment's keys (edge/src/secret.rs).
CREATE TABLE secret (
  site TEXT NOT NULL,
  name TEXT NOT NULL,
  sealed TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (site, name)
) WITHOUT ROWID;

-- Every version of a site's policy file: what it changes of the defaults. The latest is in force.
CREATE TABLE policy (
  site TEXT NOT NULL,
  version INTEGER NOT NULL,
  text TEXT NOT NULL,
  made_by TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- The version that it brings back.
  restores INTEGER,
  PRIMARY KEY (site, version)
) WITHOUT ROWID;
INSERT INTO policy (site, version, text, made_by, at) SELECT id, 1, policy, 'operator', updated_at FROM site;
ALTER TABLE site DROP COLUMN policy;
