-- JSON: the runs that a worker was at work on when it died, as it had noted them on its machine; null: nobody has said.
ALTER TABLE worker ADD COLUMN at_work TEXT;
