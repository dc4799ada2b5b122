import { basename } from 'node:path'
import { type Failure, fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { planFolder, type RemoteEntry } from '../../core/transfers/plan.ts'
import { reactionTo } from '../../core/transfers/reaction.ts'
import type { PlanId, UploadPlan } from '../../core/transfers/views.ts'
import type { StoredFolder } from '../storage/tables/transfer-folders.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'
import { cut } from './live.ts'
import { plannedRow, refusedRow } from './plan-rows.ts'
import { readFolder } from './remote-folder.ts'
import type { Tools } from './tools.ts'
import { type FoundEntry, openRoot, type Walk } from './walk.ts'

export type PlanInput = {
  readonly spaceId: SpaceId
  readonly folderId: FileId | null
  readonly roots: readonly string[]
}

/** A folder of the drop whose entries are still to be read. */
type Open = {
  readonly folder: string
  readonly walk: Walk
  readonly number: number
  readonly path: string
  /** The folder of the portal it merges into; null: it will be made. */
  readonly remoteId: FileId | null
}

const shown = 200
const batch = 500

/**
 * T1.30–T1.36: walks the roots and compares them with the space, folder by folder. Rows go to the journal as they are
 * found (state `plan`), so that a drop of any size needs little memory and starting it costs nothing.
 */
export const planUpload = async (
  input: PlanInput,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<UploadPlan>> => {
  const { archive, ports } = tools.context
  const where = await readTarget(input, tools, signal)
  if (!where.ok) return where
  const jobId = ports.random.uuid()
  const read = createReader(input.spaceId, tools, signal)
  const totals = createTotals()
  const pending: { folders: StoredFolder[]; files: StoredTransfer[] } = { folders: [], files: [] }
  let folderNumber = 0
  let fileNumber = 0

  const write = async (): Promise<void> => {
    await archive.run('transfers.add', { ...pending, listed: null })
    pending.folders = []
    pending.files = []
  }

  const key = (path: string, source: string) => ({
    ...{ jobId, number: fileNumber++, id: ports.random.uuid(), path, source },
  })

  /** Plans one folder's entries; answers its subfolders. */
  const place = (
    entries: readonly (FoundEntry & { readonly walk: Walk })[],
    existing: readonly RemoteEntry[],
    parent: { readonly number: number | null; readonly path: string },
  ): Open[] => {
    const plan = planFolder(entries, existing)
    const pathOf = (name: string): string => [parent.path, name].filter((part) => part !== '').join('/')
    totals.ignored(plan.ignored.map(pathOf))
    for (const { entry, reason } of plan.refused) {
      const path = pathOf(entry.name)
      totals.refused(path, reason)
      const problem = fail(reason, { about: path })
      pending.files.push(refusedRow(key(path, entry.path), problem, ports.clock.now(), parent.number))
    }
    for (const { entry, name, conflict, otherName } of plan.files) {
      if (entry.kind !== 'file') continue
      const path = pathOf(name)
      totals.file(path, entry.size, conflict)
      const row = key(path, entry.path)
      pending.files.push(
        plannedRow(row, {
          ...{ folder: parent.number, name, blob: ports.random.uuid(), conflict, otherName },
          ...cut(entry.size, tools.options.blockBytes),
          fingerprint: entry.fingerprint,
        }),
      )
    }
    return plan.folders.map(({ entry, name, id }) => {
      const number = folderNumber++
      const path = pathOf(name)
      if (id === null) totals.newFolder()
      pending.folders.push({
        ...{ jobId, number, parent: parent.number, path, name, remoteId: id },
        ...{ intentAt: null, made: id !== null, listed: id !== null, problem: null },
      })
      return { folder: entry.path, walk: entry.walk, number, path, remoteId: id as FileId | null }
    })
  }

  await archive.run('transfers.createJob', {
    ...{ id: jobId, direction: 'upload', spaceId: input.spaceId, spaceName: where.value.spaceName },
    ...{ title: titleOf(input.roots), state: 'plan', folderId: input.folderId, silent: false, target: null },
    ...{ createdAt: ports.clock.now(), endedAt: null },
  })
  const give = async <T>(failure: Failure): Promise<Result<T>> => {
    await archive.run('transfers.removeJob', { jobId })
    return err(failure)
  }

  const roots = []
  for (const root of input.roots) {
    const { entry, walk } = await openRoot(root)
    roots.push({ ...entry, walk })
  }
  const top = await read(input.folderId)
  if (!top.ok) return give(top.error)
  const open = place(roots, top.value, { number: null, path: '' })
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (signal.aborted) return give(fail('cancelled'))
    const { walk } = next
    const entries = (await walk.entries(next.folder)).map((entry) => ({ ...entry, walk }))
    const existing = next.remoteId === null ? ok([]) : await read(next.remoteId)
    if (!existing.ok) return give(existing.error)
    open.push(...place(entries, existing.value, next).reverse())
    if (pending.files.length + pending.folders.length >= batch) await write()
  }
  await write()
  if (signal.aborted) return give(fail('cancelled'))
  const clientCount = await archive.run('spaces.clientCount', { spaceId: input.spaceId })
  return ok({ id: jobId as PlanId, ...where.value, ...totals.read(), clientCount })
}

/** One root by its name, several by the first one's and how many more there are. */
const titleOf = (roots: readonly string[]): string => {
  const [first = ''] = roots
  return roots.length > 1 ? `${basename(first)} + ${roots.length - 1}` : basename(first)
}

type Totals = {
  file(path: string, size: number, conflict: { readonly size: number } | null): void
  newFolder(): void
  refused(path: string, reason: Failure['code']): void
  ignored(paths: readonly string[]): void
  read(): Pick<
    UploadPlan,
    'files' | 'bytes' | 'newFolders' | 'conflicts' | 'refused' | 'ignored' | 'emptyFiles'
  >
}

const createTotals = (): Totals => {
  let [files, bytes, newFolders, emptyFiles, sameSize, conflicts, refusals, ignored] = [
    0, 0, 0, 0, 0, 0, 0, 0,
  ]
  const first = {
    conflicts: [] as string[],
    refused: [] as { path: string; reason: Failure['code'] }[],
    ignored: [] as string[],
  }
  return {
    file: (path, size, conflict) => {
      files += 1
      bytes += size
      if (size === 0) emptyFiles += 1
      if (conflict === null) return
      conflicts += 1
      if (conflict.size === size) sameSize += 1
      if (first.conflicts.length < shown) first.conflicts.push(path)
    },
    newFolder: () => (newFolders += 1),
    refused: (path, reason) => {
      refusals += 1
      if (first.refused.length < shown) first.refused.push({ path, reason })
    },
    ignored: (paths) => {
      ignored += paths.length
      first.ignored.push(...paths.slice(0, shown - first.ignored.length))
    },
    read: () => ({
      ...{ files, bytes, newFolders, emptyFiles },
      conflicts: { count: conflicts, sameSize, first: first.conflicts },
      refused: { count: refusals, first: first.refused },
      ignored: { count: ignored, first: first.ignored },
    }),
  }
}

/** T1.32: a folder's entries from the portal; while it can't be reached, from the archive. */
const createReader = (
  spaceId: SpaceId,
  tools: Tools,
  signal: AbortSignal,
): ((parentId: FileId | null) => Promise<Result<readonly File[]>>) => {
  let offline = false
  return async (parentId) => {
    if (!offline) {
      const fresh = await readFolder(tools.context.foyer, { spaceId, parentId }, signal)
      if (fresh.ok || !isAway(fresh.error)) return fresh
      offline = true
    }
    return ok(await tools.context.archive.run('files.children', { spaceId, parentId }))
  }
}

const isAway = (failure: Failure): boolean =>
  failure.code !== 'key-refused' &&
  (reactionTo(failure) === 'wait' || failure.code === 'timed-out' || failure.code === 'server-error')

/** The space's name and the names down to the target folder: from the portal, else from the archive. */
const readTarget = async (
  input: PlanInput,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<{ readonly spaceName: string; readonly folderPath: string[] }>> => {
  const { foyer, archive } = tools.context
  const { spaceId } = input
  const known = await archive.run('spaces.name', { spaceId })
  const space = known === null ? await foyer.spaces.get(spaceId, { signal }) : ok({ name: known })
  if (!space.ok)
    return space.error.code === 'not-found' ? err(fail('unknown-space', { about: spaceId })) : space
  const folderPath: string[] = []
  for (let id = input.folderId; id !== null && folderPath.length < 500;) {
    const kept: File | null = await archive.run('files.get', { id })
    const folder: Result<File> = kept === null ? await foyer.files.get(spaceId, id, { signal }) : ok(kept)
    if (!folder.ok) return folder
    if (!folder.value.isFolder || folder.value.spaceId !== spaceId)
      return err(fail('not-found', { about: id }))
    folderPath.unshift(folder.value.name)
    id = folder.value.parentId
  }
  return ok({ spaceName: space.value.name, folderPath })
}
