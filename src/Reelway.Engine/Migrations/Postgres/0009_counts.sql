-- How many runs of a flow and version are in a state, kept by every write to them: counting the runs themselves reads them all.
-- Writes only add what they change, since a row per state would make them wait for each other; the sweep folds it into the counts.
CREATE TABLE run_count(
  flow TEXT COLLATE "C" NOT NULL,
  flow_version BIGINT NOT NULL,
  state BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY(flow, flow_version, state))
  WITH (fillfactor = 50);
CREATE TABLE run_count_change(
  flow TEXT COLLATE "C" NOT NULL,
  flow_version BIGINT NOT NULL,
  state BIGINT NOT NULL,
  n BIGINT NOT NULL)
  WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
LOCK TABLE run IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO run_count SELECT flow, flow_version, state, COUNT(*) FROM run GROUP BY flow, flow_version, state;

CREATE FUNCTION run_count_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO run_count_change SELECT flow, flow_version, state, COUNT(*) FROM inserted GROUP BY flow, flow_version, state;
  RETURN NULL;
END $$;
CREATE FUNCTION run_count_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO run_count_change
  SELECT flow, flow_version, state, SUM(n) FROM (
    SELECT flow, flow_version, state, 1 AS n FROM updated UNION ALL SELECT flow, flow_version, state, -1 FROM former) AS change
  GROUP BY flow, flow_version, state HAVING SUM(n) <> 0;
  RETURN NULL;
END $$;
CREATE FUNCTION run_count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO run_count_change SELECT flow, flow_version, state, -COUNT(*) FROM deleted GROUP BY flow, flow_version, state;
  RETURN NULL;
END $$;
CREATE TRIGGER run_count_insert AFTER INSERT ON run REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION run_count_inserted();
CREATE TRIGGER run_count_update AFTER UPDATE ON run REFERENCING NEW TABLE AS updated OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION run_count_updated();
CREATE TRIGGER run_count_delete AFTER DELETE ON run REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION run_count_deleted();

-- Every change of a run's state wrote to this one. What it found is counted now, or is in a state of the few.
DROP INDEX run_state;
CREATE INDEX run_flow ON run(flow, id);
CREATE INDEX run_odd ON run(state, id) WHERE state IN (3, 5, 6, 7);

-- Also those that wait for no time, so that it finds all that wait.
DROP INDEX run_wake;
CREATE INDEX run_wake ON run(due_ms) WHERE state IN (2, 3);
