import type { FailureCode } from '../failure.ts'
import { isIgnored } from './ignore.ts'
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

type PlannedFile<Entry> = {
  readonly entry: Entry
  /** Its name in the portal unless both are kept. */
  readonly name: string
  /** The file of that name which is there already. */
  readonly conflict: { readonly id: string; readonly size: number } | null
  /** Its name when both are kept; null without a conflict. */
  readonly otherName: string | null
}

export type FolderPlan<Entry> = {
  readonly files: readonly PlannedFile<Entry>[]
  /** `id` null: to be created. */
  readonly folders: readonly { readonly entry: Entry; readonly name: string; readonly id: string | null }[]
  readonly refused: readonly { readonly entry: Entry; readonly reason: FailureCode }[]
  readonly ignored: readonly string[]
}

/**
 * T1.30–T1.34: what happens to each entry of one folder. Entries of one name (two dropped roots, say) both arrive:
 * the second gets another name. A name that is a folder there and a file here, or the other way round, is refused.
 */
export const planFolder = <Entry extends LocalEntry>(
  entries: readonly Entry[],
  existing: readonly RemoteEntry[],
): FolderPlan<Entry> => {
  const remote = new Map(existing.map((entry) => [entry.name, entry]))
  // Keys of every name there and here, so that a made-up name meets none of them.
  const taken = new Set([...existing, ...entries].map((entry) => nameKey(entry.name)))
  const used = new Set<string>()
  const files: PlannedFile<Entry>[] = []
  const folders: { entry: Entry; name: string; id: string | null }[] = []
  const refused: { entry: Entry; reason: FailureCode }[] = []
  const ignored: string[] = []

  const another = (name: string): string => {
    const made = uniqueName(name, taken)
    taken.add(nameKey(made))
    return made
  }

  for (const entry of entries) {
    if (entry.kind === 'refused') {
      refused.push({ entry, reason: entry.reason })
      continue
    }
    const isFolder = entry.kind === 'folder'
    if (isIgnored(entry.name, isFolder)) {
      ignored.push(entry.name)
      continue
    }
    if (isRefusedName(entry.name)) {
      refused.push({ entry, reason: 'name-refused' })
      continue
    }
    const name = used.has(entry.name) ? another(entry.name) : entry.name
    used.add(name)
    const there = remote.get(name)
    if (there !== undefined && there.isFolder !== isFolder) {
      refused.push({ entry, reason: 'exists' })
    } else if (isFolder) {
      folders.push({ entry, name, id: there?.id ?? null })
    } else {
      files.push({
        entry,
        name,
        conflict: there === undefined ? null : { id: there.id, size: there.size },
        otherName: there === undefined ? null : another(name),
      })
    }
  }
  return { files, folders, refused, ignored }
}
