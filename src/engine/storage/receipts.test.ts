import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestArchive, sid, type TestArchive } from '../../../test/suites/archive.ts'
import { fail } from '../../core/failure.ts'
import { emptyChain } from '../../core/transfers/receipt.ts'
import { jobId } from '../../core/transfers/views.ts'
import { openDatabase } from './driver.ts'
import { migrate } from './migrate.ts'
import { journalMigrations } from './migrations/journal.ts'
import { addReceipts, receiptOperations } from './tables/receipts.ts'
import type { StoredTransfer } from './tables/transfer-rows.ts'

let test: TestArchive
beforeEach(async () => {
  test = await openTestArchive()
})
afterEach(() => test.close())

const job = (spaceId: string) => ({
  ...({ id: jobId.parse(`job-${spaceId}`), direction: 'upload', state: 'running', title: 'Tax' } as const),
  ...{ spaceId: sid(spaceId), spaceName: spaceId, folderId: null, silent: false, target: null },
  ...{ createdAt: 1, endedAt: null },
})

/** A file of a space's job whose read back agreed: the portal calls it `fileId`. */
const verified = (spaceId: string, number: number, fileId: string): StoredTransfer => ({
  ...{ jobId: `job-${spaceId}`, number, id: `transfer-${spaceId}-${number}`, folder: null, lane: 'small' },
  ...{ path: 'a.pdf', source: '/home/ana/a.pdf', name: 'a.pdf', size: 3, fingerprint: '3:1:1' },
  ...{ phase: 'verified', before: null, blob: `blob-${number}`, blockSize: 8, staged: null, stagedAt: 2 },
  ...{ intentAt: 2, fileId, md5: 'Zm9v', sha256: 'ab', etag: null, problem: null, conflict: null },
  ...{ otherName: null, endedAt: 3 },
})

const send = async (spaceId: string, fileIds: readonly string[]): Promise<readonly StoredTransfer[]> => {
  const rows = fileIds.map((fileId, number) => verified(spaceId, number, fileId))
  await test.archive.run('transfers.createJob', job(spaceId))
  const planned = rows.map((row): StoredTransfer => ({
    ...row,
    phase: 'planned',
    fileId: null,
    endedAt: null,
  }))
  await test.archive.run('transfers.add', { folders: [], files: planned, listed: null })
  await test.archive.run('transfers.write', { rows, userId: 'u1' })
  return rows
}

const follow = () => test.archive.run('receipts.follow', { end: emptyChain, limit: 100 })

it('T1.100: a transfer has one receipt, however often its row is written, and stays verified', async () => {
  const [row] = await send('s1', ['f1'])
  if (row === undefined) throw new Error('No row')
  const late: StoredTransfer = { ...row, phase: 'failed', before: 'registered', problem: fail('integrity') }
  await test.archive.run('transfers.write', { rows: [row, row, late], userId: 'u1' })
  expect(await follow()).toMatchObject({ looked: 1, fault: null })
  const rows = await test.archive.run('transfers.rowsAt', { jobId: row.jobId, numbers: [0] })
  expect(rows.map(({ phase }) => phase)).toEqual(['verified'])
})

it('T1.100: a file is known by its whole id and its space', async () => {
  const [ours, alike, short] = ['11111111-cafe0001', '22222222-cafe0001', 'f1']
  await send('s1', [ours, short])
  await send('s2', [alike])
  const among = (spaceId: string) =>
    test.archive.run('transfers.verifiedAmong', { spaceId, fileIds: [ours, alike, short, 'never sent'] })
  expect(await among('s1')).toEqual([ours, short])
  expect(await among('s2')).toEqual([alike])
  const which = { spaceId: 's2', fileId: alike }
  const ofFile = await test.archive.run('receipts.ofFile', which)
  expect(ofFile.map(({ fileId, number }) => ({ fileId, number }))).toEqual([{ fileId: alike, number: 3 }])
  expect(await test.archive.run('receipts.sha256', { ...which, blob: 'blob-0' })).toBe('ab')
  expect(await test.archive.run('receipts.sha256', { ...which, fileId: ours, blob: 'blob-0' })).toBeNull()
  const known = await test.archive.run('transfers.receiptsFor', { spaceId: 's1', fileIds: [alike, ours] })
  expect(known.map(({ fileId }) => fileId)).toEqual([ours])
})

it('T1.101: an archive of the version before keeps its chain', () => {
  const path = `${test.folder}/old.db`
  const journal = openDatabase({ path, keyHex: test.keyHex, synchronous: 'FULL' })
  try {
    const number = journalMigrations.findIndex(({ name }) => name.endsWith('-receipts-in-order'))
    migrate(journal, journalMigrations.slice(0, number), path)
    const rows = ['f1', 'f2', 'f3'].map((fileId, place) => verified('s1', place, fileId))
    addReceipts(journal, rows, 'u1')
    const last = journal.get('SELECT hash FROM receipts WHERE number = 3')
    migrate(journal, journalMigrations, path)
    const databases = { journal, cache: journal }
    const { end, fault } = receiptOperations['receipts.follow'](databases, { end: emptyChain, limit: 100 })
    expect({ end, fault }).toEqual({ end: { number: 3, hash: last?.['hash'] }, fault: null })
    const [f2] = receiptOperations['receipts.ofFile'](databases, { spaceId: '', fileId: 'f2' })
    expect(f2).toMatchObject({ number: 2, transferId: 'transfer-s1-1', blob: 'blob-1' })
  } finally {
    journal.close()
  }
})
