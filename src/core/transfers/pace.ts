/**
 * T1.70: how fast work is going, as an average in which the past fades. What is measured is told in any unit (bytes,
 * say) as it gets done; times in ms.
 */
export type Pace = {
  readonly since: number
  readonly at: number
  /** What was done, each part faded by its age. */
  readonly weight: number
  readonly fadeMs: number
}

export const newPace = (now: number, fadeMs: number): Pace => ({ since: now, at: now, weight: 0, fadeMs })

const fadedTo = (pace: Pace, now: number): number =>
  pace.weight * Math.exp(-Math.max(0, now - pace.at) / pace.fadeMs)

export const addToPace = (pace: Pace, now: number, done: number): Pace => ({
  ...pace,
  at: Math.max(now, pace.at),
  weight: fadedTo(pace, now) + done,
})

/**
 * Units a second. The weights of the time that has passed are faded alike, so that a beginning isn't told as slow;
 * the first second counts as whole, so that one burst isn't told as fast.
 */
export const paceOf = (pace: Pace, now: number): number => {
  const passed = Math.max(1_000, now - pace.since)
  const time = pace.fadeMs * (1 - Math.exp(-passed / pace.fadeMs))
  return (fadedTo(pace, now) * 1_000) / time
}

/**
 * What a file costs besides its bytes, told in bytes: asking for its folder, registering it, reading it back. With it
 * the time left of 20,000 small files behind a large one is told right.
 */
const fileCostBytes = 65_536

export const workOf = (amount: { readonly bytes: number; readonly files: number }): number =>
  Math.max(0, amount.bytes) + Math.max(0, amount.files) * fileCostBytes

/** Before this the pace says nothing yet, and no time left is told. */
const earliestMs = 3_000

/** Milliseconds left for `work` at this pace; null while it can't be told. */
export const timeLeftOf = (work: number, pace: Pace, now: number): number | null => {
  const speed = paceOf(pace, now)
  // Under 16 bytes a second nothing moves that a person would wait for.
  return now - pace.since < earliestMs || speed < 16 ? null : Math.round((Math.max(0, work) * 1_000) / speed)
}

/** A time left as it was last told. */
export type ToldTime = { readonly at: number; readonly leftMs: number }

/**
 * T1.70: the time left that is told. It runs down by itself, and jumps only when the new estimate is another one: off
 * by more than a fifth and by more than four seconds.
 */
export const settleTime = (told: ToldTime | null, leftMs: number | null, now: number): ToldTime | null => {
  if (leftMs === null) return null
  if (told === null) return { at: now, leftMs }
  const expected = Math.max(0, told.leftMs - (now - told.at))
  const off = Math.abs(leftMs - expected)
  return off > 4_000 && off > expected / 5 ? { at: now, leftMs } : { at: now, leftMs: expected }
}
