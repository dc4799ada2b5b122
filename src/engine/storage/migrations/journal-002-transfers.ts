import type { Migration } from '../migrate.ts'

/** Jobs, their folders and files, and the receipts of what arrived (T1.3). */
export const journal002: Migration = {
  version: 2,
  name: 'journal-002-transfers',
  up: (db) =>
    db.exec(`
      CREATE TABLE transfer_jobs (
        id TEXT PRIMARY KEY,
        direction TEXT NOT NULL CHECK (direction IN ('upload', 'download')),
        space_id TEXT NOT NULL,
        space_name TEXT NOT NULL,
        title TEXT NOT NULL,
        -- 'plan': shown to a person, not started
        state TEXT NOT NULL CHECK (state IN ('plan', 'running', 'paused', 'done', 'failed', 'cancelled')),
        -- upload: the folder of the space it goes to; download: the folder it comes from; NULL: the top level
        folder_id TEXT,
        silent INTEGER NOT NULL,
        -- download: absolute path of the folder of this computer
        target TEXT,
        created_at INTEGER NOT NULL,
        ended_at INTEGER
      ) STRICT;

      CREATE TABLE transfer_folders (
        job_id TEXT NOT NULL REFERENCES transfer_jobs (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        -- number of the folder it lies in; NULL: the job's own target
        parent INTEGER,
        -- path within the job, forward slashes; download: the path below the target as it is on disk
        path TEXT NOT NULL,
        name TEXT NOT NULL,
        remote_id TEXT,
        -- upload: when its creation was first asked for; download: when making it was about to begin
        intent_at INTEGER,
        -- upload: it exists in the portal; download: it exists on disk
        made INTEGER NOT NULL,
        -- download: its content was read from the portal and is journaled
        listed INTEGER NOT NULL,
        problem TEXT,
        PRIMARY KEY (job_id, number)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE transfers (
        job_id TEXT NOT NULL REFERENCES transfer_jobs (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        id TEXT NOT NULL,
        folder INTEGER,
        path TEXT NOT NULL,
        -- upload: absolute path of the source
        source TEXT,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        -- upload: size, mtime and inode of the source when it was planned
        fingerprint TEXT,
        lane TEXT NOT NULL CHECK (lane IN ('small', 'large')),
        phase TEXT NOT NULL,
        before_phase TEXT,
        blob TEXT NOT NULL,
        block_size INTEGER NOT NULL,
        -- one bit a block
        staged BLOB,
        staged_at INTEGER,
        intent_at INTEGER,
        file_id TEXT,
        md5 TEXT,
        sha256 TEXT,
        etag TEXT,
        problem TEXT,
        problem_code TEXT,
        conflict_id TEXT,
        conflict_size INTEGER,
        other_name TEXT,
        ended_at INTEGER,
        PRIMARY KEY (job_id, number)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX transfers_by_phase ON transfers (job_id, phase);

      CREATE TABLE receipts (
        file_id TEXT NOT NULL,
        blob TEXT NOT NULL,
        space_id TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        sha256 TEXT,
        verified_at INTEGER NOT NULL,
        PRIMARY KEY (file_id, blob)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX receipts_by_space ON receipts (space_id);
    `),
}
