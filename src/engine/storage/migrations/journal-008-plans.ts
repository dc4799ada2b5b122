import type { Migration } from '../migrate.ts'

// What a plan knows besides its files: conflicts and what was decided about them, plans kept for later, fan-outs.
const schema = `
CREATE TABLE transfer_plans (
  job_id TEXT PRIMARY KEY REFERENCES transfer_jobs (id) ON DELETE CASCADE,
  -- JSON: absolute paths of what was dropped
  roots TEXT NOT NULL,
  -- NULL: forgotten at the next start unless it is started
  saved_at INTEGER,
  -- with saved_at: what the person had chosen, and the sheet (JSON) as it was
  policy TEXT,
  silent INTEGER,
  sheet TEXT
) STRICT, WITHOUT ROWID;

-- Files of a plan whose name is there already.
CREATE TABLE transfer_conflicts (
  job_id TEXT NOT NULL REFERENCES transfer_jobs (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  there_at INTEGER NOT NULL,
  -- 1: it is the same file, by size and time or by content (T1.37)
  same INTEGER NOT NULL,
  -- 'new-version', 'skip' or 'keep-both' once a person said so
  decision TEXT,
  PRIMARY KEY (job_id, number)
) STRICT, WITHOUT ROWID;

-- One dropped folder on its way to many spaces: shown, not started.
CREATE TABLE fan_outs (
  id TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Each file of the dry run.
CREATE TABLE fan_out_rows (
  fan_out_id TEXT NOT NULL REFERENCES fan_outs (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('matched', 'unmatched', 'ambiguous', 'refused')),
  -- the space's name, the client's name as the file has it, or the spaces that fit
  words TEXT NOT NULL,
  reason TEXT,
  -- another client's space that the name speaks of
  warning TEXT,
  PRIMARY KEY (fan_out_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX fan_out_rows_by_outcome ON fan_out_rows (fan_out_id, outcome, number);
CREATE INDEX fan_out_rows_warned ON fan_out_rows (fan_out_id, number) WHERE warning IS NOT NULL;

-- Jobs that belong together, one a space; they stay together once they are started.
CREATE TABLE fan_out_jobs (
  job_id TEXT PRIMARY KEY REFERENCES transfer_jobs (id) ON DELETE CASCADE,
  fan_out_id TEXT NOT NULL,
  title TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX fan_out_jobs_by_fan_out ON fan_out_jobs (fan_out_id);

CREATE TABLE transfer_speed (
  direction TEXT PRIMARY KEY CHECK (direction IN ('upload', 'download')),
  bytes_per_second REAL,
  files_per_second REAL
) STRICT, WITHOUT ROWID;
`

export const journal008: Migration = { version: 8, name: 'journal-008-plans', up: (db) => db.exec(schema) }
