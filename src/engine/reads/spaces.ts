import { fail } from '../../core/failure.ts'
import { err, ok } from '../../core/result.ts'
import type { SpaceSummary } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import type { PortalEngine } from '../portal.ts'

/** The portal's time now: marks are compared with times the portal gave. */
export const portalNow = ({ ports, foyer }: PortalContext): number => ports.clock.now() + foyer.clockSkewMs()

/** The inbox: every space with what its row shows. */
export const listSpaces = ({
  archive,
  me,
}: Pick<PortalContext, 'archive' | 'me'>): Promise<readonly SpaceSummary[]> =>
  archive.run('inbox.list', { me: me.id })

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
    find: async (idOrName) => {
      const found = await archive.run('spaces.find', { idOrName })
      const [only] = found
      if (only === undefined) return err(fail('unknown-space', { about: idOrName }))
      return found.length > 1 ? err(fail('ambiguous', { about: idOrName })) : ok(only)
    },
  }
}
