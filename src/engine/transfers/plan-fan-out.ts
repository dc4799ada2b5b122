import { basename } from 'node:path'
import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { estimateMs } from '../../core/transfers/estimate.ts'
import { type FanOut, fanOutByRule, fanOutByTable, spaceDirectory } from '../../core/transfers/fan-out.ts'
import { ruleProblem } from '../../core/transfers/fan-out-rule.ts'
import type { FanOutId, FanOutPlan } from '../../core/transfers/fan-out-views.ts'
import { ignoreRule } from '../../core/transfers/ignore.ts'
import type { Planning } from '../../core/transfers/views.ts'
import { type NamedSpace, wrongClientGuard } from '../../core/transfers/wrong-client.ts'
import { isAborted } from './aborted.ts'
import { createDryRun } from './dry-run.ts'
import { createSorter } from './fan-out-sorter.ts'
import { createFanOutTargets, type FanOutTargets } from './fan-out-targets.ts'
import { orForget } from './plan-upload.ts'
import { createPlanWriter } from './plan-writer.ts'
import { createPlanningPace } from './planning-pace.ts'
import { createSpacesReader } from './remote-entries.ts'
import type { Tools } from './tools.ts'
import { type FoundEntry, openRoot, type Walk } from './walk.ts'

export type FanOutInput = {
  /** Absolute paths: one folder as a rule. */
  readonly roots: readonly string[]
  readonly by:
    | { readonly kind: 'rule'; readonly rule: string }
    /** Absolute path of a CSV. */
    | { readonly kind: 'table'; readonly path: string }
  /** Names of folders from the top of each space down to where the files go; they are made where they are missing. */
  readonly folder: readonly string[]
  readonly ignore?: readonly string[] | undefined
  readonly onProgress?: ((planning: Planning) => void) | undefined
}

type TableIssue = FanOutPlan['table']['first'][number]
type Way = { readonly fanOut: FanOut; readonly issues: readonly TableIssue[] }
/** A folder of the drop still to be read; `names` from below the dropped folder. */
type Unread = { readonly source: string; readonly walk: Walk; readonly names: readonly string[] }

const shownIssues = 200

/** T1.120–T1.125: says for each file of a folder which space it goes to, and plans a job for each space. */
export const planFanOut = async (
  input: FanOutInput,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<FanOutPlan>> => {
  const { archive, ports } = tools.context
  const spaces = await archive.run('spaces.names', undefined)
  const way = await wayOf(input, spaces)
  if (!way.ok) return way
  const { fanOut } = way.value
  const id = ports.random.uuid()
  const title = basename(input.roots[0] ?? '')
  await archive.run('fanOut.create', { id, createdAt: ports.clock.now() })
  const writer = createPlanWriter(archive)
  const guard = wrongClientGuard(spaces)
  const reader = createSpacesReader(tools.context, 'archive', signal)
  const targets = createFanOutTargets({ id, title }, { tools, writer, read: reader.read, guard: () => null })
  const dryRun = createDryRun(id, tools)
  const ignored = ignoreRule(input.ignore ?? [])
  const pace = createPlanningPace(ports.clock, input.onProgress)

  const walkAll = async (): Promise<Result<void>> => {
    const sort = createSorter({ folder: input.folder, fanOut, guard, ignored, dryRun, targets })
    const unread: Unread[] = []
    const lot = async (found: readonly FoundEntry[], names: readonly string[], walk: Walk) => {
      pace.found(found)
      const sorted = await sort(found, names)
      if (!sorted.ok) return sorted
      for (const { name, path } of [...sorted.value].reverse())
        unread.push({ source: path, walk, names: [...names, name] })
      await Promise.all([writer.rest(), dryRun.rest()])
      return isAborted(signal) ? err(fail('cancelled')) : ok(undefined)
    }
    for (const root of input.roots) {
      const { entry, walk } = await openRoot(root, tools.disk)
      // The folder itself is only what was taken hold of; with several, each keeps its name.
      if (entry.kind === 'folder' && input.roots.length === 1) {
        unread.push({ source: entry.path, walk, names: [] })
        continue
      }
      const placed = await lot([entry], [], walk)
      if (!placed.ok) return placed
    }
    for (let next = unread.pop(); next !== undefined; next = unread.pop()) {
      for await (const found of next.walk.batches(next.source)) {
        const placed = await lot(found, next.names, next.walk)
        if (!placed.ok) return placed
      }
    }
    return ok(undefined)
  }

  let totals: ReturnType<FanOutTargets['end']> = []
  const walked = await orForget(
    async () => {
      const done = await walkAll()
      if (!done.ok) return done
      totals = targets.end()
      await Promise.all([writer.flush(), dryRun.flush()])
      return ok(undefined)
    },
    () => archive.run('fanOut.discard', { fanOutId: id }),
  )
  if (!walked.ok) return walked
  pace.end()
  const counted = totals.map((one) => one.read())
  const sum = (of: (one: (typeof counted)[number]) => number): number =>
    counted.reduce((all, one) => all + of(one), 0)
  const amount = { files: sum(({ files }) => files), bytes: sum(({ bytes }) => bytes) }
  const issues = [
    ...way.value.issues,
    ...fanOut.unused().map(({ line, pattern }) => ({ line, reason: 'no-file' as const, words: pattern })),
  ].sort((a, b) => a.line - b.line)
  return ok({
    ...{ id: id as FanOutId, title, spaces: counted.length, bytes: amount.bytes, counts: dryRun.counts() },
    ...{
      conflicts: sum(({ conflicts }) => conflicts.count),
      newFolders: sum(({ newFolders }) => newFolders),
    },
    ignored: dryRun.ignored(),
    table: { count: issues.length, first: issues.slice(0, shownIssues) },
    away: reader.away(),
    etaMs: estimateMs(amount, await archive.run('transfers.speed', { direction: 'upload' })),
  })
}

const wayOf = async (input: FanOutInput, spaces: readonly NamedSpace[]): Promise<Result<Way>> => {
  const directory = spaceDirectory(spaces)
  if (input.by.kind === 'rule') {
    const { rule } = input.by
    if (ruleProblem(rule) !== null) return err(fail('rule-client', { about: rule }))
    return ok({ fanOut: fanOutByRule(rule, directory), issues: [] })
  }
  // The CSV reader is loaded when a table is.
  const { readTableFile } = await import('./read-table.ts')
  const table = await readTableFile(input.by.path)
  if (!table.ok) return table
  const unknown = table.value.entries.filter(({ space }) => directory.find(space).length === 0)
  return ok({
    fanOut: fanOutByTable(table.value.entries, directory),
    issues: [
      ...table.value.problems.map((problem) => ({ ...problem, words: '' })),
      ...unknown.map(({ line, space }) => ({ line, reason: 'unknown-space' as const, words: space })),
    ],
  })
}
