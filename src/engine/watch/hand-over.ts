import { basename, relative, sep } from 'node:path'
import type { FileId } from '../../core/file.ts'
import { ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { decide } from '../../core/transfers/watch-rules.ts'
import type { JobId } from '../../core/transfers/views.ts'
import type { PortalContext } from '../context.ts'
import type { StoredWatch, StoredWatchFile } from '../storage/tables/watch.ts'
import type { ListedFile } from '../transfers/plan-files.ts'
import type { Transfers } from '../transfers/transfers.ts'
import type { SeenFile } from './scan.ts'

/** What came of a batch. Files in neither list were handed over or need not be sent. */
export type HandedOver = {
  readonly jobId: JobId | null
  /** An older version of them is under way. */
  readonly later: readonly string[]
}

export type HandOverTools = {
  readonly context: PortalContext
  readonly transfers: Transfers
  readonly signal: AbortSignal
}

const batch = 500

type Sorted = { readonly send: SeenFile[]; readonly hash: SeenFile[]; readonly later: string[] }

/**
 * W1.5–W1.8: makes one job of those settled files whose version was not sent yet. The plan is tied to the folder
 * before it is started; starting it and writing down that its files are handed over is one transaction, so that a
 * crash leaves a file either noticed again or under way, never both.
 */
export const handOver = async (
  watch: StoredWatch,
  files: readonly SeenFile[],
  tools: HandOverTools,
): Promise<Result<HandedOver>> => {
  const { context, transfers, signal } = tools
  const sorted = await sort(watch.id, files, context)
  const changed = await reallyChanged(watch.id, sorted.hash, tools)
  const send = [...sorted.send, ...changed]
  if (send.length === 0) return ok({ jobId: null, later: sorted.later })
  const there: StoredWatchFile[] = []
  const plan = await transfers.planFiles(
    {
      spaceId: watch.spaceId as SpaceId,
      folderId: watch.folderId as FileId | null,
      title: basename(watch.path),
      files: send.map((file): ListedFile => ({ ...file, path: pathBelow(watch.path, file.source) })),
      whenAway: 'fail',
      // W1.5: a name that is there already, with this very content, is not made a second version.
      leaveOut: async (file, entry) => {
        if (entry.size !== file.size) return ok(false)
        const found = await transfers.sameContent(entry, file.source, file.path, signal)
        // What can't be read here fails in the job, where it is named.
        if (!found.ok) return found.error.code.startsWith('source-') ? ok(false) : found
        if (found.value.same !== true) return ok(false)
        const { sha256, fingerprint } = found.value.hash
        there.push({ source: file.source, size: file.size, fingerprint, sha256, state: 'there' })
        return ok(true)
      },
    },
    signal,
  )
  if (!plan.ok) return plan
  if (there.length > 0) await note(watch.id, there, context)
  if (there.length === send.length) {
    transfers.discardPlan(plan.value.id)
    return ok({ jobId: null, later: sorted.later })
  }
  await context.archive.run('watch.claimPlan', { watchId: watch.id, planId: plan.value.id })
  const started = await transfers.startUpload(plan.value.id, { policy: 'new-version', silent: watch.silent })
  return started.ok ? ok({ jobId: started.value.jobId, later: sorted.later }) : started
}

/** Of what was seen, the files that may have to be sent: a look at the journal, no byte is read (W1.3). */
export const unsent = async (
  watchId: string,
  files: readonly SeenFile[],
  context: PortalContext,
): Promise<readonly SeenFile[]> => {
  const { send, hash, later } = await sort(watchId, files, context)
  const waiting = new Set(later)
  return [...send, ...hash, ...files.filter(({ source }) => waiting.has(source))]
}

const sort = async (watchId: string, files: readonly SeenFile[], context: PortalContext): Promise<Sorted> => {
  const sorted: Sorted = { send: [], hash: [], later: [] }
  for (let first = 0; first < files.length; first += batch) {
    const some = files.slice(first, first + batch)
    const known = await context.archive.run('watch.known', {
      watchId,
      sources: some.map(({ source }) => source),
    })
    for (const [index, file] of some.entries()) {
      switch (decide(file, known[index] ?? undefined)) {
        case 'send':
          sorted.send.push(file)
          break
        case 'hash':
          sorted.hash.push(file)
          break
        case 'later':
          sorted.later.push(file.source)
          break
        case 'nothing':
          break
      }
    }
  }
  return sorted
}

/** W1.5: files of the size that was sent are read: the same content under a new time is not a new version. */
const reallyChanged = async (
  watchId: string,
  files: readonly SeenFile[],
  { context, transfers, signal }: HandOverTools,
): Promise<readonly SeenFile[]> => {
  const changed: SeenFile[] = []
  for (const file of files) {
    const [known] = await context.archive.run('watch.known', { watchId, sources: [file.source] })
    const hash = await transfers.contentHash(file.source, basename(file.source), signal)
    // What can't be read is handed over all the same: the job names it.
    if (!hash.ok || hash.value.sha256 !== known?.sha256) {
      changed.push(file)
      continue
    }
    const { sha256, fingerprint } = hash.value
    const state = known.state === 'there' ? 'there' : 'sent'
    await note(watchId, [{ source: file.source, size: file.size, fingerprint, sha256, state }], context)
  }
  return changed
}

const note = (watchId: string, files: readonly StoredWatchFile[], context: PortalContext): Promise<void> =>
  context.archive.run('watch.note', { watchId, files, at: context.ports.clock.now() })

/** A source's path below the watched folder, with forward slashes. */
export const pathBelow = (root: string, source: string): string => relative(root, source).split(sep).join('/')
