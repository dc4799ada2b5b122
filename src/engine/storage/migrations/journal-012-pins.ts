import type { Migration } from '../migrate.ts'

// docs/specs/pins.md P1.1: the files a person wants here, whether or not they are here yet.
const schema = `
CREATE TABLE pins (
  file_id TEXT PRIMARY KEY,
  space_id TEXT NOT NULL,
  pinned_at INTEGER NOT NULL,
  -- Why the version named by failed_blob could not be kept; null: nothing is known against it.
  failure TEXT,
  failed_blob TEXT
) STRICT, WITHOUT ROWID;
`

export const journal012: Migration = { version: 12, name: 'journal-012-pins', up: (db) => db.exec(schema) }
