import type { Planning } from '../../core/transfers/views.ts'
import type { Clock } from '../ports.ts'
import type { FoundEntry } from './walk.ts'

/** Counts what a walk finds and tells of it at most ten times a second (T1.36). */
export type PlanningPace = {
  found(entries: readonly FoundEntry[]): void
  end(): void
}

const gapMs = 100

export const createPlanningPace = (
  clock: Clock,
  tell: ((planning: Planning) => void) | undefined,
): PlanningPace => {
  const counted = { files: 0, folders: 0, bytes: 0 }
  let toldAt = Number.NEGATIVE_INFINITY
  return {
    found: (entries) => {
      for (const entry of entries) {
        if (entry.kind === 'folder') counted.folders += 1
        if (entry.kind !== 'file') continue
        counted.files += 1
        counted.bytes += entry.size
      }
      const now = clock.now()
      if (now - toldAt < gapMs) return
      toldAt = now
      tell?.({ ...counted })
    },
    end: () => tell?.({ ...counted }),
  }
}
