-- A part of the recording that is hardly meant, and the one that a person said is: "start-end" in milliseconds.
ALTER TABLE talk ADD COLUMN asked_part TEXT;
ALTER TABLE talk ADD COLUMN accepted_part TEXT;
