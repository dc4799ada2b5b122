import { closeSync, existsSync, fstatSync, fsyncSync, mkdirSync, openSync, readdirSync } from 'node:fs'
import { readSync, renameSync, rmSync, statfsSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../driver.ts'
import { quickCheck } from './check.ts'
import { flushFolder } from './files.ts'
import type { Places } from './places.ts'
import type { WalMark } from './wal-mark.ts'

const dayMs = 24 * 3_600_000
const kept = 3
const pattern = /^journal-(\d{13})\.db$/

/** The daily copies, newest first. */
export const copiesOf = (places: Places): readonly { readonly path: string; readonly at: number }[] => {
  if (!existsSync(places.copies)) return []
  return readdirSync(places.copies)
    .flatMap((name) => {
      const at = pattern.exec(name)?.[1]
      return at === undefined ? [] : [{ path: join(places.copies, name), at: Number(at) }]
    })
    .sort((a, b) => b.at - a.at)
}

const step = 1024 * 1024

/** Writes what an open file holds into a new one, on disk when it returns. */
const copyFrom = (from: number, path: string): void => {
  const to = openSync(path, 'w', 0o600)
  try {
    const { size } = fstatSync(from)
    const bytes = Buffer.alloc(step)
    for (let at = 0; at < size; at += step) {
      const read = readSync(from, bytes, 0, step, at)
      writeSync(to, bytes, 0, read, at)
    }
    fsyncSync(to)
  } finally {
    closeSync(to)
  }
}

type Copied = {
  readonly databases: { readonly journal: Database }
  readonly places: Places
  readonly journalFile: number
  readonly walMark: WalMark
}

/**
 * A1.16: copies the journal when its last copy is a day old. The copy is of the database file, encrypted as it is, after
 * everything was moved into it; a damaged journal is found here and never copied over a good one. `journalFile`: the journal,
 * open for reading since before SQLite opened it, for closing a file gives up this process's locks on it.
 */
export const copyIfDue = (opened: Copied, now: number): void => {
  const { places, journalFile: file, walMark } = opened
  const { journal } = opened.databases
  const [newest] = copiesOf(places)
  // A clock that was set back must not stop the copying for long.
  if (newest !== undefined && newest.at <= now && now - newest.at < dayMs) return
  quickCheck(journal, places.journal)
  walMark.forget()
  journal.all('PRAGMA wal_checkpoint(TRUNCATE)')
  walMark.note()
  mkdirSync(places.copies, { recursive: true, mode: 0o700 })
  const path = join(places.copies, `journal-${String(now).padStart(13, '0')}.db`)
  copyFrom(file, `${path}.new`)
  renameSync(`${path}.new`, path)
  flushFolder(places.copies)
  const others = copiesOf(places).filter((one) => one.path !== path)
  for (const old of others.slice(kept - 1)) rmSync(old.path, { force: true })
}

const reserveBytes = 4 * 1024 * 1024
const roomForReserve = 256 * 1024 * 1024

/** A1.17: keeps some room for when the disk is full, made while there is plenty. */
export const keepReserve = (places: Places): void => {
  if (existsSync(places.reserve)) return
  const { bavail, bsize } = statfsSync(places.folder)
  if (bavail * bsize < roomForReserve) return
  // Not zeros: a file system may keep those without giving them room.
  writeFileSync(places.reserve, Buffer.alloc(reserveBytes, 'reserve'), { mode: 0o600 })
}

/** Gives the reserve up; false when there was none. */
export const freeReserve = (places: Places): boolean => {
  if (!existsSync(places.reserve)) return false
  rmSync(places.reserve)
  return true
}
