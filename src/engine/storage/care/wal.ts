import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { integer } from '../columns.ts'
import type { Database } from '../driver.ts'

const headerBytes = 32
const frameHeaderBytes = 24

/** Where a WAL file stood. */
export type WalStand = {
  /** Its length, bytes. */
  readonly size: number
  /** What its header and every frame of its present round carry, hex; '' while it has no header. */
  readonly salt: string
  /** The number, from 1, of the last frame that ends a transaction; 0: none. */
  readonly frames: number
}

export const emptyWal: WalStand = { size: 0, salt: '', frames: 0 }

type WalContent = { readonly size: number; readonly salt: string; readonly commits: readonly number[] }

/** Which frames (from 1) that carry the file's own salt end a transaction; those `known` tells of are not read again. */
const read = (path: string, known: WalStand): WalContent => {
  const file = openSync(path, 'r')
  try {
    const header = Buffer.alloc(headerBytes)
    const { size } = fstatSync(file)
    if (readSync(file, header, 0, headerBytes, 0) < headerBytes) return { size, salt: '', commits: [] }
    const pageBytes = header.readUInt32BE(8)
    const salt = header.toString('hex', 16, 24)
    const commits: number[] = []
    const frame = Buffer.alloc(frameHeaderBytes)
    // A header that makes no sense ends the reading by itself: SQLite takes nothing from such a file either.
    if (pageBytes < 512 || pageBytes > 65_536) return { size, salt, commits }
    for (let number = salt === known.salt ? known.frames + 1 : 1; ; number += 1) {
      const at = headerBytes + (number - 1) * (frameHeaderBytes + pageBytes)
      if (at + frameHeaderBytes > size) return { size, salt, commits }
      readSync(file, frame, 0, frameHeaderBytes, at)
      if (frame.toString('hex', 8, 16) !== salt) return { size, salt, commits }
      if (frame.readUInt32BE(4) !== 0) commits.push(number)
    }
  } finally {
    closeSync(file)
  }
}

/** The frames of a WAL file that end a transaction. */
export const commitsIn = (path: string): readonly number[] => read(path, emptyWal).commits

/** Where the WAL stands now; `known`: where it stood before, which spares reading it from its beginning. */
export const standOf = (path: string, known: WalStand): WalStand => {
  if (!existsSync(path)) return emptyWal
  const { size, salt, commits } = read(path, known)
  return { size, salt, frames: commits.at(-1) ?? (salt === known.salt ? known.frames : 0) }
}

/** With each round the first half of the salt grows by one; the mark may be a transaction behind, which is a round at most. */
const roundsAhead = 3

/** Whether a WAL of this salt may be a later round of the one that was marked. */
const mayFollow = (marked: string, found: string): boolean => {
  if (marked === '' || marked === found) return true
  const rounds = (parseInt(found.slice(0, 8), 16) - parseInt(marked.slice(0, 8), 16)) >>> 0
  return rounds > 0 && rounds <= roundsAhead
}

/**
 * A1.14, A1.20: SQLite takes a WAL's frames up to the first one that is wrong and says nothing of the rest. Without a
 * mark a crash explains one transaction there, the last; two or more were written before and got lost. With one, nothing
 * explains the loss of what it tells of. `before`: the WAL as it was before the database was opened.
 */
export const isWalDamaged = (db: Database, before: string, mark: WalStand | undefined): boolean => {
  if (!existsSync(before)) return false
  const [row] = db.all('PRAGMA wal_checkpoint(PASSIVE)')
  const taken = row === undefined ? 0 : integer(row, 'log')
  const { salt, commits } = read(before, emptyWal)
  if (mark !== undefined && (!mayFollow(mark.salt, salt) || (mark.salt === salt && taken < mark.frames)))
    return true
  return commits.filter((number) => number > taken).length > 1
}
