/** When the messages that wait for it are indexed (Q1.10): while nothing comes, or at the latest after a while. */
export type WordTurns = {
  /** Messages may wait. */
  note(): void
  end(): void
}

/** Nothing came for so long. */
const quietMs = 100
/** No message waits longer than about this, however many come. */
const patienceMs = 2_000
/** Whoever asks something meanwhile waits for one turn, some 15 ms. */
const turnSize = 1_000
/** Between two turns, so that what was asked goes first. */
const breathMs = 5

/** `index` takes the next of them, at most so many, and answers how many are left. */
export const createWordTurns = (index: (limit: number) => number): WordTurns => {
  let timer: NodeJS.Timeout | undefined
  let firstAt: number | undefined
  let ended = false

  const plan = (ms: number): void => {
    clearTimeout(timer)
    if (ended) return
    timer = setTimeout(turn, ms)
    timer.unref()
  }

  const turn = (): void => {
    if (index(turnSize) > 0) {
      plan(breathMs)
      return
    }
    firstAt = undefined
  }

  return {
    note: () => {
      const now = performance.now()
      firstAt ??= now
      // Once they have waited long enough, turns are taken until none is left.
      if (now - firstAt < patienceMs) plan(Math.min(quietMs, firstAt + patienceMs - now))
    },
    end: () => {
      ended = true
      clearTimeout(timer)
    },
  }
}
