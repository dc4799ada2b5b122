import type { FailureCode } from '../../../core/failure.ts'
import type { Result } from '../../../core/result.ts'
import type { JobView } from '../../../core/transfers/views.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { useJobs } from './use-jobs.ts'
import { type FileAction, isEnded, isMoving } from './view.ts'

export type JobActions = Readonly<
  Record<
    | 'pause'
    | 'resume'
    | 'cancel'
    | 'retryFailed'
    | 'dismiss'
    | 'reveal'
    | 'open'
    | 'sendMessage'
    | 'dropMessage',
    () => void
  > & { retryReason: (reason: FailureCode) => void }
> & { readonly file: (action: FileAction, number: number) => Promise<void> }

const tell = async (call: Promise<Result<undefined>>): Promise<void> => {
  const answer = await settle(call)
  if (!answer.ok) sayFailure(answer.error)
}

const which = (job: JobView) => ({ portalId: job.portalId, jobId: job.id })

/** What can be done with a job. The list is read again after each, in case no progress event follows. */
export const useJobActions = (job: JobView): JobActions => {
  const { reload } = useJobs()
  const run = (call: Promise<Result<undefined>>): void => void tell(call).then(reload)
  const file = {
    pause: 'transfers.pauseFile',
    resume: 'transfers.resumeFile',
    cancel: 'transfers.cancelFile',
  } as const
  return {
    pause: () => run(foyer()['transfers.pause'](which(job))),
    resume: () => run(foyer()['transfers.resume'](which(job))),
    cancel: () => run(foyer()['transfers.cancel'](which(job))),
    retryFailed: () => run(foyer()['transfers.retryFailed'](which(job))),
    retryReason: (reason) => run(foyer()['transfers.retryFailed']({ ...which(job), reason })),
    sendMessage: () => run(foyer()['transfers.message']({ ...which(job), action: 'send' })),
    dropMessage: () => run(foyer()['transfers.message']({ ...which(job), action: 'drop' })),
    dismiss: () => run(foyer()['transfers.dismiss'](which(job))),
    reveal: () => run(foyer()['transfers.reveal'](which(job))),
    open: () => run(foyer()['transfers.open'](which(job))),
    file: (action, number) => tell(foyer()[file[action]]({ ...which(job), number })).then(reload),
  }
}

/** What can be done with all jobs at once. */
export const useAllJobs = (): Readonly<Record<'pause' | 'resume' | 'clear', () => void>> => {
  const { list, reload } = useJobs()
  const each = (
    jobs: readonly JobView[],
    call: 'transfers.pause' | 'transfers.resume' | 'transfers.dismiss',
  ): void => void Promise.all(jobs.map((job) => tell(foyer()[call](which(job))))).then(reload)
  return {
    pause: () => each(list.filter(isMoving), 'transfers.pause'),
    resume: () =>
      each(
        list.filter(({ state }) => state === 'paused'),
        'transfers.resume',
      ),
    clear: () =>
      each(
        list.filter(({ state }) => isEnded(state) && state !== 'failed'),
        'transfers.dismiss',
      ),
  }
}
