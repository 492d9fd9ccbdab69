-- 1: a person approves it before it goes out. The state is draft until then.
ALTER TABLE post ADD COLUMN approve {INT} NOT NULL DEFAULT 0;
-- Media, thread and first comment, JSON; null for none.
ALTER TABLE post ADD COLUMN extras TEXT;
-- The same for texts that people take for the same; null for posts from before there was one.
ALTER TABLE post ADD COLUMN text_key {INT};
CREATE INDEX post_text ON post(account, text_key, scheduled_ms);
CREATE INDEX post_asked ON post(account, scheduled_ms);
CREATE INDEX post_campaign ON post(campaign, id) WHERE campaign IS NOT NULL;
