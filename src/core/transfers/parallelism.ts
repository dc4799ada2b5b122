/**
 * T1.80: how many requests a lane has under way at once. It finds its own level: as long as more at once move more
 * files, it takes more; where that brings nothing, it goes back; trouble (throttling, time-outs, 5xx, resets) halves it.
 */
export type Parallelism = {
  readonly level: number
  /** Files a second before the last step, which that step is judged by; null: not known yet. */
  readonly before: number | null
  readonly direction: 'up' | 'rest'
  /** Windows to rest before another step up is tried. */
  readonly rest: number
}

/** What happened in one window of time. */
export type Window = {
  readonly files: number
  readonly ms: number
  /** Requests that met trouble which fewer at once may cure. */
  readonly troubles: number
  /** Whether the lane was full: a level that is not used can't be judged. */
  readonly full: boolean
}

export type Bounds = { readonly least: number; readonly most: number }

export const startAt = (level: number): Parallelism => ({ level, before: null, direction: 'rest', rest: 0 })

/** A step up is kept when it brought at least this much. */
const worthwhile = 1.05
/** After a step that brought nothing, so many windows pass before the next try. */
const restWindows = 10

export const adjust = (now: Parallelism, window: Window, bounds: Bounds): Parallelism => {
  const { level } = now
  if (window.troubles > 0) {
    const fewer = Math.max(bounds.least, Math.floor(level / 2))
    return { level: fewer, before: null, direction: 'rest', rest: restWindows }
  }
  if (!window.full || window.files === 0 || window.ms <= 0) return now
  const rate = (window.files * 1000) / window.ms
  if (now.direction === 'up' && now.before !== null && rate < now.before * worthwhile) {
    // The last step brought nothing: back to where it came from.
    const back = Math.max(bounds.least, Math.floor(level / stepUp))
    return { level: back, before: null, direction: 'rest', rest: restWindows }
  }
  if (now.rest > 0) return { ...now, direction: 'rest', rest: now.rest - 1 }
  const more = Math.min(bounds.most, Math.ceil(level * stepUp))
  return more === level
    ? { level, before: null, direction: 'rest', rest: restWindows }
    : { level: more, before: rate, direction: 'up', rest: 0 }
}

const stepUp = 1.5
