import type { PortalId } from '../core/portal.ts'
import type { JobView } from '../core/transfers/views.ts'
import { taskbarProgress, type TaskbarProgress } from './taskbar.ts'

/** What transfers mean for the computer: the bar on the program's icon, and that it stays awake. */
export type TransferWatch = {
  progress(jobs: readonly JobView[]): void
  /** Jobs of portals that are gone count no more. */
  portals(known: readonly PortalId[]): void
  /** Whether the computer is to be kept awake while transfers run. */
  setKeepAwake(keep: boolean): void
  /** Jobs that would stand still if the program ended now. */
  underWay(): number
  close(): void
}

export const createTransferWatch = (computer: {
  readonly showProgress: (progress: TaskbarProgress) => void
  /** Keeps the computer from falling asleep; answers the function that ends that. */
  readonly keepAwake: () => () => void
}): TransferWatch => {
  const jobs = new Map<string, JobView>()
  let keep = false
  let letSleep: (() => void) | undefined

  const running = (): number => [...jobs.values()].filter(({ state }) => state === 'running').length
  const update = (): void => {
    computer.showProgress(taskbarProgress(jobs.values()))
    // A job that waits for the network, or for a person, keeps nobody's computer awake.
    if (keep && running() > 0) letSleep ??= computer.keepAwake()
    else {
      letSleep?.()
      letSleep = undefined
    }
  }

  return {
    progress: (changed) => {
      for (const job of changed) {
        if (job.endedAt === null) jobs.set(job.id, job)
        else jobs.delete(job.id)
      }
      update()
    },
    portals: (known) => {
      for (const job of jobs.values()) if (!known.includes(job.portalId)) jobs.delete(job.id)
      update()
    },
    setKeepAwake: (wanted) => {
      keep = wanted
      update()
    },
    underWay: () =>
      [...jobs.values()].filter(({ state }) => state === 'running' || state === 'waiting').length,
    close: () => {
      letSleep?.()
      letSleep = undefined
      jobs.clear()
    },
  }
}
