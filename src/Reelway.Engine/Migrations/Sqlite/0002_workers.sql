-- The processes that use this database. Runs belong to a worker (run.owner), and all of them with its one lease.
CREATE TABLE worker(
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  node INTEGER NOT NULL UNIQUE,            -- 0 to 1023: part of every id that the process makes
  machine TEXT NOT NULL,
  pid INTEGER NOT NULL,
  queues TEXT NOT NULL DEFAULT '[]',       -- JSON: what it takes up work of; none: a command, or a process that has not begun
  flows TEXT NOT NULL DEFAULT '[]',        -- JSON: "name:version" of what it can execute
  places INTEGER NOT NULL DEFAULT 0,       -- runs that it executes at once
  started_ms INTEGER NOT NULL,
  seen_ms INTEGER NOT NULL,
  lease_until_ms INTEGER NOT NULL) STRICT;
CREATE INDEX worker_lease ON worker(lease_until_ms);

-- W3C trace context of whoever started the run.
ALTER TABLE run ADD COLUMN trace_parent TEXT;
