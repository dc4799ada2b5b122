import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Random } from '../portal/random.ts'

/** Files of this computer that are sent, and every content each of them ever had. */
export type Sources = {
  /** Absolute. */
  readonly folder: string
  write(path: string, bytes: Uint8Array): void
  remove(path: string): void
  /** Absolute paths. */
  paths(): readonly string[]
  isThere(absolute: string): boolean
  /** Whether a file ever had this content. */
  had(absolute: string, bytes: Uint8Array): boolean
}

export const createSources = (folder: string): Sources => {
  const contents = new Map<string, string[]>()
  let writes = 0
  return {
    folder,
    write: (path, bytes) => {
      const full = join(folder, path)
      mkdirSync(dirname(full), { recursive: true })
      writeFileSync(full, bytes)
      // The system's own times move in steps of milliseconds, in which a whole history may have happened.
      writes += 1
      utimesSync(full, 1_700_000_000, 1_700_000_000 + writes)
      contents.set(full, [...(contents.get(full) ?? []), keyOf(bytes)])
    },
    remove: (path) => rmSync(join(folder, path), { force: true }),
    paths: () => [...contents.keys()],
    isThere: (absolute) => existsSync(absolute),
    had: (absolute, bytes) => contents.get(absolute)?.includes(keyOf(bytes)) === true,
  }
}

/** Small contents are compared as they are. */
export const keyOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** Sizes around the edges of blocks of `block` bytes: nothing, one byte, a block and one more or less, several. */
export const drawSize = (random: Random, block: number): number =>
  random.pick([
    ...[0, 1, random.between(1, block), block - 1, block, block + 1],
    ...[2 * block, 2 * block + 1, random.between(block, 6 * block), random.between(block, 12 * block)],
  ])

export const drawBytes = (random: Random, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, () => random.between(0, 255))
