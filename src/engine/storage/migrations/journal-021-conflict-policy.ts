import type { Migration } from '../migrate.ts'

const schema = `
-- what a running upload does with names that came into the target after its plan (T1.129); null: a job from before
ALTER TABLE transfer_jobs ADD COLUMN conflicts TEXT;
`

export const journal021: Migration = {
  version: 21,
  name: 'journal-021-conflict-policy',
  up: (db) => db.exec(schema),
}
