import type { Migration } from '../migrate.ts'

// O1.14: a message that is not to be sent before this time, ms by this computer's clock.
export const journal010: Migration = {
  version: 10,
  name: 'journal-010-scheduled',
  up: (db) => db.exec('ALTER TABLE outbox ADD COLUMN send_at INTEGER'),
}
