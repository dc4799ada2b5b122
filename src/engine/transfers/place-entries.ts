import { fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { IgnoreRule } from '../../core/transfers/ignore.ts'
import { planFolder } from '../../core/transfers/plan.ts'
import type { WrongClientGuard } from '../../core/transfers/wrong-client.ts'
import { cut } from './live.ts'
import { createLikenesses } from './likenesses.ts'
import { plannedRow, refusedRow } from './plan-rows.ts'
import { createTotals, type PlanTotals } from './plan-totals.ts'
import type { PlanWriter } from './plan-writer.ts'
import type { Tools } from './tools.ts'
import type { FoundEntry } from './walk.ts'

/** A folder of a plan: `number` null and path '' for the job's own target; `remoteId` null: it will be made. */
export type PlanFolder = {
  readonly number: number | null
  readonly path: string
  readonly remoteId: FileId | null
  /** In the portal there is such a folder, so that it may hold namesakes. */
  readonly exists: boolean
}

/** A folder that is being filled. */
export type OpenFolder = {
  /** Journals these entries; answers the subfolders among them. */
  take<Entry extends FoundEntry>(
    entries: readonly Entry[],
  ): Promise<readonly { readonly entry: Entry; readonly folder: PlanFolder }[]>
  /** Nothing more comes: names for keeping both are given, once every name here is known. */
  end(): void
}

/** One job's plan while it is made. */
export type Placement = {
  readonly totals: PlanTotals
  open(folder: PlanFolder, distinct: boolean): Promise<Result<OpenFolder>>
}

/** Compares what was found with the space and journals what is to be done: one job's rows, in the order they come. */
export const createPlacement = (
  job: { readonly id: string; readonly spaceId: SpaceId },
  given: {
    readonly tools: Tools
    readonly writer: PlanWriter
    readonly guard: WrongClientGuard
    readonly ignored: IgnoreRule
    readonly read: (parentId: FileId | null) => Promise<Result<readonly File[]>>
  },
): Placement => {
  const { tools, writer, guard } = given
  const { ports } = tools.context
  const totals = createTotals()
  const likenesses = createLikenesses(tools, job.spaceId)
  let folderNumber = 0
  let fileNumber = 0

  const key = (path: string, source: string) => ({
    ...{ jobId: job.id, number: fileNumber++, id: ports.random.uuid(), path, source },
  })

  const fill = (
    folder: PlanFolder,
    planner: ReturnType<typeof planFolder<File>>,
    join: (name: string) => string,
  ): OpenFolder => {
    const met: { readonly number: number; readonly name: string }[] = []
    return {
      take: async (entries) => {
        const plan = planner.take(entries)
        totals.ignored(plan.ignored.map(join))
        for (const { entry, reason } of plan.refused) {
          const path = join(entry.name)
          totals.refused(path, reason)
          const row = key(path, entry.path)
          writer.file(refusedRow(row, fail(reason, { about: path }), ports.clock.now(), folder.number))
        }
        const likeness = await likenesses(plan.files)
        for (const file of plan.files) {
          const { entry, name, conflict } = file
          if (entry.kind !== 'file') continue
          const path = join(name)
          totals.file(entry.size)
          warn(entry.name, path)
          const row = key(path, entry.path)
          if (conflict !== null) {
            const same = likeness(file) === 'same'
            totals.conflict(path, { size: conflict.size === entry.size, same })
            met.push({ number: row.number, name })
            writer.conflict({
              ...{ jobId: job.id, number: row.number, same },
              ...{ modifiedAt: Math.round(entry.modifiedAt), thereAt: conflict.createdAt },
            })
          }
          writer.file(
            plannedRow(row, {
              ...{ folder: folder.number, name, blob: ports.random.uuid(), fingerprint: entry.fingerprint },
              ...cut(entry.size, tools.options.blockBytes),
              conflict: conflict === null ? null : { id: conflict.id, size: conflict.size },
            }),
          )
        }
        return plan.folders.map(({ entry, name, id }) => {
          const number = folderNumber++
          const path = join(name)
          warn(entry.name, path)
          if (id === null) totals.newFolder()
          writer.folder({
            ...{ jobId: job.id, number, parent: folder.number, path, name, remoteId: id },
            ...{ intentAt: null, made: id !== null, listed: id !== null, problem: null },
          })
          return { entry, folder: { number, path, remoteId: id as FileId | null, exists: id !== null } }
        })
      },
      end: () => {
        for (const { number, name } of met) {
          writer.otherName({ jobId: job.id, number, name: planner.otherName(name) })
        }
      },
    }
  }

  const warn = (name: string, path: string): void => {
    const other = guard(name, job.spaceId)
    if (other !== null) totals.wrongClient(path, other.name)
  }

  return {
    totals,
    open: async (folder, distinct) => {
      const existing = folder.exists ? await given.read(folder.remoteId) : ok([])
      if (!existing.ok) return existing
      const { path } = folder
      const planner = planFolder(existing.value, { path, ignored: given.ignored, distinct })
      return ok(fill(folder, planner, (name) => [path, name].filter((part) => part !== '').join('/')))
    },
  }
}
