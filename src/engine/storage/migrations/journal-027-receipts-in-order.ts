import type { Migration } from '../migrate.ts'

// docs/specs/transfers.md T1.100: what is written with every receipt lies on few pages. Two indexes by ids, which come
// in no order, made each batch of receipts change as many pages as it had rows; that a transfer has one receipt is
// settled where its row becomes verified (tables/transfer-rows.ts).
const schema = `
CREATE TABLE receipts_anew (
  number INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL,
  transfer_id TEXT NOT NULL,
  file_id TEXT NOT NULL,
  blob TEXT NOT NULL,
  space_id TEXT NOT NULL,
  space_name TEXT NOT NULL,
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  md5 TEXT,
  sha256 TEXT,
  user_id TEXT NOT NULL,
  verified_at INTEGER NOT NULL,
  -- SHA-256, hex, over the previous receipt's hash and this row
  hash TEXT NOT NULL
) STRICT;
INSERT INTO receipts_anew SELECT number, job_id, transfer_id, file_id, blob, space_id, space_name, path, name, size, md5,
  sha256, user_id, verified_at, hash FROM receipts;
DROP TABLE receipts;
ALTER TABLE receipts_anew RENAME TO receipts;
CREATE INDEX receipts_by_job ON receipts (job_id, number);
-- The end of an id is enough to find it by, and is the part that differs in every kind of UUID.
CREATE INDEX receipts_by_file ON receipts (substr(file_id, -8));
`

export const journal027: Migration = {
  version: 27,
  name: 'journal-027-receipts-in-order',
  up: (db) => db.exec(schema),
}
