import { coverGaps, type Gap, mergeGaps } from './gaps.ts'

export type Listed = { readonly id: string; readonly createdAt: number }

/** One page of a space's messages, newest first, as the portal gave it. */
export type Listing = {
  readonly items: readonly Listed[]
  /** It is the first page: nothing newer was there. */
  readonly first: boolean
  /** It held fewer than were asked for: nothing older is there (S1.3). */
  readonly short: boolean
}

/** What the archive knew when the page came. */
export type Known = {
  /** Those of the listing's ids that an earlier listing held. */
  readonly ids: ReadonlySet<string>
  /** Stored messages in the stretch `bounds` names, stored before the page was asked for. */
  readonly inside: readonly Listed[]
  /** Time of the newest stored message older than the listing's last; null: none. */
  readonly below: number | null
  readonly gaps: readonly Gap[]
}

export type PageActions = {
  /** Ids that were stored but are no longer in the portal (S1.6). */
  readonly remove: readonly string[]
  readonly gaps: readonly Gap[]
  /** The page joins what is known above it; false: messages may lie between, so it moves no gap (S1.4). */
  readonly connected: boolean
}

/** The stretch of time in which a page shows everything the portal holds; the ends themselves are left out. */
export const bounds = ({ items, first, short }: Listing): { readonly from: number; readonly to: number } => ({
  from: short ? -Infinity : (items.at(-1)?.createdAt ?? Infinity),
  to: first ? Infinity : (items[0]?.createdAt ?? -Infinity),
})

/** S1.2–S1.6: what a page of messages means for the archive. Storing its items goes without saying. */
export const planPage = (listing: Listing, known: Known): PageActions => {
  const { items, first, short } = listing
  const { from, to } = bounds(listing)
  const listed = new Set(items.map(({ id }) => id))
  // Equal times have no order we could rely on, so only what lies strictly inside counts as deleted; of a page that is
  // not in the order of time nothing can be said, and the sweep decides.
  const ordered = items.every(
    ({ createdAt }, index) => createdAt <= (items[index - 1]?.createdAt ?? Infinity),
  )
  const remove = known.inside
    .filter(({ id, createdAt }) => ordered && createdAt > from && createdAt < to && !listed.has(id))
    .map(({ id }) => id)
  const last = items.at(-1)
  const lastKnown = last !== undefined && known.ids.has(last.id)
  const joins = (gap: Gap): boolean =>
    first || items.some(({ id, createdAt }) => createdAt >= gap.upper && known.ids.has(id))
  const connected = first || known.gaps.length === 0 || known.gaps.some(joins)
  const covered = coverGaps(known.gaps, { connected: joins, low: from, lastKnown, below: known.below })
  // A first page that ends before anything known leaves a hole below it.
  const hole = first && !short && !lastKnown ? [{ upper: from, lower: known.below }] : []
  return { remove, gaps: mergeGaps([...covered, ...hole]), connected }
}
