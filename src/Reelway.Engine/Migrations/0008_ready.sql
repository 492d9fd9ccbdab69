-- Within a queue runs are taken in the order in which they became ready, and nothing else counts.
UPDATE run SET rank_ms = rank_ms - priority * 60000 WHERE state = 0;
ALTER TABLE run DROP COLUMN priority;
ALTER TABLE run RENAME COLUMN rank_ms TO ready_ms;
