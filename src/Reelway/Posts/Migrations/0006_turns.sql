-- Whoever takes a time that was chosen for an account takes its turn first: two asks at one moment come one after the other.
CREATE TABLE post_turn(
  account TEXT PRIMARY KEY,
  turns {INT} NOT NULL
) {STRICT BY KEY};
