-- How many runs of a flow and version are in a state, kept by every write to them: counting the runs themselves reads them all.
CREATE TABLE run_count(
  flow TEXT NOT NULL,
  flow_version INTEGER NOT NULL,
  state INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY(flow, flow_version, state)) STRICT, WITHOUT ROWID;
INSERT INTO run_count SELECT flow, flow_version, state, COUNT(*) FROM run GROUP BY flow, flow_version, state;

CREATE TRIGGER run_count_insert AFTER INSERT ON run BEGIN
  INSERT INTO run_count VALUES(new.flow, new.flow_version, new.state, 1) ON CONFLICT(flow, flow_version, state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER run_count_update AFTER UPDATE OF state ON run WHEN new.state <> old.state BEGIN
  UPDATE run_count SET n = n - 1 WHERE flow = old.flow AND flow_version = old.flow_version AND state = old.state;
  INSERT INTO run_count VALUES(new.flow, new.flow_version, new.state, 1) ON CONFLICT(flow, flow_version, state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER run_count_delete AFTER DELETE ON run BEGIN
  UPDATE run_count SET n = n - 1 WHERE flow = old.flow AND flow_version = old.flow_version AND state = old.state;
END;

-- Every change of a run's state wrote to this one. What it found is counted now, or is in a state of the few.
DROP INDEX run_state;
CREATE INDEX run_flow ON run(flow, id);
CREATE INDEX run_odd ON run(state, id) WHERE state = 3 OR state = 5 OR state = 6 OR state = 7;

-- Also those that wait for no time, so that it finds all that wait.
DROP INDEX run_wake;
CREATE INDEX run_wake ON run(due_ms) WHERE state IN (2, 3);
