import type { Migration } from '../migrate.ts'

const schema = `
-- 0: nobody saved it, it is kept by itself (T1.128)
ALTER TABLE saved_fan_outs ADD COLUMN asked INTEGER NOT NULL DEFAULT 1;
-- the one it was made anew from, which it is a part of until it is saved itself
ALTER TABLE saved_fan_outs ADD COLUMN made_from TEXT REFERENCES saved_fan_outs (id) ON DELETE CASCADE;
CREATE INDEX saved_fan_outs_made_from ON saved_fan_outs (made_from) WHERE made_from IS NOT NULL;
`

export const journal018: Migration = {
  version: 18,
  name: 'journal-018-left-fan-outs',
  up: (db) => db.exec(schema),
}
