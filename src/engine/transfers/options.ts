import type { NamePlatform, NameSense } from '../../core/transfers/names.ts'

/** What a test may set otherwise than the product does. */
export type TransferOptions = {
  /** Files at once in the lane of files that go by one request: at the start, and at least and at most (T1.80). */
  readonly smallFiles: { readonly first: number; readonly least: number; readonly most: number }
  /** Bytes of such files in memory at once. */
  readonly smallBytes: number
  /** Files at once in the lane of files that go by blocks. */
  readonly largeFiles: number
  /** Blocks or ranges under way at once over all large files: so many buffers of one block each exist (T1.63). */
  readonly blocks: number
  /** Bytes a block. */
  readonly blockBytes: number
  /**
   * How long a portal may take over a request that got no answer: longer than the API client's own time limit of 30 s
   * (quality rule 1). It is waited for two and a half times as long (T1.28).
   */
  readonly settleMs: number
  /** The first wait of a look-up, of the gate and of a retry; it doubles. */
  readonly backoffMs: number
  /** Longest wait at the gate. A refused key is probed once a minute (hardening 23). */
  readonly longestWaitMs: number
  readonly keyProbeMs: number
  /** Time limit for a request to the storage besides what its bytes take, in ms. */
  readonly blobTimeoutMs: number
  /** T1.110, T1.113: how long registering a file, and all files of a job, wait for thumbnails; how long one may take. */
  readonly thumbnails: {
    readonly patienceMs: number
    readonly jobPatienceMs: number
    readonly longestMs: number
  }
  readonly platform: NamePlatform
  /** Whose rule for the length of a path holds, as `process.platform` names it. */
  readonly pathRule: string
  /** Which names a download's target tells apart; null: found out there (T1.57). */
  readonly nameSense: NameSense | null
  /** Whether hard links are tried; a disk without them is found out each time (T1.53). */
  readonly hardLinks: boolean
}

export const defaultOptions: TransferOptions = {
  smallFiles: { first: 12, least: 2, most: 32 },
  smallBytes: 64 * 1_048_576,
  largeFiles: 2,
  blocks: 4,
  blockBytes: 8 * 1_048_576,
  settleMs: 35_000,
  backoffMs: 500,
  longestWaitMs: 20_000,
  keyProbeMs: 60_000,
  blobTimeoutMs: 30_000,
  thumbnails: { patienceMs: 4_000, jobPatienceMs: 20_000, longestMs: 15_000 },
  platform: process.platform === 'win32' ? 'windows' : 'posix',
  pathRule: process.platform,
  nameSense: null,
  hardLinks: true,
}
