import type { Migration } from '../migrate.ts'

const schema = `
-- with saved_at: the message that is to go once everything has arrived (T1.38)
ALTER TABLE transfer_plans ADD COLUMN message TEXT;
`

export const journal020: Migration = {
  version: 20,
  name: 'journal-020-plan-messages',
  up: (db) => db.exec(schema),
}
