import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { integer } from '../columns.ts'
import type { Database } from '../driver.ts'

const headerBytes = 32
const frameHeaderBytes = 24

/** How many frames of a WAL file carry the file's own salt, and which of them (from 1) end a transaction. */
export const commitsIn = (path: string): readonly number[] => {
  const file = openSync(path, 'r')
  try {
    const header = Buffer.alloc(headerBytes)
    if (readSync(file, header, 0, headerBytes, 0) < headerBytes) return []
    const pageBytes = header.readUInt32BE(8)
    const salt = header.subarray(16, 24)
    const { size } = fstatSync(file)
    const commits: number[] = []
    const frame = Buffer.alloc(frameHeaderBytes)
    // A header that makes no sense ends the reading by itself: SQLite takes nothing from such a file either.
    if (pageBytes < 512 || pageBytes > 65_536) return []
    for (let number = 1; ; number += 1) {
      const at = headerBytes + (number - 1) * (frameHeaderBytes + pageBytes)
      if (at + frameHeaderBytes > size) return commits
      readSync(file, frame, 0, frameHeaderBytes, at)
      if (!frame.subarray(8, 16).equals(salt)) return commits
      if (frame.readUInt32BE(4) !== 0) commits.push(number)
    }
  } finally {
    closeSync(file)
  }
}

/**
 * A1.14: SQLite takes a WAL's frames up to the first one that is wrong and says nothing of the rest. A crash leaves at
 * most one transaction there, the last; two or more were written before and got lost, so the database is older than it
 * should be. `before`: the WAL as it was before the database was opened.
 */
export const isWalDamaged = (db: Database, before: string): boolean => {
  if (!existsSync(before)) return false
  const [row] = db.all('PRAGMA wal_checkpoint(PASSIVE)')
  const taken = row === undefined ? 0 : integer(row, 'log')
  return commitsIn(before).filter((number) => number > taken).length > 1
}
