import type { Migration } from '../migrate.ts'

// docs/specs/search.md Q1.10: up to which message the words are indexed; so far, all of them. And what two indexes over
// all messages were kept for: the newest message of either side, and who ever wrote in which space.
const schema = `
INSERT INTO facts (name, value) SELECT 'message-words-to', coalesce(max(number), 0) FROM messages;

ALTER TABLE spaces ADD COLUMN clients_newest_at INTEGER;
ALTER TABLE spaces ADD COLUMN our_newest_at INTEGER;
UPDATE spaces SET
  clients_newest_at = (SELECT max(created_at) FROM messages WHERE space = spaces.number AND side = 0),
  our_newest_at = (SELECT max(created_at) FROM messages WHERE space = spaces.number AND side = 1);
DROP INDEX messages_by_side;

-- Who was seen to write where: a person who changes sides changes them there (A1.7).
CREATE TABLE space_authors (
  user_id TEXT NOT NULL,
  space INTEGER NOT NULL REFERENCES spaces (number) ON DELETE CASCADE,
  PRIMARY KEY (user_id, space)
) STRICT, WITHOUT ROWID;
INSERT INTO space_authors (user_id, space) SELECT DISTINCT user_id, space FROM messages;
DROP INDEX messages_by_author;
`

export const cache004: Migration = {
  version: 4,
  name: 'cache-004-fewer-indexes',
  up: (db) => db.exec(schema),
}
