-- What ended runs did, moved here after a while, so that the tables that every run writes to stay small. Each has the columns of its namesake.
-- The row in run stays, since keys and lists go by it. Archived runs are only read.
CREATE TABLE run_data_archive(
  run_id BIGINT PRIMARY KEY,
  input TEXT NOT NULL,
  output TEXT);

CREATE TABLE step_archive(
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

CREATE TABLE open_step_archive(
  run_id BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  pos BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  kind BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  started_ms BIGINT NOT NULL,
  wait_kind BIGINT,
  wait_on TEXT COLLATE "C",
  due_ms BIGINT,
  attention BIGINT,
  sentence TEXT,
  checkpoint TEXT,
  PRIMARY KEY(run_id, generation, pos));

CREATE TABLE intent_archive(
  run_id BIGINT NOT NULL,
  step TEXT COLLATE "C" NOT NULL,
  at_ms BIGINT NOT NULL,
  decision BIGINT,
  PRIMARY KEY(run_id, step));

CREATE TABLE attempt_archive(
  run_id BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  pos BIGINT NOT NULL,
  n BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  sentence TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  next_ms BIGINT,
  PRIMARY KEY(run_id, generation, pos, n));

CREATE TABLE redo_archive(
  run_id BIGINT NOT NULL,
  step TEXT COLLATE "C" NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY(run_id, step));

CREATE TABLE replay_archive(
  run_id BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  from_step TEXT COLLATE "C" NOT NULL,
  resend BIGINT NOT NULL,
  former_input TEXT,
  PRIMARY KEY(run_id, generation));

CREATE TABLE run_log_archive(
  run_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  level BIGINT NOT NULL,
  step TEXT,
  message TEXT NOT NULL,
  PRIMARY KEY(run_id, id));
