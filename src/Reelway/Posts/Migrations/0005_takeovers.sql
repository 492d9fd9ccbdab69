-- Schedules of EventBridge Scheduler that are taken over. Noted before they are switched off there, so that whoever finds one switched off knows who did it.
CREATE TABLE post_takeover(
  connection TEXT NOT NULL,
  group_name TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,            -- noted, off, taken, left
  event TEXT NOT NULL,            -- what asks for the post here
  reference TEXT NOT NULL,
  at_ms {INT} NOT NULL,           -- when it fires there at the earliest
  asked_ms {INT} NOT NULL,        -- when it was changed last there, before it was taken over
  sentence TEXT,                  -- what became of it
  updated_ms {INT} NOT NULL,
  PRIMARY KEY(connection, group_name, name)
) {STRICT BY KEY};
CREATE INDEX post_takeover_open ON post_takeover(connection) WHERE state IN ('noted', 'off');
