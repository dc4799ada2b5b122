import type { Migration } from '../migrate.ts'

// What this computer has still to send, and what is being written (docs/specs/outbox.md). Times named "portal" are by
// the portal's clock, all others by this computer's; both are milliseconds since the epoch.
const schema = `
CREATE TABLE outbox (
  -- Order of sending within a space (O1.3).
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  space_id TEXT NOT NULL,
  content TEXT NOT NULL,
  -- 'arrived': the portal has it; the row only waits to be removed (O1.12).
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'unsure', 'refused', 'arrived')),
  -- 1: an unsure row that only a person can settle (O1.9).
  asks INTEGER NOT NULL DEFAULT 0 CHECK (asks IN (0, 1)),
  queued_at INTEGER NOT NULL,
  undo_ms INTEGER NOT NULL,
  -- How often a request for it was begun.
  sends INTEGER NOT NULL DEFAULT 0,
  -- Written with the intent, before the request (O1.1), for the search afterwards (O1.6):
  intended_portal_at INTEGER,
  since_portal_at INTEGER,
  -- JSON array of the ids of messages that were known before.
  known_ids TEXT NOT NULL DEFAULT '[]',
  -- The portal's message as JSON, once it is known to have arrived.
  message TEXT,
  message_id TEXT,
  -- Why it is not sent yet, or was refused: a failure as JSON.
  problem TEXT
) STRICT;
CREATE INDEX outbox_by_space ON outbox (space_id, position);

-- Messages of the portal that a row of ours turned into, so that no other row takes them for its own (O1.7).
CREATE TABLE outbox_claims (
  message_id TEXT PRIMARY KEY,
  outbox_id TEXT NOT NULL,
  space_id TEXT NOT NULL,
  claimed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_claims_by_row ON outbox_claims (outbox_id);

CREATE TABLE drafts (
  space_id TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

export const journal001: Migration = { version: 1, name: 'journal-001-outbox', up: (db) => db.exec(schema) }
