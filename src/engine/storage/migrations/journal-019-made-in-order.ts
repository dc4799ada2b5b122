import type { Migration } from '../migrate.ts'

const tables = ['mailings', 'space_setups', 'people_imports', 'customization_jobs'] as const

/** A1.21: the order things were made in, which no clock moves. Of what is there already the clock is all that is known. */
const schema = tables
  .map(
    (table) => `
ALTER TABLE ${table} ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
UPDATE ${table} SET position = numbered.number
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS number FROM ${table}) AS numbered
  WHERE numbered.id = ${table}.id;
CREATE INDEX ${table}_by_position ON ${table} (position);
`,
  )
  .join('')

export const journal019: Migration = {
  version: 19,
  name: 'journal-019-made-in-order',
  up: (db) => db.exec(schema),
}
