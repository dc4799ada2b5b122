import type { Migration } from '../migrate.ts'

const schema = `
-- Whose key the first request was sent with, written with the intent (O1.32). NULL: none was, or an older version sent it.
ALTER TABLE outbox ADD COLUMN author TEXT;
`

export const journal025: Migration = { version: 25, name: 'journal-025-authors', up: (db) => db.exec(schema) }
