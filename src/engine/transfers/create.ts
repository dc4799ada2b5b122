import type { Worker } from 'node:worker_threads'
import { fail } from '../../core/failure.ts'
import { err, ok } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { JobId } from '../../core/transfers/views.ts'
import type { PortalContext } from '../context.ts'
import { startExport } from '../export/start-export.ts'
import { unfinishedExport } from '../export/unfinished-export.ts'
import { createFailures } from './failures.ts'
import { fetchBytes } from './fetch-bytes.ts'
import { fetchLoose } from './fetch-loose.ts'
import { fetchPicture } from './fetch-picture.ts'
import { createTools } from './create-tools.ts'
import { createJobControl } from './job-control.ts'
import { createJobs } from './jobs.ts'
import { openLocalTree } from './local-tree.ts'
import { defaultOptions, type TransferOptions } from './options.ts'
import { planFiles } from './plan-files.ts'
import { createPages } from './pages.ts'
import { createPlans } from './plans.ts'
import { createReceipts } from './receipts.ts'
import { hashFile, sameContent } from './same-content.ts'
import { startDownload } from './start-download.ts'
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
  const tools = createTools(context, options, {
    ...{ closing: closing.signal, startThumbnailWorker },
    waitsChanged: () => jobs.waitsChanged(),
  })
  const { gate, sas, throttle } = tools
  const jobs = createJobs(tools, messageQueued)
  const control = createJobControl(jobs, tools)
  const plans = createPlans(tools, {
    opened: () => jobs.load(),
    begin: async (jobId) => {
      await jobs.summaries.learn(jobId)
      const numbers = await jobs.reload(jobId)
      if (numbers !== undefined) jobs.run(numbers)
    },
  })

  return {
    ...control,
    ...plans,
    listFolder: (folder, root) => tools.disk.list(folder, root),
    localTree: (path) => openLocalTree(path, tools.disk),
    planFiles: async (input, signal = closing.signal) => {
      await jobs.load()
      return planFiles(input, tools, signal)
    },
    sameContent: (there, source, about, signal = closing.signal) =>
      sameContent(there, source, about, tools, signal),
    contentHash: (source, about, signal = closing.signal) => hashFile(source, about, tools.disk, signal),
    startUpload: async (planId, { policy, silent, message }) => {
      await jobs.load()
      const at = ports.clock.now()
      // Before the job may run: a crash in between leaves a plan, which is forgotten with its message.
      if (message !== undefined && message.trim() !== '') await jobs.summaries.add(planId, message)
      const started = await archive.run('transfers.startPlan', { jobId: planId, policy, silent, at })
      if (started === 'undecided') {
        return err(fail('undecided'))
      }
      const numbers = started === 'started' ? await jobs.reload(planId) : undefined
      if (numbers === undefined) return err(fail('unknown-id', { about: planId }))
      jobs.run(numbers)
      return ok({ jobId: planId as unknown as JobId })
    },
    discardPlan: (planId) => {
      void archive.run('transfers.removeJob', { jobId: planId }).catch((error: unknown) => {
        ports.log.warn('transfers.discard', { error: error instanceof Error ? error.name : 'unknown' })
      })
    },
    startDownload: async (input) => {
      await jobs.load()
      return jobs.begin(await startDownload(input, tools, closing.signal))
    },
    startExport: async (input) => {
      await jobs.load()
      const known = input.place === 'into' ? await unfinishedExport(jobs.all(), input, archive) : undefined
      if (known === undefined) return jobs.begin(await startExport(input, tools, closing.signal))
      const jobId = known.job().id as JobId
      const again =
        known.job().state === 'failed' ? await control.retryFailed(jobId) : await control.resume(jobId)
      if (again.ok && known.job().state === 'running') jobs.run(known)
      return again.ok ? ok({ jobId }) : again
    },
    picture: (input) => fetchPicture(input, tools, closing.signal),
    fetchBytes: (spaceId, fileId, signal) =>
      fetchBytes(spaceId, fileId, tools, AbortSignal.any([closing.signal, signal])),
    fetchLoose: (input) => fetchLoose(input, tools, closing.signal),
    list: async () => {
      await jobs.load()
      return jobs.all().flatMap((numbers) => jobs.view(numbers.job().id) ?? [])
    },
    files: createPages(tools, (jobId) => jobs.known(jobId)?.total() ?? null),
    receipts: createReceipts(archive),
    failures: createFailures(archive, tools.journal),
    resumeAll: async () => {
      await jobs.load()
      for (const numbers of jobs.all()) if (numbers.job().state === 'running') jobs.run(numbers)
    },
    setLimits: ({ bytesPerSecond }) => throttle.set(bytesPerSecond),
    wake: async () => {
      gate.wake()
      await sas.renewDue()
    },
    onProgress: (listener) => jobs.progress.listen(listener),
    close: async () => {
      closing.abort()
      await jobs.scheduler.stopAll()
      await tools.thumbnails?.close()
      await tools.journal.flush().catch((error: unknown) => {
        ports.log.error('transfers.close', { error: error instanceof Error ? error.name : 'unknown' })
      })
      await tools.arrivals.flush()
      await tools.disk.close()
    },
  }
}
