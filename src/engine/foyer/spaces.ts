import type { FoyerClient, MemberFilter, NewSpace } from './client.ts'
import { given, pageBody } from './page.ts'
import { remove } from './removal.ts'
import type { Requester } from './request.ts'
import { pageWire, sasWire, spaceWire } from './wire.ts'

const spacePage = pageWire(spaceWire)

export const createSpaces = (requester: Requester): FoyerClient['spaces'] => {
  const { ask } = requester
  return {
    search: (page, { signal } = {}) =>
      ask({
        method: 'POST',
        path: ['spaces', 'search'],
        body: { ...pageBody(page), ...given({ member_filters: page.memberFilters?.map(filterBody) }) },
        schema: spacePage,
        kind: 'read',
        signal,
      }),
    get: (id, { signal } = {}) =>
      ask({ method: 'GET', path: ['spaces', id], schema: spaceWire, kind: 'read', signal }),
    create: (space, { signal } = {}) =>
      ask({
        method: 'POST',
        path: ['spaces'],
        body: spaceBody(space),
        schema: spaceWire,
        kind: 'create',
        signal,
      }),
    update: (id, change, { signal } = {}) =>
      ask({
        method: 'PATCH',
        path: ['spaces', id],
        body: spaceBody(change),
        schema: spaceWire,
        kind: 'repeatable',
        signal,
      }),
    remove: (id, { signal } = {}) => remove(requester, ['spaces', id], signal),
    sas: (id, { signal } = {}) =>
      ask({ method: 'GET', path: ['spaces', id, 'sas'], schema: sasWire, kind: 'read', signal }),
  }
}

const spaceBody = ({ name, members }: Partial<NewSpace>): Record<string, unknown> => given({ name, members })

const filterBody = (filter: MemberFilter): Record<string, unknown> =>
  'userId' in filter ? { user_id: filter.userId } : { group_id: filter.groupId }
