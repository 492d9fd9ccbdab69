-- When a person put a failed run aside, so that it stands among those that need somebody no more; null: nobody has.
ALTER TABLE run ADD COLUMN aside_ms BIGINT;
