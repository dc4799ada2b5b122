import { createWordsLook, isMalformed, makeWordsAnew } from './care/words.ts'
import type { Databases } from './databases.ts'
import { areWordsMalformed, wordTables } from './tables/words-anew.ts'

/** A1.22, while an archive is open. */
export type WordCare = {
  /** True: the error was a malformed index, which has been emptied, so what met it may be tried once more. */
  met(error: unknown): boolean
  /** Looks at every index, a bite at a time, unless it did within a day. */
  look(now: number): void
  end(): void
}

const dayMs = 24 * 3_600_000
/** Between two bites, so that what was asked goes first. */
const breathMs = 50
/** An index that is malformed again and again is not what is damaged. */
const mostTimes = 3

/** `begun`: an index was emptied and waits to be filled. */
export const createWordCare = (databases: Databases, begun: () => void): WordCare => {
  let times = 0
  let lookedAt: number | undefined
  let timer: NodeJS.Timeout | undefined

  const anew = (tables: readonly (typeof wordTables)[number][]): void => {
    makeWordsAnew(databases, tables, Date.now())
    begun()
  }

  const bite = (next: ReturnType<typeof createWordsLook>): void => {
    try {
      const found = next()
      if (found === 'done') return
      if (found !== 'more') anew([found])
      timer = setTimeout(() => bite(next), breathMs)
      timer.unref()
    } catch {
      // A full disk, or damage beyond the index: whoever reads it next says so.
    }
  }

  return {
    met: (error) => {
      if (!areWordsMalformed(error) || times >= mostTimes) return false
      times += 1
      const malformed = wordTables.filter((table) => isMalformed(databases.cache, table))
      anew(malformed.length === 0 ? wordTables : malformed)
      return true
    },
    look: (now) => {
      if (lookedAt !== undefined && Math.abs(now - lookedAt) < dayMs) return
      lookedAt = now
      clearTimeout(timer)
      bite(createWordsLook(databases.cache))
    },
    end: () => clearTimeout(timer),
  }
}
