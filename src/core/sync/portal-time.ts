/**
 * The portal's clock minus ours, ms, from an answer's Date header; undefined where there is none to read. The header
 * was written about half a round trip before it was read, and has whole seconds only, half a second too little on
 * average. A round trip that went backwards, or took longer than a request may, is a clock of ours that was set: what
 * it says now is all there is to go by.
 */
export const skewOf = (
  date: string | undefined,
  at: { readonly sentAt: number; readonly readAt: number; readonly timeoutMs: number },
): number | undefined => {
  const theirs = date === undefined ? NaN : Date.parse(date)
  const trip = at.readAt - at.sentAt
  const half = trip >= 0 && trip <= at.timeoutMs ? trip / 2 : 0
  return Number.isNaN(theirs) ? undefined : Math.round(theirs + 500 - (at.readAt - half))
}

/**
 * S1.8: when something began that took until `now`, by the portal's clock. Both are by ours, which may have been set
 * back in between: nothing began later than now.
 */
export const beganAt = (startedAt: number, now: number, skewMs: number): number =>
  Math.min(startedAt, now) + skewMs
