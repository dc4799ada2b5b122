import { fold } from '../search/fold.ts'
import type { SpaceId, SpaceSummary } from '../space.ts'
import type { InboxFilter } from './view.ts'

// Rules of views, apart from their schemas: the window's first chunk holds these and not the schema library.

export const plainFilter: InboxFilter = {
  place: 'inbox',
  unread: false,
  pinned: false,
  waiting: null,
  waitingDays: 0,
  ours: null,
  name: '',
}

const dayMs = 86_400_000

/** `now` in ms by this computer's clock. */
export const passes = (space: SpaceSummary, filter: InboxFilter, now: number): boolean => {
  if (filter.place !== 'all' && space.standing !== filter.place) return false
  if (filter.unread && space.unread === 0) return false
  if (filter.pinned && !space.pinned) return false
  if (filter.waiting !== null) {
    if (space.waiting?.on !== filter.waiting) return false
    if (now - space.waiting.since < filter.waitingDays * dayMs) return false
  }
  if (filter.ours === 'draft' && space.draft === null) return false
  if (filter.ours === 'outgoing' && space.outgoing === 0) return false
  if (filter.name === '') return true
  const name = fold(space.name)
  return fold(filter.name)
    .split(/\s+/)
    .every((word) => name.includes(word))
}

/** I1.9: the spaces of a view; the open one stays, for a row that vanishes under one's hand is the wrong row next. */
export const shown = (
  spaces: readonly SpaceSummary[],
  filter: InboxFilter,
  open: SpaceId | null,
  now: number,
): readonly SpaceSummary[] => spaces.filter((space) => space.id === open || passes(space, filter, now))

/** I1.6: what is open after rows were put away; null when nothing is left. */
export const openAfter = <Id extends string>(
  rows: readonly Id[],
  away: ReadonlySet<Id>,
  open: Id | null,
): Id | null => {
  if (open === null || !away.has(open)) return open
  const at = rows.indexOf(open)
  const below = rows.slice(at + 1).find((id) => !away.has(id))
  return below ?? rows.slice(0, Math.max(0, at)).findLast((id) => !away.has(id)) ?? null
}

/** The ids between two rows, both included, in the order of the list; `to` alone when `from` is not in it. */
export const between = <Id extends string>(rows: readonly Id[], from: Id | null, to: Id): readonly Id[] => {
  const start = from === null ? -1 : rows.indexOf(from)
  const end = rows.indexOf(to)
  if (end === -1) return []
  return start === -1 ? [to] : rows.slice(Math.min(start, end), Math.max(start, end) + 1)
}
