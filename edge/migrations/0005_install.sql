-- Where the widget was loaded: the last time for each origin, to the minute. Origins that the settings do not allow are
-- kept too, a few of them and the latest only, as a hint to whoever sets the site up.
CREATE TABLE seen_on (
  site TEXT NOT NULL,
  origin TEXT NOT NULL,
  allowed INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (site, origin)
) WITHOUT ROWID;
