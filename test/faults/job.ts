import { basename } from 'node:path'
import type { FileId } from '../../src/core/file.ts'
import type { SpaceId } from '../../src/core/space.ts'
import type { JobId, JobView } from '../../src/core/transfers/views.ts'
import { type Engine, valueOf } from './engine.ts'

/** A job as another process can be told of it: a folder to send, or a space (or one thing in it) to fetch into a folder. */
export type Job = {
  readonly direction: 'upload' | 'download'
  readonly spaceId: string
  /** Absolute path: of what is sent, or of where it goes. */
  readonly path: string
  /** What is fetched, when not everything: an entry of the space's top level. */
  readonly entryId?: string
}

const find = async ({ transfers }: Engine, job: Job): Promise<JobId | undefined> => {
  for (const { id, direction, title } of await transfers.list()) {
    if (direction !== job.direction) continue
    if (direction === 'upload' && title === basename(job.path)) return id
    if (direction === 'download' && valueOf(await transfers.target(id)) === job.path) return id
  }
  return undefined
}

/** Begins a job; `planned` is called between an upload's plan and its start. */
export const beginJob = async (
  { transfers }: Engine,
  job: Job,
  planned: () => void = () => undefined,
): Promise<JobId> => {
  const place = { spaceId: job.spaceId as SpaceId, folderId: null }
  if (job.direction === 'download') {
    const fileIds = job.entryId === undefined ? [] : [job.entryId as FileId]
    return valueOf(await transfers.startDownload({ ...place, fileIds, to: job.path })).jobId
  }
  const plan = valueOf(await transfers.plan({ ...place, roots: [job.path] }))
  planned()
  return valueOf(await transfers.startUpload(plan.id, { policy: 'new-version', silent: true })).jobId
}

/** Goes on with the job an earlier process began, or begins it, and answers it when it has ended. */
export const runJob = async (engine: Engine, job: Job): Promise<JobView> => {
  const known = await find(engine, job)
  if (known !== undefined) await engine.transfers.resumeAll()
  return engine.transfers.ended(known ?? (await beginJob(engine, job)))
}
