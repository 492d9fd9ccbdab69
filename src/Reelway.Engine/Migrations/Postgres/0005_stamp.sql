-- What held in the process that started the run, in words of the host: the hash of its configuration.
ALTER TABLE run ADD COLUMN stamp TEXT COLLATE "C";
