-- Subscriptions both ways (RFC 3859). Ids are digests of what names a row, since that may be longer
-- than an index takes; times are milliseconds since 1970. No second index: rows are found by id,
-- and read as a whole at the start.
CREATE TABLE presence_watch (
  id TEXT NOT NULL PRIMARY KEY,
  lease BIGINT NOT NULL,
  watcher TEXT NOT NULL,
  target TEXT NOT NULL,
  subscript_id TEXT NOT NULL,
  phase TEXT NOT NULL,
  approved INTEGER NOT NULL, -- 0 or 1
  leg TEXT NOT NULL, -- empty for none
  leg_state TEXT NOT NULL,
  due BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  told TEXT NOT NULL
);

CREATE TABLE presence_grant (
  id TEXT NOT NULL PRIMARY KEY,
  lease BIGINT NOT NULL,
  watcher TEXT NOT NULL,
  target TEXT NOT NULL,
  decision TEXT NOT NULL,
  since BIGINT NOT NULL
);

CREATE TABLE presence_audience (
  id TEXT NOT NULL PRIMARY KEY,
  lease BIGINT NOT NULL,
  watcher TEXT NOT NULL,
  target TEXT NOT NULL,
  subscript_id TEXT NOT NULL,
  leg TEXT NOT NULL,
  leg_state TEXT NOT NULL,
  expires BIGINT NOT NULL,
  accept TEXT NOT NULL, -- each content type with a line feed behind it
  told TEXT NOT NULL
);

CREATE TABLE presence_block (
  id TEXT NOT NULL PRIMARY KEY,
  lease BIGINT NOT NULL,
  principal TEXT NOT NULL,
  blocked TEXT NOT NULL
);
