import type { EventPayload } from '../../contract/index.ts'
import type { PortalId } from '../../core/portal.ts'
import type { Result } from '../../core/result.ts'
import type { PortalEngine } from '../../engine/portal.ts'

export type WithPortal = <T>(
  id: PortalId,
  work: (portal: PortalEngine) => Promise<Result<T>>,
) => Promise<Result<T>>

/** Work that asks something of Foundry: the window is told of each wait while it lasts. */
export const tellingWaits =
  (withPortal: WithPortal, tell: (payload: EventPayload<'foundry.waiting'>) => void): WithPortal =>
  (portalId, work) =>
    withPortal(portalId, async (portal) => {
      const stop = portal.foundry.onWait((wait) => tell({ portalId, ...wait }))
      try {
        return await work(portal)
      } finally {
        stop()
      }
    })
