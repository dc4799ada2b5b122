/** Acknowledged bytes in the last seconds, oldest first. */
export type Samples = readonly { readonly at: number; readonly bytes: number }[]

const windowMs = 8_000
const gatherMs = 250

/** Adds acknowledged bytes at a time in ms; samples within a quarter of a second are kept as one. */
export const addSample = (samples: Samples, at: number, bytes: number): Samples => {
  const recent = samples.filter((sample) => sample.at > at - windowMs && sample.at <= at)
  const last = recent.at(-1)
  return last !== undefined && at - last.at < gatherMs
    ? [...recent.slice(0, -1), { at: last.at, bytes: last.bytes + bytes }]
    : [...recent, { at, bytes }]
}

/** T1.70: bytes a second over the window; 0 when nothing was acknowledged in it. */
export const rateOf = (samples: Samples, now: number): number => {
  const recent = samples.filter((sample) => sample.at > now - windowMs && sample.at <= now)
  const first = recent[0]
  if (first === undefined) return 0
  const bytes = recent.reduce((sum, sample) => sum + sample.bytes, 0)
  return Math.round((bytes * 1000) / Math.max(now - first.at, 1_000))
}

/** T1.70: milliseconds left for `bytes` at `rate` bytes a second; null when nothing moves. */
export const etaOf = (bytes: number, rate: number): number | null =>
  rate <= 0 ? null : Math.round((Math.max(bytes, 0) * 1000) / rate)
