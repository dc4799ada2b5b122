import type { Worker } from 'node:worker_threads'
import { join } from 'node:path'
import { type Failure, type FailureCode, fail, FailureError } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { isEnded } from '../../core/transfers/state.ts'
import { type JobId, type JobView, transferPhase } from '../../core/transfers/views.ts'
import type { PortalContext } from '../context.ts'
import { startExport } from '../export/start-export.ts'
import { unfinishedExport } from '../export/unfinished-export.ts'
import { createFailures } from './failures.ts'
import { fetchBytes } from './fetch-bytes.ts'
import { fetchLoose } from './fetch-loose.ts'
import { fetchPicture } from './fetch-picture.ts'
import { createFileControl } from './control-files.ts'
import { createTools } from './create-tools.ts'
import { concludeDownload } from './conclude-download.ts'
import { createJobEnds } from './job-ends.ts'
import { createNumbers, type JobNumbers } from './job-state.ts'
import { defaultOptions, type TransferOptions } from './options.ts'
import { createOrders } from './orders.ts'
import { planFiles } from './plan-files.ts'
import { createPages } from './pages.ts'
import { createPlans } from './plans.ts'
import { createProgress } from './progress.ts'
import { createReceipts } from './receipts.ts'
import { createDownloadRunner } from './run-download.ts'
import { createUploadRunner } from './run-upload.ts'
import { hashFile, sameContent } from './same-content.ts'
import { createScheduler } from './scheduler.ts'
import { createSpeedNotes } from './speed.ts'
import { startDownload } from './start-download.ts'
import { createSummaries } from './summary-message.ts'
import type { Transfers } from './transfers.ts'

/** The transfers of one portal. Nothing moves before `resumeAll`, `startUpload` or `startDownload`. */
export const createTransfers = (
  context: PortalContext,
  changes: Partial<TransferOptions> = {},
  {
    messageQueued = () => undefined,
    startThumbnailWorker,
  }: {
    readonly messageQueued?: (spaceId: SpaceId) => void
    /** Absent: pictures are sent without thumbnails. */
    readonly startThumbnailWorker?: (() => Worker) | undefined
  } = {},
): Transfers => {
  const options = { ...defaultOptions, ...changes }
  const { archive, ports } = context
  const closing = new AbortController()
  const jobs = new Map<string, JobNumbers>()
  const ends = createJobEnds()
  const inTurn = createOrders()
  let loading: Promise<void> | undefined

  const tools = createTools(context, options, {
    closing: closing.signal,
    startThumbnailWorker,
    waitsChanged: () => {
      for (const numbers of jobs.values()) {
        if (numbers.job().state === 'running') progress.changed(numbers.job().id)
      }
    },
  })
  const { gate, sas, throttle } = tools

  const viewOf = (jobId: string): JobView | undefined => {
    const waits = { because: gate.waitingFor(), until: gate.waitingUntil() }
    const view = jobs.get(jobId)?.view(waits, context.portalId, ports.clock.now())
    return view && { ...view, summary: summaries.of(jobId) ?? null }
  }
  const progress = createProgress(ports.clock, viewOf, closing.signal)
  const summaries = createSummaries(context, {
    changed: (jobId) => progress.changed(jobId),
    queued: messageQueued,
  })

  const speed = createSpeedNotes(context)

  const setState = async (
    numbers: JobNumbers,
    state: 'running' | 'paused' | 'done' | 'failed' | 'cancelled',
  ) => {
    const { id } = numbers.job()
    const endedAt = state === 'running' || state === 'paused' ? null : ports.clock.now()
    numbers.change({ state, endedAt })
    numbers.stop(null)
    progress.changed(id)
    try {
      await archive.run('transfers.setJob', { jobId: id, state, endedAt })
    } catch (error) {
      // What is not on disk is not so: after a restart the job would be what it was.
      if (error instanceof FailureError) halt(numbers, error.failure)
      throw error
    }
    // A cancelled job's last files are still on their way: its message is decided when they are there.
    if (state === 'done' || state === 'failed') await summaries.settle(id, 'rule')
    const view = viewOf(id)
    if (endedAt === null || view === undefined) return
    progress.flush()
    ends.tell(view)
  }

  const finish = async (numbers: JobNumbers): Promise<void> => {
    try {
      await tools.journal.flush()
      await tools.arrivals.flush()
      const left = await archive.run('transfers.left', { jobId: numbers.job().id })
      numbers.hold(left.held)
      // T1.90: a file that was let go on meanwhile; then those that are paused on their own keep the job.
      if (left.open > 0) {
        run(numbers)
        return
      }
      if (left.held > 0) {
        await setState(numbers, 'paused')
        return
      }
      if (numbers.job().direction === 'download') await concludeDownload(numbers, tools)
      await speed.ended(numbers)
      // Paused or cancelled meanwhile: then that is what it is.
      if (numbers.job().state === 'running') await setState(numbers, numbers.outcome())
    } catch (error) {
      if (!closing.signal.aborted)
        halt(numbers, error instanceof FailureError ? error.failure : fail('internal'))
    }
  }

  /** The journal can't be written (a full disk, say): the job stands still, says why, and goes on with `resume`. */
  const halt = (numbers: JobNumbers, failure: Failure): void => {
    numbers.change({ state: 'paused', endedAt: null })
    numbers.stop(failure)
    progress.changed(numbers.job().id)
  }

  const scheduler = createScheduler(tools, {
    changed: (jobId) => progress.changed(jobId),
    finished: (numbers) => void finish(numbers),
    broken: halt,
  })

  const load = (): Promise<void> => {
    // A journal that could not be read (a full disk, say) is asked again the next time.
    loading ??= read().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }

  const read = async (): Promise<void> => {
    await archive.run('transfers.dropPlans', { before: ports.clock.now() })
    const stored = await archive.run('transfers.jobs', { jobId: null })
    for (const job of stored.jobs) {
      if (jobs.has(job.id)) continue
      const tallies = stored.tallies.filter(({ jobId }) => jobId === job.id)
      const held = stored.held.find(({ jobId }) => jobId === job.id)?.files
      jobs.set(job.id, createNumbers(job, tallies, held))
      // The program ended between the job's cancel and its files': they are cancelled now (T1.64).
      if (job.state === 'cancelled' && tallies.some(({ phase }) => isOpen(phase)))
        await archive.run('transfers.cancelRest', { jobId: job.id, at: ports.clock.now() })
    }
    await summaries.load()
  }

  /** Reads a job's numbers from the journal again: it is new, or its files were set back. */
  const reload = async (jobId: string): Promise<JobNumbers | undefined> => {
    const stored = await archive.run('transfers.jobs', { jobId })
    const [job] = stored.jobs
    if (job === undefined) return undefined
    const numbers = createNumbers(job, stored.tallies, stored.held[0]?.files)
    jobs.set(jobId, numbers)
    return numbers
  }

  const run = (numbers: JobNumbers): void => {
    const job = numbers.job()
    const create = job.direction === 'upload' ? createUploadRunner : createDownloadRunner
    speed.began(numbers)
    scheduler.start(numbers, (signal) => create(job, tools, signal))
    progress.changed(job.id)
  }

  const find = async (jobId: JobId): Promise<Result<JobNumbers>> => {
    await load()
    const numbers = jobs.get(jobId)
    return numbers === undefined ? err(fail('unknown-id', { about: jobId })) : ok(numbers)
  }

  const retryFailed = (jobId: JobId, reason: FailureCode | null = null): Promise<Result<void>> =>
    withJob(jobId, ['running', 'paused', 'failed'], async () => {
      await scheduler.stop(jobId)
      await tools.journal.flush()
      await archive.run('transfers.retryFailed', { jobId, reason })
      const numbers = await reload(jobId)
      if (numbers === undefined) return
      await setState(numbers, 'running')
      run(numbers)
    })

  const resume = (jobId: JobId): Promise<Result<void>> =>
    withJob(jobId, ['paused', 'running'], async (numbers) => {
      gate.wake()
      try {
        // T1.90: to go on with the job is to go on with all of it.
        const released = await archive.run('transfers.releaseAll', { jobId })
        tools.atWork.unbarAll(jobId)
        numbers.hold(0)
        if (numbers.job().state !== 'running' || released > 0) {
          await scheduler.stop(jobId)
          // What is claimed next is read from the journal.
          await tools.journal.flush()
          await setState(numbers, 'running')
        }
      } catch (error) {
        // There is still no room for it: the job stands still and says so.
        if (!(error instanceof FailureError)) throw error
        halt(numbers, error.failure)
        return
      }
      // Nothing is done where it is at work; it is not when the start could not read the journal.
      run(numbers)
    })

  const begin = async (job: Result<{ readonly id: string }>): Promise<Result<{ readonly jobId: JobId }>> => {
    if (!job.ok) return job
    const numbers = await reload(job.value.id)
    if (numbers === undefined) return err(fail('internal'))
    run(numbers)
    return ok({ jobId: job.value.id as JobId })
  }

  const withJob = (
    jobId: JobId,
    states: readonly string[],
    act: (numbers: JobNumbers) => Promise<void>,
  ): Promise<Result<void>> => {
    return inTurn(jobId, async (): Promise<Result<void>> => {
      const found = await find(jobId)
      if (!found.ok) return found
      // Already as it is wanted, or over: nothing to do.
      if (states.includes(found.value.job().state)) await act(found.value)
      return ok(undefined)
    })
  }

  const pages = createPages(tools, (jobId) => jobs.get(jobId)?.total() ?? null)
  const fileControl = createFileControl(tools, scheduler, {
    find,
    changed: (jobId) => progress.changed(jobId),
    reconsider: async (numbers) => {
      await scheduler.stop(numbers.job().id)
      await setState(numbers, 'running')
      run(numbers)
    },
  })

  const plans = createPlans(tools, {
    opened: load,
    begin: async (jobId) => {
      const numbers = await reload(jobId)
      if (numbers !== undefined) run(numbers)
    },
  })

  return {
    ...fileControl,
    ...plans,
    planFiles: async (input, signal = closing.signal) => {
      await load()
      return planFiles(input, tools, signal)
    },
    sameContent: (there, source, about, signal = closing.signal) =>
      sameContent(there, source, about, tools, signal),
    contentHash: (source, about, signal = closing.signal) => hashFile(source, about, tools.disk, signal),
    startUpload: async (planId, { policy, silent, message }) => {
      await load()
      const at = ports.clock.now()
      // Before the job may run: a crash in between leaves a plan, which is forgotten with its message.
      if (message !== undefined && message.trim() !== '') await summaries.add(planId, message)
      const started = await archive.run('transfers.startPlan', { jobId: planId, policy, silent, at })
      if (started === 'undecided') {
        return err(fail('undecided'))
      }
      const numbers = started === 'started' ? await reload(planId) : undefined
      if (numbers === undefined) return err(fail('unknown-id', { about: planId }))
      run(numbers)
      return ok({ jobId: planId as unknown as JobId })
    },
    discardPlan: (planId) => {
      void archive.run('transfers.removeJob', { jobId: planId }).catch((error: unknown) => {
        ports.log.warn('transfers.discard', { error: error instanceof Error ? error.name : 'unknown' })
      })
    },
    startDownload: async (input) => {
      await load()
      return begin(await startDownload(input, tools, closing.signal))
    },
    startExport: async (input) => {
      await load()
      const known = input.place === 'into' ? await unfinishedExport(jobs.values(), input, archive) : undefined
      if (known === undefined) return begin(await startExport(input, tools, closing.signal))
      const jobId = known.job().id as JobId
      const again = known.job().state === 'failed' ? await retryFailed(jobId) : await resume(jobId)
      if (again.ok && known.job().state === 'running') run(known)
      return again.ok ? ok({ jobId }) : again
    },
    picture: (input) => fetchPicture(input, tools, closing.signal),
    fetchBytes: (spaceId, fileId, signal) =>
      fetchBytes(spaceId, fileId, tools, AbortSignal.any([closing.signal, signal])),
    fetchLoose: (input) => fetchLoose(input, tools, closing.signal),
    list: async () => {
      await load()
      return [...jobs.keys()].map(viewOf).filter((view) => view !== undefined)
    },
    files: pages,
    pause: (jobId) =>
      withJob(jobId, ['running'], async (numbers) => {
        const stopped = scheduler.stop(jobId)
        await setState(numbers, 'paused')
        await stopped
        await tools.journal.flush()
      }),
    resume,
    cancel: (jobId) =>
      withJob(jobId, ['running', 'paused'], async (numbers) => {
        const stopped = scheduler.stop(jobId)
        await setState(numbers, 'cancelled')
        await stopped
        await tools.journal.flush()
        await archive.run('transfers.cancelRest', { jobId, at: ports.clock.now() })
        await summaries.settle(jobId, 'rule')
        await reload(jobId)
        progress.changed(jobId)
      }),
    retryFailed,
    dismiss: async (jobId) => {
      const found = await find(jobId)
      if (!found.ok) return found
      if (found.value.job().endedAt === null) return err(fail('invalid', { about: found.value.job().title }))
      jobs.delete(jobId)
      await archive.run('transfers.removeJob', { jobId })
      return ok(undefined)
    },
    summary: {
      send: (jobId) =>
        withJob(jobId, ['done', 'failed', 'cancelled'], () => summaries.settle(jobId, 'anyway')),
      drop: (jobId) => withJob(jobId, allStates, () => summaries.drop(jobId)),
      outboxId: (jobId) => summaries.outboxId(jobId),
    },
    receipts: createReceipts(archive),
    failures: createFailures(archive, tools.journal),
    target: async (jobId) => {
      const found = await find(jobId)
      if (!found.ok) return found
      const { target } = found.value.job()
      return target === null ? err(fail('unknown-id', { about: jobId })) : ok(target)
    },
    product: async (jobId) => {
      const found = await find(jobId)
      if (!found.ok) return found
      const { target } = found.value.job()
      if (target === null) return err(fail('unknown-id', { about: jobId }))
      const path = await archive.run('downloads.product', { jobId })
      return ok(path === null ? target : join(target, ...path.split('/')))
    },
    resumeAll: async () => {
      await load()
      for (const numbers of jobs.values()) if (numbers.job().state === 'running') run(numbers)
    },
    setLimits: ({ bytesPerSecond }) => throttle.set(bytesPerSecond),
    wake: async () => {
      gate.wake()
      await sas.renewDue()
    },
    onProgress: (listener) => progress.listen(listener),
    ended: async (jobId, signal) => {
      const found = await find(jobId)
      if (!found.ok) throw new FailureError(found.error)
      const view = viewOf(jobId)
      if (view !== undefined && view.endedAt !== null) return view
      return ends.wait(jobId, signal)
    },
    close: async () => {
      closing.abort()
      await scheduler.stopAll()
      await tools.thumbnails?.close()
      await tools.journal.flush().catch((error: unknown) => {
        ports.log.error('transfers.close', { error: error instanceof Error ? error.name : 'unknown' })
      })
      await tools.arrivals.flush()
      await tools.disk.close()
    },
  }
}

const allStates = ['running', 'paused', 'done', 'failed', 'cancelled'] as const

const isOpen = (phase: string): boolean => {
  const known = transferPhase.safeParse(phase)
  return known.success && !isEnded(known.data)
}
