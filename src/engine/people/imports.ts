import { fail } from '../../core/failure.ts'
import { decide } from '../../core/people/decide.ts'
import { type PlannedPerson, planImport } from '../../core/people/import-plan.ts'
import type { ReportWords } from '../../core/people/import-report.ts'
import type { ImportChoices, ImportRow } from '../../core/people/import-row.ts'
import type {
  ImportId,
  ImportRowView,
  ImportSource,
  ImportView,
  RowDecision,
  RowFilter,
} from '../../core/people/import-views.ts'
import { hasShrunk } from '../../core/people/plan-sums.ts'
import { type Group, type User } from '../../core/person.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { PortalContext } from '../context.ts'
import { createRunning } from '../running.ts'
import type { StoredImport } from '../storage/tables/imports.ts'
import { readListing } from '../sync/listing.ts'
import { reportOf, rowsOf, viewOf } from './import-reads.ts'
import { readEverybody } from './everybody.ts'
import { runImport } from './run-import.ts'

export type ImportOptions = {
  /** P1.10, ms. */
  readonly settleMs: number
  /** Rows under way at once. */
  readonly lanes: number
}

const usual: ImportOptions = { settleMs: 30_000, lanes: 4 }

export type ImportInput = {
  readonly source: ImportSource
  /** The file's name, or which people of Foundry. */
  readonly title: string
  readonly rows: readonly ImportRow[]
  /** False when the source could not be read whole (P1.6). */
  readonly complete: boolean
  readonly choices: ImportChoices
}

export type Imports = {
  /** Reads the portal's people and groups afresh and saves what the import would do. */
  plan(input: ImportInput, signal?: AbortSignal): Promise<Result<ImportView>>
  /** The same rows under other choices, decisions included; only before it was started. */
  replan(importId: ImportId, choices: ImportChoices, signal?: AbortSignal): Promise<Result<ImportView>>
  /** One row decided about, and the plan made anew; only before it was started. */
  decide(
    importId: ImportId,
    key: string,
    decision: RowDecision,
    signal?: AbortSignal,
  ): Promise<Result<ImportView>>
  list(): Promise<readonly ImportView[]>
  view(importId: ImportId): Promise<Result<ImportView>>
  rows(
    importId: ImportId,
    page: { readonly only: RowFilter; readonly offset: number; readonly limit: number },
  ): Promise<{ readonly rows: readonly ImportRowView[]; readonly total: number }>
  /** P1.13: a CSV's pieces. */
  report(importId: ImportId, words: ReportWords): AsyncIterable<string>
  /** Begins the saved plan, or goes on with it. */
  start(importId: ImportId): Promise<Result<void>>
  pause(importId: ImportId): Promise<Result<void>>
  /** What was written stays; the rest is left. */
  cancel(importId: ImportId): Promise<Result<void>>
  /** Refused rows once more. */
  retryFailed(importId: ImportId): Promise<Result<void>>
  /** A plan or an import that is over, taken off the list. */
  remove(importId: ImportId): Promise<Result<void>>
  /** Resolves when it is done, cancelled or stands still. */
  ended(importId: ImportId): Promise<Result<ImportView>>
  /** Goes on with what an earlier life of the program left running. */
  resumeAll(): Promise<void>
  onChange(listener: (importId: ImportId) => void): () => void
  close(): Promise<void>
}

type PortalPeople = { readonly users: readonly User[]; readonly groups: readonly Group[] }

/** How long the portal's people as read for a plan are good enough for other choices about it, ms. */
const knownForMs = 300_000

const byAge = [{ id: 'created_at', dir: 'asc' }] as const

/** Imports of people into one portal. */
export const createImports = (context: PortalContext, options: Partial<ImportOptions> = {}): Imports => {
  const { archive, foyer, ports } = context
  const chosen = { ...usual, ...options }
  const listeners = new Set<(importId: ImportId) => void>()
  let known: (PortalPeople & { readonly at: number }) | undefined
  const tell = (importId: ImportId): void => {
    for (const listener of listeners) listener(importId)
  }
  const running = createRunning<ImportId>(tell)

  const readPortal = async (
    signal: AbortSignal | undefined,
    reading: 'afresh' | 'known',
  ): Promise<Result<PortalPeople>> => {
    // Another choice about the same rows is no reason to read everybody again: right before anything is written it is
    // looked up anyway (P1.9).
    if (reading === 'known' && known !== undefined && ports.clock.now() - known.at < knownForMs)
      return ok(known)
    const given = signal === undefined ? {} : { signal }
    // Creating from a list with holes in it would look for nobody's double.
    const users = await readEverybody(context, signal)
    if (!users.ok) return users
    const groups = await readListing((page) => foyer.groups.search({ ...page, orderBy: byAge }, given))
    if (!groups.ok) return groups
    known = { users: users.value, groups: groups.value.items, at: ports.clock.now() }
    return ok(known)
  }

  const plannedRows = async (
    importId: ImportId,
  ): Promise<Result<{ readonly job: StoredImport; readonly people: readonly PlannedPerson[] }>> => {
    const job = await archive.run('imports.get', { importId })
    if (job?.state !== 'plan') return err(fail('unknown-id', { about: importId }))
    const { rows } = await archive.run('imports.rows', { importId, only: 'all', offset: 0, limit: 1e9 })
    return ok({ job, people: rows.map(({ planned }) => planned) })
  }

  const save = async (
    input: ImportInput,
    id: ImportId,
    signal: AbortSignal | undefined,
    reading: 'afresh' | 'known',
  ): Promise<Result<ImportView>> => {
    const portal = await readPortal(signal, reading)
    if (!portal.ok) return portal
    const links = await archive.run('imports.links', { source: input.source })
    const { people, groups } = planImport({
      ...portal.value,
      rows: input.rows,
      links,
      choices: input.choices,
    })
    const before = await archive.run('imports.lastCount', { source: `${input.source} ${input.title}` })
    const job: StoredImport = {
      ...{ id, source: input.source, title: input.title, choices: input.choices, state: 'plan' },
      ...{ complete: input.complete, shrunk: hasShrunk(input.rows.length, before), problem: null },
      ...{ createdAt: ports.clock.now(), endedAt: null },
    }
    await archive.run('imports.save', { job, people, groups })
    tell(id)
    return view(id)
  }

  const view = async (importId: ImportId): Promise<Result<ImportView>> => {
    const job = await archive.run('imports.get', { importId })
    return job === null ? err(fail('unknown-id', { about: importId })) : ok(await viewOf(archive, job))
  }

  const begin = (job: StoredImport): void =>
    running.begin(job.id, (signal) => runImport(context, job, chosen, signal, () => tell(job.id)))

  const halt = async (importId: ImportId, state: 'paused' | 'cancelled'): Promise<Result<void>> => {
    await running.stop(importId)
    // Read afterwards: it may have come to its end meanwhile.
    const job = await archive.run('imports.get', { importId })
    if (job === null) return err(fail('unknown-id', { about: importId }))
    if (job.state === 'done' || job.state === 'cancelled') return ok(undefined)
    const endedAt = state === 'cancelled' ? ports.clock.now() : null
    await archive.run('imports.setState', { importId, state, problem: null, endedAt })
    tell(importId)
    return ok(undefined)
  }

  const start = async (importId: ImportId): Promise<Result<void>> => {
    const job = await archive.run('imports.get', { importId })
    if (job === null) return err(fail('unknown-id', { about: importId }))
    if (job.state === 'done' || job.state === 'cancelled') return ok(undefined)
    await archive.run('imports.setState', { importId, state: 'running', problem: null, endedAt: null })
    begin(job)
    return ok(undefined)
  }

  return {
    plan: (input, signal) => save(input, ports.random.uuid() as ImportId, signal, 'afresh'),
    replan: async (importId, choices, signal) => {
      const planned = await plannedRows(importId)
      if (!planned.ok) return planned
      const { job, people } = planned.value
      return save({ ...job, choices, rows: people.map(({ row }) => row) }, importId, signal, 'known')
    },
    decide: async (importId, key, decision, signal) => {
      const planned = await plannedRows(importId)
      if (!planned.ok) return planned
      const { job, people } = planned.value
      const choices = decide(job.choices, people, key, decision)
      return save({ ...job, choices, rows: people.map(({ row }) => row) }, importId, signal, 'known')
    },
    list: async () => {
      const jobs = await archive.run('imports.list', undefined)
      return Promise.all(jobs.map((job) => viewOf(archive, job)))
    },
    view,
    rows: (importId, page) => rowsOf(archive, importId, page),
    report: (importId, words) => reportOf(archive, importId, words),
    start,
    pause: (importId) => halt(importId, 'paused'),
    cancel: (importId) => halt(importId, 'cancelled'),
    retryFailed: async (importId) => {
      const job = await archive.run('imports.get', { importId })
      if (job === null) return err(fail('unknown-id', { about: importId }))
      await running.over(importId)
      await archive.run('imports.retry', { importId })
      await archive.run('imports.setState', { importId, state: 'running', problem: null, endedAt: null })
      begin(job)
      return ok(undefined)
    },
    remove: async (importId) => {
      if (running.has(importId)) return err(fail('under-way'))
      await archive.run('imports.remove', { importId })
      tell(importId)
      return ok(undefined)
    },
    ended: async (importId) => {
      await running.over(importId)
      return view(importId)
    },
    resumeAll: async () => {
      const jobs = await archive.run('imports.list', undefined)
      for (const job of jobs) if (job.state === 'running') begin(job)
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => {
      await running.close()
      listeners.clear()
    },
  }
}
