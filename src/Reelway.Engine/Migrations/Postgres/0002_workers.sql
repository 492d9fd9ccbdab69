-- The processes that use this database. Runs belong to a worker (run.owner), and all of them with its one lease.
CREATE TABLE worker(
  id TEXT COLLATE "C" PRIMARY KEY,
  name TEXT NOT NULL,
  node BIGINT NOT NULL UNIQUE,             -- 0 to 1023: part of every id that the process makes
  machine TEXT NOT NULL,
  pid BIGINT NOT NULL,
  queues TEXT NOT NULL DEFAULT '[]',       -- JSON: what it takes up work of; none: a command, or a process that has not begun
  flows TEXT NOT NULL DEFAULT '[]',        -- JSON: "name:version" of what it can execute
  places BIGINT NOT NULL DEFAULT 0,        -- runs that it executes at once
  started_ms BIGINT NOT NULL,
  seen_ms BIGINT NOT NULL,
  lease_until_ms BIGINT NOT NULL)
  WITH (fillfactor = 70);
CREATE INDEX worker_lease ON worker(lease_until_ms);

-- W3C trace context of whoever started the run.
ALTER TABLE run ADD COLUMN trace_parent TEXT;
