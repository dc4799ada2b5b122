import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import type { PortalContext } from '../context.ts'
import { deleted, result } from '../envelope.ts'
import { checkName } from '../names.ts'
import { page, parseBody, parseSearch } from '../paging.ts'
import type { Members, Space } from '../records.ts'
import { refusal } from '../refusal.ts'
import type { Store } from '../store.ts'
import { builtInGroup } from './groups.ts'
import { param } from './params.ts'
import { checkUsers } from '../lookups.ts'

const membership = z.object({
  users: z.array(z.string()).default([]),
  groups: z.array(z.string()).default([]),
})
const creation = z.object({ name: z.string(), members: membership.default({ users: [], groups: [] }) })
const change = z.object({ name: z.string().optional(), members: membership.optional() })
const memberFilters = z.object({
  member_filters: z
    .array(z.union([z.object({ user_id: z.string() }), z.object({ group_id: z.string() })]))
    .nullish(),
})

export function serveSpaces(app: FastifyInstance, context: PortalContext): void {
  const { store, clock } = context

  app.post('/v1/spaces', async (request) => {
    const body = parseBody(creation, request.body)
    return result(addSpace(context, body.name, body.members))
  })

  app.post('/v1/spaces/search', async (request) => {
    const filters = parseBody(memberFilters, request.body).member_filters ?? []
    const holds = (space: Space) =>
      filters.every((filter) =>
        'user_id' in filter
          ? hasMember(store, space, filter.user_id)
          : space.members.groups.includes(filter.group_id),
      )
    return result(
      page([...store.spaces.values()].filter(holds), parseSearch(request.body, ['name', 'created_at']), {
        text: (space) => space.name,
        fields: { name: (space) => space.name.toLowerCase(), created_at: (space) => space.created_at },
        otherwise: [{ id: 'created_at', dir: 'desc' }],
      }),
    )
  })

  app.get('/v1/spaces/:id', async (request) => result(findSpace(store, param(request, 'id'))))

  app.patch('/v1/spaces/:id', async (request) => {
    const space = findSpace(store, param(request, 'id'))
    const body = parseBody(change, request.body)
    if (body.members !== undefined) space.members = checkMembers(store, body.members)
    if (body.name !== undefined) space.name = checkName('Space', body.name)
    space.updated_at = clock.stamp()
    return result(space)
  })

  app.delete('/v1/spaces/:id', async (request) => {
    const { id } = findSpace(store, param(request, 'id'))
    store.removeSpace(id)
    return deleted
  })

  app.get('/v1/spaces/:id/sas', async (request) => {
    const { id } = findSpace(store, param(request, 'id'))
    const container = await context.openContainer(id)
    const token = context.desk.issue(container)
    return result({ token, url: `${context.blobs.url}/${container}?${token}` })
  })
}

/** Makes a space; also what `make_default_space` of a new user does. */
export function addSpace(context: PortalContext, name: string, members: Members): Space {
  const now = context.clock.stamp()
  const space: Space = {
    id: context.newId(),
    name: checkName('Space', name),
    members: checkMembers(context.store, members),
    created_at: now,
    updated_at: now,
  }
  context.store.spaces.set(space.id, space)
  return space
}

export function findSpace(store: Store, id: string): Space {
  const space = store.spaces.get(id)
  if (space === undefined) throw refusal(404, 'Space not found')
  return space
}

function checkMembers(store: Store, { users, groups }: Members): Members {
  checkUsers(store, users)
  const unknown = groups.find((id) => !store.groups.has(id) && builtInGroup(store, id) === undefined)
  if (unknown !== undefined) throw refusal(400, `groups: "${unknown}" is not a group`)
  return { users: [...new Set(users)], groups: [...new Set(groups)] }
}

/** A member is one who is named, or who is in a group that is named. */
function hasMember(store: Store, space: Space, userId: string): boolean {
  return (
    space.members.users.includes(userId) ||
    space.members.groups.some((id) => {
      const group = store.groups.get(id) ?? builtInGroup(store, id)
      return group?.users.includes(userId) ?? false
    })
  )
}
