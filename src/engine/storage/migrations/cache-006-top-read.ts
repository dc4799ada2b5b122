import type { Migration } from '../migrate.ts'

// docs/specs/sync.md S1.8: "as of" of a space's messages is when its newest page was last asked for, and closing a gap
// further down makes it true. NULL: not asked for since this column is there.
const schema = 'ALTER TABLE spaces ADD COLUMN messages_top_at INTEGER;'

export const cache006: Migration = {
  version: 6,
  name: 'cache-006-top-read',
  up: (db) => db.exec(schema),
}
