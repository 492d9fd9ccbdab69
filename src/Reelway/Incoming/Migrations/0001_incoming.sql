-- What known callers brought. A row is durable, with the run or event that came of it, before its sender has the answer; it is also what a repeat is known by.
CREATE TABLE incoming(
  id {INT} PRIMARY KEY,           -- ordered by time
  receiver {TEXT} NOT NULL,
  delivery {TEXT} NOT NULL,       -- what identifies it among the receiver's deliveries
  at_ms {INT} NOT NULL,
  address TEXT NOT NULL,
  media_type TEXT NOT NULL,
  body TEXT NOT NULL,             -- unpacked
  is_base64 {INT} NOT NULL,       -- 1: the body is no text, and written in base64
  state TEXT NOT NULL,            -- taken, passed-by
  sentence TEXT NOT NULL,         -- what came of it
  run_id {INT},                   -- the run that it started or found
  repeats {INT} NOT NULL DEFAULT 0
) {STRICT};
CREATE UNIQUE INDEX incoming_delivery ON incoming(receiver, delivery);

-- What was refused, counted by the hour, so that it takes little room however often somebody tries.
CREATE TABLE incoming_refusal(
  hour_ms {INT} NOT NULL,
  address {TEXT} NOT NULL,
  receiver {TEXT} NOT NULL,       -- empty: no path that there is
  reason {TEXT} NOT NULL,
  status {INT} NOT NULL,
  count {INT} NOT NULL,
  first_ms {INT} NOT NULL,
  last_ms {INT} NOT NULL,
  PRIMARY KEY(hour_ms, address, receiver, reason)
) {STRICT BY KEY};
