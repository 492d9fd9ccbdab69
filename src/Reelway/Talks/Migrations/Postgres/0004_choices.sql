-- Which talk a person said that the recording of a run shows, where the file's name does not say it.
CREATE TABLE talk_choice(
  run_id BIGINT PRIMARY KEY,
  title TEXT NOT NULL,
  chosen_ms BIGINT NOT NULL
);
