import type { Dirent } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { isLeftOut } from '../../core/transfers/watch-rules.ts'
import { fingerprintOf } from '../disk/listing.ts'

/** A plain file as it lies there. */
export type SeenFile = { readonly source: string; readonly size: number; readonly fingerprint: string }

export type ScanInput = {
  readonly root: string
  readonly subfolders: boolean
  /** A folder that is never looked into: this program's own. */
  readonly except: string
  readonly signal: AbortSignal
}

const batch = 256

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

/** W1.3: every file below the root, some hundred at a time. Links are neither followed nor told of (W1.11). */
export async function* scan(input: ScanInput): AsyncGenerator<readonly SeenFile[]> {
  const folders = [input.root]
  let found: string[] = []
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const dirent of readable(folder)) {
      if (input.signal.aborted) return
      const path = join(folder, dirent.name)
      if (isLeftOut(dirent.name, dirent.isDirectory()) || path === input.except) continue
      if (dirent.isFile()) found.push(path)
      if (dirent.isDirectory() && input.subfolders) folders.push(path)
      if (found.length < batch) continue
      yield await seeAll(found)
      found = []
    }
  }
  yield await seeAll(found)
}

const seeAll = async (sources: readonly string[]): Promise<readonly SeenFile[]> => {
  const seen = await Promise.all(sources.map(seeFile))
  return seen.filter((file) => file !== undefined)
}

/** A folder's entries; none where it went meanwhile or may not be read. */
async function* readable(folder: string): AsyncGenerator<Dirent> {
  try {
    yield* await opendir(folder, { bufferSize: batch })
  } catch {
    // What is below is found by a later look, once it can be read.
  }
}
