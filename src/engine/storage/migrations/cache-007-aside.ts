import type { Migration } from '../migrate.ts'

// docs/specs/outbox.md O1.38: messages whose deletion is pending. They are where nothing looks but sync, until they are
// gone or come back.
const schema = `
CREATE TABLE messages_aside (
  id TEXT PRIMARY KEY,
  space INTEGER NOT NULL REFERENCES spaces (number) ON DELETE CASCADE,
  user_id TEXT NOT NULL,
  content TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  listed INTEGER NOT NULL,
  -- The newest row's number when it was put here: a listing asked for before says nothing of it (S1.5).
  number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

export const cache007: Migration = { version: 7, name: 'cache-007-aside', up: (db) => db.exec(schema) }
