import { ok, type Result } from '../../core/result.ts'
import type { FanOut } from '../../core/transfers/fan-out.ts'
import type { IgnoreRule } from '../../core/transfers/ignore.ts'
import { isRefusedName } from '../../core/transfers/names.ts'
import type { NamedSpace, WrongClientGuard } from '../../core/transfers/wrong-client.ts'
import type { DryRun } from './dry-run.ts'
import type { FanOutTargets } from './fan-out-targets.ts'
import type { FoundEntry } from './walk.ts'

const spacesAtOnce = 4

type Placed = { readonly space: NamedSpace; readonly folder: readonly string[]; readonly files: FoundEntry[] }

/** Decides about one lot of a folder's entries and hands the matched files on; answers the folders to go into. */
export const createSorter = (given: {
  /** Where in each space the files go, by names from the top. */
  readonly folder: readonly string[]
  readonly fanOut: FanOut
  readonly guard: WrongClientGuard
  readonly ignored: IgnoreRule
  readonly dryRun: DryRun
  readonly targets: FanOutTargets
}): ((found: readonly FoundEntry[], names: readonly string[]) => Promise<Result<readonly FoundEntry[]>>) => {
  const { fanOut, guard, ignored, dryRun, targets } = given

  return async (found, names) => {
    const folders: FoundEntry[] = []
    const matched = new Map<string, Placed>()
    for (const entry of found) {
      const path = [...names, entry.name].filter((name) => name !== '').join('/')
      const size = entry.kind === 'file' ? entry.size : 0
      const row = { path, size, words: '', reason: null, warning: null }
      if (entry.kind === 'refused') {
        dryRun.add({ ...row, outcome: 'refused', reason: entry.reason })
      } else if (ignored(path, entry.kind === 'folder')) {
        dryRun.ignore()
      } else if (entry.kind === 'folder') {
        folders.push(entry)
      } else if (isRefusedName(entry.name)) {
        dryRun.add({ ...row, outcome: 'refused', reason: 'name-refused' })
      } else {
        const match = fanOut.match(path)
        switch (match.kind) {
          case 'unmatched':
            dryRun.add({ ...row, outcome: 'unmatched', words: match.client ?? '' })
            break
          case 'ambiguous':
            dryRun.add({
              ...{ ...row, outcome: 'ambiguous' },
              words: match.spaces.map(({ name }) => name).join(' · '),
            })
            break
          case 'matched': {
            const { space } = match
            const warning = guard(entry.name, space.id)?.name ?? null
            dryRun.add({ ...row, outcome: 'matched', words: space.name, warning })
            const folder = [...given.folder, ...names.filter((name) => !fanOut.isLabel(name, space))]
            const key = [space.id, ...folder].join('/')
            const known = matched.get(key) ?? { space, folder, files: [] }
            known.files.push(entry)
            matched.set(key, known)
          }
        }
      }
    }
    // Spaces are asked side by side; what goes into one space goes in order.
    const bySpace = new Map<string, Placed[]>()
    for (const one of matched.values()) bySpace.set(one.space.id, [...(bySpace.get(one.space.id) ?? []), one])
    const lists = [...bySpace.values()]
    for (let at = 0; at < lists.length; at += spacesAtOnce) {
      const placed = await Promise.all(
        lists.slice(at, at + spacesAtOnce).map(async (list): Promise<Result<void>> => {
          for (const { space, folder, files } of list) {
            const done = await targets.place(space, folder, files)
            if (!done.ok) return done
          }
          return ok(undefined)
        }),
      )
      for (const one of placed) if (!one.ok) return one
    }
    return ok(folders)
  }
}
