import { type Failure, FailureError } from '../../core/failure.ts'
import { ok, type Result } from '../../core/result.ts'
import { writeRecords } from '../export/records.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'
import { isAborted } from './aborted.ts'
import { downloadFile } from './download.ts'
import { insideTarget, listFolder, makeFolder, type Placing } from './download-folders.ts'
import { keysIn } from './name-sense.ts'
import { refusedRow } from './plan-rows.ts'
import { lackOfRoom } from './room.ts'
import type { Runner } from './runner.ts'
import type { Tools } from './tools.ts'

/** How a download was asked for, and how its target tells names apart. */
const placingOf = async (job: StoredJob, tools: Tools): Promise<Placing> => {
  const terms = await tools.context.archive.run('downloads.terms', { jobId: job.id })
  return { terms, keyOf: await keysIn(job.target ?? '', tools, job.id) }
}

export const createDownloadRunner = (job: StoredJob, tools: Tools, signal: AbortSignal): Runner => {
  const { archive, ports } = tools.context
  const places = new Map<number | null, Promise<Result<string>>>()
  let known: Promise<Placing> | undefined
  const placing = (): Promise<Placing> => (known ??= placingOf(job, tools))

  const placeOf = (number: number | null): Promise<Result<string>> => {
    const opened = places.get(number)
    if (opened !== undefined) return opened
    const found = (async (): Promise<Result<string>> => {
      const folder = number === null ? null : await archive.run('transfers.folder', { jobId: job.id, number })
      return insideTarget(job, folder?.path ?? '')
    })()
    places.set(number, found)
    return found
  }

  /** Nothing is given up in silence: a folder that can't be made or read, or an export's record, is a failed row. */
  const giveUp = async (path: string, problem: Failure): Promise<StoredTransfer> => {
    const about = path === '' ? job.title : path
    const named = { ...problem, about }
    const { file } = await archive.run('transfers.nextNumbers', { jobId: job.id })
    const key = { jobId: job.id, number: file, id: ports.random.uuid(), path: about, source: null }
    const row = refusedRow(key, named, ports.clock.now())
    await archive.run('transfers.add', { folders: [], files: [row], listed: null })
    return row
  }

  /** T1.59: now that the whole tree is known. The job stands still and says why, before the disk is full. */
  const checkRoom = async (): Promise<void> => {
    const left = await archive.run('downloads.left', { jobId: job.id })
    const lack = await lackOfRoom(job.target ?? '', left)
    if (lack !== null) throw new FailureError(lack)
  }

  return {
    file: async (live, fileSignal) => {
      const place = await placeOf(live.row().folder)
      if (!place.ok) return place
      const done = await downloadFile(live, job, place.value, await placing(), tools, fileSignal)
      return done.ok ? ok(null) : done
    },
    /** Reads the portal's tree folder by folder; children have higher numbers, so one pass after another ends. */
    background: async (added) => {
      let read = 0
      for (let after = -1; !signal.aborted;) {
        const [folder] = await archive.run('transfers.openFolders', { jobId: job.id, after, limit: 1 })
        if (folder === undefined) break
        after = folder.number
        const made = await makeFolder(job, folder, await placing(), tools)
        const listed = made.ok ? await listFolder(job, made.value, await placing(), tools, signal) : made
        if (isAborted(signal)) return
        if (listed.ok) {
          read += 1
          added(listed.value)
          continue
        }
        await archive.run('transfers.writeFolder', {
          ...(made.ok ? made.value : folder),
          problem: { ...listed.error, about: folder.path },
        })
        added([await giveUp(folder.path, listed.error)])
      }
      if (read > 0 && !isAborted(signal)) await checkRoom()
      if (isAborted(signal) || (await placing()).terms.kind !== 'export') return
      for (const { path, problem } of await writeRecords(job, tools, signal))
        added([await giveUp(path, problem)])
    },
  }
}
