import type { FailureCode } from '../failure.ts'
import type { CompareCounts, CompareFilter, CompareState } from './compare-views.ts'
import { isIgnored } from './ignore.ts'
import { isRefusedName, nameKey } from './names.ts'
import type { LocalEntry, RemoteEntry } from './plan.ts'

/** One name of a folder, on one side or on both. */
export type Compared<Here, There> = {
  readonly name: string
  readonly isFolder: boolean
  readonly state: CompareState
  readonly here: Here | null
  readonly there: There | null
  /** A name of the other side that differs from this one only by case or Unicode form (T1.46). */
  readonly twin: string | null
  /** Why it can't be sent (`refused`). */
  readonly reason: FailureCode | null
}

/**
 * T1.45, T1.46: one folder of this computer against the same folder of the space. Names are the same when they are
 * written the same; sizes tell files apart. Folders on both sides are `same` here: what lies in them decides.
 */
export const compareFolder = <Here extends LocalEntry, There extends RemoteEntry>(
  local: readonly Here[],
  remote: readonly There[],
): readonly Compared<Here, There>[] => {
  const here = local.filter((entry) => !isIgnored(entry.name, entry.kind === 'folder'))
  const there = remote.filter((entry) => !isIgnored(entry.name, entry.isFolder))
  const rest = new Map<string, There[]>()
  for (const entry of there) rest.set(entry.name, [...(rest.get(entry.name) ?? []), entry])
  const twins = twinsOf(here, there)

  /** The entry of that name: of the same kind where the portal has both. */
  const take = (name: string, isFolder: boolean): There | undefined => {
    const named = rest.get(name) ?? []
    const found = named.find((entry) => entry.isFolder === isFolder) ?? named[0]
    if (found !== undefined)
      rest.set(
        name,
        named.filter((entry) => entry !== found),
      )
    return found
  }

  const compared = here.map((entry): Compared<Here, There> => {
    const isFolder = entry.kind === 'folder'
    const reason = entry.kind === 'refused' ? entry.reason : isRefusedName(entry.name) ? 'name-refused' : null
    const found = take(entry.name, isFolder)
    const base = { name: entry.name, isFolder, here: entry, there: found ?? null }
    if (reason !== null) return { ...base, state: 'refused', twin: null, reason }
    const state = found === undefined ? 'only-here' : stateOf(entry, found)
    const twin = found === undefined ? (twins.there.get(nameKey(entry.name)) ?? null) : null
    return { ...base, state, twin, reason: state === 'clash' ? 'exists' : null }
  })
  const left = [...rest.values()].flat().map((entry): Compared<Here, There> => ({
    ...{ name: entry.name, isFolder: entry.isFolder, state: 'only-there', here: null, there: entry },
    ...{ twin: twins.here.get(nameKey(entry.name)) ?? null, reason: null },
  }))
  return [...compared, ...left].sort(inTreeOrder)
}

const stateOf = (here: LocalEntry, there: RemoteEntry): CompareState => {
  if ((here.kind === 'folder') !== there.isFolder) return 'clash'
  return here.kind === 'file' && here.size !== there.size ? 'differs' : 'same'
}

/** By key, the names that only one side has. */
const twinsOf = (
  here: readonly LocalEntry[],
  there: readonly RemoteEntry[],
): { readonly here: ReadonlyMap<string, string>; readonly there: ReadonlyMap<string, string> } => {
  const ours = new Set(here.map(({ name }) => name))
  const theirs = new Set(there.map(({ name }) => name))
  const only = (names: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlyMap<string, string> =>
    new Map([...names].filter((name) => !others.has(name)).map((name) => [nameKey(name), name]))
  return { here: only(ours, theirs), there: only(theirs, ours) }
}

/** Folders first, then by name, as the Files tab shows them. */
const inTreeOrder = <T extends { readonly name: string; readonly isFolder: boolean }>(a: T, b: T): number => {
  if (a.isFolder !== b.isFolder) return a.isFolder ? -1 : 1
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

/** A place in the compared tree, as far as counting and showing go. Rows stand in tree order, a folder before its entries. */
export type TreeRow = {
  readonly path: string
  readonly depth: number
  readonly isFolder: boolean
  readonly state: CompareState
  readonly bytes: number
}

export const emptyCounts = (): CompareCounts => ({
  ...{ 'only-here': { files: 0, bytes: 0 }, 'only-there': { files: 0, bytes: 0 } },
  ...{ same: { files: 0, bytes: 0 }, differs: { files: 0, bytes: 0 } },
  ...{ clash: { files: 0, bytes: 0 }, refused: { files: 0, bytes: 0 } },
})

/** How many files, and bytes, stand how. A clash counts whatever its kind; other folders do not count. */
export const countRows = (rows: readonly TreeRow[]): CompareCounts => {
  const counts = emptyCounts()
  for (const row of rows) {
    if (row.isFolder && row.state !== 'clash' && row.state !== 'refused') continue
    const sum = counts[row.state]
    counts[row.state] = { files: sum.files + 1, bytes: sum.bytes + row.bytes }
  }
  return counts
}

/** What sending the difference would send (T1.48). */
export const isSendable = (row: { readonly isFolder: boolean; readonly state: CompareState }): boolean =>
  !row.isFolder && (row.state === 'only-here' || row.state === 'differs')

const fits = (state: CompareState, filter: CompareFilter): boolean =>
  filter === 'all' || (filter === 'different' ? state !== 'same' : state === filter)

/**
 * The indices of the rows to show: files that fit the filter, with the folders they lie in, without what lies in a
 * closed folder. A folder fits by itself where it is on one side only.
 */
export const visibleRows = (
  rows: readonly TreeRow[],
  filter: CompareFilter,
  closed: ReadonlySet<string>,
): readonly number[] => {
  const shown: number[] = []
  // From the end, so that a folder knows by then whether anything below it is shown.
  const below: boolean[] = []
  const keep = new Uint8Array(rows.length)
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index]
    if (row === undefined) continue
    const kept = fits(row.state, filter) || (row.isFolder && below[row.depth + 1] === true)
    below[row.depth + 1] = false
    if (kept) {
      keep[index] = 1
      below[row.depth] = true
    }
  }
  let hiddenBelow = Number.POSITIVE_INFINITY
  for (const [index, row] of rows.entries()) {
    if (row.depth <= hiddenBelow) hiddenBelow = Number.POSITIVE_INFINITY
    else continue
    if (keep[index] !== 1) continue
    shown.push(index)
    if (row.isFolder && closed.has(row.path)) hiddenBelow = row.depth
  }
  return shown
}

/** What a folder on both sides is, by what lies in it: `same` when everything below is (T1.45). */
export const folderStates = (rows: readonly TreeRow[]): readonly CompareState[] => {
  const states = rows.map(({ state }) => state)
  const differs: boolean[] = []
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index]
    if (row === undefined) continue
    if (row.isFolder && row.state === 'same' && differs[row.depth + 1] === true) states[index] = 'differs'
    differs[row.depth + 1] = false
    if (states[index] !== 'same') differs[row.depth] = true
  }
  return states
}
