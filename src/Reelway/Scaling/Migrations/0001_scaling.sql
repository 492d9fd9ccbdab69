-- Campaigns of the DAM whose assets travel: masters to the agency, what was made of them back.
CREATE TABLE scaling_campaign(
  id {INT} PRIMARY KEY,
  dam_id TEXT NOT NULL,
  is_folder {INT} NOT NULL,
  name TEXT NOT NULL,
  number TEXT,                    -- null: the DAM has none
  status TEXT NOT NULL,           -- a1, a2, a3: as the DAM last said
  held TEXT,                      -- why a person holds it; null: it goes on
  problem TEXT,                   -- what blocks it, as a sentence
  final_folder TEXT,              -- the DAM's folder that derivatives go to
  box_folder TEXT,
  round {INT} NOT NULL,           -- counts up when a person moves it
  tries {INT} NOT NULL,           -- counts up with each run that sends its masters
  failing {INT} NOT NULL,         -- how many of them in a row have ended alike, with the same masters missing
  told TEXT,                      -- what the last mail about missing masters was about
  seen_ms {INT} NOT NULL,         -- when it was last found
  tried_ms {INT} NOT NULL,        -- when it was last looked after; 0: never
  next_ms {INT} NOT NULL,         -- not before this
  revision {INT} NOT NULL,
  created_ms {INT} NOT NULL,
  updated_ms {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX scaling_campaign_dam ON scaling_campaign(dam_id);
CREATE INDEX scaling_campaign_tried ON scaling_campaign(status, tried_ms);
CREATE INDEX scaling_campaign_box ON scaling_campaign(box_folder) WHERE box_folder IS NOT NULL;

-- A master of a campaign. Its tracking id is never given to another one: rows stay.
CREATE TABLE scaling_master(
  id {INT} PRIMARY KEY,
  campaign_id {INT} NOT NULL,
  tracking_id TEXT NOT NULL,
  original_id TEXT NOT NULL,      -- the same for all versions of the asset
  dam_id TEXT NOT NULL,           -- of the version that goes out
  name TEXT NOT NULL,
  size {INT},
  metadata TEXT NOT NULL,         -- the asset as the DAM describes it, JSON
  state TEXT NOT NULL,            -- waiting, failed, sent, withdrawn
  sha1 TEXT,
  box_file TEXT,
  box_name TEXT NOT NULL,         -- its name there, with the tracking id
  problem TEXT,
  sent_ms {INT},
  created_ms {INT} NOT NULL,
  updated_ms {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX scaling_master_tracking ON scaling_master(tracking_id);
CREATE UNIQUE INDEX scaling_master_original ON scaling_master(campaign_id, original_id);
CREATE INDEX scaling_master_box ON scaling_master(box_file) WHERE box_file IS NOT NULL;

-- A file that an agency has brought: a row for each version of it.
CREATE TABLE scaling_derivative(
  id {INT} PRIMARY KEY,
  campaign_id {INT},              -- null while its name does not say whose it is
  master_id {INT},
  box_file TEXT NOT NULL,
  box_version TEXT NOT NULL,
  name TEXT NOT NULL,             -- as the agency named it
  clean_name TEXT,                -- as the DAM gets it
  language TEXT,
  format TEXT,
  state TEXT NOT NULL,            -- working, imported, refused, failed, replaced
  uploader TEXT,                  -- the mail address of whoever uploaded it
  run_id {INT} NOT NULL,
  corrected_name TEXT,            -- what a refused one might be named
  job_id TEXT,
  dam_asset TEXT,
  metadata TEXT,                  -- what the DAM is given, and how it differs from the master's, JSON
  problem TEXT,
  imported_ms {INT},
  created_ms {INT} NOT NULL,
  updated_ms {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX scaling_derivative_box ON scaling_derivative(box_file, box_version);
CREATE INDEX scaling_derivative_campaign ON scaling_derivative(campaign_id, state);
CREATE INDEX scaling_derivative_master ON scaling_derivative(master_id, clean_name);
CREATE INDEX scaling_derivative_run ON scaling_derivative(run_id);
CREATE INDEX scaling_derivative_imported ON scaling_derivative(imported_ms) WHERE imported_ms IS NOT NULL;

-- What a campaign is to bring for each of its masters. None: one derivative a master.
CREATE TABLE scaling_deliverable(
  id {INT} PRIMARY KEY,
  campaign_id {INT} NOT NULL,
  language TEXT NOT NULL,
  format TEXT NOT NULL            -- empty: any
) {STRICT};
CREATE UNIQUE INDEX scaling_deliverable_once ON scaling_deliverable(campaign_id, language, format);

-- What became of a campaign, for people.
CREATE TABLE scaling_note(
  id {INT} PRIMARY KEY,
  campaign_id {INT} NOT NULL,
  at_ms {INT} NOT NULL,
  who TEXT NOT NULL,
  sentence TEXT NOT NULL
) {STRICT};
CREATE INDEX scaling_note_campaign ON scaling_note(campaign_id, id);
