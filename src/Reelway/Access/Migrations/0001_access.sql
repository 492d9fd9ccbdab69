-- Who may use this installation: people, what they sign in by, and keys of programs. Nobody is ever removed, so that the audit log stays readable.
CREATE TABLE person(
  id {INT} PRIMARY KEY,
  name {TEXT} NOT NULL UNIQUE,    -- what is typed to sign in, lower-case
  email {TEXT},                   -- lower-case
  role {TEXT},                    -- null: none yet, so no rights
  password {TEXT},                -- a hash; null: there is none
  stamp {TEXT} NOT NULL,          -- sessions carry it, and end when it changes
  rescue {INT} NOT NULL,          -- 1: made on the host for an emergency
  links_email {INT} NOT NULL,     -- 1: an account elsewhere with this verified address may be taken for this person's, once
  version {INT} NOT NULL,
  created_ms {INT} NOT NULL,
  disabled_ms {INT},
  disabled_by {TEXT},
  seen_ms {INT}
) {STRICT};
CREATE INDEX person_email ON person(email);

-- Accounts elsewhere: the issuer and its subject, never an address.
CREATE TABLE person_account(
  issuer {TEXT} NOT NULL,
  subject {TEXT} NOT NULL,
  person_id {INT} NOT NULL,
  created_ms {INT} NOT NULL,
  PRIMARY KEY(issuer, subject)
) {STRICT BY KEY};
CREATE INDEX person_account_person ON person_account(person_id);

-- Links that are good once: to choose a password, or to become the first admin.
CREATE TABLE access_link(
  digest {TEXT} NOT NULL PRIMARY KEY,   -- SHA-256
  person_id {INT},                      -- null: whoever comes first becomes the first admin
  until_ms {INT} NOT NULL
) {STRICT BY KEY};

CREATE TABLE access_key(
  id {INT} PRIMARY KEY,
  digest {TEXT} NOT NULL UNIQUE,  -- SHA-256; the key itself is nowhere
  name {TEXT} NOT NULL,
  shown {TEXT} NOT NULL,          -- its first letters
  person_id {INT},                -- it ends with this person; null: it is the installation's
  rights {TEXT} NOT NULL,         -- separated by spaces
  addresses {TEXT} NOT NULL,      -- separated by spaces; empty: from anywhere
  created_ms {INT} NOT NULL,
  created_by {TEXT} NOT NULL,
  expires_ms {INT},
  used_ms {INT},                  -- to the minute
  used_from {TEXT},
  revoked_ms {INT},
  revoked_by {TEXT}
) {STRICT};
CREATE INDEX access_key_person ON access_key(person_id);
