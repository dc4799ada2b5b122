import type { FailureCode } from '../../../core/failure.ts'
import type { JobView } from '../../../core/transfers/views.ts'
import type { Result } from '../../../core/result.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { useJobs } from './use-jobs.ts'

export type JobActions = Readonly<
  Record<
    'pause' | 'resume' | 'cancel' | 'retryFailed' | 'dismiss' | 'reveal' | 'open' | 'sendMessage' | 'dropMessage',
    () => void
  > & { retryReason: (reason: FailureCode) => void }
>

/** What can be done with a job. The list is read again after each, in case no progress event follows. */
export const useJobActions = (job: JobView): JobActions => {
  const { reload } = useJobs()
  const which = { portalId: job.portalId, jobId: job.id }
  const run = (call: Promise<Result<undefined>>): void => {
    void settle(call).then((answer) => {
      if (!answer.ok) sayFailure(answer.error)
      reload()
    })
  }
  return {
    pause: () => run(foyer()['transfers.pause'](which)),
    resume: () => run(foyer()['transfers.resume'](which)),
    cancel: () => run(foyer()['transfers.cancel'](which)),
    retryFailed: () => run(foyer()['transfers.retryFailed'](which)),
    retryReason: (reason) => run(foyer()['transfers.retryFailed']({ ...which, reason })),
    sendMessage: () => run(foyer()['transfers.message']({ ...which, action: 'send' })),
    dropMessage: () => run(foyer()['transfers.message']({ ...which, action: 'drop' })),
    dismiss: () => run(foyer()['transfers.dismiss'](which)),
    reveal: () => run(foyer()['transfers.reveal'](which)),
    open: () => run(foyer()['transfers.open'](which)),
  }
}
