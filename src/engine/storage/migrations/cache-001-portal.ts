import type { Migration } from '../migrate.ts'

// What a portal holds (A1.1). `number` is a row's own small number, which the full-text indexes refer to;
// `id` is the portal's. Columns that sum up others are kept by the table files that write here.
const schema = `
CREATE TABLE users (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  first_name TEXT,
  last_name TEXT,
  phone_number TEXT,
  avatar TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- 0: no longer in the portal; the row stays, so that old messages keep their author's name.
  listed INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE groups (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  logo TEXT,
  built_in INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE group_members (
  group_id TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL,
  PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_members_by_user ON group_members (user_id, group_id);

CREATE TABLE spaces (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- 1 while the portal lists it; 0: heard of by a message or file only, or vanished.
  listed INTEGER NOT NULL,
  vanished_at INTEGER,
  -- Kept by tables/space-sums.ts:
  message_count INTEGER NOT NULL DEFAULT 0,
  newest_message_at INTEGER,
  newest_message_user TEXT,
  newest_message_text TEXT,
  run_side INTEGER,
  run_since INTEGER,
  file_count INTEGER NOT NULL DEFAULT 0,
  newest_file_at INTEGER,
  newest_file_name TEXT,
  -- How far this space was read (docs/specs/sync.md):
  messages_started INTEGER NOT NULL DEFAULT 0,
  messages_as_of INTEGER,
  messages_swept_at INTEGER,
  root_listed_at INTEGER
) STRICT;

CREATE TABLE space_users (
  space INTEGER NOT NULL REFERENCES spaces (number) ON DELETE CASCADE,
  user_id TEXT NOT NULL,
  PRIMARY KEY (space, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX space_users_by_user ON space_users (user_id, space);

CREATE TABLE space_groups (
  space INTEGER NOT NULL REFERENCES spaces (number) ON DELETE CASCADE,
  group_id TEXT NOT NULL,
  PRIMARY KEY (space, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX space_groups_by_group ON space_groups (group_id, space);

CREATE TABLE messages (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  space INTEGER NOT NULL REFERENCES spaces (number) ON DELETE CASCADE,
  user_id TEXT NOT NULL,
  content TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- 1: written by staff or an admin (core/person.ts isOurSide).
  side INTEGER NOT NULL,
  -- 1: seen in a listing, so its neighbours were too; 0: known from its own sending only (S1.5).
  listed INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_by_time ON messages (space, created_at, id);
CREATE INDEX messages_by_side ON messages (space, side, created_at);
CREATE INDEX messages_by_author ON messages (user_id, created_at, space);

-- Stretches of a space's messages that may hold some we lack (S1.4): from upper_at down to lower_at, null: the beginning.
CREATE TABLE message_gaps (
  space INTEGER NOT NULL REFERENCES spaces (number) ON DELETE CASCADE,
  upper_at INTEGER NOT NULL,
  lower_at INTEGER,
  PRIMARY KEY (space, upper_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE files (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  space INTEGER NOT NULL REFERENCES spaces (number) ON DELETE CASCADE,
  parent_id TEXT,
  name TEXT NOT NULL,
  -- core/search/natural-key.ts
  sort_name TEXT NOT NULL,
  size INTEGER NOT NULL,
  is_folder INTEGER NOT NULL,
  blob TEXT,
  thumbnail_blob TEXT,
  created_at INTEGER NOT NULL,
  -- Folders only: when their entries were last listed in full.
  listed_at INTEGER,
  -- Folders only: sums over everything below; null: to be added up at the next look.
  below_size INTEGER,
  below_files INTEGER
) STRICT;
CREATE INDEX files_by_folder ON files (space, parent_id, is_folder DESC, sort_name, id);
CREATE INDEX files_by_time ON files (space, created_at) WHERE is_folder = 0;
CREATE INDEX folders_by_listing ON files (space, listed_at) WHERE is_folder = 1;

CREATE TABLE facts (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Texts are folded and cut into words by core/search/words.ts before they come here (A1.10). Contentless:
-- the words are not kept a second time.
CREATE VIRTUAL TABLE message_words USING fts5 (
  body, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
CREATE VIRTUAL TABLE file_words USING fts5 (
  name, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
CREATE VIRTUAL TABLE space_words USING fts5 (
  name, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
CREATE VIRTUAL TABLE person_words USING fts5 (
  name, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
`

export const cache001: Migration = { version: 1, name: 'cache-001-portal', up: (db) => db.exec(schema) }
