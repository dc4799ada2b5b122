import type { Migration } from '../migrate.ts'

// Where a person put a space, and the views they saved (docs/specs/inbox.md). Times named "portal" are by the portal's
// clock, the others by this computer's.
const schema = `
CREATE TABLE space_shelf (
  space_id TEXT PRIMARY KEY,
  pinned_at INTEGER,
  -- Done up to this portal time; what is newer brings the space back.
  done_portal_at INTEGER,
  -- What the client wrote after this portal time ends the snooze.
  snoozed_portal_at INTEGER,
  -- NULL with snoozed_portal_at: until the client answers.
  snooze_until INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox_views (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- core/inbox/view.ts inboxFilter, as JSON
  filter TEXT NOT NULL
) STRICT;
`

export const journal009: Migration = { version: 9, name: 'journal-009-inbox', up: (db) => db.exec(schema) }
