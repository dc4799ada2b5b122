import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { JobId } from '../../core/transfers/views.ts'
import type { JobNumbers } from './job-state.ts'
import type { Scheduler } from './scheduler.ts'
import type { Tools } from './tools.ts'

/** T1.90: one file of a job paused, gone on with or cancelled, while the others go on. */
export type FileControl = {
  pauseFile(jobId: JobId, number: number): Promise<Result<void>>
  resumeFile(jobId: JobId, number: number): Promise<Result<void>>
  cancelFile(jobId: JobId, number: number): Promise<Result<void>>
}

export const createFileControl = (
  tools: Tools,
  scheduler: Scheduler,
  job: {
    readonly find: (jobId: JobId) => Promise<Result<JobNumbers>>
    readonly changed: (jobId: JobId) => void
    /** Goes on with a job that stood still, or ends one that has nothing left. */
    readonly reconsider: (numbers: JobNumbers) => Promise<void>
  },
): FileControl => {
  const { archive, ports } = tools.context

  const withFile = async (
    jobId: JobId,
    act: (numbers: JobNumbers) => Promise<void>,
  ): Promise<Result<void>> => {
    const found = await job.find(jobId)
    if (!found.ok) return found
    if (found.value.job().endedAt !== null) return err(fail('ended', { about: found.value.job().title }))
    await act(found.value)
    // Counted afresh: a file may have got further than anybody could stop it.
    const left = await archive.run('transfers.left', { jobId })
    found.value.hold(left.held)
    job.changed(jobId)
    return ok(undefined)
  }

  return {
    pauseFile: (jobId, number) =>
      withFile(jobId, async () => {
        if (!(await archive.run('transfers.hold', { jobId, number, held: true }))) return
        await tools.atWork.bar(jobId, number)
        await tools.journal.flush()
      }),
    resumeFile: (jobId, number) =>
      withFile(jobId, async (numbers) => {
        // A pause that is still taking effect comes first.
        await tools.atWork.bar(jobId, number)
        await tools.journal.flush()
        const before = await archive.run('transfers.left', { jobId })
        const changed = await archive.run('transfers.hold', { jobId, number, held: false })
        tools.atWork.unbar(jobId, number)
        if (numbers.job().state === 'running') await scheduler.again(jobId, number)
        // A job with paused files alone stands still: it goes on with this one.
        if (changed && before.open === 0) await job.reconsider(numbers)
      }),
    cancelFile: (jobId, number) =>
      withFile(jobId, async (numbers) => {
        await tools.atWork.bar(jobId, number)
        await tools.journal.flush()
        const cancelled = await archive.run('transfers.cancelOne', { jobId, number, at: ports.clock.now() })
        if (cancelled !== null) {
          numbers.cancelled(number, cancelled.size)
          const left = await archive.run('transfers.left', { jobId })
          if (numbers.job().state === 'paused' && left.open + left.held === 0) await job.reconsider(numbers)
          return
        }
        // It had been registered by then: it arrived, and is read back.
        tools.atWork.unbar(jobId, number)
        if (numbers.job().state === 'running') await scheduler.again(jobId, number)
      }),
  }
}
