const day = 86_400_000

/**
 * A1.13: how far up a hit belongs; larger is better. `bm25` as SQLite gives it (smaller is better, below zero).
 * Age halves a hit's weight every half year, down to a third: a good old match still beats a poor fresh one.
 */
export const score = (bm25: number, at: number, now: number): number => {
  const age = Math.max(0, now - at) / day
  return -bm25 * (1 / 3 + (2 / 3) * 0.5 ** (age / 182))
}
