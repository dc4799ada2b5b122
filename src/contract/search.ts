import { z } from 'zod'
import { portalId } from '../core/portal.ts'
import { searchHit } from '../core/search/hit.ts'
import { searchOrder } from '../core/search/ranked.ts'
import { call } from './define.ts'

export const searchCalls = {
  /** Searches the archives, offline. `portalId` null: every portal. At most `limit`, best or newest first. */
  'search.query': call(
    z.object({
      portalId: portalId.nullable(),
      query: z.string().max(500),
      limit: z.number().int().min(1).max(200),
      order: searchOrder,
    }),
    z.array(searchHit),
  ),
}
