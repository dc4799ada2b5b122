import type { Migration } from '../migrate.ts'

// O1.25: what a message in the outbox is being changed to, as it is typed. It outlives its row: then it becomes part
// of the space's draft.
const schema = `
CREATE TABLE outbox_edits (
  outbox_id TEXT PRIMARY KEY,
  space_id TEXT NOT NULL,
  content TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

export const journal022: Migration = { version: 22, name: 'journal-022-edits', up: (db) => db.exec(schema) }
