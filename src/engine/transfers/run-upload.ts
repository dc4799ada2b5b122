import { fail } from '../../core/failure.ts'
import type { FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import { isAborted } from './aborted.ts'
import { createFolders } from './folders.ts'
import type { Live } from './live.ts'
import { createNewcomers } from './newcomers.ts'
import { onTheirWay } from './on-their-way.ts'
import { createPlaces } from './places.ts'
import { refusedRow } from './plan-rows.ts'
import { registerBlob } from './register.ts'
import type { Runner } from './runner.ts'
import type { Tools } from './tools.ts'
import { sendFile } from './upload.ts'
import { createVerifier } from './verify.ts'

/** Files of a job that may be in doubt beside its lanes: a portal that answers nothing is not asked about thousands. */
const mostAside = 32
/**
 * Files of a job on their way to being registered, and those of them the portal is asked for at once: the others wait for
 * their intent to be on disk. They hold no place in the lanes (T1.85), so that the storage never waits for the portal; a
 * file that finds no room here keeps its place until there is.
 */
const mostRegistering = 256
const mostAsked = 32
/** Folders that are made at once. */
const together = 8

export const createUploadRunner = (job: StoredJob, tools: Tools, signal: AbortSignal): Runner => {
  const folders = createFolders(job, tools, signal)
  const newcomers = createNewcomers(job, tools, signal)
  const verifier = createVerifier(job.spaceId as SpaceId, tools, signal)
  const { archive, ports } = tools.context
  const registering = createPlaces(mostRegistering)
  const asking = createPlaces(mostAsked)
  let aside = 0

  /** Files whose intent to register is not on its way to the disk yet. */
  const sending = onTheirWay(() => tools.journal.hurry())

  /** What remains of a file whose bytes arrived. */
  const finish = async (
    live: Live,
    parentId: FileId | null,
    fileSignal: AbortSignal,
    tell: Readonly<Record<'leave' | 'onIntent' | 'registeredNow' | 'arrived', () => void>>,
  ): Promise<Result<void>> => {
    const { leave, onIntent, registeredNow, arrived } = tell
    const met = newcomers === null ? ok(undefined) : await newcomers.meet(live, parentId)
    if (!met.ok || live.state().phase === 'skipped') {
      leave()
      onIntent()
      return met
    }
    let doubted = false
    // T1.28: a file in doubt steps aside, so that nothing waits for it.
    const onDoubt = (): void => {
      onIntent()
      if (doubted || aside >= mostAside) return
      doubted = true
      aside += 1
      leave()
      arrived()
    }
    const registered = await registerBlob(live, parentId, job, { ...tools, asking }, fileSignal, {
      onDoubt,
      onIntent,
    }).finally(() => {
      if (doubted) aside -= 1
      leave()
      onIntent()
    })
    if (!registered.ok) return registered
    registeredNow()
    const readBack = verifier.verify(live, parentId)
    arrived()
    await readBack
    return ok(undefined)
  }

  return {
    file: async (live, fileSignal) => {
      const onIntent = sending()
      const arrived = verifier.expect()
      let over: Promise<Result<void>> | null = null
      try {
        const sent = await sendFile(live, job, { folders, newcomers }, tools, fileSignal)
        if (!sent.ok) return sent
        if (live.state().phase === 'skipped') return ok(null)
        const leave = await registering.enter()
        let registeredNow = (): void => undefined
        // From then on it is only read back, which is never stopped for itself.
        const beyondStop = new Promise<void>((resolve) => {
          registeredNow = resolve
        })
        const tell = { leave, onIntent, registeredNow, arrived }
        over = finish(live, sent.value, fileSignal, tell).finally(arrived)
        return ok({ over, beyondStop })
      } finally {
        if (over === null) {
          onIntent()
          arrived()
        }
      }
    },
    /** Makes every folder, the empty ones too. One that is refused becomes a failed row of its own (T1.24). */
    background: async (added) => {
      for (let after = -1; !signal.aborted;) {
        const open = await archive.run('transfers.openFolders', { jobId: job.id, after, limit: together })
        const last = open.at(-1)
        if (last === undefined) break
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
      await tools.folderJournal.flush()
    },
  }
}
