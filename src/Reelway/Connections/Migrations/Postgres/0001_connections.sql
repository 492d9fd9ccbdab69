-- What is known of configured connections. A row is made when there is something to say.
CREATE TABLE connection(
  name TEXT PRIMARY KEY,
  good_ms BIGINT,                -- last call that succeeded
  failed_ms BIGINT,              -- last call that failed for a reason that concerns the connection
  fault TEXT,                     -- why, in words
  fault_kind TEXT,                -- transient, rate-limited, auth
  checked_ms BIGINT,
  finding TEXT,                   -- what the last check found, as JSON
  paused_ms BIGINT,              -- since when it is paused; null when it is not
  paused_by TEXT
);

-- What a login left behind: sealed, and changed by one process at a time.
CREATE TABLE connection_credential(
  name TEXT PRIMARY KEY,
  sealed TEXT,                    -- null while the first login is under way
  changed_ms BIGINT NOT NULL,
  version BIGINT NOT NULL,       -- grows with each change, so that processes notice
  renewer TEXT,                   -- who renews it just now
  renewing_until_ms BIGINT
);
