import type { Migration } from '../migrate.ts'

// What happened to this archive that its person should hear of, until it was read (A1.18).
const schema = `
CREATE TABLE care_notes (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  -- What was damaged.
  damaged TEXT NOT NULL CHECK (damaged IN ('cache', 'journal', 'both')),
  -- The name of the folder that the broken files are kept in.
  aside TEXT NOT NULL,
  -- What could be rescued out of the journal.
  messages INTEGER NOT NULL,
  asking INTEGER NOT NULL,
  drafts INTEGER NOT NULL,
  -- 1: transfers that were under way are no longer known.
  transfers_lost INTEGER NOT NULL
) STRICT;
`

export const journal014: Migration = { version: 14, name: 'journal-014-care', up: (db) => db.exec(schema) }
