import type { SearchHit } from '../../core/search/hit.ts'
import { parseSearch } from '../../core/search/parse.ts'
import { bestFound, type SearchOrder } from '../../core/search/ranked.ts'
import type { PortalContext } from '../context.ts'
import { portalNow } from '../portal-now.ts'
import type { PortalEngine } from '../portal.ts'

/** The first moment of a day where this computer is; Date carries days and months over. */
const dayStart = (year: number, month: number, day: number): number =>
  new Date(year, month - 1, day).getTime()

export const readSearch = (context: PortalContext): PortalEngine['search'] => ({
  query: async (query, limit, order) => {
    const found = await context.archive.run('search.find', {
      query: parseSearch(query, dayStart),
      limit,
      order,
      now: portalNow(context),
      me: context.me.id,
    })
    return found.map(({ hit, ...rank }) => ({ ...rank, hit: { ...hit, portalId: context.portalId } }))
  },
})

/** Q1.8: one search over several portals, each in its own archive, as one list. */
export const searchPortals = async (
  portals: readonly Pick<PortalEngine, 'search'>[],
  query: string,
  limit: number,
  order: SearchOrder,
): Promise<readonly SearchHit[]> => {
  const lists = await Promise.all(portals.map((portal) => portal.search.query(query, limit, order)))
  return bestFound(lists, limit).map(({ hit }) => hit)
}
