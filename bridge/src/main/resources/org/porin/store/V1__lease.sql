-- Every other row lies under a lease, and a lease has one holder: a bridge that runs.
-- Times are milliseconds since 1970 by the clock of the database.
CREATE TABLE lease (
  id BIGINT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL, -- made anew by each process; empty for nobody
  held_until BIGINT NOT NULL
);
