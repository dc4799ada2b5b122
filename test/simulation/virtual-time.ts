import type { Clock } from '../../src/engine/ports.ts'

/** Time that passes only when the next event is called for. Milliseconds, with fractions, since the epoch. */
export type VirtualTime = {
  now(): number
  /** Runs `happen` after `ms`; answers what takes it back. Events of one moment run in the order they were asked for. */
  after(ms: number, happen: () => void): () => void
  /** Goes to the next event and runs it; false when nothing is to come. */
  advance(): boolean
  /** How many events have run. */
  events(): number
}

type Event = { readonly at: number; readonly happen: () => void }

export const createVirtualTime = (start: number): VirtualTime => {
  let now = start
  let count = 0
  /** By time, and within a moment by order of asking. */
  const events: Event[] = []

  const placeFor = (at: number): number => {
    let [low, high] = [0, events.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((events[middle]?.at ?? 0) <= at) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    now: () => now,
    after: (ms, happen) => {
      const event = { at: now + Math.max(0, ms), happen }
      events.splice(placeFor(event.at), 0, event)
      return () => {
        const place = events.indexOf(event)
        if (place >= 0) events.splice(place, 1)
      }
    },
    advance: () => {
      const next = events.shift()
      if (next === undefined) return false
      now = next.at
      count += 1
      next.happen()
      return true
    },
    events: () => count,
  }
}

/** A computer's clock over virtual time, `skewMs` off the true time. */
export const clockOver = (time: VirtualTime, skewMs: number): Clock => ({
  now: () => Math.floor(time.now() + skewMs),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const refuse = (): void => reject(new Error('Aborted', { cause: signal?.reason }))
      if (signal?.aborted === true) {
        refuse()
        return
      }
      const stop = (): void => {
        takeBack()
        refuse()
      }
      const takeBack = time.after(ms, () => {
        signal?.removeEventListener('abort', stop)
        resolve()
      })
      signal?.addEventListener('abort', stop, { once: true })
    }),
})
