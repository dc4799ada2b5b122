import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { isLeftOut } from '../../core/transfers/watch-rules.ts'
import { fingerprintOf } from '../disk/listing.ts'
import type { DiskThreads } from '../disk/threads.ts'

/** A plain file as it lies there. */
export type SeenFile = { readonly source: string; readonly size: number; readonly fingerprint: string }

export type ScanInput = {
  readonly root: string
  readonly subfolders: boolean
  /** A folder that is never looked into: this program's own. */
  readonly except: string
  readonly signal: AbortSignal
  /** Where folders are read: beside the thread that serves the window. */
  readonly list: DiskThreads['list']
}

/** A file as it lies there now; undefined when it is gone, can't be looked at, or is no plain file (W1.4). */
export const seeFile = async (source: string): Promise<SeenFile | undefined> => {
  try {
    const seen = await lstat(source, { bigint: true })
    if (!seen.isFile()) return undefined
    return { source, size: Number(seen.size), fingerprint: fingerprintOf(seen) }
  } catch {
    // It went between two looks, or its folder is closed to us: the next look through finds what can be found.
    return undefined
  }
}

/**
 * W1.3: every file below the root, some hundred at a time. Links are neither followed nor told of (W1.11), nor what can't
 * be read: a later look finds it, once it can be.
 */
export async function* scan(input: ScanInput): AsyncGenerator<readonly SeenFile[]> {
  const folders = [input.root]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const { entries } of input.list(folder, input.root)) {
      if (input.signal.aborted) return
      const seen: SeenFile[] = []
      for (const entry of entries) {
        const { path, name, kind, fingerprint } = entry
        // What a link leads to is told under its own path.
        const meant =
          path === join(folder, name) && path !== input.except && !isLeftOut(name, kind === 'folder')
        if (!meant) continue
        if (kind === 'file' && fingerprint !== null)
          seen.push({ source: path, size: entry.size, fingerprint })
        if (kind === 'folder' && input.subfolders) folders.push(path)
      }
      if (seen.length > 0) yield seen
    }
  }
}
