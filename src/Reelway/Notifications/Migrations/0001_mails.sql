-- Events whose mail waits: for the next digest, or for an hour since the last mail about their cause.
CREATE TABLE mail_waiting(
  box TEXT NOT NULL,              -- what is mailed together: group and template, or the cause
  position {INT} NOT NULL,        -- the event's
  called {INT} NOT NULL,          -- 1: the box is a cause
  run_id {INT},                   -- the digest that has taken it; null: none
  PRIMARY KEY(box, position)
) {STRICT BY KEY};

-- When a mail about a cause last went out, and which run wrote it.
CREATE TABLE mail_cause(
  cause TEXT PRIMARY KEY,
  sent_ms {INT} NOT NULL,
  run_id {INT} NOT NULL
) {STRICT BY KEY};
