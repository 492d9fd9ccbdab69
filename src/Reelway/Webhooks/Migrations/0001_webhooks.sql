-- Who outside gets events by HTTP. Secrets are sealed.
CREATE TABLE webhook(
  name TEXT PRIMARY KEY,
  settings TEXT NOT NULL,         -- JSON: address, filters, method, limits, template
  sealed TEXT NOT NULL,           -- sealed JSON: headers, credentials, signing secrets
  created_ms {INT} NOT NULL,
  updated_ms {INT} NOT NULL,
  off_ms {INT},                 -- null: it is on
  off_why TEXT,
  failing_ms {INT},             -- the first failure since the last success; null: it works
  good_ms {INT}
) {STRICT BY KEY};

CREATE TABLE webhook_delivery(
  run_id {INT} PRIMARY KEY,
  endpoint TEXT NOT NULL,
  position {INT} NOT NULL,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL,            -- trying, delivered, failed
  attempts {INT} NOT NULL,
  updated_ms {INT} NOT NULL
) {STRICT};
CREATE INDEX webhook_delivery_endpoint ON webhook_delivery(endpoint, run_id);
CREATE INDEX webhook_delivery_failed ON webhook_delivery(endpoint, updated_ms) WHERE state = 'failed';
CREATE INDEX webhook_delivery_age ON webhook_delivery(updated_ms);

CREATE TABLE webhook_attempt(
  run_id {INT} NOT NULL,
  n {INT} NOT NULL,
  at_ms {INT} NOT NULL,
  took_ms {INT} NOT NULL,
  request TEXT NOT NULL,          -- headers without secrets, then the body
  status {INT},                 -- null: no answer came
  answer TEXT NOT NULL,           -- its first 50 KB
  problem TEXT,                   -- null: delivered
  PRIMARY KEY(run_id, n)
) {STRICT BY KEY};
