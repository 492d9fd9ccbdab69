-- The product's events as recorded, in the transaction that records the fact. Deliveries are made from here.
CREATE TABLE event(
  position INTEGER PRIMARY KEY,   -- order of recording, without gaps that matter
  id TEXT NOT NULL UNIQUE,        -- CloudEvents id, unique together with the source
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  data TEXT NOT NULL              -- JSON, never filtered on
) STRICT;
