-- What people and programs have done that changes how the product works, for whoever asks later.
CREATE TABLE audit(
  position INTEGER PRIMARY KEY,
  time_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,           -- connection.paused
  subject TEXT NOT NULL,          -- connection/fb-main
  detail TEXT NOT NULL            -- a sentence; empty when there is nothing to add
) STRICT;
CREATE INDEX audit_subject ON audit(subject, position);
