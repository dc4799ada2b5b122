import type { Group } from '../../core/person.ts'
import type { Result } from '../../core/result.ts'
import type { FoyerClient, NewGroup } from './client.ts'
import { given, pageBody } from './page.ts'
import { remove } from './removal.ts'
import type { Requester } from './request.ts'
import { groupWire, pageWire } from './wire.ts'

const groupPage = pageWire(groupWire)

export const createGroups = (requester: Requester): FoyerClient['groups'] => {
  const { ask } = requester

  /** The image is written as `logo`; a portal whose answer does not carry it knows it as `avatar`. */
  const withImage = async (
    result: Result<Group>,
    logo: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Result<Group>> => {
    if (!result.ok || logo === undefined || (result.value.logo ?? '') === logo) return result
    return ask({
      method: 'PATCH',
      path: ['groups', result.value.id],
      body: { avatar: logo },
      schema: groupWire,
      kind: 'repeatable',
      signal,
    })
  }

  return {
    search: (page, { signal } = {}) =>
      ask({
        method: 'POST',
        path: ['groups', 'search'],
        body: pageBody(page),
        schema: groupPage,
        kind: 'read',
        signal,
      }),
    get: (id, { signal } = {}) =>
      ask({ method: 'GET', path: ['groups', id], schema: groupWire, kind: 'read', signal }),
    builtIn: (name, { signal } = {}) =>
      ask({ method: 'GET', path: ['groups', name], schema: groupWire, kind: 'read', signal }),
    create: async (group, { signal } = {}) => {
      const created = await ask({
        method: 'POST',
        path: ['groups'],
        body: groupBody(group),
        schema: groupWire,
        kind: 'create',
        signal,
      })
      return withImage(created, group.logo, signal)
    },
    update: async (id, change, { signal } = {}) => {
      const updated = await ask({
        method: 'PATCH',
        path: ['groups', id],
        body: groupBody(change),
        schema: groupWire,
        kind: 'repeatable',
        signal,
      })
      return withImage(updated, change.logo, signal)
    },
    remove: (id, { signal } = {}) => remove(requester, ['groups', id], signal),
  }
}

const groupBody = ({ name, users, logo }: Partial<NewGroup>): Record<string, unknown> =>
  given({ name, users, logo })
