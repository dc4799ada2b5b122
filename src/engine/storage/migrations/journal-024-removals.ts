import type { Migration } from '../migrate.ts'

// Messages that are to be deleted in the portal (docs/specs/outbox.md, O1.33 to O1.39). Times are ms since the epoch, by
// this computer's clock, but for written_at.
const schema = `
CREATE TABLE message_removals (
  -- Order of sending (O1.35).
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL UNIQUE,
  space_id TEXT NOT NULL,
  -- Whose key it was when the person asked (O1.39).
  asked_by TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'refused', 'gone')),
  -- Requests for it that may have taken effect.
  begun INTEGER NOT NULL DEFAULT 0,
  asked_at INTEGER NOT NULL,
  undo_ms INTEGER NOT NULL,
  -- For telling which message it is: who wrote it, when by the portal's clock, and how it begins.
  user_id TEXT NOT NULL,
  written_at INTEGER NOT NULL,
  beginning TEXT NOT NULL,
  -- Why it was refused or is not sent yet: a failure as JSON.
  problem TEXT,
  -- When the portal had it no more.
  ended_at INTEGER
) STRICT;
`

export const journal024: Migration = {
  version: 24,
  name: 'journal-024-removals',
  up: (db) => db.exec(schema),
}
