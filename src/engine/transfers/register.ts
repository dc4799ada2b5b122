import { type Failure, fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { maxAttempts } from '../../core/transfers/reaction.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import type { Live } from './live.ts'
import type { Places } from './places.ts'
import { readFolder } from './remote-folder.ts'
import { lookUntilSettled } from './settle.ts'
import type { Tools } from './tools.ts'

/**
 * T1.25: makes a committed blob a file of the portal, once. The intent is on disk before the request; when a request
 * got no answer, or an earlier run left an intent behind, the folder is looked at by name, size and blob until the
 * portal can't be working on it any more, and only then is it asked again. `onDoubt` is told when that wait begins,
 * `onIntent` when an intent is on its way to the disk.
 */
export const registerBlob = async (
  live: Live,
  parentId: FileId | null,
  job: StoredJob,
  tools: Tools & { readonly asking: Places },
  signal: AbortSignal,
  { onDoubt, onIntent }: { readonly onDoubt: () => void; readonly onIntent: () => void },
): Promise<Result<void>> => {
  const { foyer, ports } = tools.context
  const spaceId = job.spaceId as SpaceId
  const row = live.row()

  const look = async (thorough: boolean): Promise<Result<File | null>> => {
    const isOurs = (file: File): boolean =>
      !file.isFolder && file.name === row.name && file.blob === row.blob && file.size === row.size
    for (const query of thorough ? [row.name, undefined] : [row.name]) {
      const place = { spaceId, parentId, ...(query === undefined ? {} : { query }) }
      const entries = await tools.gate.run(
        () => readFolder(foyer, place, signal, (page) => page.some(isOurs)),
        signal,
      )
      if (!entries.ok) return entries
      const found = entries.value.find(isOurs)
      if (found !== undefined) return ok(found)
    }
    return ok(null)
  }

  const accept = (file: File): Result<void> => {
    tools.arrivals.add(file)
    // The intent is on disk: after a crash the look-up finds what is not yet journaled here (T1.81).
    live.applySoon({ kind: 'registered', fileId: file.id })
    return ok(undefined)
  }

  const thumbnailBlob = await tools.thumbnails?.take(row)
  const file = {
    ...{ parentId, name: row.name, size: row.size, blob: row.blob },
    ...(typeof thumbnailBlob === 'string' ? { thumbnailBlob } : {}),
    ...(job.silent ? { silent: true } : {}),
  }
  const ask = async (): Promise<Result<File>> => {
    const leave = await tools.asking.enter()
    try {
      // Not cut short by a pause or cancel: a request on its way is not worth a doubt.
      return await foyer.files.register(spaceId, file, { signal: tools.closing })
    } finally {
      leave()
    }
  }

  for (let tries = 1; tries <= maxAttempts; tries += 1) {
    const state = live.state()
    if (state.phase !== 'committed') return ok(undefined)
    if (state.intentAt !== null) {
      onDoubt()
      const found = await lookUntilSettled(tools, look, signal)
      if (!found.ok) return found
      if (found.value !== null) return accept(found.value)
      if (signal.aborted) return err(fail('cancelled'))
    }
    const written = live.apply({ kind: 'committed', intentAt: ports.clock.now() })
    onIntent()
    await written
    const answer = await tools.gate.run(ask, signal, { creates: true })
    if (answer.ok) return accept(answer.value)
    if (answer.error.unsure !== true) return refuse(live, answer.error)
  }
  return err(fail('server-error', { about: row.path }))
}

const refuse = async (live: Live, failure: Failure): Promise<Result<void>> => {
  await live.apply({ kind: 'intent-dropped' })
  return err({ ...failure, about: live.row().path })
}
