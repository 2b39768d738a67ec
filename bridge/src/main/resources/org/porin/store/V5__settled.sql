-- By what a message is known that comes again after its row was deleted, or left memory, and what it was
-- answered (RFC 2779 §5.4.2): its SIP sender may have had no answer, and repeat it to the next process.
-- One row for a whole commit, so that a message costs no row. Times are milliseconds since 1970.
CREATE TABLE outbox_settled (
  id ${id},
  lease BIGINT NOT NULL,
  settled BIGINT NOT NULL,
  identities ${octets} NOT NULL${key} -- 24 octets each
);
