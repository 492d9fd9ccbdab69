-- Answers to requests that came with an Idempotency-Key, for those that come again. Removed after 30 days.
CREATE TABLE kept_answer(
  who TEXT NOT NULL,              -- who asked: keys of others are others
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,      -- SHA-256 of what was asked
  worker TEXT NOT NULL,           -- which attempt is at it, or was
  taken_ms {INT} NOT NULL,
  until_ms {INT},               -- from then on its process is taken for dead; null: it is answered
  status {INT},
  media_type TEXT,
  location TEXT,
  body TEXT,
  PRIMARY KEY(who, key)
) {STRICT BY KEY};
CREATE INDEX kept_answer_taken ON kept_answer(taken_ms);
