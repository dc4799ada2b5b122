import type { Migration } from '../migrate.ts'

// Files that were paused one by one (T1.90). The index holds only those, so it costs nothing while there are none.
const schema = `
ALTER TABLE transfers ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
CREATE INDEX transfers_held ON transfers (job_id) WHERE held = 1;
`

export const journal007: Migration = {
  version: 7,
  name: 'journal-007-held-transfers',
  up: (db) => db.exec(schema),
}
