import type { Migration } from '../migrate.ts'

// How a download was asked for, and what an export has written beside the files (docs/specs/export.md).
const schema = `
CREATE TABLE downloads (
  job_id TEXT PRIMARY KEY REFERENCES transfer_jobs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('files', 'export')),
  policy TEXT NOT NULL CHECK (policy IN ('keep-both', 'skip', 'replace'))
) STRICT, WITHOUT ROWID;

-- An export's entries as the portal listed them: names as they came, which those on disk may not be (E1.5).
CREATE TABLE export_entries (
  job_id TEXT NOT NULL REFERENCES transfer_jobs (id) ON DELETE CASCADE,
  file_id TEXT NOT NULL,
  parent_id TEXT,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  is_folder INTEGER NOT NULL,
  -- Milliseconds since the epoch, by the portal.
  created_at INTEGER NOT NULL,
  PRIMARY KEY (job_id, file_id)
) STRICT, WITHOUT ROWID;

-- The files an export wrote itself: written, synced and named before their row is (E1.8).
CREATE TABLE export_records (
  job_id TEXT NOT NULL REFERENCES transfer_jobs (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  -- What it counts: messages, members, entries.
  items INTEGER NOT NULL,
  -- When what it holds was read, by the portal's clock: from and to.
  read_from INTEGER NOT NULL,
  read_to INTEGER NOT NULL,
  PRIMARY KEY (job_id, path)
) STRICT, WITHOUT ROWID;
`

export const journal005: Migration = {
  version: 5,
  name: 'journal-005-downloads',
  up: (db) => db.exec(schema),
}
