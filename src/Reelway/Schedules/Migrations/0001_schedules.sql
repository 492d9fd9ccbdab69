-- How far each schedule has come. What it starts and when is code and settings; a row is made when a process first knows the schedule.
CREATE TABLE schedule(
  name TEXT PRIMARY KEY,
  rule TEXT NOT NULL,             -- what next_ms was computed by; only processes that go by the same one start runs. Empty: off
  next_ms {INT},                -- the slot that comes next; null: none
  queued_ms {INT},              -- a slot that waits for the end of the last run; null: none does
  due_ms {INT},                 -- when the first of these two begins; null while paused
  last_ms {INT},                -- the last slot that was started
  last_key TEXT,                  -- the key of the last run, also of one that a person started
  skipped_ms {INT},             -- the last slot that was left out
  skipped_why TEXT,
  paused_ms {INT},              -- since when it is paused; null when it is not
  paused_by TEXT
) {STRICT BY KEY};
CREATE INDEX schedule_due ON schedule(due_ms, name) WHERE due_ms IS NOT NULL;
