import { closeSync, existsSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openJournal } from '../databases.ts'
import { type Database, openDatabase } from '../driver.ts'
import { applicationIds, expectOwn, quickCheck } from './check.ts'
import { copiesOf } from './copies.ts'
import { copyIfThere } from './files.ts'
import type { Places } from './places.ts'
import { removeOrphans, type Rescued, rescue } from './rescue.ts'

const pageBytes = 4096

/** Lays the first page of `from` over that of `to`: the schema, without which SQLite reads nothing. */
const lendFirstPage = (from: string, to: string): void => {
  const page = Buffer.alloc(pageBytes)
  const source = openSync(from, 'r')
  try {
    if (readSync(source, page, 0, pageBytes, 0) < pageBytes) return
  } finally {
    closeSync(source)
  }
  const target = openSync(to, 'r+')
  try {
    writeSync(target, page, 0, pageBytes, 0)
  } finally {
    closeSync(target)
  }
}

type Way = { readonly name: string; readonly current: boolean; readonly make: (to: string) => void }

/**
 * A1.15: every way to read what the journal held, the best first: as it was left with its WAL, and without it; each also
 * with the first page of the newest copy; then the copies themselves.
 */
const waysToRead = (places: Places, kept: string): readonly Way[] => {
  const copies = copiesOf(places)
  const withWal = (to: string): void => {
    copyIfThere(kept, to)
    copyIfThere(`${kept}-wal`, `${to}-wal`)
  }
  const without = (to: string): void => copyIfThere(kept, to)
  const lent =
    (make: (to: string) => void) =>
    (to: string): void => {
      make(to)
      const [newest] = copies
      if (newest !== undefined && existsSync(to)) lendFirstPage(newest.path, to)
    }
  return [
    { name: 'left', current: true, make: withWal },
    { name: 'left-lent', current: true, make: lent(withWal) },
    { name: 'plain', current: false, make: without },
    { name: 'plain-lent', current: false, make: lent(without) },
    ...copies.map(({ path }, index) => ({
      ...{ name: `copy-${index}`, current: false },
      make: (to: string) => copyIfThere(path, to),
    })),
  ]
}

type Opened = Way & { readonly db: Database; readonly sound: boolean }

/** Opens what a way makes; undefined where not even the first page can be read, or it is another database. */
const tryWay = (way: Way, folder: string, keyHex: string): Opened | undefined => {
  const path = join(folder, way.name)
  way.make(path)
  if (!existsSync(path)) return undefined
  let db: Database | undefined
  try {
    db = openDatabase({ path, keyHex, synchronous: 'NORMAL' })
    expectOwn(db, applicationIds.journal, path)
    return { ...way, db, sound: isSound(db, path) }
  } catch {
    db?.close()
    return undefined
  }
}

const isSound = (db: Database, path: string): boolean => {
  try {
    quickCheck(db, path)
    return true
  } catch {
    return false
  }
}

export const newJournalOf = (places: Places): string => join(places.repair, 'journal.db')

/**
 * Puts a new journal together from what the broken one and its copies still give. `kept`: the broken file as it was
 * found, with its WAL; `stale`: the WAL is known to be lost. The result lies under `newJournalOf`, whole and closed.
 */
export const repairJournal = (
  places: Places,
  keyHex: string,
  { kept, stale }: { readonly kept: string; readonly stale: boolean },
): Rescued => {
  const folder = join(places.repair, 'ways')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = newJournalOf(places)
  for (const old of [path, `${path}-wal`]) rmSync(old, { force: true })
  const opened = waysToRead(places, kept).flatMap((way) => tryWay(way, folder, keyHex) ?? [])
  const journal = openJournal(path, keyHex)
  try {
    // A file that is sound only without its WAL was given one that is not its own: what its own one held is gone.
    const soundOf = (name: string): boolean => opened.some((way) => way.name === name && way.sound)
    const foreign = !soundOf('left') && soundOf('plain')
    const sources = opened.map(({ db, current }) => ({ db, current: current && !stale && !foreign }))
    journal.exec('PRAGMA foreign_keys = OFF')
    return journal.transaction(() => {
      const found = rescue(journal, sources)
      removeOrphans(journal)
      return found
    })
  } finally {
    for (const { db } of opened) db.close()
    journal.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
