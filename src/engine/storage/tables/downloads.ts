import type { DownloadPolicy } from '../../../core/transfers/download-rules.ts'
import { downloadPolicy } from '../../../core/transfers/views.ts'
import type { SpaceId } from '../../../core/space.ts'
import { bytesOf } from '../../../core/transfers/blocks.ts'
import { integer, text } from '../columns.ts'
import type { Databases } from '../databases.ts'
import { sumsBelow } from './folder-sums.ts'
import { knownSpace } from './numbers.ts'
import type { StoredFolder } from './transfer-folders.ts'
import { jobOperations, type StoredJob } from './transfer-jobs.ts'
import { bytesOrNull, rowOperations, type StoredTransfer } from './transfer-rows.ts'

/** How a download was asked for. */
export type DownloadTerms = { readonly kind: 'files' | 'export'; readonly policy: DownloadPolicy }

/** A download journaled by a version that knew no others. */
const plain: DownloadTerms = { kind: 'files', policy: 'keep-both' }

/** A file's path as it got its name in the end: another one than planned when that was taken meanwhile. */
export const namedPath = (path: string, name: string): string => {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? name : `${path.slice(0, slash)}/${name}`
}

const unfinished = `('planned', 'staging', 'committed', 'registered')`

export const downloadOperations = {
  /** A job with its first rows, in one transaction: a crash leaves all of it or nothing. */
  'downloads.create': (
    databases: Databases,
    input: {
      readonly job: StoredJob
      readonly terms: DownloadTerms
      readonly folders: readonly StoredFolder[]
      readonly files: readonly StoredTransfer[]
    },
  ): void =>
    databases.journal.transaction(() => {
      // The plan that stood for it while its target was looked at.
      databases.journal.run(`DELETE FROM transfer_jobs WHERE id = ? AND state = 'plan'`, [input.job.id])
      jobOperations['transfers.createJob'](databases, input.job)
      databases.journal.run(`INSERT INTO downloads (job_id, kind, policy) VALUES (?, ?, ?)`, [
        input.job.id,
        input.terms.kind,
        input.terms.policy,
      ])
      rowOperations['transfers.add'](databases, { folders: input.folders, files: input.files, listed: null })
    }),

  /** Downloads that were about to begin, and where. */
  'downloads.unbegun': ({
    journal,
  }: Databases): readonly { readonly id: string; readonly target: string }[] =>
    journal
      .all(
        `SELECT id, target FROM transfer_jobs
         WHERE direction = 'download' AND state = 'plan' AND target IS NOT NULL`,
      )
      .map((row) => ({ id: text(row, 'id'), target: text(row, 'target') })),

  /** What a folder's listing came to, as JSON arrays of rows, in one transaction with the folder's being listed. */
  'downloads.listed': (
    databases: Databases,
    input: {
      readonly folders: readonly string[]
      readonly files: readonly string[]
      readonly listed: { readonly jobId: string; readonly number: number }
    },
  ): void => {
    // Written by this program a moment ago, in the thread beside.
    const folders = input.folders.flatMap((piece) => JSON.parse(piece) as StoredFolder[])
    const files = input.files.flatMap((piece) => JSON.parse(piece) as StoredTransfer[])
    rowOperations['transfers.add'](databases, { folders, files, listed: input.listed })
  },

  'downloads.terms': ({ journal }: Databases, input: { readonly jobId: string }): DownloadTerms => {
    const row = journal.get(`SELECT kind, policy FROM downloads WHERE job_id = ?`, [input.jobId])
    if (row === undefined) return plain
    return {
      kind: text(row, 'kind') === 'export' ? 'export' : 'files',
      policy: downloadPolicy.parse(text(row, 'policy')),
    }
  },

  /** Bytes that a job has still to write: those of unfinished files, less what lies in part files already. */
  'downloads.left': ({ journal }: Databases, input: { readonly jobId: string }): number => {
    const sum = journal.get(
      `SELECT coalesce(sum(size), 0) AS bytes FROM transfers
       WHERE job_id = ? AND phase IN ('planned', 'staging')`,
      [input.jobId],
    )
    const begun = journal.all(
      `SELECT size, block_size, staged FROM transfers
       WHERE job_id = ? AND phase = 'staging' AND staged IS NOT NULL`,
      [input.jobId],
    )
    const written = begun.reduce((bytes, row) => {
      const [size, blockSize] = [integer(row, 'size'), integer(row, 'block_size')]
      const plan = { size, blockSize, count: Math.ceil(size / blockSize) }
      const staged = bytesOrNull(row, 'staged')
      return staged === null ? bytes : bytes + bytesOf(plan, staged)
    }, 0)
    return (sum === undefined ? 0 : integer(sum, 'bytes')) - written
  },

  /** How many files of a job have not ended. */
  'downloads.open': ({ journal }: Databases, input: { readonly jobId: string }): number => {
    const row = journal.get(
      `SELECT count(*) AS files FROM transfers WHERE job_id = ? AND phase IN ${unfinished}`,
      [input.jobId],
    )
    return row === undefined ? 0 : integer(row, 'files')
  },

  /** Where below its target a job's only file lies, when it is there; null otherwise. */
  'downloads.product': ({ journal }: Databases, input: { readonly jobId: string }): string | null => {
    const rows = journal.all(`SELECT path, name, phase FROM transfers WHERE job_id = ? LIMIT 2`, [
      input.jobId,
    ])
    const [only] = rows
    if (only === undefined || rows.length > 1 || text(only, 'phase') !== 'verified') return null
    return namedPath(text(only, 'path'), text(only, 'name'))
  },

  /** Bytes below folders as the archive knows them (null: the top of the space), before they are read afresh. */
  'downloads.knownBytes': (
    { cache }: Databases,
    input: { readonly spaceId: SpaceId; readonly folderIds: readonly (string | null)[] },
  ): number => {
    const space = knownSpace(cache, input.spaceId)
    if (space === undefined) return 0
    return input.folderIds.reduce((bytes, id) => {
      if (id !== null) return bytes + sumsBelow(cache, id).size
      const row = cache.get(`SELECT coalesce(sum(size), 0) AS bytes FROM files WHERE space = ?`, [space])
      return bytes + (row === undefined ? 0 : integer(row, 'bytes'))
    }, 0)
  },
}
