/**
 * A stretch of a space's messages that may hold some the archive lacks (S1.4): at or older than `upper`, and at or
 * newer than `lower`; `lower` null: back to the space's first message. Times are milliseconds since the epoch.
 */
export type Gap = { readonly upper: number; readonly lower: number | null }

const bottom = (gap: Gap): number => gap.lower ?? -Infinity

/** Gaps newest first, overlapping ones made one. */
export const mergeGaps = (gaps: readonly Gap[]): readonly Gap[] => {
  const merged: Gap[] = []
  for (const gap of [...gaps].sort((a, b) => b.upper - a.upper)) {
    const last = merged.at(-1)
    if (last === undefined || gap.upper < bottom(last)) merged.push(gap)
    else if (bottom(gap) < bottom(last)) merged[merged.length - 1] = { upper: last.upper, lower: gap.lower }
  }
  return merged
}

/** A stretch of the portal's listing that was read without a hole, newest first. */
export type Run = {
  /** It begins at the portal's newest message, or inside what was known before: nothing is missing above it. */
  readonly connected: (gap: Gap) => boolean
  /** Time of its last message; -Infinity when the listing ended with it. */
  readonly low: number
  /** Its last message was known from a listing before, so what lies below it was read then (or is a gap of its own). */
  readonly lastKnown: boolean
  /** Time of the newest stored message older than `low`; null: none. */
  readonly below: number | null
}

/** The gaps that are left once a run was stored. */
export const coverGaps = (gaps: readonly Gap[], run: Run): readonly Gap[] =>
  mergeGaps(
    gaps.flatMap((gap): readonly Gap[] => {
      if (!run.connected(gap) || gap.upper < run.low) return [gap]
      if (bottom(gap) < run.low) return [{ upper: run.low, lower: gap.lower }]
      return run.lastKnown || run.low === -Infinity ? [] : [{ upper: run.low, lower: run.below }]
    }),
  )
