import type { Migration } from '../migrate.ts'

// docs/specs/archive.md A1.19: of many new messages at once the ids are indexed later, in one go. An index of the table's
// own can't be taken off it, so the table is made anew.
const schema = `
CREATE TABLE messages_anew (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  space INTEGER NOT NULL REFERENCES spaces (number) ON DELETE CASCADE,
  user_id TEXT NOT NULL,
  content TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- 1: written by staff or an admin (core/person.ts isOurSide).
  side INTEGER NOT NULL,
  -- 1: seen in a listing, so its neighbours were too; 0: known from its own sending only (S1.5).
  listed INTEGER NOT NULL,
  -- 1: its id is in the index below; 0: it waits for that, and its number is beyond the fact 'message-ids-to'.
  settled INTEGER NOT NULL
) STRICT;
INSERT INTO messages_anew (number, id, space, user_id, content, created_at, side, listed, settled)
  SELECT number, id, space, user_id, content, created_at, side, listed, 1 FROM messages ORDER BY number;
DROP TABLE messages;
ALTER TABLE messages_anew RENAME TO messages;
CREATE INDEX messages_by_time ON messages (space, created_at, id);
CREATE UNIQUE INDEX messages_by_id ON messages (id) WHERE settled = 1;
INSERT INTO facts (name, value) SELECT 'message-ids-to', coalesce(max(number), 0) FROM messages;
`

export const cache005: Migration = {
  version: 5,
  name: 'cache-005-ids-later',
  up: (db) => db.exec(schema),
}
