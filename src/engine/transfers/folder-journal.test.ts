import { describe, expect, test } from 'vitest'
import { fail, FailureError } from '../../core/failure.ts'
import type { Archive } from '../storage/client.ts'
import type { StoredFolder } from '../storage/tables/transfer-folders.ts'
import { systemClock } from '../node/clock.ts'
import { createFolderJournal } from './folder-journal.ts'

/** A disk that is full until it is told otherwise; `written` says which folders are on it, made or not. */
const smallDisk = () => {
  const disk = { full: false, written: [] as string[] }
  const run = (_: 'transfers.writeFolders', folders: readonly StoredFolder[]): Promise<void> => {
    if (disk.full) return Promise.reject(new FailureError(fail('disk-full')))
    disk.written.push(...folders.map(({ number, made }) => `${number} ${made ? 'made' : 'intended'}`))
    return Promise.resolve()
  }
  const archive = { run } as unknown as Pick<Archive, 'run'>
  return { disk, journal: createFolderJournal(archive, systemClock, new AbortController().signal) }
}

const folder = (number: number, made: boolean): StoredFolder =>
  ({ jobId: 'job', number, made }) as StoredFolder

describe('the journal of an upload’s folders', () => {
  test('T1.24: that one is made goes with the next intent, or with a flush', async () => {
    const { disk, journal } = smallDisk()
    await journal.write(folder(1, false))
    journal.writeSoon(folder(1, true))
    expect(disk.written).toEqual(['1 intended'])
    await journal.write(folder(2, false))
    expect(disk.written).toEqual(['1 intended', '2 intended', '1 made'])
    journal.writeSoon(folder(2, true))
    await journal.flush()
    await journal.flush()
    expect(disk.written).toEqual(['1 intended', '2 intended', '1 made', '2 made'])
  })

  test('T1.57: what found no room is told to who waits, and that one is made is kept for later', async () => {
    const { disk, journal } = smallDisk()
    disk.full = true
    journal.writeSoon(folder(1, true))
    await expect(journal.write(folder(2, false))).rejects.toThrow(FailureError)
    await expect(journal.flush()).rejects.toThrow(FailureError)
    disk.full = false
    await journal.flush()
    expect(disk.written).toEqual(['1 made'])
  })
})
