import type { Migration } from '../migrate.ts'

/** Receipts in a chain, a job's one message, and failed files found by their reason (T1.100 to T1.109). */
export const journal004: Migration = {
  version: 4,
  name: 'journal-004-receipts',
  up: (db) =>
    db.exec(`
      -- What versions before the chain knew: only which files of a space were sent from here and read back.
      ALTER TABLE receipts RENAME TO early_receipts;
      DROP INDEX receipts_by_space;
      CREATE INDEX early_receipts_by_space ON early_receipts (space_id);

      -- Not tied to its job's row: a receipt outlives a dismissed job.
      CREATE TABLE receipts (
        number INTEGER PRIMARY KEY,
        job_id TEXT NOT NULL,
        transfer_id TEXT NOT NULL UNIQUE,
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
      CREATE INDEX receipts_by_job ON receipts (job_id, number);
      CREATE INDEX receipts_by_space ON receipts (space_id, file_id);

      CREATE TABLE job_summaries (
        job_id TEXT PRIMARY KEY REFERENCES transfer_jobs (id) ON DELETE CASCADE,
        template TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'asks', 'queued', 'dropped')),
        -- the message's row in the outbox, once there was one
        outbox_id TEXT
      ) STRICT, WITHOUT ROWID;

      CREATE INDEX transfers_failed ON transfers (job_id, problem_code, number) WHERE phase = 'failed';
    `),
}
