/** What a test may set otherwise than the product does; times in ms. */
export type WatchOptions = {
  /** How long a file must be as it is before it counts as settled (W1.4). */
  readonly stableMs: number
  /** How often noticed files are looked at. */
  readonly lookMs: number
  /** Longest wait of a settled file for others that are still settling (W1.8). */
  readonly longestMs: number
  /** How often the folder itself is looked at (W1.9). */
  readonly rootMs: number
  /** How often a folder is looked through as a whole, and how often where the system tells of no changes (W1.3). */
  readonly rescanMs: number
  readonly pollMs: number
  /** Waits between tries while files can't be handed over: the first, doubling, and the longest (W1.10). */
  readonly retryMs: number
  readonly longestRetryMs: number
  /** How often files that are open elsewhere, or whose older version is under way, are looked at again. */
  readonly againMs: number
}

export const watchOptions: WatchOptions = {
  stableMs: 3_000,
  lookMs: 1_000,
  longestMs: 30_000,
  rootMs: 5_000,
  rescanMs: 15 * 60_000,
  pollMs: 60_000,
  retryMs: 5_000,
  longestRetryMs: 5 * 60_000,
  againMs: 5_000,
}
