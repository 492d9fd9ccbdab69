-- A talk is claimed here before anything is cut. Released ones stay as history and no longer count.
CREATE TABLE talk(
  id BIGINT PRIMARY KEY,
  title TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('claimed', 'uploading', 'published', 'adopted')),
  run_id BIGINT,
  recording TEXT,
  version TEXT,
  stage TEXT NOT NULL,
  file TEXT,
  bytes BIGINT,
  sha256 TEXT,
  duration_ms BIGINT,
  page_id TEXT,
  video_id TEXT,
  link TEXT,
  claimed_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  published_ms BIGINT,
  released_ms BIGINT
);
CREATE UNIQUE INDEX talk_title ON talk(title) WHERE released_ms IS NULL;

-- The last event seen of each object, to know late ones by.
CREATE TABLE recording_event(
  bucket TEXT NOT NULL,
  key TEXT NOT NULL,
  sequencer TEXT NOT NULL,
  PRIMARY KEY(bucket, key)
);
