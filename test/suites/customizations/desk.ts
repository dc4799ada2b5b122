import type { App, AppId } from '../../../src/core/app.ts'
import { type Config, withEdits } from '../../../src/core/customizations/config.ts'
import type { Wish } from '../../../src/core/customizations/table.ts'
import type { CustomizationJobView } from '../../../src/core/customizations/views.ts'
import type { UserId } from '../../../src/core/person.ts'
import {
  createCustomizations,
  type Customizations,
} from '../../../src/engine/customizations/customizations.ts'
import { customizationKey } from '../../portal/store.ts'
import { createWorld, settleMs, valueOf, type World } from '../people/world.ts'

export type Desk = {
  readonly world: World
  readonly appId: AppId
  readonly people: readonly { readonly id: UserId; readonly email: string }[]
  customizations(): Customizations
  /** What the portal has; undefined: nothing. */
  configOf(userId: UserId): unknown
  /** As somebody else would, behind this program's back. */
  setBehind(userId: UserId, config: Config): Promise<void>
  /** Plans a table that sets one key. */
  plan(values: ReadonlyMap<UserId, Config>): Promise<CustomizationJobView>
  /** Plans, writes, and answers how it ended. */
  write(values: ReadonlyMap<UserId, Config>): Promise<CustomizationJobView>
  /** Successful PUTs and DELETEs of configurations so far. */
  writes(): number
  reopen(): Promise<void>
  close(): Promise<void>
}

export const openDesk = async (
  options: Parameters<typeof createWorld>[0] = {},
  appType = 'link',
): Promise<Desk> => {
  const world = await createWorld(options)
  const begin = () => createCustomizations(world.context(), { settleMs: 2 * settleMs, lanes: 2 })
  let now = begin()
  const made: App = valueOf(
    await world.context().foyer.apps.create({ label: 'Payroll', app_type: appType, config_type: 'user' }),
  )
  const appId = made.id
  const configOf = (userId: UserId): unknown =>
    world.portal.state.customizations.get(customizationKey(appId, userId))?.config
  const plan: Desk['plan'] = async (values) => {
    const wishes = [...values].map(([userId, config]): Wish => {
      const edits = new Map(Object.entries(withEdits(config, new Map())).map(([key, to]) => [key, { to }]))
      return { line: null, email: userId, userId, edits }
    })
    return valueOf(await now.plan({ appId, kind: 'bulk', title: 'test', wishes }))
  }
  return {
    ...{ world, appId },
    people: [...world.portal.state.users.values()].map(({ id, email }) => ({ id: id as UserId, email })),
    customizations: () => now,
    configOf,
    setBehind: async (userId, config) => {
      valueOf(await world.context().foyer.apps.setCustomization(appId, userId, config))
    },
    plan,
    write: async (values) => {
      const planned = await plan(values)
      valueOf(await now.start(planned.id))
      return valueOf(await now.ended(planned.id))
    },
    writes: () =>
      world.portal.log
        .entries()
        .filter(
          ({ method, url, status }) =>
            (method === 'PUT' || method === 'DELETE') && url.includes('/v1/apps/') && status === 200,
        ).length,
    reopen: async () => {
      await now.close()
      await world.reopen()
      now = begin()
    },
    close: async () => {
      await now.close()
      await world.close()
    },
  }
}
