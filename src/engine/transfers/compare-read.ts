import type { File, FileId } from '../../core/file.ts'
import { ok, type Result } from '../../core/result.ts'
import { type Compared, compareFolder } from '../../core/transfers/compare.ts'
import type { FoundEntry, LocalTree } from './local-tree.ts'
import type { EntriesReader } from './remote-entries.ts'

/** One line of a comparison, with what is needed to send it or to look closer. */
export type ComparedRow = Compared<FoundEntry, File> & {
  readonly path: string
  readonly depth: number
  readonly byContent: boolean
}

type Entry = Compared<FoundEntry, File>
type Node = { readonly entries: readonly Entry[]; readonly below: Map<Entry, Node> }
type Task = {
  readonly folder: string | null
  readonly remoteId: FileId | null | undefined
  readonly keep: (node: Node) => void
}

/** Folders read at once: a portal answers a folder in the time of one round trip. */
const together = 6

/**
 * T1.45: reads both sides folder by folder; a folder that only one side has is read through too. Nothing is written
 * on either side. Rows come in tree order.
 */
export const readComparison = async (
  tree: LocalTree,
  reader: EntriesReader,
  folderId: FileId | null,
  tools: { readonly looked: (entries: number) => void; readonly signal: AbortSignal },
): Promise<Result<readonly ComparedRow[]>> => {
  const tops: Node[] = []
  const queue: Task[] = [{ folder: tree.root, remoteId: folderId, keep: (node) => tops.push(node) }]
  // A portal whose folders contain themselves must not be walked for ever.
  const read = new Set<FileId | null>()

  const one = async (task: Task): Promise<Result<void>> => {
    const again = task.remoteId !== undefined && read.has(task.remoteId)
    if (task.remoteId !== undefined) read.add(task.remoteId)
    const [here, there] = await Promise.all([
      task.folder === null ? [] : tree.entries(task.folder),
      task.remoteId === undefined || again ? ok([]) : reader.read(task.remoteId),
    ])
    if (!there.ok) return there
    const entries = compareFolder(here, there.value)
    const node: Node = { entries, below: new Map() }
    task.keep(node)
    tools.looked(entries.length)
    for (const entry of entries) {
      if (!entry.isFolder || entry.state === 'clash' || entry.state === 'refused') continue
      queue.push({
        folder: entry.here?.path ?? null,
        remoteId: entry.there?.id,
        keep: (below) => node.below.set(entry, below),
      })
    }
    return ok(undefined)
  }

  while (queue.length > 0 && !tools.signal.aborted) {
    const done = await Promise.all(queue.splice(0, together).map(one))
    for (const result of done) if (!result.ok) return result
  }
  const rows: ComparedRow[] = []
  for (const top of tops) flatten(top, '', 0, rows)
  return ok(rows)
}

const flatten = (node: Node, above: string, depth: number, rows: ComparedRow[]): void => {
  for (const entry of node.entries) {
    const path = above === '' ? entry.name : `${above}/${entry.name}`
    const empty = entry.here?.kind === 'file' && entry.here.size === 0
    rows.push({ ...entry, path, depth, byContent: entry.state === 'same' && empty })
    const below = node.below.get(entry)
    if (below !== undefined) flatten(below, path, depth + 1, rows)
  }
}
