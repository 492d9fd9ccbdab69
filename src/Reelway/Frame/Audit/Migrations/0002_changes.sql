-- What something was and what it is, and why it was done, where that can be said.
ALTER TABLE audit ADD COLUMN before_text {TEXT};
ALTER TABLE audit ADD COLUMN after_text {TEXT};
ALTER TABLE audit ADD COLUMN reason {TEXT};
CREATE INDEX audit_time ON audit(time_ms);
CREATE INDEX audit_actor ON audit(actor, position);
