import type { Migration } from '../migrate.ts'

/**
 * Watched folders, and which version of each of their files was sent (docs/specs/watch.md). Two triggers tie them to
 * the transfers: a file counts as handed over in the very transaction that makes its plan a job, and as sent in the
 * one that makes it verified, whoever writes either (W1.6).
 */
export const journal006: Migration = {
  version: 6,
  name: 'journal-006-watch',
  up: (db) =>
    db.exec(`
      CREATE TABLE watch_folders (
        id TEXT PRIMARY KEY,
        -- absolute and real
        path TEXT NOT NULL,
        space_id TEXT NOT NULL,
        space_name TEXT NOT NULL,
        -- the folder of the space it goes to; NULL: the top level
        folder_id TEXT,
        -- names from the top down to it, as a JSON array
        folder_path TEXT NOT NULL,
        subfolders INTEGER NOT NULL,
        existing INTEGER NOT NULL,
        silent INTEGER NOT NULL,
        paused INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE watch_files (
        watch_id TEXT NOT NULL REFERENCES watch_folders (id) ON DELETE CASCADE,
        -- absolute path
        source TEXT NOT NULL,
        -- the version that was seen or sent last
        size INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        sha256 TEXT,
        -- 'before': it was there when the folder was added; 'there': the portal had it already
        state TEXT NOT NULL CHECK (state IN ('before', 'sending', 'sent', 'there', 'failed')),
        problem_code TEXT,
        job_id TEXT,
        number INTEGER,
        at INTEGER NOT NULL,
        PRIMARY KEY (watch_id, source)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX watch_files_by_transfer ON watch_files (job_id, number);
      CREATE INDEX watch_files_by_time ON watch_files (watch_id, at);

      -- jobs that a watched folder's files go by
      CREATE TABLE watch_jobs (
        job_id TEXT PRIMARY KEY REFERENCES transfer_jobs (id) ON DELETE CASCADE,
        watch_id TEXT NOT NULL REFERENCES watch_folders (id) ON DELETE CASCADE
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX watch_jobs_by_folder ON watch_jobs (watch_id);

      CREATE TRIGGER watch_handed_over AFTER UPDATE OF state ON transfer_jobs
      WHEN OLD.state = 'plan' AND NEW.state = 'running'
      BEGIN
        INSERT OR REPLACE INTO watch_files
          (watch_id, source, size, fingerprint, sha256, state, problem_code, job_id, number, at)
        SELECT w.watch_id, t.source, t.size, coalesce(t.fingerprint, ''), NULL,
          CASE t.phase WHEN 'failed' THEN 'failed' ELSE 'sending' END, t.problem_code, t.job_id, t.number, NEW.created_at
        FROM watch_jobs w JOIN transfers t ON t.job_id = w.job_id
        WHERE w.job_id = NEW.id AND t.source IS NOT NULL;
      END;

      CREATE TRIGGER watch_ended AFTER UPDATE OF phase ON transfers
      WHEN NEW.phase <> OLD.phase
        AND (NEW.phase IN ('verified', 'failed', 'cancelled', 'skipped') OR OLD.phase = 'failed')
      BEGIN
        UPDATE watch_files SET
          state = CASE NEW.phase
            WHEN 'verified' THEN 'sent'
            WHEN 'failed' THEN 'failed'
            WHEN 'cancelled' THEN 'failed'
            WHEN 'skipped' THEN 'there'
            ELSE 'sending' END,
          size = NEW.size,
          fingerprint = coalesce(NEW.fingerprint, fingerprint),
          sha256 = NEW.sha256,
          problem_code = CASE NEW.phase WHEN 'cancelled' THEN 'cancelled' ELSE NEW.problem_code END,
          at = coalesce(NEW.ended_at, at)
        WHERE job_id = NEW.job_id AND number = NEW.number;
      END;
    `),
}
