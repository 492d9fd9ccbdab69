-- Which talk a person said that the recording of a run shows, where the file's name does not say it.
CREATE TABLE talk_choice(
  run_id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,            -- as the sheet spells it, on one line
  chosen_ms INTEGER NOT NULL
) STRICT;
