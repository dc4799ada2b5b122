import type { FoyerClient } from './client.ts'
import { remove } from './removal.ts'
import type { Requester } from './request.ts'
import { appsWire, appWire, customizationWire } from './wire.ts'

export const createApps = (requester: Requester): FoyerClient['apps'] => {
  const { ask } = requester
  return {
    list: ({ signal } = {}) => ask({ method: 'GET', path: ['apps'], schema: appsWire, kind: 'read', signal }),
    get: (id, { signal } = {}) =>
      ask({ method: 'GET', path: ['apps', id], schema: appWire, kind: 'read', signal }),
    create: (app, { signal } = {}) =>
      ask({ method: 'POST', path: ['apps'], body: app, schema: appWire, kind: 'create', signal }),
    update: (id, change, { signal } = {}) =>
      ask({ method: 'PATCH', path: ['apps', id], body: change, schema: appWire, kind: 'repeatable', signal }),
    remove: (id, { signal } = {}) => remove(requester, ['apps', id], signal),
    customization: (id, userId, { signal } = {}) =>
      ask({
        method: 'GET',
        path: ['apps', id, 'users', userId],
        schema: customizationWire,
        kind: 'read',
        signal,
      }),
    // The library's PUT; the documentation's POST where the portal doesn't know it.
    setCustomization: async (id, userId, config, { signal } = {}) => {
      const put = await ask({
        method: 'PUT',
        path: ['apps', id, 'users', userId],
        body: { config },
        schema: customizationWire,
        kind: 'repeatable',
        signal,
      })
      if (put.ok || (put.error.status !== 404 && put.error.status !== 405)) return put
      return ask({
        method: 'POST',
        path: ['apps', id, 'users'],
        body: { user_id: userId, app_id: id, config },
        schema: customizationWire,
        kind: 'create',
        signal,
      })
    },
    removeCustomization: (id, userId, { signal } = {}) =>
      remove(requester, ['apps', id, 'users', userId], signal),
  }
}
