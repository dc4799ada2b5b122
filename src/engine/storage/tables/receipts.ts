import { createHash } from 'node:crypto'
import type { FileId } from '../../../core/file.ts'
import type { SpaceId } from '../../../core/space.ts'
import {
  type ChainEnd,
  chained,
  type ChainFault,
  chainStart,
  emptyChain,
  followChain,
  type HashText,
  type Receipt,
  type ReceiptFacts,
} from '../../../core/transfers/receipt.ts'
import type { JobId } from '../../../core/transfers/views.ts'
import { integer, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'

const sha256: HashText = (value) => createHash('sha256').update(value, 'utf8').digest('hex')

const receiptOf = (row: Row): Receipt => ({
  number: integer(row, 'number'),
  jobId: text(row, 'job_id') as JobId,
  transferId: text(row, 'transfer_id'),
  fileId: text(row, 'file_id') as FileId,
  blob: text(row, 'blob'),
  spaceId: text(row, 'space_id') as SpaceId,
  spaceName: text(row, 'space_name'),
  path: text(row, 'path'),
  name: text(row, 'name'),
  size: integer(row, 'size'),
  md5: textOrNull(row, 'md5'),
  sha256: textOrNull(row, 'sha256'),
  userId: text(row, 'user_id'),
  verifiedAt: integer(row, 'verified_at'),
  previous: textOrNull(row, 'previous') ?? chainStart,
  hash: text(row, 'hash'),
})

/** The previous receipt's hash is read from its own row: what a row says of its forerunner can't differ from it. */
const select = `SELECT r.*, p.hash AS previous FROM receipts r LEFT JOIN receipts p ON p.number = r.number - 1`

/** Receipts of a file, found by the end of its id (journal-027): `id` is a parameter or a column. */
export const isFile = (receipt: string, id: string): string =>
  `substr(${receipt}.file_id, -8) = substr(${id}, -8) AND ${receipt}.file_id = ${id}`

const chainEnd = (journal: Database): ChainEnd => {
  const last = journal.get('SELECT number, hash FROM receipts ORDER BY number DESC LIMIT 1')
  return last === undefined ? emptyChain : { number: integer(last, 'number'), hash: text(last, 'hash') }
}

/** What a verified upload's row says. */
type Verified = Pick<Receipt, 'blob' | 'path' | 'name' | 'size' | 'md5' | 'sha256'> & {
  readonly jobId: string
  readonly id: string
  readonly fileId: string | null
  readonly endedAt: number | null
}

/**
 * T1.100: the receipts of uploads that have just been verified, in the transaction that says so. The end of the chain
 * and the jobs' spaces are looked up once a batch.
 */
export const addReceipts = (journal: Database, verified: readonly Verified[], userId: string): void => {
  if (verified.length === 0) return
  const spaces = new Map<string, { readonly id: SpaceId; readonly name: string }>()
  const spaceOf = (jobId: string): { readonly id: SpaceId; readonly name: string } => {
    const known = spaces.get(jobId)
    if (known !== undefined) return known
    const row = journal.get('SELECT space_id, space_name FROM transfer_jobs WHERE id = ?', [jobId])
    const space = {
      id: (row === undefined ? '' : text(row, 'space_id')) as SpaceId,
      name: row === undefined ? '' : text(row, 'space_name'),
    }
    spaces.set(jobId, space)
    return space
  }
  let end = chainEnd(journal)
  for (const transfer of verified) {
    const space = spaceOf(transfer.jobId)
    const facts: ReceiptFacts = {
      jobId: transfer.jobId as JobId,
      transferId: transfer.id,
      fileId: (transfer.fileId ?? '') as FileId,
      ...{ blob: transfer.blob, spaceId: space.id, spaceName: space.name },
      ...{ path: transfer.path, name: transfer.name, size: transfer.size },
      ...{ md5: transfer.md5, sha256: transfer.sha256, userId, verifiedAt: transfer.endedAt ?? 0 },
    }
    const { number, hash } = chained(end, facts, sha256)
    journal.run(
      `INSERT INTO receipts (number, job_id, transfer_id, file_id, blob, space_id, space_name, path, name, size,
         md5, sha256, user_id, verified_at, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[number, facts.jobId, facts.transferId, facts.fileId, facts.blob, facts.spaceId, facts.spaceName],
        ...[facts.path, facts.name, facts.size, facts.md5, facts.sha256, userId, facts.verifiedAt, hash],
      ],
    )
    end = { number, hash }
  }
}

export const receiptOperations = {
  /** A job's receipts in the order of their verification; `jobId` null: everybody's. */
  'receipts.page': (
    { journal }: Databases,
    input: {
      readonly jobId: string | null
      readonly after: number
      readonly offset: number
      readonly limit: number
    },
  ): { readonly receipts: readonly Receipt[]; readonly total: number } => {
    const [where, params] = input.jobId === null ? ['1', []] : ['r.job_id = ?', [input.jobId]]
    const total = journal.get(`SELECT count(*) AS total FROM receipts r WHERE ${where}`, params)
    return {
      receipts: journal
        .all(`${select} WHERE ${where} AND r.number > ? ORDER BY r.number LIMIT ? OFFSET ?`, [
          ...params,
          input.after,
          input.limit,
          input.offset,
        ])
        .map(receiptOf),
      total: total === undefined ? 0 : integer(total, 'total'),
    }
  },

  /** What this computer can prove of a file: its receipts, the newest version first. */
  'receipts.ofFile': ({ journal }: Databases, input: { readonly fileId: string; readonly spaceId: string }) =>
    journal
      .all(`${select} WHERE ${isFile('r', '?2')} AND r.space_id = ?1 ORDER BY r.number DESC LIMIT 100`, [
        input.spaceId,
        input.fileId,
      ])
      .map(receiptOf),

  /** T1.102: follows some receipts on from `end`; `looked` at none when that is the end of the chain. */
  'receipts.follow': (
    { journal }: Databases,
    input: { readonly end: ChainEnd; readonly limit: number },
  ): { readonly end: ChainEnd; readonly fault: ChainFault | null; readonly looked: number } => {
    const rows = journal
      .all(`${select} WHERE r.number > ? ORDER BY r.number LIMIT ?`, [input.end.number, input.limit])
      .map(receiptOf)
    return { ...followChain(input.end, rows, sha256), looked: rows.length }
  },

  /** T1.103: which receipt has a hash that was written down elsewhere; undefined: none has. */
  'receipts.withHash': ({ journal }: Databases, input: { readonly hash: string }): number | undefined => {
    const row = journal.get('SELECT number FROM receipts WHERE hash = ?', [input.hash])
    return row === undefined ? undefined : integer(row, 'number')
  },

  /** Which of these files of a space were sent from this computer and read back. */
  'transfers.verifiedAmong': (
    { journal }: Databases,
    input: { readonly spaceId: string; readonly fileIds: readonly string[] },
  ): readonly string[] =>
    journal
      .all(
        `SELECT asked.value AS id FROM json_each(?2) asked WHERE
           EXISTS (SELECT 1 FROM receipts r WHERE ${isFile('r', 'asked.value')} AND r.space_id = ?1)
           OR EXISTS (SELECT 1 FROM early_receipts e WHERE e.file_id = asked.value AND e.space_id = ?1)`,
        [input.spaceId, JSON.stringify(input.fileIds)],
      )
      .map((row) => text(row, 'id')),
}
