import { lstat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Candidate, lockNames, look } from '../../core/transfers/watch-rules.ts'
import { openSource } from '../transfers/source.ts'
import { type SeenFile, seeFile } from './scan.ts'

/** The noticed files of one folder, from the first sign to the moment they may go (W1.4). */
export type Gathering = {
  notice(source: string): void
  /** Looks at every noticed file. Answers how many are still settling. */
  look(now: number): Promise<number>
  readonly ready: ReadonlyMap<string, SeenFile>
  /** Takes files out: they were handed over, or need not be. */
  drop(sources: Iterable<string>): void
  /** Settled files that can't go yet are looked at again from `at` on. */
  later(sources: Iterable<string>, at: number): void
  readonly blocked: () => { readonly count: number; readonly example: string } | null
  size(): number
  clear(): void
}

const together = 32

export const createGathering = (stableMs: number, againMs: number): Gathering => {
  const settling = new Map<string, Candidate>()
  const ready = new Map<string, SeenFile>()
  /** Open in another program or not to be read for now: when to look again. */
  const held = new Map<string, number>()
  /** Settled, and their turn has not come: an older version is under way. */
  const resting = new Map<string, number>()

  const forget = (source: string): void => {
    for (const map of [settling, ready, held, resting]) map.delete(source)
  }

  const one = async (source: string, before: Candidate, now: number): Promise<void> => {
    const wait = Math.max(held.get(source) ?? 0, resting.get(source) ?? 0)
    if (wait > now) return
    resting.delete(source)
    const seen = await seeFile(source)
    if (seen === undefined) {
      forget(source)
      return
    }
    const { candidate, settled } = look(before, seen.fingerprint, now, stableMs)
    settling.set(source, candidate)
    if (!settled) {
      held.delete(source)
      return
    }
    if (await isHeld(source)) {
      held.set(source, now + againMs)
      return
    }
    settling.delete(source)
    held.delete(source)
    ready.set(source, seen)
  }

  const isWaiting = (source: string): boolean => held.has(source) || resting.has(source)

  return {
    notice: (source) => {
      ready.delete(source)
      if (!settling.has(source)) settling.set(source, { fingerprint: null, since: 0 })
    },
    look: async (now) => {
      const all = [...settling]
      for (let first = 0; first < all.length; first += together) {
        await Promise.all(
          all.slice(first, first + together).map(([source, before]) => one(source, before, now)),
        )
      }
      return [...settling.keys()].filter((source) => !isWaiting(source)).length
    },
    ready,
    drop: (sources) => {
      for (const source of sources) ready.delete(source)
    },
    later: (sources, at) => {
      for (const source of sources) {
        const seen = ready.get(source)
        ready.delete(source)
        settling.set(source, { fingerprint: seen?.fingerprint ?? null, since: 0 })
        resting.set(source, at)
      }
    },
    blocked: () => {
      const [example] = held.keys()
      return example === undefined ? null : { count: held.size, example: basename(example) }
    },
    size: () => settling.size + ready.size,
    clear: () => {
      for (const map of [settling, ready, held, resting]) map.clear()
    },
  }
}

/** W1.4: open in an office program, by the lock file beside it, or not to be opened by us (Windows locks, permissions). */
const isHeld = async (source: string): Promise<boolean> => {
  const folder = dirname(source)
  const locks = await Promise.all(lockNames(basename(source)).map((name) => exists(join(folder, name))))
  if (locks.includes(true)) return true
  const opened = await openSource(source, basename(source))
  if (opened.ok) await opened.value.close()
  // Gone since: the next look takes it out.
  return !opened.ok && opened.error.code !== 'source-missing'
}

const exists = async (path: string): Promise<boolean> => {
  try {
    await lstat(path)
    return true
  } catch {
    return false
  }
}
