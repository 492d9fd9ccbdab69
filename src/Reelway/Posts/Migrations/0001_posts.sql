-- What was asked to be posted: a row per post and network. The run that sends it is found by id and start.
CREATE TABLE post(
  id {INT} PRIMARY KEY,
  reference TEXT NOT NULL,
  platform TEXT NOT NULL,
  account TEXT NOT NULL,
  message TEXT NOT NULL,
  campaign TEXT,
  state TEXT NOT NULL,            -- scheduled, sending, sent, failed, cancelled
  scheduled_ms {INT} NOT NULL,  -- when it was asked to go out
  window_ms {INT} NOT NULL,
  due_ms {INT} NOT NULL,        -- when it goes out: drawn once within the window
  asked_ms {INT} NOT NULL,      -- of the newest event that counts: its own time
  start {INT} NOT NULL,         -- counts up with each run that is started for it
  revision {INT} NOT NULL,      -- counts up with each accepted change
  run_id {INT},                 -- set when it begins to go out
  network_id TEXT,
  link TEXT,
  problem TEXT,
  created_ms {INT} NOT NULL,
  updated_ms {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX post_reference ON post(reference, platform);
CREATE INDEX post_due ON post(account, due_ms) WHERE state = 'scheduled';
CREATE INDEX post_time ON post(due_ms);
CREATE INDEX post_run ON post(run_id) WHERE run_id IS NOT NULL;
