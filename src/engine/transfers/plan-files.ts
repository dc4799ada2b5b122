import { fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { ignoreRule } from '../../core/transfers/ignore.ts'
import { type FolderPlanner, planFolder } from '../../core/transfers/plan.ts'
import type { PlanId } from '../../core/transfers/views.ts'
import type { StoredFolder } from '../storage/tables/transfer-folders.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'
import { cut } from './live.ts'
import { plannedRow, refusedRow } from './plan-rows.ts'
import { createEntriesReader } from './remote-entries.ts'
import { spacePlace } from './space-place.ts'
import type { Tools } from './tools.ts'

/** A file of this computer and where it goes: `path` below the target folder, with forward slashes. */
export type ListedFile = {
  readonly path: string
  /** Absolute and real. */
  readonly source: string
  readonly size: number
  readonly fingerprint: string
}

export type PlanFilesInput = {
  readonly spaceId: SpaceId
  readonly folderId: FileId | null
  readonly title: string
  readonly files: readonly ListedFile[]
  readonly whenAway: 'archive' | 'fail'
  /** Asked of each file whose name is there already: true leaves it out of the plan. */
  readonly leaveOut?: (file: ListedFile, there: File) => Promise<Result<boolean>>
}

export type FilesPlan = { readonly id: PlanId; readonly files: number; readonly bytes: number }

/** A folder of the list: its files and folders by name. */
type Node = { readonly files: Map<string, ListedFile>; readonly folders: Map<string, Node> }
type Open = {
  readonly node: Node
  readonly number: number | null
  readonly path: string
  readonly remoteId: FileId | null
}

const batch = 500

const ignored = ignoreRule([])

/** The file that is there already, and the name for keeping both. */
const beside = (planner: FolderPlanner<File>, name: string, there: File | null) =>
  there === null
    ? { conflict: null, otherName: null }
    : { conflict: { id: there.id, size: there.size }, otherName: planner.otherName(name) }

/**
 * T1.48: plans a list of files, each at its place below the target folder, as a drop is planned (T1.30–T1.35): rows in
 * the journal, folders made once, conflicts found in every existing folder. Folders without files of the list are not made.
 */
export const planFiles = async (
  input: PlanFilesInput,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<FilesPlan>> => {
  const { archive, ports, foyer } = tools.context
  const { spaceId, folderId } = input
  const where = await spacePlace(tools.context, input, signal)
  if (!where.ok) return where
  // A folder that is gone would answer with an empty list, and the files would hang below nothing.
  const target =
    folderId === null || input.whenAway === 'archive'
      ? ok(null)
      : await foyer.files.get(spaceId, folderId, { signal })
  if (!target.ok) return target
  const reader = createEntriesReader(tools.context, input, signal)
  const jobId = ports.random.uuid()
  const totals = { files: 0, bytes: 0 }
  let pending: { folders: StoredFolder[]; files: StoredTransfer[] } = { folders: [], files: [] }
  let folderNumber = 0
  let fileNumber = 0

  const write = async (): Promise<void> => {
    const { folders, files } = pending
    pending = { folders: [], files: [] }
    await archive.run('transfers.add', { folders, files, listed: null })
  }
  const giveUp = async (failure: ReturnType<typeof fail>): Promise<Result<FilesPlan>> => {
    await archive.run('transfers.removeJob', { jobId })
    return err(failure)
  }
  const keyOf = (file: ListedFile) => ({
    ...{ jobId, number: fileNumber++, id: ports.random.uuid(), path: file.path, source: file.source },
  })

  /** Plans one folder of the list; answers its subfolders. */
  const place = async (open: Open): Promise<Result<readonly Open[]>> => {
    const existing =
      open.remoteId === null && open.number !== null ? ok([]) : await reader.read(open.remoteId)
    if (!existing.ok) return existing
    const planner = planFolder(existing.value, { path: open.path, ignored, distinct: true })
    const plan = planner.take(entriesOf(open.node))
    for (const { entry, reason } of plan.refused) {
      for (const file of filesBelow(open.node, entry.name)) {
        pending.files.push(refusedRow(keyOf(file), fail(reason, { about: file.path }), ports.clock.now()))
      }
    }
    for (const { entry, name, conflict } of plan.files) {
      const file = open.node.files.get(entry.name)
      if (file === undefined) continue
      if (conflict !== null && input.leaveOut !== undefined) {
        const left = await input.leaveOut(file, conflict)
        if (!left.ok) return left
        if (left.value) continue
      }
      totals.files += 1
      totals.bytes += file.size
      pending.files.push(
        plannedRow(keyOf(file), {
          ...{ folder: open.number, name, blob: ports.random.uuid(), ...beside(planner, name, conflict) },
          ...cut(file.size, tools.options.blockBytes),
          fingerprint: file.fingerprint,
        }),
      )
    }
    return ok(plan.folders.flatMap(({ entry, name, id }) => openFolder(open, entry.name, name, id)))
  }

  const openFolder = (parent: Open, listed: string, name: string, remoteId: string | null): Open[] => {
    const node = parent.node.folders.get(listed)
    if (node === undefined) return []
    const number = folderNumber++
    const path = parent.path === '' ? name : `${parent.path}/${name}`
    pending.folders.push({
      ...{ jobId, number, parent: parent.number, path, name, remoteId },
      ...{ intentAt: null, made: remoteId !== null, listed: remoteId !== null, problem: null },
    })
    return [{ node, number, path, remoteId: remoteId as FileId | null }]
  }

  await archive.run('transfers.createJob', {
    ...{ id: jobId, direction: 'upload', spaceId, spaceName: where.value.spaceName },
    ...{ title: input.title, state: 'plan', folderId, silent: false, target: null },
    ...{ createdAt: ports.clock.now(), endedAt: null },
  })
  const open: Open[] = [{ node: treeOf(input.files), number: null, path: '', remoteId: folderId }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (signal.aborted) return giveUp(fail('cancelled'))
    const placed = await place(next)
    if (!placed.ok) return giveUp(placed.error)
    open.push(...placed.value.toReversed())
    if (pending.files.length + pending.folders.length >= batch) await write()
  }
  await write()
  return signal.aborted ? giveUp(fail('cancelled')) : ok({ id: jobId as PlanId, ...totals })
}

const emptyNode = (): Node => ({ files: new Map(), folders: new Map() })

const treeOf = (files: readonly ListedFile[]): Node => {
  const top = emptyNode()
  for (const file of files) {
    const names = file.path.split('/')
    const name = names.pop() ?? file.path
    let node = top
    for (const folder of names) {
      const next = node.folders.get(folder) ?? emptyNode()
      node.folders.set(folder, next)
      node = next
    }
    node.files.set(name, file)
  }
  return top
}

type ListEntry =
  | { readonly kind: 'file'; readonly name: string; readonly size: number }
  | { readonly kind: 'folder'; readonly name: string }

const entriesOf = (node: Node): readonly ListEntry[] => [
  ...[...node.folders.keys()].map((name) => ({ kind: 'folder' as const, name })),
  ...[...node.files].map(([name, { size }]) => ({ kind: 'file' as const, name, size })),
]

/** The file of that name, or every file below the folder of that name. */
const filesBelow = (node: Node, name: string): readonly ListedFile[] => {
  const file = node.files.get(name)
  const folder = node.folders.get(name)
  return [...(file === undefined ? [] : [file]), ...(folder === undefined ? [] : everyFile(folder))]
}

const everyFile = (node: Node): readonly ListedFile[] => [
  ...node.files.values(),
  ...[...node.folders.values()].flatMap(everyFile),
]
