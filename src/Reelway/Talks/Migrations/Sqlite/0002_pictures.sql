-- Poster and strip of small frames of the edited video, as JSON: never searched for.
ALTER TABLE talk ADD COLUMN pictures TEXT;
