import { z } from 'zod'
import { spaceId, type SpaceSummary } from '../space.ts'

// Where a space stands on this computer (docs/specs/inbox.md). `now` and `snoozeUntil` are by this computer's clock,
// everything that is compared with messages by the portal's; all are milliseconds since the epoch.

/** What a person can do with spaces. A snooze whose `until` is null waits for the client's answer. */
export const spaceAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['pin', 'unpin', 'done', 'reopen', 'wake', 'read', 'unread']) }),
  z.object({ kind: z.literal('snooze'), until: z.number().int().nullable() }),
])
export type SpaceAction = Readonly<z.infer<typeof spaceAction>>

/** The newest time a window showed of a space when a person acted on it; null: nothing yet. */
export const shownSpace = z.object({ spaceId, at: z.number().int().nullable() })
export type Shown = Readonly<z.infer<typeof shownSpace>>

/** Everything this computer keeps about one space's place; before and after an action (I1.5). */
export const spaceMark = z.object({
  spaceId,
  /** Null: no mark yet. */
  readAt: z.number().int().nullable(),
  unread: z.boolean(),
  pinnedAt: z.number().int().nullable(),
  /** Done up to here. */
  doneAt: z.number().int().nullable(),
  /** What came later than this ends the snooze. */
  snoozedAt: z.number().int().nullable(),
  snoozeUntil: z.number().int().nullable(),
})
export type SpaceMark = Readonly<z.infer<typeof spaceMark>>

/** How a space stood before an action and after it: what undoes it (I1.5). */
export const spaceChange = z.object({ before: spaceMark, after: spaceMark })
export type SpaceChange = Readonly<z.infer<typeof spaceChange>>

export type Moment = {
  readonly now: number
  readonly portalNow: number
  /**
   * The newest message or file the archive knows of the space. 0: it was read and holds nothing, so that whatever
   * comes is news, and no guess at the portal's time is needed. Null: it was never read.
   */
  readonly newestAt: number | null
}

/**
 * I1.2: up to where an action counts: what the archive knows, but nothing that came after what the person saw.
 * `shown` is the newest time the window showed of the space (null: it showed nothing yet); undefined: nobody looked
 * at a row, as on the command line.
 */
export const seenUpTo = (known: number | null, shown: number | null | undefined): number | null =>
  known === null || shown === undefined ? known : Math.min(known, shown ?? 0)

/** A mark after an action (I1.2 to I1.4). */
export const shelve = (mark: SpaceMark, action: SpaceAction, moment: Moment): SpaceMark => {
  const upTo = moment.newestAt ?? moment.portalNow
  const read = { readAt: Math.max(mark.readAt ?? upTo, upTo), unread: false }
  const awake = { snoozedAt: null, snoozeUntil: null }
  switch (action.kind) {
    case 'pin':
      return { ...mark, pinnedAt: mark.pinnedAt ?? moment.now }
    case 'unpin':
      return { ...mark, pinnedAt: null }
    case 'done':
      return { ...mark, ...read, ...awake, doneAt: upTo }
    case 'reopen':
      return { ...mark, ...awake, doneAt: null }
    case 'snooze':
      return { ...mark, doneAt: null, snoozedAt: upTo, snoozeUntil: action.until }
    case 'wake':
      return { ...mark, ...awake }
    case 'read':
      return { ...mark, ...read }
    case 'unread':
      return { ...mark, unread: true }
  }
}

// What stands and falls together: a space is snoozed or done, never both (I1.4).
const parts: readonly (readonly (keyof SpaceMark)[])[] = [
  ['readAt', 'unread'],
  ['pinnedAt'],
  ['doneAt', 'snoozedAt', 'snoozeUntil'],
]

/** I1.5: a mark without what an action changed in it; what was changed since stays. */
export const undone = (now: SpaceMark, { before, after }: SpaceChange): SpaceMark => {
  const same = (a: SpaceMark, b: SpaceMark, part: readonly (keyof SpaceMark)[]): boolean =>
    part.every((key) => a[key] === b[key])
  const back = parts
    .filter((part) => !same(before, after, part) && same(now, after, part))
    .flatMap((part) => part.map((key) => [key, before[key]] as const))
  return { ...now, ...Object.fromEntries(back) }
}

/** What has come since a space was called done or snoozed. */
export type Since = {
  /** Somebody else wrote, or a file was added. */
  readonly news: boolean
  /** The client's side wrote. */
  readonly answered: boolean
}

export type Place = Pick<SpaceSummary, 'standing' | 'snoozedUntil' | 'returnedAt'>

const here: Place = { standing: 'inbox', snoozedUntil: null, returnedAt: null }

/** I1.2, I1.3: where a space stands now. */
export const placeOf = (
  mark: Pick<SpaceMark, 'doneAt' | 'snoozedAt' | 'snoozeUntil'>,
  since: Since,
  now: number,
): Place => {
  if (mark.snoozedAt !== null) {
    if (since.answered) return here
    const until = mark.snoozeUntil
    if (until !== null && now >= until) return { ...here, returnedAt: until }
    return { ...here, standing: 'snoozed', snoozedUntil: until }
  }
  return mark.doneAt !== null && !since.news ? { ...here, standing: 'done' } : here
}

type Ordered = Pick<SpaceSummary, 'pinned' | 'newest' | 'returnedAt'>

/** I1.1: pins first, then by the newest thing; rows that tie stay in the order they came in. */
export const inInboxOrder = <T extends Ordered>(rows: readonly T[]): readonly T[] => {
  // Rows come newest first: without pins and returned snoozes there is nothing to sort.
  if (!rows.some(({ pinned, returnedAt }) => pinned || returnedAt !== null)) return rows
  const at = (row: T): number => Math.max(row.newest?.at ?? -1, row.returnedAt ?? -1)
  return rows.toSorted((a, b) => Number(b.pinned) - Number(a.pinned) || at(b) - at(a))
}
