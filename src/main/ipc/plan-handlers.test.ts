import { expect, test } from 'vitest'
import { fail } from '../../core/failure.ts'
import type { PortalId } from '../../core/portal.ts'
import { err, ok } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { type DropId, planId } from '../../core/transfers/views.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import { createDrops } from './drops.ts'
import { createPlanHandlers } from './plan-handlers.ts'

const where = { portalId: 'p' as PortalId, spaceId: 's' as SpaceId, folderId: null }

/** The handlers over plans that are only counted. */
const desk = () => {
  const did: string[] = []
  let made = 0
  let isLocked = false
  const next = () => planId.parse(`plan-${(made += 1)}`)
  const transfers = {
    plan: async () => ok({ id: next() }),
    recheck: async (from: string) => {
      did.push(`recheck ${from}`)
      return ok({ plan: { id: next() } })
    },
    discardPlan: (id: string) => did.push(`discard ${id}`),
    conflicts: async (id: string) => {
      did.push(`conflicts ${id}`)
      return { rows: [], choices: {} }
    },
  }
  const drops = createDrops({ uuid: () => 'drop', now: () => 0 })
  const handlers = createPlanHandlers({
    drops,
    withPortal: (_id, work) => work({ transfers } as unknown as PortalEngine),
    everyPortal: async () => ok([]),
    ignorePatterns: () => [],
    locked: () => isLocked,
    planning: () => undefined,
  })
  const offered = drops.offer(['/home/ann/a'])
  const dropId: DropId = offered.ok ? offered.value.dropId : expect.fail('The drop was refused')
  return { handlers, did, dropId, lock: (locked: boolean) => (isLocked = locked) }
}

test('L1.10: a drop that was being looked at when it locked leaves no plan behind, and is looked at again', async () => {
  const { handlers, did, dropId, lock } = desk()
  lock(true)
  expect(await handlers['uploads.plan']({ ...where, dropId })).toEqual(err(fail('locked')))
  expect(did).toEqual(['discard plan-1'])
  lock(false)
  expect(await handlers['uploads.plan']({ ...where, dropId })).toMatchObject(ok({ id: 'plan-2' }))
  // A plan that was told of uses its drop up.
  expect(await handlers['uploads.plan']({ ...where, dropId })).toEqual(err(fail('unknown-id')))
})

test('L1.10: a saved plan that was made anew while it locked is found by the id the window knows', async () => {
  const { handlers, did, lock } = desk()
  const saved = planId.parse('saved')
  lock(true)
  await handlers['uploads.recheck']({ portalId: where.portalId, planId: saved })
  lock(false)
  const again = await handlers['uploads.recheck']({ portalId: where.portalId, planId: saved })
  expect(again).toMatchObject(ok({ plan: { id: 'plan-2' } }))
  expect(did).toEqual(['recheck saved', 'recheck plan-1'])
  const page = { planId: planId.parse('plan-2'), offset: 0, limit: 1 }
  expect((await handlers['uploads.conflicts'](page)).ok).toBe(true)
})
