import type { Migration } from '../migrate.ts'

// The two tables of journal-013 were never written to: they are made anew with what history and rollback need.
const schema = `
DROP TABLE customization_changes;
DROP TABLE customization_batches;

CREATE TABLE customization_jobs (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL,
  app_label TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('edit', 'bulk', 'training', 'rollback')),
  title TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('plan', 'running', 'paused', 'done', 'cancelled')),
  -- JSON
  problem TEXT,
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE customization_changes (
  job_id TEXT NOT NULL REFERENCES customization_jobs (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  -- NULL: nobody was found
  user_id TEXT,
  email TEXT NOT NULL,
  line INTEGER,
  kind TEXT NOT NULL CHECK (kind IN ('set', 'same', 'skipped')),
  reason TEXT,
  heading TEXT,
  -- JSON; NULL: there was none
  before TEXT,
  -- JSON; NULL: it is removed
  after TEXT,
  phase TEXT NOT NULL CHECK (phase IN ('none', 'planned', 'sending', 'done', 'failed', 'left')),
  sends INTEGER NOT NULL DEFAULT 0,
  outcome TEXT CHECK (outcome IN ('set', 'there')),
  -- JSON: keys that somebody changed since
  clashes TEXT,
  problem TEXT,
  at INTEGER,
  PRIMARY KEY (job_id, number)
) STRICT;

CREATE INDEX customization_changes_phase ON customization_changes (job_id, phase, number);
CREATE INDEX customization_changes_time ON customization_changes (at) WHERE outcome = 'set';
CREATE INDEX customization_changes_person ON customization_changes (user_id, at) WHERE outcome = 'set';

-- At most one row: where training status is published, and when progress was last read.
CREATE TABLE training (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  app_id TEXT,
  key TEXT NOT NULL,
  read_at INTEGER
) STRICT;
`

export const journal016: Migration = {
  ...{ version: 16, name: 'journal-016-customizations' },
  up: (db) => db.exec(schema),
}
