import type { Migration } from '../migrate.ts'

// Templates, who could read the last message sent from here, and mailings: one message to many spaces
// (docs/specs/outbox.md). Triggers tie a mailing's rows to the outbox: a row there can't arrive, be refused or go
// without its receipt saying so in the same transaction, whoever writes it (O1.22).
const schema = `
CREATE TABLE message_templates (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE audiences (
  space_id TEXT PRIMARY KEY,
  -- JSON array of user ids
  readers TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mailings (
  id TEXT PRIMARY KEY,
  -- with its fields
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE mailing_rows (
  mailing_id TEXT NOT NULL REFERENCES mailings (id) ON DELETE CASCADE,
  space_id TEXT NOT NULL,
  space_name TEXT NOT NULL,
  content TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('left-out', 'waiting', 'queued', 'arrived', 'refused', 'dropped')),
  -- JSON array of fields as they were written
  unfilled TEXT NOT NULL,
  readers INTEGER NOT NULL,
  clients INTEGER NOT NULL,
  outbox_id TEXT UNIQUE,
  message_id TEXT,
  -- by the portal's clock
  arrived_at INTEGER,
  problem TEXT,
  -- O1.20: one mailing, one message per space
  PRIMARY KEY (mailing_id, space_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER mailing_moved AFTER UPDATE OF state, problem, content ON outbox
BEGIN
  UPDATE mailing_rows SET
    state = CASE NEW.state WHEN 'arrived' THEN 'arrived' WHEN 'refused' THEN 'refused' ELSE 'queued' END,
    content = NEW.content,
    message_id = NEW.message_id,
    arrived_at = NEW.message ->> '$.createdAt',
    problem = NEW.problem
  WHERE outbox_id = NEW.id;
END;

CREATE TRIGGER mailing_dropped AFTER DELETE ON outbox WHEN OLD.state <> 'arrived'
BEGIN
  UPDATE mailing_rows SET state = 'dropped', outbox_id = NULL, problem = NULL WHERE outbox_id = OLD.id;
END;
`

export const journal011: Migration = { version: 11, name: 'journal-011-writing', up: (db) => db.exec(schema) }
