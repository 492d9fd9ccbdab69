-- Links for people without an account. The token itself is kept nowhere.
CREATE TABLE public_link(
  id {INT} PRIMARY KEY,
  name {TEXT} NOT NULL,           -- the path that it is for
  hash {TEXT} NOT NULL,           -- SHA-256 of the token
  subject {TEXT} NOT NULL,
  label TEXT NOT NULL,            -- whom it was made for, in words
  made_ms {INT} NOT NULL,
  made_by TEXT NOT NULL,
  expires_ms {INT} NOT NULL,
  revoked_ms {INT},
  uses {INT} NOT NULL DEFAULT 0,
  used_ms {INT}
) {STRICT};
CREATE UNIQUE INDEX public_link_hash ON public_link(hash);
CREATE INDEX public_link_subject ON public_link(subject, id);

-- Logins at other systems that are under way: taken once, and soon over.
CREATE TABLE callback_state(
  hash {TEXT} PRIMARY KEY,        -- SHA-256 of the state
  name {TEXT} NOT NULL,
  who TEXT NOT NULL,
  sealed TEXT NOT NULL,
  browser TEXT,                   -- SHA-256 of what the browser has that began it
  expires_ms {INT} NOT NULL
) {STRICT BY KEY};
