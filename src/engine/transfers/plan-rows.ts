import type { Failure } from '../../core/failure.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'

type Key = Pick<StoredTransfer, 'jobId' | 'number' | 'id' | 'path' | 'source'>

/** A row of a file that nothing was done with yet. */
export const plannedRow = (
  key: Key,
  facts: Pick<StoredTransfer, 'folder' | 'name' | 'size' | 'lane' | 'blockSize' | 'blob'> &
    Partial<Pick<StoredTransfer, 'fingerprint' | 'conflict' | 'otherName' | 'fileId'>>,
): StoredTransfer => ({
  ...blank,
  ...key,
  ...facts,
})

/** A row of something that can't be sent, so that nothing is given up in silence. A retry sends it to its `folder`. */
export const refusedRow = (
  key: Key,
  problem: Failure,
  at: number,
  folder: number | null = null,
): StoredTransfer => ({
  ...blank,
  ...key,
  folder,
  name: key.path.slice(key.path.lastIndexOf('/') + 1),
  blob: key.id,
  phase: 'failed',
  before: 'planned',
  problem,
  endedAt: at,
})

const blank: Omit<StoredTransfer, keyof Key | 'name' | 'blob'> = {
  folder: null,
  size: 0,
  fingerprint: null,
  lane: 'small',
  phase: 'planned',
  before: null,
  blockSize: 8 * 1_048_576,
  staged: null,
  stagedAt: null,
  intentAt: null,
  fileId: null,
  md5: null,
  sha256: null,
  etag: null,
  problem: null,
  conflict: null,
  otherName: null,
  endedAt: null,
}
