import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { readText, sizeOf } from './files.ts'
import { emptyWal, standOf, type WalStand } from './wal.ts'

/**
 * A1.20: where the journal's WAL stood when something was last committed to it. SQLite takes one that was cut short, or
 * whose last transactions were damaged, without a word.
 */
export type WalMark = {
  /** After something may have been written. The commit is on disk by then, so this can only lag behind, never lead. */
  note(): void
  /** Before the WAL is cut on purpose. */
  forget(): void
  close(): void
}

const pattern = /^(\d{16}) ([0-9a-f]{16}|-{16}) (\d{10})$/
const noSalt = '-'.repeat(16)

export const openWalMark = (path: string, wal: string): WalMark => {
  const file = openSync(path, 'w', 0o600)
  let known: WalStand | undefined
  const note = (): void => {
    const now = standOf(wal, known ?? emptyWal)
    if (known?.size === now.size && known.salt === now.salt && known.frames === now.frames) return
    const fields = [
      String(now.size).padStart(16, '0'),
      now.salt || noSalt,
      String(now.frames).padStart(10, '0'),
    ]
    writeSync(file, fields.join(' '), 0)
    known = now
  }
  note()
  return {
    note: () => {
      try {
        note()
      } catch {
        // A disk that refuses: what was known before still holds.
      }
    },
    forget: () => {
      ftruncateSync(file, 0)
      known = undefined
    },
    close: () => closeSync(file),
  }
}

/** What was marked last; undefined where that can't be read, which says nothing. */
export const readWalMark = (path: string): WalStand | undefined => {
  const [, size, salt, frames] = pattern.exec(readText(path) ?? '') ?? []
  if (size === undefined || salt === undefined || frames === undefined) return undefined
  return { size: Number(size), salt: salt === noSalt ? '' : salt, frames: Number(frames) }
}

/** Whether the WAL is shorter than it was; while an archive is open it never shrinks. */
export const isWalCut = (mark: WalStand | undefined, wal: string): boolean =>
  mark !== undefined && (sizeOf(wal) ?? 0) < mark.size
