import type { Migration } from '../migrate.ts'

// What this computer's person has read. It lies in the journal, so that a cache read anew keeps it.
const schema = `
CREATE TABLE space_marks (
  space_id TEXT PRIMARY KEY,
  -- Messages up to this moment count as read here.
  read_at INTEGER NOT NULL,
  -- 1: marked unread by hand, until the space is read again.
  unread INTEGER NOT NULL DEFAULT 0,
  -- Files added after this moment are new.
  files_seen_at INTEGER NOT NULL,
  -- When the files were last on screen; a later look moves files_seen_at here.
  files_looked_at INTEGER
) STRICT, WITHOUT ROWID;
`

export const journal003: Migration = { version: 3, name: 'journal-003-marks', up: (db) => db.exec(schema) }
