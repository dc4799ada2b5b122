const minute = 60_000
const day = 24 * 60 * minute

/** How far back messages of a space met for the first time count as unread. */
export const firstUnreadSpan = 3 * day

/**
 * A1.5: up to when a space's messages count as read when it is met for the first time: what is older than three days,
 * or was answered from our side, is nobody's news. Times are ms since the epoch.
 */
export const firstReadAt = (now: number, answeredAt: number | null): number =>
  Math.max(now - firstUnreadSpan, answeredAt ?? -Infinity)

/** A pause this long ends one look at a space's files and begins the next. */
export const lookPause = 10 * minute

export type FilesMark = { readonly seenAt: number; readonly lookedAt: number | null }

/**
 * A1.6: what is new stays marked as new while one looks; coming back after a pause, what was there at the last look
 * is no longer new. `write`: the mark moved enough to be kept.
 */
export const filesLook = (
  mark: FilesMark,
  now: number,
): FilesMark & { readonly lookedAt: number; readonly write: boolean } => {
  if (mark.lookedAt === null) return { seenAt: mark.seenAt, lookedAt: now, write: true }
  // By the portal's clock, whose estimate moves: a look that lies ahead was made under a wrong one.
  if (mark.lookedAt - now >= minute) return { seenAt: Math.min(mark.seenAt, now), lookedAt: now, write: true }
  if (now - mark.lookedAt >= lookPause) return { seenAt: mark.lookedAt, lookedAt: now, write: true }
  const moved = now - mark.lookedAt >= minute
  return { seenAt: mark.seenAt, lookedAt: moved ? now : mark.lookedAt, write: moved }
}
