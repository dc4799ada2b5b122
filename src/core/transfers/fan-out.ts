import type { SpaceId } from '../space.ts'
import { clientKey, shortKey } from './client-names.ts'
import { clientCapture } from './fan-out-rule.ts'
import { capturesOf, capturesWholeNames, type Glob, matchesGlob, parseGlob } from './glob.ts'
import type { NamedSpace } from './wrong-client.ts'

/** Where one file of a dropped folder goes. */
export type Match =
  | { readonly kind: 'matched'; readonly space: NamedSpace }
  /** Nothing says where it goes: no rule fits, or no space has that name. */
  | { readonly kind: 'unmatched'; readonly client: string | null }
  /** Several spaces fit. Nothing is guessed. */
  | { readonly kind: 'ambiguous'; readonly client: string | null; readonly spaces: readonly NamedSpace[] }

/** What decides where files go; `path` from below the dropped folder, with forward slashes. */
export type FanOut = {
  match(path: string): Match
  /** Whether a folder of this name is only a client's label (`{client}/…`), which its own space does not need. */
  isLabel(folder: string, space: NamedSpace): boolean
  /** Lines of the table that no file has met. */
  unused(): readonly TableEntry[]
}

/** One line of a table: the file or pattern, and the space by name or id. `line`: counted from 1. */
export type TableEntry = { readonly line: number; readonly pattern: string; readonly space: string }

/** Finds spaces by what a person or a file calls them (T1.121): the id, the name, then the name without its legal form. */
type Directory = { find(client: string): readonly NamedSpace[] }

export const spaceDirectory = (spaces: readonly NamedSpace[]): Directory => {
  const byId = new Map<string, NamedSpace>(spaces.map((space) => [space.id, space]))
  const gather = (key: (name: string) => string): ReadonlyMap<string, readonly NamedSpace[]> => {
    const found = new Map<string, NamedSpace[]>()
    for (const space of spaces) {
      const name = key(space.name)
      if (name === '') continue
      const known = found.get(name)
      if (known === undefined) found.set(name, [space])
      else known.push(space)
    }
    return found
  }
  const byName = gather(clientKey)
  const byShortName = gather(shortKey)
  return {
    find: (client) => {
      const id = byId.get(client.trim())
      if (id !== undefined) return [id]
      return byName.get(clientKey(client)) ?? byShortName.get(shortKey(client)) ?? []
    },
  }
}

/**
 * T1.120, T1.121: one rule such as `statements/*_{client}.pdf`. Where the pattern fits in several ways, the longest text
 * that is a space's name counts: "Anna Miller" before "Miller".
 */
export const fanOutByRule = (rule: string, directory: Directory): FanOut => {
  const glob = parseGlob(rule.trim(), clientCapture)
  const labels = capturesWholeNames(glob)
  return {
    match: (path) => {
      const captures = [...capturesOf(glob, path)].sort((a, b) => clientKey(b).length - clientKey(a).length)
      for (const client of captures) {
        const spaces = directory.find(client)
        if (spaces.length > 0) return decided(client, spaces)
      }
      return { kind: 'unmatched', client: captures[0] ?? null }
    },
    isLabel: (folder, space) => labels && directory.find(folder).some(({ id }) => id === space.id),
    unused: () => [],
  }
}

/**
 * T1.122: a table of paths or patterns and spaces. A path said in full counts before patterns; a pattern without a
 * slash fits a file of that name in any folder. Lines that name different spaces for one file make it ambiguous.
 */
export const fanOutByTable = (entries: readonly TableEntry[], directory: Directory): FanOut => {
  const met = new Set<TableEntry>()
  const exact = new Map<string, TableEntry[]>()
  const patterns: { readonly entry: TableEntry; readonly glob: Glob }[] = []
  for (const entry of entries) {
    const path = plainPath(entry.pattern)
    if (/[*?]/.test(path)) {
      patterns.push({ entry, glob: parseGlob(path.includes('/') ? path : `**/${path}`) })
    } else {
      const key = pathKey(path)
      exact.set(key, [...(exact.get(key) ?? []), entry])
    }
  }
  const entriesFor = (path: string): readonly TableEntry[] => {
    const whole = exact.get(pathKey(path))
    if (whole !== undefined) return whole
    const byName = exact.get(pathKey(path.slice(path.lastIndexOf('/') + 1)))
    const fitting = patterns.filter(({ glob }) => matchesGlob(glob, path)).map(({ entry }) => entry)
    return [...(byName ?? []), ...fitting]
  }
  return {
    match: (path) => {
      const fitting = entriesFor(path)
      for (const entry of fitting) met.add(entry)
      const spaces = new Map<SpaceId, NamedSpace>()
      for (const { space } of fitting) for (const found of directory.find(space)) spaces.set(found.id, found)
      const client = fitting[0]?.space ?? null
      return spaces.size === 0 ? { kind: 'unmatched', client } : decided(client, [...spaces.values()])
    },
    isLabel: () => false,
    unused: () => entries.filter((entry) => !met.has(entry)),
  }
}

const decided = (client: string | null, spaces: readonly NamedSpace[]): Match => {
  const [only] = spaces
  return only !== undefined && spaces.length === 1
    ? { kind: 'matched', space: only }
    : { kind: 'ambiguous', client, spaces }
}

/** Tables written on Windows have backslashes; "./a.pdf" is "a.pdf". */
const plainPath = (path: string): string =>
  path
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(\.?\/)+/, '')
const pathKey = (path: string): string => path.normalize('NFC').toLowerCase()
