import type { Migration } from '../migrate.ts'

// O1.26: what is being written to many spaces, as it is typed. One row at most. The name keeps it among what a rescue
// takes row by row, apart from the mailings themselves, which hold together.
const schema = `
CREATE TABLE draft_mailing (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  body TEXT NOT NULL,
  -- JSON array of the chosen spaces' ids.
  space_ids TEXT NOT NULL,
  -- What the list of spaces is narrowed by.
  finding TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;
`

export const journal023: Migration = {
  version: 23,
  name: 'journal-023-mailing-draft',
  up: (db) => db.exec(schema),
}
