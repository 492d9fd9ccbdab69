-- All times are UTC milliseconds. States and kinds are the numbers of the enums in the engine's code.
CREATE TABLE run(
  id INTEGER PRIMARY KEY,
  flow TEXT NOT NULL,
  flow_version INTEGER NOT NULL,
  key TEXT NOT NULL,
  input_hash TEXT NOT NULL,
  queue TEXT NOT NULL,
  priority INTEGER NOT NULL DEFAULT 5,
  state INTEGER NOT NULL,
  attention INTEGER,
  why TEXT,
  dead_letter INTEGER NOT NULL DEFAULT 0,
  due_ms INTEGER,                          -- waiting runs become ready from here; null: until somebody moves them
  rank_ms INTEGER NOT NULL,                -- when it became ready + priority * 60 000: one sortable value, ageing for free
  epoch INTEGER NOT NULL DEFAULT 0,        -- fencing token: only grows, and every write of a run's owner names it
  owner TEXT,
  lease_until_ms INTEGER,
  generation INTEGER NOT NULL DEFAULT 0,
  crashes INTEGER NOT NULL DEFAULT 0,
  cancel_reason TEXT,                      -- not null: a person has cancelled it
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  ended_ms INTEGER) STRICT;
CREATE UNIQUE INDEX run_key ON run(flow, key);
CREATE INDEX run_ready ON run(queue, rank_ms, id) WHERE state = 0;
CREATE INDEX run_owned ON run(owner) WHERE state = 1;
CREATE INDEX run_wake ON run(due_ms) WHERE state IN (2, 3) AND due_ms IS NOT NULL;
CREATE INDEX run_state ON run(state, id);

-- Wide and cold, apart from the rows that every claim touches.
CREATE TABLE run_data(
  run_id INTEGER PRIMARY KEY REFERENCES run(id),
  input TEXT NOT NULL,
  output TEXT) STRICT;

-- The journal: one row per step that has an outcome, and one per timer from its start.
CREATE TABLE step(
  run_id INTEGER NOT NULL REFERENCES run(id),
  generation INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  output TEXT,
  fault TEXT,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  PRIMARY KEY(run_id, generation, pos)) STRICT, WITHOUT ROWID;

-- A step without outcome, as far as it has to be remembered: attempts used, what it waits for, checkpoint.
CREATE TABLE open_step(
  run_id INTEGER NOT NULL REFERENCES run(id),
  generation INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,     -- used up in this series; a retry by hand begins a new one
  started_ms INTEGER NOT NULL,
  wait_kind INTEGER,                       -- null: it does not wait
  wait_on TEXT,                            -- the scope or resource that it waits for
  due_ms INTEGER,
  attention INTEGER,
  sentence TEXT,
  checkpoint TEXT,
  PRIMARY KEY(run_id, generation, pos)) STRICT, WITHOUT ROWID;
CREATE INDEX open_step_wait ON open_step(wait_on) WHERE wait_on IS NOT NULL;

-- A Once step's intent, written before its body: found without an outcome, a person decides.
CREATE TABLE intent(
  run_id INTEGER NOT NULL REFERENCES run(id),
  step TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  decision INTEGER,
  PRIMARY KEY(run_id, step)) STRICT, WITHOUT ROWID;

-- Failed attempts only.
CREATE TABLE attempt(
  run_id INTEGER NOT NULL REFERENCES run(id),
  generation INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  n INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  sentence TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  next_ms INTEGER,
  PRIMARY KEY(run_id, generation, pos, n)) STRICT, WITHOUT ROWID;

-- Places of a limited resource that are taken.
CREATE TABLE slot(
  resource TEXT NOT NULL,
  run_id INTEGER NOT NULL REFERENCES run(id),
  step TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  taken_ms INTEGER NOT NULL,
  PRIMARY KEY(resource, run_id, step)) STRICT, WITHOUT ROWID;
CREATE INDEX slot_run ON slot(run_id);

-- Fault scopes that hold steps up: until a time (rate limits), or until a person acts (credentials).
CREATE TABLE block(
  scope TEXT PRIMARY KEY,
  until_ms INTEGER,
  sentence TEXT NOT NULL,
  since_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE run_log(
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run(id),
  at_ms INTEGER NOT NULL,
  level INTEGER NOT NULL,
  step TEXT,
  message TEXT NOT NULL) STRICT;
CREATE INDEX run_log_run ON run_log(run_id, id);
