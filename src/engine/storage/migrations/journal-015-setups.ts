import type { Migration } from '../migrate.ts'

// Space templates, and setups: spaces made from one, each step journaled before its request (docs/specs/people.md).
const schema = `
CREATE TABLE space_templates (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  -- JSON: members, folders, message, fields
  pattern TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE space_setups (
  id TEXT PRIMARY KEY,
  -- NULL: a space made by hand
  template_id TEXT,
  title TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('plan', 'running', 'paused', 'done')),
  -- JSON: why it stands still
  problem TEXT,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE space_setup_rows (
  setup_id TEXT NOT NULL REFERENCES space_setups (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  user_id TEXT,
  -- JSON: the row as planned
  planned TEXT NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('left-out', 'planned', 'making', 'filling', 'done', 'failed')),
  sends INTEGER NOT NULL DEFAULT 0,
  -- JSON array: spaces of that name before the first request (P1.27)
  known TEXT,
  space_id TEXT,
  outbox_id TEXT,
  -- JSON
  problem TEXT,
  PRIMARY KEY (setup_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX space_setup_rows_by_user ON space_setup_rows (user_id, setup_id);
`

export const journal015: Migration = { version: 15, name: 'journal-015-setups', up: (db) => db.exec(schema) }
