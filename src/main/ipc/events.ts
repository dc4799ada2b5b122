import type { EventName, EventPayload } from '../../contract/index.ts'
import type { PortalId } from '../../core/portal.ts'
import type { ChangeTopic, SpaceId } from '../../core/space.ts'
import type { JobView } from '../../core/transfers/views.ts'
import type { EngineEvent } from '../../engine/engine.ts'

export type Emit = <K extends EventName>(name: K, payload: EventPayload<K>) => void

/** Runs `work` after `ms`; Node's setTimeout, or a test's. */
export type Later = (work: () => void, ms: number) => void

/** A sync stores page after page: the window re-reads once for all that came within this time, in milliseconds. */
const changedWithin = 30
/** Numbers of transfers reach the window at most ten times a second, whatever the number of portals. */
const progressWithin = 100

type Change = {
  readonly portalId: PortalId
  readonly spaceId: SpaceId | null
  readonly topics: Set<ChangeTopic>
}

/** Turns the engine's events into the contract's, gathering what comes in quick succession. */
export const createEventRelay = (emit: Emit, later: Later): ((event: EngineEvent) => void) => {
  const changes = new Map<string, Change>()
  const jobs = new Map<string, JobView>()
  let portals = false

  const flushPortals = (): void => {
    portals = false
    emit('portals.changed', undefined)
  }
  const flushChanges = (): void => {
    const gathered = [...changes.values()]
    changes.clear()
    for (const { portalId, spaceId, topics } of gathered)
      emit('changed', { portalId, spaceId, topics: [...topics] })
  }
  const flushJobs = (): void => {
    const gathered = [...jobs.values()]
    jobs.clear()
    emit('transfers.progress', gathered)
  }

  return (event) => {
    switch (event.kind) {
      case 'portals':
        if (!portals) later(flushPortals, changedWithin)
        portals = true
        return
      case 'changed': {
        if (changes.size === 0) later(flushChanges, changedWithin)
        const key = JSON.stringify([event.portalId, event.spaceId])
        const known = changes.get(key)?.topics ?? []
        changes.set(key, {
          portalId: event.portalId,
          spaceId: event.spaceId,
          topics: new Set([...known, ...event.topics]),
        })
        return
      }
      case 'progress':
        if (event.jobs.length === 0) return
        if (jobs.size === 0) later(flushJobs, progressWithin)
        for (const job of event.jobs) jobs.set(job.id, job)
    }
  }
}
