import { fail } from '../../core/failure.ts'
import { err, ok } from '../../core/result.ts'
import type { SpaceSummary } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import { portalNow } from '../portal-now.ts'
import type { PortalEngine } from '../portal.ts'

/** The inbox: every space with what its row shows. */
export const listSpaces = ({
  archive,
  me,
  ports,
}: Pick<PortalContext, 'archive' | 'me' | 'ports'>): Promise<readonly SpaceSummary[]> =>
  archive.run('inbox.list', { me: me.id, now: ports.clock.now() })

export const readSpaces = (context: PortalContext): Omit<PortalEngine['spaces'], 'watch'> => {
  const { archive } = context
  return {
    list: () => listSpaces(context),
    get: async (spaceId) => {
      const detail = await archive.run('spaces.detail', { spaceId })
      return detail === undefined ? err(fail('unknown-space', { about: spaceId })) : ok(detail)
    },
    activity: (spaceId, limit) => archive.run('spaces.activity', { spaceId, limit }),
    markRead: async (spaceId, upTo) => {
      await archive.run('marks.read', { spaceId, upTo, now: portalNow(context) })
      context.changed(spaceId, ['spaces'])
    },
    markUnread: async (spaceId) => {
      await archive.run('marks.unread', { spaceId, now: portalNow(context) })
      context.changed(spaceId, ['spaces'])
    },
    act: async (spaceIds, action, shown) => {
      const moment = { now: context.ports.clock.now(), portalNow: portalNow(context) }
      const changes = await archive.run('shelf.act', { spaceIds, action, shown, ...moment })
      context.changed(null, ['spaces'])
      return changes
    },
    restore: async (changes) => {
      await archive.run('shelf.restore', { changes, portalNow: portalNow(context) })
      context.changed(null, ['spaces'])
    },
    find: async (idOrName) => {
      const found = await archive.run('spaces.find', { idOrName })
      const [only] = found
      if (only === undefined) return err(fail('unknown-space', { about: idOrName }))
      return found.length > 1 ? err(fail('ambiguous', { about: idOrName })) : ok(only)
    },
  }
}
