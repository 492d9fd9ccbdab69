-- Posts that are asked for again and again: a row for each reference. What it asks for is JSON; the posts it has made are posts of their own.
CREATE TABLE post_series(
  id {INT} PRIMARY KEY,
  reference TEXT NOT NULL,
  words TEXT NOT NULL,
  rule TEXT NOT NULL,             -- RFC 5545: FREQ=WEEKLY;BYDAY=TU
  first_local TEXT NOT NULL,      -- on the clock of its zone: 2026-12-01T09:00:00
  zone TEXT NOT NULL,
  asked_ms {INT} NOT NULL,
  made_ms {INT} NOT NULL,         -- posts have been made until this time
  is_on {INT} NOT NULL,
  updated_ms {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX post_series_reference ON post_series(reference);
CREATE INDEX post_series_due ON post_series(made_ms) WHERE is_on = 1;
-- The series that made a post; null for one that was asked for by itself.
ALTER TABLE post ADD COLUMN series TEXT;
CREATE INDEX post_of_series ON post(series, scheduled_ms) WHERE series IS NOT NULL;
