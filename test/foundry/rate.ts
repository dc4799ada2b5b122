/** The limit of one organisation: at most `limit` requests in any rolling 60 seconds, all its API clients together. */
export type Rate = {
  /** Counts a request; false when it is one too many. */
  take(at: number): boolean
  /** Milliseconds until the next request passes. */
  wait(at: number): number
  /** The most requests, refused ones included, that any rolling 60 seconds have seen. */
  peak(): number
  refused(): number
  total(): number
}

const windowMs = 60_000

export const createRate = (limit: number): Rate => {
  /** Moments of the window's requests, oldest first. */
  let recent: number[] = []
  let peak = 0
  let refused = 0
  let total = 0
  const forget = (at: number): void => {
    recent = recent.filter((moment) => moment > at - windowMs)
  }
  return {
    take: (at) => {
      forget(at)
      const passes = recent.length < limit
      // A refused request is none that the service did: it is counted for the peak alone.
      if (passes) recent.push(at)
      else refused += 1
      total += 1
      peak = Math.max(peak, recent.length + (passes ? 0 : 1))
      return passes
    },
    wait: (at) => {
      const [oldest] = recent
      return oldest === undefined ? 0 : Math.max(0, oldest + windowMs - at)
    },
    peak: () => peak,
    refused: () => refused,
    total: () => total,
  }
}
