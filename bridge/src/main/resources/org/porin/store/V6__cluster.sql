-- Several bridges on one database. What a bridge calls itself, for the eyes of an operator.
ALTER TABLE lease ADD COLUMN node TEXT NOT NULL DEFAULT '';

-- A number for each start of a bridge: ids of messages begin with it, so that no two bridges give out one.
CREATE TABLE epoch (
  id INTEGER NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL
);
INSERT INTO epoch (id, last) VALUES (1, 0);

-- Who holds the link of a domain, where the XMPP server takes one connection for each.
CREATE TABLE link (
  domain TEXT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL -- as in lease
);

-- By which another bridge sees that there are messages in a lane; parked ones have it as text.
ALTER TABLE outbox_hot ADD COLUMN lane BIGINT NOT NULL DEFAULT 0;

-- The order in which bridges recorded them: one waits for what others have before it, never the other way
-- round as well. What was parked before there was any is the oldest.
ALTER TABLE outbox_hot ADD COLUMN ticket ${ticket};
ALTER TABLE outbox_parked ADD COLUMN ticket BIGINT NOT NULL DEFAULT 0;
