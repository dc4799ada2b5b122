import type { Migration } from '../migrate.ts'

// docs/specs/archive.md A1.22: of an index that is made anew its person hears too. A check can't be changed in place.
const schema = `
CREATE TABLE care_notes_anew (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  -- What was damaged; 'words': only the index that searching uses.
  damaged TEXT NOT NULL CHECK (damaged IN ('cache', 'journal', 'both', 'words')),
  -- The name of the folder that the broken files are kept in; '': none had to be.
  aside TEXT NOT NULL,
  -- What could be rescued out of the journal.
  messages INTEGER NOT NULL,
  asking INTEGER NOT NULL,
  drafts INTEGER NOT NULL,
  -- 1: transfers that were under way are no longer known.
  transfers_lost INTEGER NOT NULL
) STRICT;
INSERT INTO care_notes_anew SELECT * FROM care_notes;
DROP TABLE care_notes;
ALTER TABLE care_notes_anew RENAME TO care_notes;
`

export const journal026: Migration = {
  version: 26,
  name: 'journal-026-words-note',
  up: (db) => db.exec(schema),
}
