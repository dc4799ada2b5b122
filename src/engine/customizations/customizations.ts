import type { App, AppId } from '../../core/app.ts'
import { type Config, rebase, touchedKeys } from '../../core/customizations/config.ts'
import { planChanges, type PlannedChange, type Wish } from '../../core/customizations/table.ts'
import type {
  ChangeKind,
  CustomizationChangeView,
  CustomizationJobId,
  CustomizationJobView,
  CustomizationView,
  JobKind,
  SavedCustomization,
} from '../../core/customizations/views.ts'
import { fail } from '../../core/failure.ts'
import type { UserId } from '../../core/person.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { PortalContext } from '../context.ts'
import { createRunning } from '../running.ts'
import type { StoredChange } from '../storage/tables/customization-changes.ts'
import type { StoredJob } from '../storage/tables/customizations.ts'
import { readConfig } from './portal-config.ts'
import { runJob } from './run-job.ts'
import { changeViews, jobView } from './views.ts'

export type CustomizationOptions = {
  /** How long a portal may take to finish what nobody waits for any more, ms (C1.7). */
  readonly settleMs: number
  /** Requests under way at once. */
  readonly lanes: number
}

const usual: CustomizationOptions = { settleMs: 30_000, lanes: 4 }

export type Reading = {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((read: number, total: number) => void) | undefined
}

export type JobInput = {
  readonly appId: AppId
  readonly kind: JobKind
  /** The table's name, or whatever else it comes from. */
  readonly title: string
  readonly wishes: readonly Wish[]
}

type Changes = { readonly changes: readonly CustomizationChangeView[]; readonly total: number }
type Page = { readonly offset: number; readonly limit: number }

export type Customizations = {
  /** What an app is for one person, asked of the portal. */
  read(appId: AppId, userId: UserId, signal?: AbortSignal): Promise<Result<CustomizationView>>
  /** C1.5: one change by hand, from what was shown to what is wanted; in the history like any other. */
  save(
    input: {
      readonly appId: AppId
      readonly userId: UserId
      readonly before: Config | null
      readonly after: Config | null
    },
    signal?: AbortSignal,
  ): Promise<Result<SavedCustomization>>
  /** C1.4: reads what is there of everybody who is meant, and saves what is to become of it. */
  plan(input: JobInput, reading?: Reading): Promise<Result<CustomizationJobView>>
  /** C1.11, C1.13: plans the undoing of a job, or of some of its changes. */
  rollback(
    jobId: CustomizationJobId,
    numbers: readonly number[] | null,
    reading?: Reading,
  ): Promise<Result<CustomizationJobView>>
  list(): Promise<readonly CustomizationJobView[]>
  view(jobId: CustomizationJobId): Promise<Result<CustomizationJobView>>
  changes(
    jobId: CustomizationJobId,
    page: Page & { readonly only: ChangeKind | 'failed' | 'left' | null },
  ): Promise<Changes>
  /** C1.10 */
  history(which: Page & { readonly appId: AppId | null; readonly userId: UserId | null }): Promise<Changes>
  /** Begins the saved plan, or goes on with it. */
  start(jobId: CustomizationJobId): Promise<Result<void>>
  pause(jobId: CustomizationJobId): Promise<Result<void>>
  /** What was written stays, and can be rolled back; the rest is left. */
  cancel(jobId: CustomizationJobId): Promise<Result<void>>
  retryFailed(jobId: CustomizationJobId): Promise<Result<void>>
  /** A plan, or a job that wrote nothing; `usage` for another. */
  remove(jobId: CustomizationJobId): Promise<Result<void>>
  /** Resolves when it is done, cancelled or stands still. */
  ended(jobId: CustomizationJobId): Promise<Result<CustomizationJobView>>
  /** Goes on with what an earlier life of the program left running. */
  resumeAll(): Promise<void>
  close(): Promise<void>
}

/** Everything this program changes of what apps are for single people. */
export const createCustomizations = (
  context: PortalContext,
  options: Partial<CustomizationOptions> = {},
): Customizations => {
  const { archive, foyer, ports } = context
  const chosen = { ...usual, ...options }
  const tell = (): void => context.changed(null, ['customizations'])
  const running = createRunning<CustomizationJobId>(tell)
  const unknown = (jobId: CustomizationJobId) => err(fail('unknown-id', { about: jobId }))

  const appOf = async (appId: AppId, signal: AbortSignal | undefined): Promise<Result<App>> => {
    const listed = await foyer.apps.list(signal === undefined ? {} : { signal })
    if (!listed.ok) return listed
    const found = listed.value.find(({ id }) => id === appId)
    return found === undefined ? err(fail('not-found', { about: appId })) : ok(found)
  }

  const readAll = async (
    appId: AppId,
    users: readonly UserId[],
    { signal, onProgress }: Reading,
  ): Promise<Result<ReadonlyMap<UserId, Config | null>>> => {
    const queue = [...new Set(users)]
    const total = queue.length
    const configs = new Map<UserId, Config | null>()
    const trouble: { failed: Result<never> | null } = { failed: null }
    const lane = async (): Promise<void> => {
      for (let userId = queue.shift(); userId !== undefined; userId = queue.shift()) {
        if (trouble.failed !== null) return
        const found = await readConfig(foyer, appId, userId, signal)
        if (!found.ok) trouble.failed ??= found
        else configs.set(userId, found.value.config)
        onProgress?.(configs.size, total)
      }
    }
    await Promise.all(Array.from({ length: chosen.lanes }, lane))
    return trouble.failed ?? ok(configs)
  }

  const keep = async (
    { id: appId, label }: Pick<App, 'id' | 'label'>,
    { kind, title }: Pick<JobInput, 'kind' | 'title'>,
    changes: readonly PlannedChange[],
  ): Promise<StoredJob> => {
    const job: StoredJob = {
      ...{ id: ports.random.uuid() as CustomizationJobId, appId, appLabel: label, kind, title },
      ...{ state: 'plan', problem: null, createdAt: ports.clock.now(), endedAt: null },
    }
    await archive.run('customizations.save', { job, changes })
    tell()
    return job
  }

  const view = async (jobId: CustomizationJobId): Promise<Result<CustomizationJobView>> => {
    const job = await archive.run('customizations.job', { jobId })
    return job === null ? unknown(jobId) : ok(await jobView(context, job))
  }

  const begin = (job: StoredJob): void =>
    running.begin(job.id, (signal) => runJob(context, job, chosen, signal, tell))

  const start = async (jobId: CustomizationJobId): Promise<Result<void>> => {
    const job = await archive.run('customizations.job', { jobId })
    if (job === null) return unknown(jobId)
    if (job.state === 'done' || job.state === 'cancelled') return ok(undefined)
    await archive.run('customizations.setState', { jobId, state: 'running', problem: null, endedAt: null })
    begin(job)
    tell()
    return ok(undefined)
  }

  const halt = async (jobId: CustomizationJobId, state: 'paused' | 'cancelled'): Promise<Result<void>> => {
    await running.stop(jobId)
    const job = await archive.run('customizations.job', { jobId })
    if (job === null) return unknown(jobId)
    if (job.state === 'done' || job.state === 'cancelled') return ok(undefined)
    const endedAt = state === 'cancelled' ? ports.clock.now() : null
    await archive.run('customizations.setState', { jobId, state, problem: null, endedAt })
    tell()
    return ok(undefined)
  }

  const everyChange = async (jobId: CustomizationJobId): Promise<readonly StoredChange[]> =>
    (await archive.run('customizations.changes', { jobId, only: null, offset: 0, limit: 1e9 })).changes

  return {
    read: async (appId, userId, signal) => {
      const found = await readConfig(foyer, appId, userId, signal)
      return found.ok ? ok({ appId, userId, ...found.value }) : found
    },
    save: async ({ appId, userId, before, after }, signal) => {
      const app = await appOf(appId, signal)
      if (!app.ok) return app
      const saved = async (): Promise<Result<SavedCustomization>> => {
        const now = await readConfig(foyer, appId, userId, signal)
        return now.ok ? ok({ kind: 'saved', now: now.value.config }) : now
      }
      if (touchedKeys(before, after).length === 0 && (before === null) === (after === null)) return saved()
      const person = (await archive.run('people.list', undefined)).find(({ id }) => id === userId)
      const email = person?.email ?? userId
      const change: PlannedChange = { line: null, email, kind: 'set', userId, before, after }
      const job = await keep(app.value, { kind: 'edit', title: person?.name ?? email }, [change])
      const started = await start(job.id)
      if (!started.ok) return started
      await running.over(job.id)
      const [row] = await everyChange(job.id)
      if (row?.phase === 'done') return saved()
      if (row?.phase === 'left') {
        const now = await readConfig(foyer, appId, userId, signal)
        await archive.run('customizations.remove', { jobId: job.id })
        return now.ok ? ok({ kind: 'changed', keys: [...row.keys], now: now.value.config }) : now
      }
      const ended = await view(job.id)
      const problem = row?.problem ?? (ended.ok ? ended.value.problem : null) ?? fail('internal')
      // In doubt, the job stands still and can be gone on with; else whoever asked tries again by hand.
      if (row?.phase !== 'sending') {
        await halt(job.id, 'cancelled')
        await archive.run('customizations.remove', { jobId: job.id })
      }
      return err(problem)
    },
    plan: async ({ appId, kind, title, wishes }, reading = {}) => {
      const app = await appOf(appId, reading.signal)
      if (!app.ok) return app
      const users = wishes.flatMap((wish) => ('userId' in wish && wish.edits.size > 0 ? [wish.userId] : []))
      const configs = await readAll(appId, users, reading)
      if (!configs.ok) return configs
      const job = await keep(app.value, { kind, title }, planChanges(wishes, configs.value))
      return ok(await jobView(context, job))
    },
    rollback: async (jobId, numbers, reading = {}) => {
      const job = await archive.run('customizations.job', { jobId })
      if (job === null) return unknown(jobId)
      const changes = (await everyChange(jobId)).filter(
        ({ outcome, number }) => outcome === 'set' && (numbers === null || numbers.includes(number)),
      )
      const users = changes.flatMap(({ userId }) => userId ?? [])
      const configs = await readAll(job.appId, users, reading)
      if (!configs.ok) return configs
      const planned = changes.flatMap(({ userId, email, before, after }): readonly PlannedChange[] => {
        if (userId === null) return []
        const now = configs.value.get(userId) ?? null
        const next = rebase(now, after, before)
        const who = { line: null, email, userId }
        if (next.kind === 'there') return [{ ...who, kind: 'same' }]
        if (next.kind === 'write') return [{ ...who, kind: 'set', before: now, after: next.config }]
        return [{ ...who, kind: 'set', before: after, after: before, clashes: next.keys }]
      })
      const undoing = await keep(
        { id: job.appId, label: job.appLabel },
        { kind: 'rollback', title: job.title },
        planned,
      )
      return ok(await jobView(context, undoing))
    },
    list: async () =>
      Promise.all((await archive.run('customizations.jobs', undefined)).map((job) => jobView(context, job))),
    view,
    changes: async (jobId, page) => {
      const { changes, total } = await archive.run('customizations.changes', { jobId, ...page })
      const job = await archive.run('customizations.job', { jobId })
      return { changes: job === null ? [] : await changeViews(context, changes, [job]), total }
    },
    history: async (which) => {
      const { changes, total } = await archive.run('customizations.history', which)
      const jobs = await archive.run('customizations.jobs', undefined)
      return { changes: await changeViews(context, changes, jobs), total }
    },
    start,
    pause: (jobId) => halt(jobId, 'paused'),
    cancel: (jobId) => halt(jobId, 'cancelled'),
    retryFailed: async (jobId) => {
      const job = await archive.run('customizations.job', { jobId })
      if (job === null) return unknown(jobId)
      await running.over(jobId)
      await archive.run('customizations.retry', { jobId })
      await archive.run('customizations.setState', { jobId, state: 'running', problem: null, endedAt: null })
      begin(job)
      tell()
      return ok(undefined)
    },
    remove: async (jobId) => {
      const job = await archive.run('customizations.job', { jobId })
      if (job === null) return unknown(jobId)
      const gone = await archive.run('customizations.remove', { jobId })
      if (!gone) return err(fail(running.has(jobId) ? 'under-way' : 'history-kept', { about: job.title }))
      tell()
      return ok(undefined)
    },
    ended: async (jobId) => {
      await running.over(jobId)
      return view(jobId)
    },
    resumeAll: async () => {
      for (const job of await archive.run('customizations.jobs', undefined)) {
        if (job.state === 'running') begin(job)
      }
    },
    close: () => running.close(),
  }
}
