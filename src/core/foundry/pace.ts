export const windowMs = 60_000

/**
 * F1.4: how long to wait before the next request may go. `ends` are the moments the answers of earlier requests came,
 * `underWay` how many have none yet; their places come back only 60 s after that. Null: a place must end first.
 */
export const waitForPlace = (
  { ends, underWay }: { readonly ends: readonly number[]; readonly underWay: number },
  limit: number,
  now: number,
): number | null => {
  // A clock that was set back leaves moments of the future behind: they count as of now.
  const held = ends.map((end) => Math.min(end, now)).filter((end) => end > now - windowMs)
  const free = limit - underWay - held.length
  if (free > 0) return 0
  // The place that opens once enough of the oldest have left the window.
  const opens = held.toSorted((a, b) => a - b)[-free]
  return opens === undefined ? null : opens + windowMs - now
}
