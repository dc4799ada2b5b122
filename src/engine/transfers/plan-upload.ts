import { basename } from 'node:path'
import { fail, FailureError } from '../../core/failure.ts'
import type { FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { estimateMs } from '../../core/transfers/estimate.ts'
import { ignoreRule } from '../../core/transfers/ignore.ts'
import type { Planning, PlanId, UploadPlan } from '../../core/transfers/views.ts'
import { wrongClientGuard } from '../../core/transfers/wrong-client.ts'
import { isAborted } from './aborted.ts'
import { createPlacement, type PlanFolder } from './place-entries.ts'
import { createPlanWriter } from './plan-writer.ts'
import { createPlanningPace } from './planning-pace.ts'
import { createEntriesReader } from './remote-entries.ts'
import { spacePlace } from './space-place.ts'
import type { Tools } from './tools.ts'
import { type FoundEntry, openRoot, type Walk } from './walk.ts'

export type PlanInput = {
  readonly spaceId: SpaceId
  readonly folderId: FileId | null
  readonly roots: readonly string[]
  /** The person's own patterns of what is left out (T1.126). */
  readonly ignore?: readonly string[] | undefined
  /** Told how far the walk has come, at most ten times a second. */
  readonly onProgress?: ((planning: Planning) => void) | undefined
}

/** A folder of the drop whose entries are still to be read. */
type Unread = { readonly source: string; readonly walk: Walk; readonly folder: PlanFolder }

/**
 * T1.30–T1.37: walks the roots and compares them with the space, folder by folder and lot by lot. Rows go to the
 * journal as they are found (state `plan`), so that a drop of any size needs little memory and starting it costs nothing.
 */
export const planUpload = async (
  input: PlanInput,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<UploadPlan>> => {
  const { archive, ports } = tools.context
  const { spaceId } = input
  const where = await spacePlace(tools.context, input, signal)
  if (!where.ok) return where
  const jobId = ports.random.uuid()
  const reader = createEntriesReader(tools.context, { spaceId, whenAway: 'archive' }, signal)
  const writer = createPlanWriter(archive)
  const pace = createPlanningPace(ports.clock, input.onProgress)
  const placement = createPlacement(
    { id: jobId, spaceId },
    {
      ...{ tools, writer, ignored: ignoreRule(input.ignore ?? []) },
      guard: wrongClientGuard(await archive.run('spaces.names', undefined)),
      read: reader.read,
    },
  )

  await archive.run('transfers.createJob', {
    ...{ id: jobId, direction: 'upload', spaceId, spaceName: where.value.spaceName },
    ...{ title: titleOf(input.roots), state: 'plan', folderId: input.folderId, silent: false, target: null },
    ...{ createdAt: ports.clock.now(), endedAt: null },
  })
  await archive.run('transfers.planned', { jobId, roots: input.roots })

  const walkAll = async (): Promise<Result<void>> => {
    const found: (FoundEntry & { readonly walk: Walk })[] = []
    for (const root of input.roots) {
      if (isAborted(signal)) return err(fail('cancelled'))
      const { entry, walk } = await openRoot(root, tools.disk)
      found.push({ ...entry, walk })
    }
    const target = { number: null, path: '', remoteId: input.folderId, exists: true }
    const top = await placement.open(target, false)
    if (!top.ok) return top
    const unread: Unread[] = []
    const push = (folders: Awaited<ReturnType<typeof top.value.take<(typeof found)[number]>>>): void => {
      // The one read next lies on top.
      for (const { entry, folder } of [...folders].reverse())
        unread.push({ source: entry.path, walk: entry.walk, folder })
    }
    pace.found(found)
    push(await top.value.take(found))
    top.value.end()
    await writer.rest()
    for (let next = unread.pop(); next !== undefined; next = unread.pop()) {
      if (isAborted(signal)) return err(fail('cancelled'))
      const { walk } = next
      const open = await placement.open(next.folder, true)
      if (!open.ok) return open
      for await (const lot of walk.batches(next.source)) {
        if (isAborted(signal)) return err(fail('cancelled'))
        pace.found(lot)
        push(await open.value.take(lot.map((entry) => ({ ...entry, walk }))))
        await writer.rest()
      }
      open.value.end()
      await writer.rest()
    }
    await writer.flush()
    return isAborted(signal) ? err(fail('cancelled')) : ok(undefined)
  }

  const walked = await orForget(walkAll, () => archive.run('transfers.removeJob', { jobId }))
  if (!walked.ok) return walked
  pace.end()
  const counted = placement.totals.read()
  const clientCount = await archive.run('spaces.clientCount', { spaceId })
  const etaMs = estimateMs(counted, await archive.run('transfers.speed', { direction: 'upload' }))
  const away = reader.away()
  const known = away ? await archive.run('files.list', { spaceId, folderId: input.folderId }) : undefined
  const asOf = known?.asOf ?? null
  return ok({ id: jobId as PlanId, ...where.value, ...counted, clientCount, etaMs, away, asOf })
}

/** What failed or was stopped leaves no rows behind. */
export const orForget = async (
  work: () => Promise<Result<void>>,
  forget: () => Promise<void>,
): Promise<Result<void>> => {
  let done: Result<void>
  try {
    done = await work()
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    done = err(error.failure)
  }
  if (!done.ok) await forget()
  return done
}

/** One root by its name, several by the first one's and how many more there are. */
const titleOf = (roots: readonly string[]): string => {
  const [first = ''] = roots
  return roots.length > 1 ? `${basename(first)} + ${roots.length - 1}` : basename(first)
}
