import type { Migration } from '../migrate.ts'

// docs/specs/pins.md: what pinned files hold (P1.1) and what can be read of it (P1.5). Which files are pinned is the
// journal's to know; this can be fetched again.
const schema = `
CREATE TABLE pinned_contents (
  number INTEGER PRIMARY KEY,
  file_id TEXT NOT NULL UNIQUE,
  -- The version that is kept, as the portal names it.
  blob TEXT NOT NULL,
  size INTEGER NOT NULL
) STRICT;

CREATE TABLE pinned_pieces (
  content INTEGER NOT NULL REFERENCES pinned_contents (number) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (content, place)
) STRICT;

CREATE TABLE pinned_passages (
  number INTEGER PRIMARY KEY,
  content INTEGER NOT NULL REFERENCES pinned_contents (number) ON DELETE CASCADE,
  page INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX pinned_passages_by_content ON pinned_passages (content);

CREATE VIRTUAL TABLE passage_words USING fts5 (
  body, content = '', contentless_delete = 1, prefix = '2 3',
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
`

export const cache003: Migration = { version: 3, name: 'cache-003-pinned', up: (db) => db.exec(schema) }
