-- What is known of configured connections. A row is made when there is something to say.
CREATE TABLE connection(
  name TEXT PRIMARY KEY,
  good_ms INTEGER,                -- last call that succeeded
  failed_ms INTEGER,              -- last call that failed for a reason that concerns the connection
  fault TEXT,                     -- why, in words
  fault_kind TEXT,                -- transient, rate-limited, auth
  checked_ms INTEGER,
  finding TEXT,                   -- what the last check found, as JSON
  paused_ms INTEGER,              -- since when it is paused; null when it is not
  paused_by TEXT
) STRICT, WITHOUT ROWID;

-- What a login left behind: sealed, and changed by one process at a time.
CREATE TABLE connection_credential(
  name TEXT PRIMARY KEY,
  sealed TEXT,                    -- null while the first login is under way
  changed_ms INTEGER NOT NULL,
  version INTEGER NOT NULL,       -- grows with each change, so that processes notice
  renewer TEXT,                   -- who renews it just now
  renewing_until_ms INTEGER
) STRICT, WITHOUT ROWID;
