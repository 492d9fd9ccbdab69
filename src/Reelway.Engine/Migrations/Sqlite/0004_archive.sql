-- What ended runs did, moved here after a while, so that the tables that every run writes to stay small. Each has the columns of its namesake.
-- The row in run stays, since keys and lists go by it. Archived runs are only read.
CREATE TABLE run_data_archive(
  run_id INTEGER PRIMARY KEY REFERENCES run(id),
  input TEXT NOT NULL,
  output TEXT) STRICT;

CREATE TABLE step_archive(
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

CREATE TABLE open_step_archive(
  run_id INTEGER NOT NULL REFERENCES run(id),
  generation INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  started_ms INTEGER NOT NULL,
  wait_kind INTEGER,
  wait_on TEXT,
  due_ms INTEGER,
  attention INTEGER,
  sentence TEXT,
  checkpoint TEXT,
  PRIMARY KEY(run_id, generation, pos)) STRICT, WITHOUT ROWID;

CREATE TABLE intent_archive(
  run_id INTEGER NOT NULL REFERENCES run(id),
  step TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  decision INTEGER,
  PRIMARY KEY(run_id, step)) STRICT, WITHOUT ROWID;

CREATE TABLE attempt_archive(
  run_id INTEGER NOT NULL REFERENCES run(id),
  generation INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  n INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  sentence TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  next_ms INTEGER,
  PRIMARY KEY(run_id, generation, pos, n)) STRICT, WITHOUT ROWID;

CREATE TABLE redo_archive(
  run_id INTEGER NOT NULL REFERENCES run(id),
  step TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY(run_id, step)) STRICT, WITHOUT ROWID;

CREATE TABLE replay_archive(
  run_id INTEGER NOT NULL REFERENCES run(id),
  generation INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  from_step TEXT NOT NULL,
  resend INTEGER NOT NULL,
  former_input TEXT,
  PRIMARY KEY(run_id, generation)) STRICT, WITHOUT ROWID;

CREATE TABLE run_log_archive(
  run_id INTEGER NOT NULL REFERENCES run(id),
  id INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  level INTEGER NOT NULL,
  step TEXT,
  message TEXT NOT NULL,
  PRIMARY KEY(run_id, id)) STRICT, WITHOUT ROWID;
