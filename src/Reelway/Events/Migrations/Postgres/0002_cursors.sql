-- Transactions commit in another order than that in which they took numbers. So an event's position is given later, when no transaction
-- is open any more that could still bring an earlier one: cursors then never pass what they have not seen.
ALTER TABLE event RENAME COLUMN position TO recorded;
ALTER TABLE event ADD COLUMN position BIGINT;
ALTER TABLE event ADD COLUMN xid BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint);
UPDATE event SET position = recorded;
CREATE UNIQUE INDEX event_position ON event(position);
CREATE INDEX event_unsettled ON event(recorded) WHERE position IS NULL;
CREATE INDEX event_subject ON event(subject, position);
CREATE INDEX event_type ON event(type, position);
CREATE INDEX event_time ON event(time_ms);

-- The last position that was given. Its one row is the lock of whoever gives some.
CREATE TABLE event_head(last BIGINT NOT NULL);
INSERT INTO event_head(last) SELECT COALESCE(MAX(recorded), 0) FROM event;

-- How far each subscriber has come. What lies at or before its position it has, or has taken into event_taken.
CREATE TABLE event_cursor(
  subscriber TEXT PRIMARY KEY,
  position BIGINT NOT NULL,
  round BIGINT NOT NULL DEFAULT 0   -- raised by each replay: what is had again gets new runs
);

-- Events that a subscriber has taken and whose runs have not ended, of subscribers that keep an order or a bound.
CREATE TABLE event_taken(
  subscriber TEXT NOT NULL,
  position BIGINT NOT NULL,
  subject TEXT NOT NULL,
  round BIGINT NOT NULL,
  run_id BIGINT,                  -- null: its run is not started yet
  PRIMARY KEY(subscriber, position)
);
