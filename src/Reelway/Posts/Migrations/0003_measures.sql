-- When a post went out, for those that did since this was kept.
ALTER TABLE post ADD COLUMN sent_ms {INT};
CREATE INDEX post_sent ON post(account, sent_ms) WHERE sent_ms IS NOT NULL;
-- What a network had counted of a post at a time. Null is what it did not say.
CREATE TABLE post_measure(
  post_id {INT} NOT NULL,
  stage TEXT NOT NULL,            -- how long after it went out: 1h, 1d, 7d
  at_ms {INT} NOT NULL,
  likes {INT},
  reposts {INT},
  replies {INT},
  impressions {INT},
  clicks {INT},
  unread TEXT,                    -- why some or all of it can't be read
  PRIMARY KEY(post_id, stage)
) {STRICT BY KEY};
-- Dead letters that were raised an alarm about. One that is retried and fails again is another one.
CREATE TABLE post_alarm(
  run_id {INT} NOT NULL,
  ended_ms {INT} NOT NULL,
  at_ms {INT} NOT NULL,
  PRIMARY KEY(run_id, ended_ms)
) {STRICT BY KEY};
-- What a connection was asked for in a month, for its caps.
CREATE TABLE post_usage(
  connection TEXT NOT NULL,
  month TEXT NOT NULL,            -- 2026-12, UTC
  kind TEXT NOT NULL,             -- posts, reads
  used {INT} NOT NULL,
  PRIMARY KEY(connection, month, kind)
) {STRICT BY KEY};
