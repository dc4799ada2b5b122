import type { z } from 'zod'
import type { CallName, Calls, EventPayload } from '../../contract/index.ts'
import { fail } from '../../core/failure.ts'
import type { PortalId } from '../../core/portal.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { PlanId } from '../../core/transfers/views.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import type { Drops } from './drops.ts'

type Input<K extends CallName> = z.output<Calls[K]['input']>

type Given = {
  readonly drops: Drops
  readonly withPortal: <T>(
    id: PortalId,
    work: (portal: PortalEngine) => Promise<Result<T>>,
  ) => Promise<Result<T>>
  readonly everyPortal: <T>(
    work: (portal: PortalEngine) => Promise<readonly T[]>,
  ) => Promise<Result<readonly T[]>>
  readonly ignorePatterns: () => readonly string[]
  /** L1.4: the window is told nothing now. */
  readonly locked: () => boolean
  readonly planning: (payload: EventPayload<'uploads.planning'>) => void
}

/** The calls about uploads before they start: plans, their conflicts, those kept for later, fan-outs. */
export const createPlanHandlers = ({
  drops,
  withPortal,
  everyPortal,
  ignorePatterns,
  locked,
  planning,
}: Given) => {
  /** Which portal's plan an id belongs to: the window speaks of plans without their portal. */
  const plans = new Map<PlanId, PortalId>()
  const walks = new Map<string, AbortController>()
  /** L1.10: saved plans that were made anew while nobody could be told by which id. */
  const renewed = new Map<PlanId, PlanId>()

  /** A walk that can be stopped by what it is of, and tells how far it has come. */
  const walking = async <T>(
    of: string,
    walk: (with_: {
      readonly signal: AbortSignal
      readonly ignore: readonly string[]
      readonly onProgress: (counted: Omit<EventPayload<'uploads.planning'>, 'of'>) => void
    }) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    walks.get(of)?.abort()
    const controller = new AbortController()
    walks.set(of, controller)
    try {
      return await walk({
        signal: controller.signal,
        ignore: ignorePatterns(),
        onProgress: (counted) => planning({ of, ...counted }),
      })
    } finally {
      if (walks.get(of) === controller) walks.delete(of)
    }
  }

  const withPlan = async <T>(
    planId: PlanId,
    work: (portal: PortalEngine) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const portalId = plans.get(planId)
    return portalId === undefined ? err(fail('unknown-id')) : withPortal(portalId, work)
  }

  return {
    'uploads.plan': ({ portalId, dropId, ...where }: Input<'uploads.plan'>) =>
      drops.use(dropId, (roots) =>
        walking(dropId, async ({ signal, ...how }) => {
          const plan = await withPortal(portalId, async (portal) => {
            const made = await portal.transfers.plan({ ...where, roots, ...how }, signal)
            if (!made.ok || !locked()) return made
            // L1.10: nobody can be told of it. The drop is kept instead, and looked at again.
            portal.transfers.discardPlan(made.value.id)
            return err(fail('locked'))
          })
          if (plan.ok) plans.set(plan.value.id, portalId)
          return plan
        }),
      ),
    'uploads.start': ({ planId, ...how }: Input<'uploads.start'>) =>
      withPlan(planId, async (portal) => {
        const started = await portal.transfers.startUpload(planId, how)
        if (started.ok) plans.delete(planId)
        return started
      }),
    'uploads.discard': ({ planId }: Input<'uploads.discard'>) =>
      withPlan(planId, async (portal) => {
        plans.delete(planId)
        portal.transfers.discardPlan(planId)
        return ok(undefined)
      }),
    'uploads.stopPlanning': async ({ of }: Input<'uploads.stopPlanning'>) => {
      walks.get(of)?.abort()
      return ok(undefined)
    },
    'uploads.conflicts': ({ planId, ...page }: Input<'uploads.conflicts'>) =>
      withPlan(planId, async (portal) => ok(await portal.transfers.conflicts(planId, page))),
    'uploads.decide': ({ planId, which, choice }: Input<'uploads.decide'>) =>
      withPlan(planId, async (portal) => ok(await portal.transfers.decide(planId, which, choice))),
    'uploads.save': ({ planId, ...how }: Input<'uploads.save'>) =>
      withPlan(planId, async (portal) => {
        const saved = await portal.transfers.savePlan(planId, how)
        return saved.ok ? ok(undefined) : saved
      }),
    'uploads.saved': () => everyPortal((portal) => portal.transfers.savedPlans()),
    'uploads.recheck': ({ portalId, planId }: Input<'uploads.recheck'>) =>
      walking(planId, async ({ signal, ...how }) => {
        const from = renewed.get(planId) ?? planId
        const checked = await withPortal(portalId, (portal) => portal.transfers.recheck(from, how, signal))
        if (!checked.ok) return checked
        renewed.delete(planId)
        if (locked()) renewed.set(planId, checked.value.plan.id)
        else plans.set(checked.value.plan.id, portalId)
        return checked
      }),
    'uploads.discardSaved': ({ portalId, planId }: Input<'uploads.discardSaved'>) =>
      withPortal(portalId, async (portal) => {
        portal.transfers.discardPlan(planId)
        return ok(undefined)
      }),
    'fanOut.plan': ({ portalId, dropId, by, folder }: Input<'fanOut.plan'>) =>
      drops.look(dropId, (roots) =>
        walking(dropId, ({ signal, ...how }) => {
          const plan = (found: { kind: 'rule'; rule: string } | { kind: 'table'; path: string }) =>
            withPortal(portalId, (portal) =>
              portal.transfers.fanOut.plan({ roots, by: found, folder, ...how }, signal),
            )
          return by.kind === 'rule'
            ? plan(by)
            : drops.look(by.dropId, ([path = '']) => plan({ kind: 'table', path }))
        }),
      ),
    'fanOut.rows': ({ portalId, fanOutId, ...query }: Input<'fanOut.rows'>) =>
      withPortal(portalId, async (portal) => ok(await portal.transfers.fanOut.rows(fanOutId, query))),
    'fanOut.start': ({ portalId, fanOutId, ...how }: Input<'fanOut.start'>) =>
      withPortal(portalId, async (portal) => {
        const started = await portal.transfers.fanOut.start(fanOutId, how)
        return started.ok ? ok({ jobs: started.value.length }) : started
      }),
    'fanOut.save': ({ portalId, fanOutId, ...how }: Input<'fanOut.save'>) =>
      withPortal(portalId, async (portal) => {
        const saved = await portal.transfers.fanOut.save(fanOutId, how)
        return saved.ok ? ok(undefined) : saved
      }),
    'fanOut.saved': () => everyPortal((portal) => portal.transfers.fanOut.saved()),
    'fanOut.recheck': ({ portalId, fanOutId }: Input<'fanOut.recheck'>) =>
      walking(fanOutId, ({ signal, ...how }) =>
        withPortal(portalId, (portal) => portal.transfers.fanOut.recheck(fanOutId, how, signal)),
      ),
    'fanOut.discard': ({ portalId, fanOutId }: Input<'fanOut.discard'>) =>
      withPortal(portalId, async (portal) => {
        await portal.transfers.fanOut.discard(fanOutId)
        return ok(undefined)
      }),
  }
}
