import type { FailureCode } from '../failure.ts'
import type { IgnoreRule } from './ignore.ts'
import { isRefusedName, nameKey, uniqueName } from './names.ts'

/** One entry of a folder of this computer, as the walk found it. Sizes in bytes. */
export type LocalEntry =
  | { readonly kind: 'file'; readonly name: string; readonly size: number }
  | { readonly kind: 'folder'; readonly name: string }
  /** Not a file or folder, or not to be read: a socket, a device, a link that leads out, an entry without permission. */
  | { readonly kind: 'refused'; readonly name: string; readonly reason: FailureCode }

/** What the portal has in the folder the entries go to. */
export type RemoteEntry = {
  readonly id: string
  readonly name: string
  readonly isFolder: boolean
  readonly size: number
}

type PlannedFile<Entry, Remote> = {
  readonly entry: Entry
  /** Its name in the portal unless both are kept. */
  readonly name: string
  /** The file of that name which is there already. */
  readonly conflict: Remote | null
}

type FolderPlan<Entry, Remote> = {
  readonly files: readonly PlannedFile<Entry, Remote>[]
  /** `id` null: to be created. */
  readonly folders: readonly { readonly entry: Entry; readonly name: string; readonly id: string | null }[]
  readonly refused: readonly { readonly entry: Entry; readonly reason: FailureCode }[]
  readonly ignored: readonly string[]
}

/** The plan of one folder of the portal, made while its entries are still being found. */
export type FolderPlanner<Remote> = {
  /** What happens to each of these entries. */
  take<Entry extends LocalEntry>(entries: readonly Entry[]): FolderPlan<Entry, Remote>
  /** A name of nobody else's, here or there, for a file that is kept beside its namesake. Asked once all are taken. */
  otherName(name: string): string
}

/**
 * T1.30–T1.34: entries of one name (two dropped roots, say) both arrive: the second gets another name. A name that is
 * a folder there and a file here, or the other way round, is refused. `distinct`: the entries are those of one folder
 * of a disk, so that without anything in the portal their names need not be remembered (T1.36).
 */
export const planFolder = <Remote extends RemoteEntry>(
  existing: readonly Remote[],
  options: { readonly path: string; readonly ignored: IgnoreRule; readonly distinct: boolean },
): FolderPlanner<Remote> => {
  const remote = new Map(existing.map((entry) => [entry.name, entry]))
  const remembers = existing.length > 0 || !options.distinct
  // Keys of every name there and here, so that a made-up name meets none of them.
  const taken = new Set(existing.map((entry) => nameKey(entry.name)))
  const used = new Set<string>()

  const another = (name: string): string => {
    const made = uniqueName(name, taken)
    taken.add(nameKey(made))
    return made
  }
  const unused = (given: string): string => {
    if (!remembers) return given
    const name = used.has(given) ? another(given) : given
    used.add(name)
    return name
  }

  const take = <Entry extends LocalEntry>(entries: readonly Entry[]): FolderPlan<Entry, Remote> => {
    const files: PlannedFile<Entry, Remote>[] = []
    const folders: { entry: Entry; name: string; id: string | null }[] = []
    const refused: { entry: Entry; reason: FailureCode }[] = []
    const ignored: string[] = []
    if (remembers) for (const entry of entries) taken.add(nameKey(entry.name))
    for (const entry of entries) {
      if (entry.kind === 'refused') {
        refused.push({ entry, reason: entry.reason })
        continue
      }
      const isFolder = entry.kind === 'folder'
      if (options.ignored(options.path === '' ? entry.name : `${options.path}/${entry.name}`, isFolder)) {
        ignored.push(entry.name)
        continue
      }
      if (isRefusedName(entry.name)) {
        refused.push({ entry, reason: 'name-refused' })
        continue
      }
      const name = unused(entry.name)
      const there = remote.get(name)
      if (there !== undefined && there.isFolder !== isFolder) refused.push({ entry, reason: 'exists' })
      else if (isFolder) folders.push({ entry, name, id: there?.id ?? null })
      else files.push({ entry, name, conflict: there ?? null })
    }
    return { files, folders, refused, ignored }
  }

  return { take, otherName: another }
}

/** What is known of two files of one name. Times in ms since the epoch. */
export type Likeness = {
  readonly size: number
  readonly modifiedAt: number
  readonly there: { readonly size: number; readonly createdAt: number }
  /** The receipt of the version that is there now, when this computer sent it. */
  readonly receipt: { readonly verifiedAt: number } | null
}

/**
 * T1.37: whether a file is the one that is there: of the same size, and not changed since that version arrived.
 * `look`: the same size but touched since this computer sent it, so that its content decides.
 */
export const likeness = ({ size, modifiedAt, there, receipt }: Likeness): 'same' | 'other' | 'look' => {
  if (size !== there.size) return 'other'
  if (modifiedAt <= (receipt?.verifiedAt ?? there.createdAt)) return 'same'
  return receipt === null ? 'other' : 'look'
}
