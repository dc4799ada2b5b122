import type { FileEntry } from './records.ts'

/** One space's files and folders, found by id and by place without a scan. */
export type FileTree = {
  get(id: string): FileEntry | undefined
  named(parent: string | null, name: string): FileEntry | undefined
  children(parent: string | null): FileEntry[]
  add(entry: FileEntry): void
  /** Removes the entry and, for a folder, everything below it. */
  remove(id: string): void
  all(): Iterable<FileEntry>
  size(): number
}

export function createFileTree(): FileTree {
  const byId = new Map<string, FileEntry>()
  const byPlace = new Map<string | null, Map<string, FileEntry>>()

  function remove(id: string): void {
    const entry = byId.get(id)
    if (entry === undefined) return
    const below = byPlace.get(id)
    for (const child of [...(below?.values() ?? [])]) remove(child.id)
    byPlace.delete(id)
    byPlace.get(entry.parent_id)?.delete(entry.name)
    byId.delete(id)
  }

  return {
    get: (id) => byId.get(id),
    named: (parent, name) => byPlace.get(parent)?.get(name),
    children: (parent) => [...(byPlace.get(parent)?.values() ?? [])],
    add: (entry) => {
      byId.set(entry.id, entry)
      const place = byPlace.get(entry.parent_id) ?? new Map<string, FileEntry>()
      place.set(entry.name, entry)
      byPlace.set(entry.parent_id, place)
    },
    remove,
    all: () => byId.values(),
    size: () => byId.size,
  }
}
