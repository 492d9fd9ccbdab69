-- A child run belongs to a step of its parent.
ALTER TABLE run ADD COLUMN parent_id BIGINT;
ALTER TABLE run ADD COLUMN parent_step TEXT COLLATE "C";
ALTER TABLE run ADD COLUMN clean_epoch BIGINT NOT NULL DEFAULT 0; -- the epoch in which it parked with nothing that a cancel has to take back
CREATE INDEX run_child ON run(parent_id, id) WHERE parent_id IS NOT NULL;
CREATE INDEX run_open_child ON run(parent_id, parent_step) WHERE parent_id IS NOT NULL AND state < 4;

-- What people have told a run, by the flow and key of the run: it may not have begun yet.
CREATE TABLE signal(
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- in the order in which they were stored
  flow TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  dedup TEXT COLLATE "C",
  payload TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  taken_pos BIGINT);               -- the place of the wait that has taken it
CREATE INDEX signal_run ON signal(flow, key, name, id);
CREATE UNIQUE INDEX signal_dedup ON signal(flow, key, name, dedup) WHERE dedup IS NOT NULL;

-- How often a step's effect was asked for anew; part of its idempotency key.
CREATE TABLE redo(
  run_id BIGINT NOT NULL,
  step TEXT COLLATE "C" NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY(run_id, step));

-- The replays of a run: each began a generation.
CREATE TABLE replay(
  run_id BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  from_step TEXT COLLATE "C" NOT NULL,
  resend BIGINT NOT NULL,
  former_input TEXT,                       -- null: the input was not edited
  PRIMARY KEY(run_id, generation));
