-- A talk is claimed here before anything is cut. Released ones stay as history and no longer count.
CREATE TABLE talk(
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,            -- as the sheet spells it, on one line
  state TEXT NOT NULL CHECK(state IN ('claimed', 'uploading', 'published', 'adopted')),
  run_id INTEGER,                 -- who holds it; null when adopted
  recording TEXT,                 -- URI
  version TEXT,                   -- which content of it
  stage TEXT NOT NULL,
  file TEXT,                      -- URI of the edited video in the library
  bytes INTEGER,
  sha256 TEXT,
  duration_ms INTEGER,
  page_id TEXT,
  video_id TEXT,                  -- set before the first byte of the upload
  link TEXT,
  claimed_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  published_ms INTEGER,
  released_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX talk_title ON talk(title) WHERE released_ms IS NULL;

-- The last event seen of each object, to know late ones by.
CREATE TABLE recording_event(
  bucket TEXT NOT NULL,
  key TEXT NOT NULL,
  sequencer TEXT NOT NULL,
  PRIMARY KEY(bucket, key)
) STRICT, WITHOUT ROWID;
