import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestArchive, sid, type TestArchive } from '../../../../test/suites/archive.ts'
import type { OutboxId } from '../../../core/outbox/outgoing.ts'
import { openDatabase } from '../driver.ts'
import { readWalMark } from './wal-mark.ts'
import { commitsIn, emptyWal, isWalDamaged, standOf } from './wal.ts'

let test: TestArchive
beforeEach(async () => {
  test = await openTestArchive()
})
afterEach(() => test.close())

const add = (id: string): Promise<void> =>
  test.archive.run('outbox.add', { id: id as OutboxId, spaceId: sid('s'), content: id, undoMs: 0, now: 1 })

const waiting = async (): Promise<readonly (readonly [string, boolean])[]> =>
  (await test.archive.run('outbox.rows', undefined)).map(({ id, asks }) => [id, asks])

const notes = () => test.archive.run('care.notes', undefined)

/** Puts the files back to how they are now, which is what a kill leaves, with `damage` on top, and opens them. */
const killedNow = () => {
  const kept = readdirSync(test.folder, { withFileTypes: true }).filter((one) => one.isFile())
  const bytes = new Map(kept.map(({ name }) => [name, readFileSync(join(test.folder, name))]))
  return async (damage: () => void = () => undefined): Promise<void> => {
    await test.archive.close()
    for (const [name, content] of bytes) writeFileSync(join(test.folder, name), content)
    damage()
    await test.reopen()
  }
}

describe('what is known of the journal’s WAL', () => {
  it('A1.20: a WAL cut short by one message is noticed, and what is left asks', async () => {
    await add('a')
    const wal = `${test.journalPath}-wal`
    const before = statSync(wal).size
    await add('b')
    const reopen = killedNow()
    await reopen()
    expect(await waiting()).toEqual([
      ['a', false],
      ['b', false],
    ])
    expect(await notes()).toEqual([])
    await reopen(() => truncateSync(wal, before))
    expect(await waiting()).toEqual([['a', true]])
    expect(await notes()).toMatchObject([{ damaged: 'journal', asking: 1 }])
  })

  it.each([
    ['one turned bit', (bytes: Buffer, at: number) => bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)],
    ['zeros', (bytes: Buffer, at: number) => bytes.fill(0, at)],
  ])('A1.20: %s in the last transaction alone is noticed, and what is left asks', async (_, change) => {
    await add('a')
    const wal = `${test.journalPath}-wal`
    const before = statSync(wal).size
    await add('b')
    await killedNow()(() => {
      const bytes = readFileSync(wal)
      change(bytes, before + 100)
      writeFileSync(wal, bytes)
    })
    expect(await waiting()).toEqual([['a', true]])
    expect(await notes()).toMatchObject([{ damaged: 'journal', asking: 1 }])
  })

  it('A1.20: a turned bit in the salt of its header, which hides all of it, is noticed', async () => {
    await add('a')
    const wal = `${test.journalPath}-wal`
    await killedNow()(() => {
      const bytes = readFileSync(wal)
      bytes.writeUInt8(bytes.readUInt8(22) ^ 1, 22)
      writeFileSync(wal, bytes)
    })
    expect(await notes()).toMatchObject([{ damaged: 'journal' }])
  })

  it('A1.20: the mark tells of every transaction, and one that lags by some says nothing wrong', async () => {
    await add('a')
    const behind = readFileSync(join(test.folder, 'archive.wal-mark'))
    await add('b')
    await add('c')
    const mark = readWalMark(join(test.folder, 'archive.wal-mark'))
    expect(mark?.frames).toBe(commitsIn(`${test.journalPath}-wal`).at(-1))
    await killedNow()(() => writeFileSync(join(test.folder, 'archive.wal-mark'), behind))
    expect(await waiting()).toEqual([
      ['a', false],
      ['b', false],
      ['c', false],
    ])
    expect(await notes()).toEqual([])
  })

  it('A1.20: a WAL begun anew since it was marked is no damage, one of another archive is', () => {
    const path = join(test.folder, 'rounds.db')
    const db = openDatabase({ path, keyHex: test.keyHex, synchronous: 'FULL' })
    try {
      db.exec('CREATE TABLE t (a INTEGER) STRICT')
      db.exec('INSERT INTO t VALUES (1)')
      const wal = `${path}-wal`
      const first = standOf(wal, emptyWal)
      expect(first.frames).toBeGreaterThan(0)
      db.all('PRAGMA wal_checkpoint(RESTART)')
      db.exec('INSERT INTO t VALUES (2)')
      const second = standOf(wal, first)
      expect(second.salt).not.toBe(first.salt)
      expect(isWalDamaged(db, wal, first)).toBe(false)
      expect(isWalDamaged(db, wal, second)).toBe(false)
      expect(isWalDamaged(db, wal, { ...second, frames: second.frames + 1 })).toBe(true)
      const other = `${second.salt.startsWith('f') ? '0' : 'f'}${second.salt.slice(1)}`
      expect(isWalDamaged(db, wal, { ...second, salt: other })).toBe(true)
    } finally {
      db.close()
    }
  })
})
