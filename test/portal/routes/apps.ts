import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import type { PortalContext } from '../context.ts'
import { deleted, result } from '../envelope.ts'
import { checkName } from '../names.ts'
import { parseBody } from '../paging.ts'
import type { App, Customization } from '../records.ts'
import { refusal } from '../refusal.ts'
import { customizationKey } from '../store.ts'
import type { Store } from '../store.ts'
import { given, param } from './params.ts'
import { findUser } from '../lookups.ts'

const creation = z.object({
  config_type: z.enum(['global', 'user']).default('global'),
  label: z.string(),
  icon: z.string().default(''),
  route: z.string().default(''),
  app_type: z.string().default('link'),
})
const change = z.object({
  config_type: z.enum(['global', 'user']).optional(),
  label: z.string().optional(),
  icon: z.string().optional(),
  route: z.string().optional(),
  app_type: z.string().optional(),
})
const config = z.looseObject({})
const put = z.object({ config })
const post = z.object({ user_id: z.string(), app_id: z.string().optional(), config })

export function serveApps(app: FastifyInstance, context: PortalContext): void {
  const { store, clock, forms } = context

  app.get('/v1/apps', async () => result([...store.apps.values()].map(printApp)))

  app.post('/v1/apps', async (request) => {
    const body = parseBody(creation, request.body)
    const now = clock.stamp()
    const made: App = {
      id: context.newId(),
      ...body,
      label: checkName('App', body.label),
      created_at: now,
      updated_at: now,
    }
    store.apps.set(made.id, made)
    return result(printApp(made))
  })

  app.get('/v1/apps/:id', async (request) => result(printApp(findApp(store, param(request, 'id')))))

  app.patch('/v1/apps/:id', async (request) => {
    const found = findApp(store, param(request, 'id'))
    const changes = given(parseBody(change, request.body))
    if (changes.label !== undefined) checkName('App', changes.label)
    Object.assign(found, changes, { updated_at: clock.stamp() })
    return result(printApp(found))
  })

  app.delete('/v1/apps/:id', async (request) => {
    const { id } = findApp(store, param(request, 'id'))
    store.apps.delete(id)
    for (const [key, { app_id }] of store.customizations) if (app_id === id) store.customizations.delete(key)
    return deleted
  })

  app.get('/v1/apps/:aid/users/:uid', async (request) =>
    result(findCustomization(store, param(request, 'aid'), param(request, 'uid'))),
  )

  if (forms !== 'documented')
    app.put('/v1/apps/:aid/users/:uid', async (request) => {
      const body = parseBody(put, request.body)
      return result(customize(context, param(request, 'aid'), param(request, 'uid'), body.config))
    })

  if (forms !== 'library')
    app.post('/v1/apps/:aid/users', async (request) => {
      const body = parseBody(post, request.body)
      const appId = param(request, 'aid')
      if (body.app_id !== undefined && body.app_id !== appId)
        throw refusal(400, 'app_id is not the app of the path')
      return result(customize(context, appId, body.user_id, body.config))
    })

  app.delete('/v1/apps/:aid/users/:uid', async (request) => {
    const found = findCustomization(store, param(request, 'aid'), param(request, 'uid'))
    store.customizations.delete(customizationKey(found.app_id, found.user_id))
    return deleted
  })
}

function customize(context: PortalContext, appId: string, userId: string, chosen: unknown): Customization {
  const { store, clock } = context
  const key = customizationKey(findApp(store, appId).id, findUser(store, userId).id)
  const now = clock.stamp()
  const existing = store.customizations.get(key)
  const customization: Customization = existing ?? {
    id: context.newId(),
    user_id: userId,
    app_id: appId,
    config: chosen,
    created_at: now,
    updated_at: now,
  }
  customization.config = chosen
  customization.updated_at = now
  store.customizations.set(key, customization)
  return customization
}

function printApp(app: App): object {
  return { ...app, effective_route: app.route === '' ? `/apps/${app.id}` : app.route }
}

function findApp(store: Store, id: string): App {
  const app = store.apps.get(id)
  if (app === undefined) throw refusal(404, 'App not found')
  return app
}

function findCustomization(store: Store, appId: string, userId: string): Customization {
  findApp(store, appId)
  const customization = store.customizations.get(customizationKey(appId, userId))
  if (customization === undefined) throw refusal(404, 'Customization not found')
  return customization
}
