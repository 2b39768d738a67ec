-- Messages from their record to their end (RFC 3428 §8). Ids ascend in the order in which messages were
-- recorded, under one lease. Times are milliseconds since 1970.
-- What is on its way, or soon will be: written once, and deleted in the commit after it has settled. No
-- second index.
CREATE TABLE outbox_hot (
  id ${id},
  lease BIGINT NOT NULL,
  message ${octets} NOT NULL${key}
);

-- What waits for longer, and is in no memory: of each, as much beside the message as the bridge holds.
CREATE TABLE outbox_parked (
  id ${id},
  lease BIGINT NOT NULL,
  lane TEXT NOT NULL, -- a digest of the direction and the destination
  direction INTEGER NOT NULL,
  source TEXT NOT NULL,
  destination TEXT NOT NULL,
  octets INTEGER NOT NULL,
  recorded BIGINT NOT NULL,
  state INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  round INTEGER NOT NULL,
  may_have_arrived INTEGER NOT NULL, -- 0 or 1
  due BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  failure ${octets} NOT NULL, -- why it was given up; empty where it was not
  message ${octets} NOT NULL${key}
);

CREATE INDEX outbox_parked_due ON outbox_parked (lane, due);
