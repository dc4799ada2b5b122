import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import type { PortalContext } from '../context.ts'
import { deleted, result } from '../envelope.ts'
import { checkName } from '../names.ts'
import type { Forms } from '../options.ts'
import { page, parseBody, parseSearch } from '../paging.ts'
import type { Group, User } from '../records.ts'
import { refusal } from '../refusal.ts'
import type { Store } from '../store.ts'
import { param } from './params.ts'
import { checkUsers } from '../lookups.ts'

const image = z.string().nullish()
const creation = z.object({
  name: z.string(),
  users: z.array(z.string()).default([]),
  logo: image,
  avatar: image,
})
const change = z.object({
  name: z.string().optional(),
  users: z.array(z.string()).optional(),
  logo: image,
  avatar: image,
})

/** Groups that are always there; whom they hold follows from the users' roles. */
const builtIn: Readonly<Record<string, { name: string; holds: (user: User) => boolean }>> = {
  all_clients: { name: 'All clients', holds: ({ role }) => role === 'client' },
  all_staff: { name: 'All staff', holds: ({ role }) => role === 'staff' },
  all_admins: { name: 'All admins', holds: ({ role }) => role === 'admin' },
  all_users: { name: 'All users', holds: () => true },
}

export function serveGroups(app: FastifyInstance, context: PortalContext): void {
  const { store, clock, forms } = context

  app.post('/v1/groups', async (request) => {
    const body = parseBody(creation, request.body)
    checkUsers(store, body.users)
    const now = clock.stamp()
    const group: Group = {
      id: context.newId(),
      name: checkName('Group', body.name),
      users: [...new Set(body.users)],
      image: imageOf(forms, body) ?? null,
      created_at: now,
      updated_at: now,
    }
    store.groups.set(group.id, group)
    return result(printGroup(group, forms))
  })

  app.post('/v1/groups/search', async (request) => {
    const found = page(store.groups.values(), parseSearch(request.body, ['name', 'created_at']), {
      text: (group) => group.name,
      fields: { name: (group) => group.name.toLowerCase(), created_at: (group) => group.created_at },
      otherwise: [{ id: 'created_at', dir: 'desc' }],
    })
    return result({ results: found.results.map((group) => printGroup(group, forms)), count: found.count })
  })

  app.get('/v1/groups/:id', async (request) => {
    const id = param(request, 'id')
    // The built-in groups are known from the library alone.
    return result(
      printGroup(
        (forms === 'documented' ? undefined : builtInGroup(store, id)) ?? findGroup(store, id),
        forms,
      ),
    )
  })

  app.patch('/v1/groups/:id', async (request) => {
    const group = findGroup(store, param(request, 'id'))
    const body = parseBody(change, request.body)
    const written = imageOf(forms, body)
    if (body.users !== undefined) {
      checkUsers(store, body.users)
      group.users = [...new Set(body.users)]
    }
    if (body.name !== undefined) group.name = checkName('Group', body.name)
    if (written !== undefined) group.image = written
    group.updated_at = clock.stamp()
    return result(printGroup(group, forms))
  })

  app.delete('/v1/groups/:id', async (request) => {
    const { id } = findGroup(store, param(request, 'id'))
    store.groups.delete(id)
    for (const { members } of store.spaces.values())
      members.groups = members.groups.filter((group) => group !== id)
    return deleted
  })
}

function findGroup(store: Store, id: string): Group {
  const group = store.groups.get(id)
  if (group === undefined) throw refusal(404, 'Group not found')
  return group
}

/** One of the groups that are always there, as it stands now. */
export function builtInGroup(store: Store, id: string): Group | undefined {
  const group = Object.hasOwn(builtIn, id) ? builtIn[id] : undefined
  if (group === undefined) return undefined
  const members = [...store.users.values()].filter(group.holds)
  const since = store.users.get(store.keyUser)?.created_at ?? new Date(0).toISOString()
  return {
    id,
    name: group.name,
    users: members.map((user) => user.id),
    image: null,
    created_at: since,
    updated_at: since,
  }
}

function imageOf(
  forms: Forms,
  body: { logo?: string | null | undefined; avatar?: string | null | undefined },
): string | null | undefined {
  switch (forms) {
    case 'documented':
      return body.logo
    case 'library':
      return body.avatar
    case 'both':
      return body.logo === undefined ? body.avatar : body.logo
  }
}

function printGroup({ image: picture, ...group }: Group, forms: Forms): object {
  return {
    ...group,
    ...(forms === 'library' ? {} : { logo: picture }),
    ...(forms === 'documented' ? {} : { avatar: picture }),
  }
}
