import { firstIndex, type PageAt, pageHolding } from './window.ts'

/** Where a walk down a listing stands: the index (from 0) at which the last item it knows should be. */
export type Walk = { readonly index: number }

/** S1.2: begins after `known` items that lie above; 0: at the top. */
export const startWalk = (known: number): Walk => ({ index: Math.max(0, known - 1) })

export const pageOf = (walk: Walk): PageAt => pageHolding(walk.index)

export type PageSeen = {
  /** How many items the page held. */
  readonly items: number
  /** The page overlaps what the walk knows. */
  readonly connected: boolean
}

/**
 * Where to go on after a page. Not connected: items above were deleted and the rest moved up, so step back and look
 * again. Connected: go on below. `done`: the page was short.
 */
export const nextStep = (page: PageAt, seen: PageSeen): Walk | 'done' => {
  const from = firstIndex(page)
  if (!seen.connected && from > 0) return { index: Math.max(0, from - Math.ceil(page.pageSize / 2)) }
  if (seen.items < page.pageSize) return 'done'
  // Items that arrived on top pushed the rest down; the page's own end is where the walk is now.
  return { index: from + seen.items - 1 }
}
