import type { FoyerClient, NewUser, UserChange } from './client.ts'
import { given, pageBody } from './page.ts'
import { remove } from './removal.ts'
import type { Requester } from './request.ts'
import { pageWire, userWire } from './wire.ts'

const userPage = pageWire(userWire)

export const createUsers = (requester: Requester): FoyerClient['users'] => {
  const { ask } = requester
  return {
    search: (page, { signal } = {}) =>
      ask({
        method: 'POST',
        path: ['users', 'search'],
        body: pageBody(page),
        schema: userPage,
        kind: 'read',
        signal,
      }),
    get: (id, { signal } = {}) =>
      ask({ method: 'GET', path: ['users', id], schema: userWire, kind: 'read', signal }),
    create: (user, { signal } = {}) =>
      ask({
        method: 'POST',
        path: ['users'],
        body: userBody(user),
        schema: userWire,
        kind: 'create',
        signal,
      }),
    update: (id, change, { signal } = {}) =>
      ask({
        method: 'PATCH',
        path: ['users', id],
        body: userBody(change),
        schema: userWire,
        kind: 'repeatable',
        signal,
      }),
    remove: (id, { signal } = {}) => remove(requester, ['users', id], signal),
  }
}

const userBody = (user: Partial<Omit<NewUser, keyof UserChange>> & UserChange): Record<string, unknown> =>
  given({
    email: user.email,
    role: user.role,
    first_name: user.firstName,
    last_name: user.lastName,
    phone_number: user.phoneNumber,
    avatar: user.avatar,
    send_registration_email: user.sendRegistrationEmail,
    make_default_space: user.makeDefaultSpace,
  })
