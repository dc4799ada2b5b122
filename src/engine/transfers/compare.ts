import { basename } from 'node:path'
import { type Failure, fail, FailureError } from '../../core/failure.ts'
import type { FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import {
  countRows,
  emptyCounts,
  folderStates,
  isSendable,
  type TreeRow,
  visibleRows,
} from '../../core/transfers/compare.ts'
import type {
  CompareCounts,
  CompareFilter,
  CompareRow,
  CompareView,
} from '../../core/transfers/compare-views.ts'
import type { JobId } from '../../core/transfers/views.ts'
import type { PortalContext } from '../context.ts'
import { isAborted } from './aborted.ts'
import { type ComparedRow, readComparison } from './compare-read.ts'
import type { ListedFile } from './plan-files.ts'
import { createEntriesReader } from './remote-entries.ts'
import { spacePlace } from './space-place.ts'
import type { Transfers } from './transfers.ts'

export type CompareInput = {
  readonly spaceId: SpaceId
  readonly folderId: FileId | null
  /** Absolute path of a folder of this computer. */
  readonly root: string
  /** Told, often, that the view changed. */
  readonly changed: () => void
}

/** A folder of this computer beside a folder of a space (T1.45–T1.49). Nothing is changed on either side but by `send`. */
export type Comparison = {
  view(): CompareView
  rows(query: {
    readonly only: CompareFilter
    /** Paths of folders whose content is not to be shown. */
    readonly closed: readonly string[]
    readonly offset: number
    readonly limit: number
  }): { readonly rows: readonly CompareRow[]; readonly total: number }
  /** Resolves once both sides were read, or that failed. */
  readonly read: Promise<void>
  /** Compares the contents of files of equal size (T1.47). Resolves when done; a second call joins the first. */
  check(): Promise<void>
  /** Makes a job of what is only here, and of what differs unless `changed` is false. */
  send(options: { readonly silent: boolean; readonly changed: boolean }): Promise<Result<{ jobId: JobId }>>
  stop(): void
}

export const compareWithSpace = (
  context: PortalContext,
  transfers: Transfers,
  input: CompareInput,
): Comparison => {
  const stopping = new AbortController()
  const { signal } = stopping
  let rows: ComparedRow[] = []
  let where: { spaceName: string; folderPath: readonly string[] } = { spaceName: '', folderPath: [] }
  let phase: CompareView['phase'] = 'reading'
  let problem: Failure | null = null
  let looked = 0
  let away = false
  let asOf: number | null = null
  let check: CompareView['check'] = { phase: 'idle', done: 0, total: 0, unknown: 0, problem: null }
  let checking: Promise<void> | undefined
  let sums: { rows: readonly TreeRow[]; counts: CompareCounts; twins: number } | undefined

  const read = async (): Promise<Result<void>> => {
    const place = await spacePlace(context, input, signal)
    if (!place.ok) return place
    where = place.value
    const tree = await transfers.localTree(input.root)
    if (tree === undefined) return err(fail('source-missing', { about: basename(input.root) }))
    const reader = createEntriesReader(context, { spaceId: input.spaceId, whenAway: 'archive' }, signal)
    const compared = await readComparison(tree, reader, input.folderId, {
      signal,
      looked: (entries) => {
        looked += entries
        input.changed()
      },
    })
    if (!compared.ok) return compared
    if (isAborted(signal)) return err(fail('cancelled'))
    away = reader.away()
    const { spaceId, folderId } = input
    const known = away ? await context.archive.run('files.list', { spaceId, folderId }) : undefined
    asOf = known?.asOf ?? null
    rows = [...compared.value]
    return ok(undefined)
  }

  const start = async (): Promise<void> => {
    const done = await settled(read)
    phase = done.ok ? 'done' : 'failed'
    problem = done.ok ? null : done.error
    input.changed()
  }

  const summed = (): NonNullable<typeof sums> => {
    if (sums !== undefined) return sums
    const plain = rows.map(treeRow)
    const states = folderStates(plain)
    const whole = plain.map((row, index) => ({ ...row, state: states[index] ?? row.state }))
    const twins = rows.filter(({ here, twin }) => here !== null && twin !== null).length
    sums = { rows: whole, counts: countRows(whole), twins }
    return sums
  }

  const checkOne = async (index: number, row: ComparedRow): Promise<Result<void>> => {
    if (row.here === null || row.there === null) return ok(undefined)
    const found = await transfers.sameContent(row.there, row.here.path, row.path, signal)
    if (!found.ok && !found.error.code.startsWith('source-')) return found
    const changed = found.ok ? afterCheck(row, found.value.same) : refusedRow(row, found.error)
    rows[index] = changed
    sums = undefined
    const unknown = check.unknown + (found.ok && found.value.same === 'unknown' ? 1 : 0)
    check = { ...check, done: check.done + 1, unknown }
    input.changed()
    return ok(undefined)
  }

  const checkAll = async (): Promise<void> => {
    const open = rows.flatMap((row, index) => (isOpen(row) ? [index] : []))
    check = { phase: 'running', done: 0, total: open.length, unknown: 0, problem: null }
    for (const index of open) {
      const row = rows[index]
      if (row === undefined || signal.aborted) break
      const done = await settled(() => checkOne(index, row))
      if (done.ok) continue
      check = { ...check, problem: done.error }
      break
    }
    check = { ...check, phase: 'done' }
    checking = undefined
    input.changed()
  }

  return {
    view: () => ({
      ...{ folder: input.root, spaceName: where.spaceName, folderPath: [...where.folderPath] },
      ...{ phase, problem, looked, away, asOf, check },
      counts: phase === 'done' ? summed().counts : emptyCounts(),
      twins: phase === 'done' ? summed().twins : 0,
    }),
    rows: ({ only, closed, offset, limit }) => {
      const whole = summed().rows
      const shown = visibleRows(whole, only, new Set(closed))
      const page = shown.slice(offset, offset + limit).flatMap((index) => {
        const row = rows[index]
        return row === undefined ? [] : [viewOf(row, whole[index]?.state ?? row.state)]
      })
      return { rows: page, total: shown.length }
    },
    read: start(),
    check: async () => {
      if (phase !== 'done') return
      checking ??= checkAll()
      await checking
    },
    send: async ({ silent, changed }) => {
      if (phase !== 'done') return err(fail('compare-unfinished', { about: basename(input.root) }))
      const files = rows.filter((row) => isSendable(row) && (changed || row.state === 'only-here'))
      const plan = await transfers.planFiles({
        ...{ spaceId: input.spaceId, folderId: input.folderId, title: basename(input.root) },
        ...{ files: files.flatMap(listedFile), whenAway: 'archive' },
      })
      if (!plan.ok) return plan
      return transfers.startUpload(plan.value.id, { policy: 'new-version', silent })
    },
    stop: () => stopping.abort(),
  }
}

const isOpen = (row: ComparedRow): boolean => row.state === 'same' && !row.isFolder && !row.byContent

const treeRow = (row: ComparedRow): TreeRow => ({
  ...{ path: row.path, depth: row.depth, isFolder: row.isFolder, state: row.state },
  bytes: sizeHere(row) ?? row.there?.size ?? 0,
})

const sizeHere = ({ here }: ComparedRow): number | null => (here?.kind === 'file' ? here.size : null)

const viewOf = (row: ComparedRow, state: CompareRow['state']): CompareRow => ({
  ...{ path: row.path, name: row.name, depth: row.depth, isFolder: row.isFolder, state },
  here: sizeHere(row),
  there: row.there === null || row.there.isFolder ? null : row.there.size,
  ...{ byContent: row.byContent, twin: row.twin, reason: row.reason },
})

const afterCheck = (row: ComparedRow, same: boolean | 'unknown'): ComparedRow => {
  if (same === 'unknown') return row
  return { ...row, state: same ? 'same' : 'differs', byContent: true }
}

const refusedRow = (row: ComparedRow, { code }: Failure): ComparedRow => ({
  ...row,
  state: 'refused',
  reason: code,
})

const listedFile = (row: ComparedRow): readonly ListedFile[] =>
  row.here?.kind !== 'file'
    ? []
    : [
        {
          ...{ path: row.path, source: row.here.path, size: row.here.size },
          fingerprint: row.here.fingerprint ?? '',
        },
      ]

/** What the archive or the disk threw on the way, as a failure. */
const settled = async (work: () => Promise<Result<void>>): Promise<Result<void>> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof FailureError) return err(error.failure)
    return err(fail('internal', { detail: error instanceof Error ? error.name : 'unknown' }))
  }
}
