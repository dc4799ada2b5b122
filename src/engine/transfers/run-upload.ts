import { fail } from '../../core/failure.ts'
import type { FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import { isAborted } from './aborted.ts'
import { createFolders } from './folders.ts'
import type { Live } from './live.ts'
import { refusedRow } from './plan-rows.ts'
import type { Runner } from './runner.ts'
import type { Tools } from './tools.ts'
import { uploadFile } from './upload.ts'
import { createVerifier } from './verify.ts'

/** Files of a job that may be in doubt beside its lanes: a portal that answers nothing is not asked about thousands. */
const mostAside = 32
/** Folders that are made at once. */
const together = 8

export const createUploadRunner = (job: StoredJob, tools: Tools, signal: AbortSignal): Runner => {
  const folders = createFolders(job, tools, signal)
  const verifier = createVerifier(job.spaceId as SpaceId, tools, signal)
  const { archive, ports } = tools.context
  let aside = 0

  /** T1.28: what remains of a file that stepped aside; its failure is journaled here, as nobody waits for it. */
  const finishAside = async (
    live: Live,
    work: Promise<Result<FileId | null>>,
    fileSignal: AbortSignal,
  ): Promise<void> => {
    aside += 1
    const sent = await work.finally(() => {
      aside -= 1
    })
    if (sent.ok) return verifier.verify(live, sent.value)
    if (sent.error.code === 'cancelled' || isAborted(fileSignal)) return
    await live.apply({ kind: 'failed', failure: { ...sent.error, about: live.row().path } })
  }

  return {
    file: async (live, fileSignal) => {
      let stepAside = (): void => undefined
      const doubted = new Promise<null>((resolve) => {
        stepAside = () => {
          if (aside < mostAside) resolve(null)
        }
      })
      const work = uploadFile(live, job, folders, tools, fileSignal, stepAside)
      const sent = await Promise.race([work, doubted])
      if (sent === null) return ok({ rest: finishAside(live, work, fileSignal), aside: true })
      return sent.ok ? ok({ rest: verifier.verify(live, sent.value) }) : sent
    },
    /** Makes every folder, the empty ones too. One that is refused becomes a failed row of its own (T1.24). */
    background: async (added) => {
      for (let after = -1; !signal.aborted;) {
        const open = await archive.run('transfers.openFolders', { jobId: job.id, after, limit: together })
        const last = open.at(-1)
        if (last === undefined) return
        after = last.number
        const making = await Promise.all(open.map((folder) => folders.ensure(folder.number)))
        for (const [index, folder] of open.entries()) {
          const made = making[index] ?? err(fail('internal', { about: folder.path }))
          if (made.ok || made.error.code === 'cancelled' || isAborted(signal)) continue
          // Below a refused folder its own problem is told, once.
          if (made.error.about !== folder.path) continue
          const { file } = await archive.run('transfers.nextNumbers', { jobId: job.id })
          const row = refusedRow(
            { jobId: job.id, number: file, id: ports.random.uuid(), path: folder.path, source: null },
            { ...fail(made.error.code), ...made.error },
            ports.clock.now(),
          )
          await archive.run('transfers.add', { folders: [], files: [row], listed: null })
          added([row])
        }
      }
    },
  }
}
