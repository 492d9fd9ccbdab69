-- Sessions of browsers that were signed out before their cookie has run out: a copy of the cookie must not work on.
CREATE TABLE ended_session(
  digest TEXT NOT NULL PRIMARY KEY,   -- SHA-256 of the session's name, in hexadecimal digits
  until_ms BIGINT NOT NULL            -- when the last cookie of it has run out, and the row is of no more use
);
CREATE INDEX ended_session_until ON ended_session(until_ms);
