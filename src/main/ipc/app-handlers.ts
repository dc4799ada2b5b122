import type { z } from 'zod'
import type { CallName, Calls, EventPayload } from '../../contract/index.ts'
import type { PortalId } from '../../core/portal.ts'
import { ok, type Result } from '../../core/result.ts'
import type { TableSource } from '../../engine/customizations/tables.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import type { Drops } from './drops.ts'
import { tellingWaits, type WithPortal } from './foundry-waits.ts'

type Input<K extends CallName> = z.output<Calls[K]['input']>
type Which = Input<'customizations.start'>

type Given = {
  readonly drops: Drops
  readonly withPortal: WithPortal
  readonly foundryWaits: (payload: EventPayload<'foundry.waiting'>) => void
}

const nothing = async (answer: Promise<Result<unknown>>): Promise<Result<undefined>> => {
  const done = await answer
  return done.ok ? ok(undefined) : done
}

/** The calls about apps, customizations and training status. */
export const createAppHandlers = ({ drops, withPortal, foundryWaits }: Given) => {
  const plannings = new Map<PortalId, AbortController>()

  /** A plan reads everybody it is about: one at a time for a portal, and it can be stopped. */
  const planning = async <T>(
    portalId: PortalId,
    plan: (portal: PortalEngine, signal: AbortSignal) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    plannings.get(portalId)?.abort()
    const controller = new AbortController()
    plannings.set(portalId, controller)
    try {
      return await withPortal(portalId, (portal) => plan(portal, controller.signal))
    } finally {
      if (plannings.get(portalId) === controller) plannings.delete(portalId)
    }
  }
  const withSource = <T>(
    source: Input<'customizations.planTable'>['source'],
    work: (source: TableSource) => Promise<Result<T>>,
  ): Promise<Result<T>> =>
    'text' in source ? work(source) : drops.look(source.dropId, ([path = '']) => work({ path }))
  const withJob = (
    { portalId, jobId }: Which,
    verb: 'start' | 'pause' | 'cancel' | 'retryFailed' | 'remove',
  ): Promise<Result<undefined>> =>
    nothing(withPortal(portalId, (portal) => portal.customizations[verb](jobId)))

  return {
    'apps.list': ({ portalId }: Input<'apps.list'>) => withPortal(portalId, (portal) => portal.apps.list()),
    'customizations.read': ({ portalId, appId, userId }: Input<'customizations.read'>) =>
      withPortal(portalId, (portal) => portal.customizations.read(appId, userId)),
    'customizations.save': ({ portalId, ...change }: Input<'customizations.save'>) =>
      withPortal(portalId, (portal) => portal.customizations.save(change)),
    'customizations.previewTable': ({ portalId, source }: Input<'customizations.previewTable'>) =>
      withSource(source, (found) =>
        withPortal(portalId, (portal) => portal.customizations.tables.preview(found)),
      ),
    'customizations.planTable': ({ portalId, source, ...how }: Input<'customizations.planTable'>) =>
      withSource(source, (found) =>
        planning(portalId, (portal, signal) =>
          portal.customizations.tables.plan({ ...how, source: found }, { signal }),
        ),
      ),
    'customizations.rollback': ({ portalId, jobId, numbers }: Input<'customizations.rollback'>) =>
      planning(portalId, (portal, signal) => portal.customizations.rollback(jobId, numbers, { signal })),
    'customizations.stopPlanning': async ({ portalId }: Input<'customizations.stopPlanning'>) => {
      plannings.get(portalId)?.abort()
      return ok(undefined)
    },
    'customizations.jobs': ({ portalId }: Input<'customizations.jobs'>) =>
      withPortal(portalId, async (portal) => ok(await portal.customizations.list())),
    'customizations.job': ({ portalId, jobId }: Input<'customizations.job'>) =>
      withPortal(portalId, (portal) => portal.customizations.view(jobId)),
    'customizations.changes': ({ portalId, jobId, ...page }: Input<'customizations.changes'>) =>
      withPortal(portalId, async (portal) => ok(await portal.customizations.changes(jobId, page))),
    'customizations.history': ({ portalId, ...which }: Input<'customizations.history'>) =>
      withPortal(portalId, async (portal) => ok(await portal.customizations.history(which))),
    'customizations.start': (which: Which) => withJob(which, 'start'),
    'customizations.pause': (which: Which) => withJob(which, 'pause'),
    'customizations.cancel': (which: Which) => withJob(which, 'cancel'),
    'customizations.retryFailed': (which: Which) => withJob(which, 'retryFailed'),
    'customizations.remove': (which: Which) => withJob(which, 'remove'),

    'training.view': ({ portalId }: Input<'training.view'>) =>
      withPortal(portalId, async (portal) => ok(await portal.training.view())),
    'training.read': ({ portalId }: Input<'training.read'>) =>
      tellingWaits(withPortal, foundryWaits)(portalId, (portal) => portal.training.read()),
    'training.of': ({ portalId, userId }: Input<'training.of'>) =>
      withPortal(portalId, async (portal) => ok(await portal.training.of(userId))),
    'training.plan': ({ portalId, ...where }: Input<'training.plan'>) =>
      planning(portalId, (portal, signal) => portal.training.plan(where, { signal })),
  }
}
