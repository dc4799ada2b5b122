import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import type { PortalContext } from '../context.ts'
import { deleted, result } from '../envelope.ts'
import { page, parseBody, parseSearch } from '../paging.ts'
import { roles } from '../records.ts'
import type { User } from '../records.ts'
import { refusal } from '../refusal.ts'
import type { Store } from '../store.ts'
import { given, param } from './params.ts'
import { findUser } from '../lookups.ts'
import { addSpace } from './spaces.ts'

const details = z.object({
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  phone_number: z.string().nullish(),
  avatar: z.string().nullish(),
})
const creation = details.extend({
  email: z.email('not an e-mail address'),
  // The documentation's "Create a Client" lists no role.
  role: z.enum(roles).default('client'),
  send_registration_email: z.boolean().default(false),
  make_default_space: z.boolean().default(false),
})
const change = details.extend({
  email: z.email('not an e-mail address').optional(),
  role: z.enum(roles).optional(),
})

export function serveUsers(app: FastifyInstance, context: PortalContext): void {
  const { store, clock } = context

  app.post('/v1/users', async (request) => {
    const body = parseBody(creation, request.body)
    checkEmail(store, body.email)
    const now = clock.stamp()
    const user: User = {
      id: context.newId(),
      email: body.email,
      role: body.role,
      first_name: body.first_name ?? null,
      last_name: body.last_name ?? null,
      phone_number: body.phone_number ?? null,
      avatar: body.avatar ?? null,
      created_at: now,
      updated_at: now,
    }
    store.users.set(user.id, user)
    store.emails.put(user)
    if (body.send_registration_email) store.invitations.push(user.id)
    if (body.make_default_space)
      addSpace(context, fullName(user) === '' ? user.email : fullName(user), { users: [user.id], groups: [] })
    return result(user)
  })

  app.post('/v1/users/search', async (request) => {
    const asked = parseSearch(request.body, ['email', 'first_name', 'last_name', 'created_at'])
    return result(
      page(store.emails.candidates(asked.query) ?? store.users.values(), asked, {
        text: (user) => [user.email, fullName(user), user.phone_number ?? ''].join('\n'),
        fields: {
          email: (user) => user.email.toLowerCase(),
          first_name: (user) => (user.first_name ?? '').toLowerCase(),
          last_name: (user) => (user.last_name ?? '').toLowerCase(),
          created_at: (user) => user.created_at,
        },
        otherwise: [{ id: 'created_at', dir: 'desc' }],
      }),
    )
  })

  app.get('/v1/users/:id', async (request) => result(findUser(store, param(request, 'id'))))

  app.patch('/v1/users/:id', async (request) => {
    const user = findUser(store, param(request, 'id'))
    const changes = given(parseBody(change, request.body))
    if (changes.email !== undefined) checkEmail(store, changes.email, user.id)
    Object.assign(user, changes, { updated_at: clock.stamp() })
    store.emails.put(user)
    return result(user)
  })

  app.delete('/v1/users/:id', async (request) => {
    const user = findUser(store, param(request, 'id'))
    const { id } = user
    if (id === store.keyUser) throw refusal(400, 'The user of the API key cannot be deleted')
    store.users.delete(id)
    store.emails.remove(user)
    for (const group of store.groups.values()) group.users = group.users.filter((each) => each !== id)
    for (const { members } of store.spaces.values())
      members.users = members.users.filter((each) => each !== id)
    for (const [key, { user_id }] of store.customizations)
      if (user_id === id) store.customizations.delete(key)
    return deleted
  })
}

function checkEmail(store: Store, email: string, except?: string): void {
  if (store.emails.having(email).some(({ id }) => id !== except))
    throw refusal(409, 'A user with this email already exists')
}

function fullName(user: User): string {
  return [user.first_name, user.last_name].filter((part) => part !== null).join(' ')
}
