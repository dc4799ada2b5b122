import type { z } from 'zod'
import type { CallName, Calls } from '../../contract/index.ts'
import { viewId } from '../../core/inbox/view.ts'
import type { PortalId } from '../../core/portal.ts'
import { ok, type Result } from '../../core/result.ts'
import type { PortalEngine } from '../../engine/portal.ts'

type Input<K extends CallName> = z.output<Calls[K]['input']>

export type InboxDesk = {
  readonly withPortal: <T>(
    id: PortalId,
    work: (portal: PortalEngine) => Promise<Result<T>>,
  ) => Promise<Result<T>>
  readonly uuid: () => string
}

/** The calls of a space's place in the inbox and of the inbox's views. */
export const createInboxHandlers = ({ withPortal, uuid }: InboxDesk) => ({
  'spaces.act': ({ portalId, spaceIds, action, shown }: Input<'spaces.act'>) =>
    withPortal(portalId, async (portal) => ok(await portal.spaces.act(spaceIds, action, shown))),
  'spaces.restore': ({ portalId, changes }: Input<'spaces.restore'>) =>
    withPortal(portalId, async (portal) => {
      await portal.spaces.restore(changes)
      return ok(undefined)
    }),
  'views.list': ({ portalId }: Input<'views.list'>) =>
    withPortal(portalId, async (portal) => ok(await portal.views.list())),
  'views.save': ({ portalId, view }: Input<'views.save'>) =>
    withPortal(portalId, async (portal) => {
      const saved = { ...view, id: view.id ?? viewId.parse(uuid()) }
      await portal.views.save(saved)
      return ok(saved)
    }),
  'views.remove': ({ portalId, viewId: id }: Input<'views.remove'>) =>
    withPortal(portalId, async (portal) => {
      await portal.views.remove(id)
      return ok(undefined)
    }),
})
