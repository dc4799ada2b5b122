import type { Migration } from '../migrate.ts'

const schema = `
-- Dry runs of one folder to many spaces that were kept for later (T1.127): what was asked, not what it came to.
CREATE TABLE saved_fan_outs (
  id TEXT PRIMARY KEY,
  -- JSON: roots, by and folder, with absolute paths
  question TEXT NOT NULL,
  -- JSON: the sheet as it was
  sheet TEXT NOT NULL,
  policy TEXT NOT NULL,
  silent INTEGER NOT NULL,
  message TEXT,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

export const journal017: Migration = {
  version: 17,
  name: 'journal-017-saved-fan-outs',
  up: (db) => db.exec(schema),
}
