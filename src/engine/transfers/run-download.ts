import { ok, type Result } from '../../core/result.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import { isAborted } from './aborted.ts'
import { downloadFile } from './download.ts'
import { insideTarget, listFolder, makeFolder } from './download-folders.ts'
import { refusedRow } from './plan-rows.ts'
import type { Runner } from './runner.ts'
import type { Tools } from './tools.ts'

export const createDownloadRunner = (job: StoredJob, tools: Tools, signal: AbortSignal): Runner => {
  const { archive, ports } = tools.context
  const places = new Map<number | null, Promise<Result<string>>>()

  const placeOf = (number: number | null): Promise<Result<string>> => {
    const known = places.get(number)
    if (known !== undefined) return known
    const found = (async (): Promise<Result<string>> => {
      const folder = number === null ? null : await archive.run('transfers.folder', { jobId: job.id, number })
      return insideTarget(job, folder?.path ?? '')
    })()
    places.set(number, found)
    return found
  }

  return {
    file: async (live) => {
      const place = await placeOf(live.row().folder)
      if (!place.ok) return place
      const done = await downloadFile(live, job, place.value, tools, signal)
      return done.ok ? ok({ rest: null }) : done
    },
    /** Reads the portal's tree folder by folder; children have higher numbers, so one pass after another ends. */
    background: async (added) => {
      for (let after = -1; !signal.aborted;) {
        const [folder] = await archive.run('transfers.openFolders', { jobId: job.id, after, limit: 1 })
        if (folder === undefined) return
        after = folder.number
        const made = await makeFolder(job, folder, tools)
        const listed = made.ok ? await listFolder(job, made.value, tools, signal) : made
        if (listed.ok) {
          added(listed.value)
          continue
        }
        if (isAborted(signal)) return
        const problem = { ...listed.error, about: folder.path }
        await archive.run('transfers.writeFolder', { ...(made.ok ? made.value : folder), problem })
        const { file } = await archive.run('transfers.nextNumbers', { jobId: job.id })
        const key = { jobId: job.id, number: file, id: ports.random.uuid(), path: folder.path, source: null }
        const row = refusedRow(key, problem, ports.clock.now())
        await archive.run('transfers.add', { folders: [], files: [row], listed: null })
        added([row])
      }
    },
  }
}
