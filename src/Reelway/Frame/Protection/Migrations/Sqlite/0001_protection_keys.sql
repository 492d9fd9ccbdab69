-- Keys that protect cookies, cursors and secrets at rest, each sealed with the key of the file that secrets.key_file names.
CREATE TABLE protection_key(
  name TEXT NOT NULL PRIMARY KEY,
  sealed TEXT NOT NULL             -- base64; nothing but the key file opens it
) STRICT;

-- Which key file they are sealed with: one row, so that two processes that start with different files can't both be the first.
CREATE TABLE protection_guard(
  only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  fingerprint TEXT NOT NULL
) STRICT;
