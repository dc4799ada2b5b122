import { join } from 'node:path'
import { fail, type FailureCode, FailureError } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { JobId } from '../../core/transfers/views.ts'
import { createFileControl } from './control-files.ts'
import type { JobNumbers } from './job-state.ts'
import type { Jobs } from './jobs.ts'
import type { Tools } from './tools.ts'
import type { Transfers } from './transfers.ts'

type JobControl = Pick<
  Transfers,
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'retryFailed'
  | 'dismiss'
  | 'summary'
  | 'target'
  | 'product'
  | 'ended'
  | 'pauseFile'
  | 'resumeFile'
  | 'cancelFile'
>

/** What a person may order about a job and its files once it has begun (T1.64, T1.90). */
export const createJobControl = (jobs: Jobs, tools: Tools): JobControl => {
  const { archive, ports } = tools.context
  const { scheduler, summaries, progress, ends } = jobs

  /** T1.68: a job whose files have all ended is let come to its own end: there is nothing left to stop. */
  const isOver = async (numbers: JobNumbers): Promise<boolean> => {
    await ends.concluded(numbers.job().id)
    return numbers.job().endedAt !== null
  }

  const retryFailed = (jobId: JobId, reason: FailureCode | null = null): Promise<Result<void>> =>
    jobs.inTurn(jobId, ['running', 'paused', 'failed'], async () => {
      await scheduler.stop(jobId)
      await ends.concluded(jobId)
      await tools.journal.flush()
      await archive.run('transfers.retryFailed', { jobId, reason })
      const numbers = await jobs.reload(jobId)
      if (numbers === undefined) return
      await jobs.setState(numbers, 'running')
      jobs.run(numbers)
    })

  const resume = (jobId: JobId): Promise<Result<void>> =>
    jobs.inTurn(jobId, ['paused', 'running'], async (numbers) => {
      tools.gate.wake()
      // It is not begun again either: what the journal says of its files may be a moment old.
      if (await isOver(numbers)) return
      try {
        // T1.90: to go on with the job is to go on with all of it.
        const released = await archive.run('transfers.releaseAll', { jobId })
        tools.atWork.unbarAll(jobId)
        numbers.hold(0)
        if (numbers.job().state !== 'running' || released > 0) {
          await scheduler.stop(jobId)
          // What is claimed next is read from the journal.
          await tools.journal.flush()
          await jobs.setState(numbers, 'running')
        }
      } catch (error) {
        // There is still no room for it: the job stands still and says so.
        if (!(error instanceof FailureError)) throw error
        await scheduler.stop(jobId)
        jobs.halt(numbers, error.failure)
        return
      }
      // Nothing is done where it is at work; it is not when the start could not read the journal.
      jobs.run(numbers)
    })

  const fileControl = createFileControl(tools, scheduler, {
    find: (jobId) => jobs.find(jobId),
    changed: (jobId) => progress.changed(jobId),
    reconsider: async (numbers) => {
      await ends.concluded(numbers.job().id)
      await scheduler.stop(numbers.job().id)
      await jobs.setState(numbers, 'running')
      jobs.run(numbers)
    },
  })

  return {
    ...fileControl,
    pause: (jobId) =>
      jobs.inTurn(jobId, ['running'], async (numbers) => {
        if (await isOver(numbers)) return
        const stopped = scheduler.stop(jobId)
        await jobs.setState(numbers, 'paused')
        await stopped
        await tools.journal.flush()
      }),
    resume,
    cancel: (jobId) =>
      jobs.inTurn(jobId, ['running', 'paused'], async (numbers) => {
        if (await isOver(numbers)) return
        const stopped = scheduler.stop(jobId)
        await jobs.setState(numbers, 'cancelled')
        await stopped
        await tools.journal.flush()
        await archive.run('transfers.cancelRest', { jobId, at: ports.clock.now() })
        await summaries.settle(jobId, 'rule')
        await jobs.reload(jobId)
        progress.changed(jobId)
      }),
    retryFailed,
    dismiss: async (jobId) => {
      const found = await jobs.find(jobId)
      if (!found.ok) return found
      if (found.value.job().endedAt === null)
        return err(fail('under-way', { about: found.value.job().title }))
      await jobs.forget(jobId)
      return ok(undefined)
    },
    summary: {
      send: (jobId) =>
        jobs.inTurn(jobId, ['done', 'failed', 'cancelled'], () => summaries.settle(jobId, 'anyway')),
      drop: (jobId) => jobs.inTurn(jobId, allStates, () => summaries.drop(jobId)),
      outboxId: (jobId) => summaries.outboxId(jobId),
    },
    target: async (jobId) => {
      const found = await jobs.find(jobId)
      if (!found.ok) return found
      const { target } = found.value.job()
      return target === null ? err(fail('unknown-id', { about: jobId })) : ok(target)
    },
    product: async (jobId) => {
      const found = await jobs.find(jobId)
      if (!found.ok) return found
      const { target } = found.value.job()
      if (target === null) return err(fail('unknown-id', { about: jobId }))
      const path = await archive.run('downloads.product', { jobId })
      return ok(path === null ? target : join(target, ...path.split('/')))
    },
    ended: async (jobId, signal) => {
      const found = await jobs.find(jobId)
      if (!found.ok) throw new FailureError(found.error)
      // One that is ending this moment is told of once its message is queued too.
      await ends.concluded(jobId)
      const view = jobs.view(jobId)
      return view !== undefined && view.endedAt !== null ? view : ends.wait(jobId, signal)
    },
  }
}

const allStates = ['running', 'paused', 'done', 'failed', 'cancelled'] as const
