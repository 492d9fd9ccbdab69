-- All times are UTC milliseconds. States and kinds are the numbers of the enums in the engine's code.
-- Rows of a run are written under a lock on the run itself, so that they need no foreign keys, each of which would cost a look-up per row.
CREATE TABLE run(
  id BIGINT PRIMARY KEY,
  flow TEXT COLLATE "C" NOT NULL,
  flow_version BIGINT NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  input_hash TEXT NOT NULL,
  queue TEXT COLLATE "C" NOT NULL,
  priority BIGINT NOT NULL DEFAULT 5,
  state BIGINT NOT NULL,
  attention BIGINT,
  why TEXT,
  dead_letter BIGINT NOT NULL DEFAULT 0,
  due_ms BIGINT,                           -- waiting runs become ready from here; null: until somebody moves them
  rank_ms BIGINT NOT NULL,                 -- when it became ready + priority * 60 000: one sortable value, ageing for free
  epoch BIGINT NOT NULL DEFAULT 0,         -- fencing token: only grows, and every write of a run's owner names it
  owner TEXT COLLATE "C",
  lease_until_ms BIGINT,
  generation BIGINT NOT NULL DEFAULT 0,
  crashes BIGINT NOT NULL DEFAULT 0,
  cancel_reason TEXT,                      -- not null: a person has cancelled it
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  ended_ms BIGINT)
  -- Room on each page for a row's next state, and a vacuum that comes before queues get slow.
  WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
CREATE UNIQUE INDEX run_key ON run(flow, key);
CREATE INDEX run_ready ON run(queue, rank_ms, id) WHERE state = 0;
CREATE INDEX run_owned ON run(owner) WHERE state = 1;
CREATE INDEX run_wake ON run(due_ms) WHERE state IN (2, 3) AND due_ms IS NOT NULL;
CREATE INDEX run_state ON run(state, id);

-- Wide and cold, apart from the rows that every claim touches.
CREATE TABLE run_data(
  run_id BIGINT PRIMARY KEY,
  input TEXT NOT NULL,
  output TEXT)
  WITH (fillfactor = 70);

-- The journal: one row per step that has an outcome, and one per timer from its start.
CREATE TABLE step(
  run_id BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  pos BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  kind BIGINT NOT NULL,
  outcome BIGINT NOT NULL,
  epoch BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  output TEXT,
  fault TEXT,
  started_ms BIGINT NOT NULL,
  ended_ms BIGINT,
  PRIMARY KEY(run_id, generation, pos));

-- A step without outcome, as far as it has to be remembered: attempts used, what it waits for, checkpoint.
CREATE TABLE open_step(
  run_id BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  pos BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  kind BIGINT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,      -- used up in this series; a retry by hand begins a new one
  started_ms BIGINT NOT NULL,
  wait_kind BIGINT,                        -- null: it does not wait
  wait_on TEXT COLLATE "C",                -- the scope or resource that it waits for
  due_ms BIGINT,
  attention BIGINT,
  sentence TEXT,
  checkpoint TEXT,
  PRIMARY KEY(run_id, generation, pos));
CREATE INDEX open_step_wait ON open_step(wait_on) WHERE wait_on IS NOT NULL;

-- A Once step's intent, written before its body: found without an outcome, a person decides.
CREATE TABLE intent(
  run_id BIGINT NOT NULL,
  step TEXT COLLATE "C" NOT NULL,
  at_ms BIGINT NOT NULL,
  decision BIGINT,
  PRIMARY KEY(run_id, step));

-- Failed attempts only.
CREATE TABLE attempt(
  run_id BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  pos BIGINT NOT NULL,
  n BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  sentence TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  next_ms BIGINT,
  PRIMARY KEY(run_id, generation, pos, n));

-- Places of a limited resource that are taken.
CREATE TABLE slot(
  resource TEXT COLLATE "C" NOT NULL,
  run_id BIGINT NOT NULL,
  step TEXT COLLATE "C" NOT NULL,
  epoch BIGINT NOT NULL,
  taken_ms BIGINT NOT NULL,
  PRIMARY KEY(resource, run_id, step))
  WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX slot_run ON slot(run_id);

-- Fault scopes that hold steps up: until a time (rate limits), or until a person acts (credentials).
CREATE TABLE block(
  scope TEXT COLLATE "C" PRIMARY KEY,
  until_ms BIGINT,
  sentence TEXT NOT NULL,
  since_ms BIGINT NOT NULL);

CREATE TABLE run_log(
  id BIGINT PRIMARY KEY,
  run_id BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  level BIGINT NOT NULL,
  step TEXT,
  message TEXT NOT NULL);
CREATE INDEX run_log_run ON run_log(run_id, id);
