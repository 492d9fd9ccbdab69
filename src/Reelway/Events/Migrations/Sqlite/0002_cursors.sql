-- Positions are never given twice, whatever is purged: cursors would skip what follows.
CREATE TABLE event_kept(
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  data TEXT NOT NULL
) STRICT;
INSERT INTO event_kept(position, id, type, subject, time_ms, data) SELECT position, id, type, subject, time_ms, data FROM event;
DROP TABLE event;
ALTER TABLE event_kept RENAME TO event;
CREATE INDEX event_subject ON event(subject, position);
CREATE INDEX event_type ON event(type, position);
CREATE INDEX event_time ON event(time_ms);

-- How far each subscriber has come. What lies at or before its position it has, or has taken into event_taken.
CREATE TABLE event_cursor(
  subscriber TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  round INTEGER NOT NULL DEFAULT 0  -- raised by each replay: what is had again gets new runs
) STRICT, WITHOUT ROWID;

-- Events that a subscriber has taken and whose runs have not ended, of subscribers that keep an order or a bound.
CREATE TABLE event_taken(
  subscriber TEXT NOT NULL,
  position INTEGER NOT NULL,
  subject TEXT NOT NULL,
  round INTEGER NOT NULL,
  run_id INTEGER,                 -- null: its run is not started yet
  PRIMARY KEY(subscriber, position)
) STRICT, WITHOUT ROWID;
