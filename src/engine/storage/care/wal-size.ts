import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { readText, sizeOf } from './files.ts'

/**
 * A1.20: how long the journal's WAL was when something was last committed to it. SQLite takes a WAL that was cut short
 * without a word; while an archive is open the file never shrinks, so one that is shorter than it was lost something.
 */
export type WalSize = {
  /** After something may have been written. The commit is on disk by then, so this can only lag behind, never lead. */
  note(): void
  /** Before the WAL is cut on purpose. */
  forget(): void
  close(): void
}

const digits = 16

export const openWalSize = (path: string, wal: string): WalSize => {
  const file = openSync(path, 'w', 0o600)
  let known = -1
  const write = (size: number): void => {
    if (size === known) return
    writeSync(file, String(size).padStart(digits, '0'), 0)
    known = size
  }
  const note = (): void => write(sizeOf(wal) ?? 0)
  note()
  return {
    note: () => {
      try {
        note()
      } catch {
        // A full disk: what was known before still holds, for the file only grows.
      }
    },
    forget: () => {
      ftruncateSync(file, 0)
      known = -1
    },
    close: () => closeSync(file),
  }
}

/** Whether the WAL is shorter than it was. What can't be read says nothing. */
export const isWalCut = (path: string, wal: string): boolean => {
  const text = readText(path)
  return text !== undefined && /^\d{16}$/.test(text) && (sizeOf(wal) ?? 0) < Number(text)
}
