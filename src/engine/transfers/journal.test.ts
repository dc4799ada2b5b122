import { describe, expect, test } from 'vitest'
import { fail, FailureError } from '../../core/failure.ts'
import type { Archive } from '../storage/client.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'
import { systemClock } from '../node/clock.ts'
import { createJournal } from './journal.ts'

/** A disk that is full until it is told otherwise; `written` names the rows that are on it. */
const smallDisk = () => {
  const disk = { full: true, written: [] as number[] }
  const run = (
    _: 'transfers.write',
    { rows }: { readonly rows: readonly StoredTransfer[] },
  ): Promise<void> => {
    if (disk.full) return Promise.reject(new FailureError(fail('disk-full')))
    disk.written.push(...rows.map(({ number }) => number))
    return Promise.resolve()
  }
  return { disk, archive: { run } as unknown as Pick<Archive, 'run'> }
}

const row = (number: number, endedAt: number | null = null): StoredTransfer =>
  ({ jobId: 'job', number, endedAt }) as StoredTransfer

/** So many that they need not wait. */
const many = Array.from({ length: 300 }, (_, index) => 1_000 + index)

describe('the journal of transfers', () => {
  test('T1.57: a batch that found no room fails for those who waited for it, not for who asks later', async () => {
    const { disk, archive } = smallDisk()
    const journal = createJournal(archive, 'me', systemClock, new AbortController().signal, () => undefined)
    await expect(journal.write(row(1))).rejects.toThrow(FailureError)
    disk.full = false
    // Nothing waits to be written: a job that goes on now must not hear of what failed then.
    await journal.flush()
    await journal.write(row(2))
    expect(disk.written).toEqual([2])
  })

  test('T1.57: what nobody waits for is kept while there is no room, and written when there is', async () => {
    const { disk, archive } = smallDisk()
    const journal = createJournal(archive, 'me', systemClock, new AbortController().signal, () => undefined)
    journal.writeSoon(row(1))
    await expect(journal.flush()).rejects.toThrow(FailureError)
    await expect(journal.flush()).rejects.toThrow(FailureError)
    disk.full = false
    await journal.flush()
    expect(disk.written).toEqual([1])
  })

  test('T1.81: many rows that have ended go with the next transaction, what may still change waits for its own', async () => {
    const { disk, archive } = smallDisk()
    const journal = createJournal(archive, 'me', systemClock, new AbortController().signal, () => undefined)
    disk.full = false
    journal.writeSoon(row(1))
    journal.writeSoon(row(2, 5))
    await journal.write(row(3))
    expect(disk.written).toEqual([3])
    for (const number of many) journal.writeSoon(row(number, 5))
    await journal.write(row(4))
    expect(disk.written).toEqual([3, 4, 2, ...many])
    await journal.flush()
    expect(disk.written).toEqual([3, 4, 2, ...many, 1])
    await journal.flush()
    expect(disk.written).toHaveLength(many.length + 4)
  })

  test('T1.81: rows that have ended are written as they come while no file waits to be begun', async () => {
    const { disk, archive } = smallDisk()
    const journal = createJournal(archive, 'me', systemClock, new AbortController().signal, () => undefined)
    disk.full = false
    journal.writeSoon(row(1, 5))
    journal.setFewLeft(true)
    await journal.write(row(2))
    expect(disk.written).toEqual([2, 1])
    // Nobody flushes, and nothing that is waited for takes them along.
    for (const number of many) journal.writeSoon(row(number, 5))
    await expect.poll(() => disk.written).toEqual([2, 1, ...many])
    journal.setFewLeft(false)
    journal.writeSoon(row(3, 5))
    await journal.write(row(4))
    expect(disk.written).toEqual([2, 1, ...many, 4])
  })

  test('T1.57: rows that have ended and found no room are written when there is, once', async () => {
    const { disk, archive } = smallDisk()
    const journal = createJournal(archive, 'me', systemClock, new AbortController().signal, () => undefined)
    for (const number of many) journal.writeSoon(row(number, 5))
    await expect(journal.write(row(2))).rejects.toThrow(FailureError)
    disk.full = false
    await journal.write(row(2))
    await journal.flush()
    expect(disk.written).toEqual([2, ...many])
    await journal.flush()
    expect(disk.written).toEqual([2, ...many])
  })

  test('T1.57: a later form of what found no room is written in its place', async () => {
    const { disk, archive } = smallDisk()
    const journal = createJournal(archive, 'me', systemClock, new AbortController().signal, () => undefined)
    journal.writeSoon(row(1, 5))
    await expect(journal.flush()).rejects.toThrow(FailureError)
    disk.full = false
    // Tried again after it had failed, it is at work once more.
    await journal.write(row(1))
    await journal.flush()
    expect(disk.written).toEqual([1])
  })
})
