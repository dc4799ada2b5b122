import type { Migration } from '../migrate.ts'

// Imports of people, links to where they came from, the connection to EVERFI Foundry and its pace, and what this client
// changed in customizations (docs/specs/people.md, docs/specs/foundry.md).
const schema = `
CREATE TABLE people_imports (
  id TEXT PRIMARY KEY,
  -- 'csv' or 'foundry'
  source TEXT NOT NULL,
  title TEXT NOT NULL,
  -- JSON
  choices TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('plan', 'running', 'paused', 'done', 'cancelled')),
  -- 1: the source was read whole, 0: not
  complete INTEGER NOT NULL,
  -- 1: over a fifth fewer rows than the last time
  shrunk INTEGER NOT NULL,
  -- JSON: why it stands still
  problem TEXT,
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE people_import_rows (
  import_id TEXT NOT NULL REFERENCES people_imports (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('new', 'changed', 'same', 'decision', 'skipped')),
  -- 'none': there is nothing to do
  phase TEXT NOT NULL CHECK (phase IN ('none', 'planned', 'sending', 'done', 'failed')),
  -- JSON: the row as planned
  planned TEXT NOT NULL,
  source_id TEXT,
  user_id TEXT,
  sends INTEGER NOT NULL DEFAULT 0,
  -- 'created', 'there', 'changed', 'left'
  outcome TEXT,
  -- JSON
  problem TEXT,
  PRIMARY KEY (import_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_import_rows_by_phase ON people_import_rows (import_id, phase, number);
CREATE INDEX people_import_rows_by_kind ON people_import_rows (import_id, kind, number);
CREATE INDEX people_import_rows_by_key ON people_import_rows (import_id, key);

CREATE TABLE people_import_groups (
  import_id TEXT NOT NULL REFERENCES people_imports (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  group_id TEXT,
  -- JSON: keys of rows
  adds TEXT NOT NULL,
  ambiguous INTEGER NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('planned', 'sending', 'done', 'failed')),
  sends INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  PRIMARY KEY (import_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE people_links (
  source TEXT NOT NULL,
  source_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (source, source_id)
) STRICT, WITHOUT ROWID;

-- How many rows a source had when it was last imported.
CREATE TABLE people_sources (
  source TEXT PRIMARY KEY,
  rows INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- At most one row. The credentials are in the keychain.
CREATE TABLE foundry_connection (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  -- JSON
  settings TEXT NOT NULL,
  client_end TEXT NOT NULL,
  connected_at INTEGER NOT NULL,
  -- from where progress is read the next time
  progress_since TEXT
) STRICT;

CREATE TABLE foundry_pace (
  id TEXT PRIMARY KEY,
  began_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT, WITHOUT ROWID;

-- Newest standing of each assignment of each person of Foundry.
CREATE TABLE foundry_progress (
  source_id TEXT NOT NULL,
  assignment_id TEXT NOT NULL,
  -- JSON
  standing TEXT NOT NULL,
  PRIMARY KEY (source_id, assignment_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE customization_batches (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL,
  app_label TEXT NOT NULL,
  -- what it was: 'edit', 'bulk', 'training', 'rollback'
  kind TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE customization_changes (
  batch_id TEXT NOT NULL REFERENCES customization_batches (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  -- JSON; NULL: there was none
  before TEXT,
  -- JSON; NULL: it is removed
  after TEXT,
  phase TEXT NOT NULL CHECK (phase IN ('planned', 'sending', 'done', 'failed', 'left')),
  problem TEXT,
  PRIMARY KEY (batch_id, number)
) STRICT, WITHOUT ROWID;
`

export const journal013: Migration = { version: 13, name: 'journal-013-people', up: (db) => db.exec(schema) }
