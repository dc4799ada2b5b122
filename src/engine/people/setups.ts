import { fail } from '../../core/failure.ts'
import { planSetup } from '../../core/people/plan-setup.ts'
import {
  setupId,
  setupRow,
  type SetupId,
  type SetupRow,
  type SetupSummary,
  type SetupView,
  type SpacePattern,
  type SpaceTemplate,
  type SpaceTemplateId,
} from '../../core/people/space-template.ts'
import type { UserId } from '../../core/person.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import { createRunning } from '../running.ts'
import type { StoredSetupRow } from '../storage/tables/setups.ts'
import { runSetup } from './run-setup.ts'

export type SetupPlan = {
  /** null: a space made by hand. */
  readonly templateId: SpaceTemplateId | null
  readonly title: string
  readonly pattern: SpacePattern
  readonly people: readonly UserId[]
  readonly values: Readonly<Record<string, string>>
  readonly existing: 'leave' | 'make'
  readonly me: string
  /** Today, as a person writes it. */
  readonly date: string
}

/** Space templates, and spaces made from them (P1.25 to P1.30). */
export type Setups = {
  templates(): Promise<readonly SpaceTemplate[]>
  saveTemplate(template: SpaceTemplate): Promise<void>
  removeTemplate(id: SpaceTemplateId): Promise<void>
  /** The dry run; nothing is made. */
  plan(plan: SetupPlan): Promise<SetupView>
  list(): Promise<readonly SetupSummary[]>
  get(id: SetupId): Promise<Result<SetupView>>
  /** Begins, goes on, and tries refused rows again. */
  start(id: SetupId, undoMs: number): Promise<Result<void>>
  pause(id: SetupId): Promise<Result<void>>
  remove(id: SetupId): Promise<Result<void>>
  /** Resolves when it is done or stands still. */
  ended(id: SetupId): Promise<Result<SetupView>>
  /** Goes on with what an earlier life of the program left running, and with what only the connection stopped. */
  resumeAll(): Promise<void>
  close(): Promise<void>
}

const usualSettleMs = 30_000

export const createSetups = (
  context: PortalContext,
  /** A message of this space came into the outbox's table. */
  queued: (spaceId: SpaceId) => void,
  settleMs = usualSettleMs,
): Setups => {
  const { archive, ports, changed } = context
  const tell = (): void => changed(null, ['setups'])
  const running = createRunning<SetupId>(tell)

  const get = async (id: SetupId): Promise<Result<SetupView>> => {
    const found = await archive.run('setups.get', { id })
    if (found === undefined) return err(fail('unknown-id', { about: id }))
    return ok({ ...found, rows: (await archive.run('setups.rows', { id })).map(rowView) })
  }

  const begin = (id: SetupId, undoMs: number): void =>
    running.begin(id, (signal) => runSetup(context, { id, undoMs, settleMs, queued, tell }, signal))

  return {
    templates: () => archive.run('spaceTemplates.list', undefined),
    saveTemplate: async (template) => {
      await archive.run('spaceTemplates.save', { template })
      tell()
    },
    removeTemplate: async (id) => {
      await archive.run('spaceTemplates.remove', { id })
      tell()
    },
    plan: async ({ templateId, title, pattern, people, ...rest }) => {
      const facts = await archive.run('setups.facts', undefined)
      const known = new Map(facts.people.map((person) => [person.id, person]))
      const groups = new Set(facts.groups)
      const there = new Set(facts.spaces.map(({ id }) => id))
      const before = templateId === null ? [] : await archive.run('setups.had', { templateId })
      const rows = planSetup({
        ...rest,
        // Who left since the template was written would make the portal refuse every row.
        pattern: {
          ...pattern,
          users: pattern.users.filter((id) => known.has(id)),
          groups: pattern.groups.filter((id) => groups.has(id)),
        },
        people: people.flatMap((id) => known.get(id) ?? []),
        roleOf: (id) => known.get(id),
        had: new Set(
          before.filter(({ spaceId }) => spaceId === null || there.has(spaceId)).map(({ userId }) => userId),
        ),
        names: facts.spaces.map(({ name }) => name),
      })
      const id = setupId.parse(ports.random.uuid())
      const setup = { id, templateId, title, createdAt: ports.clock.now() }
      await archive.run('setups.plan', { setup, rows })
      const planned = await get(id)
      if (!planned.ok) throw new Error('A planned setup is not there')
      return planned.value
    },
    list: () => archive.run('setups.list', undefined),
    get,
    start: async (id, undoMs) => {
      const found = await archive.run('setups.get', { id })
      if (found === undefined) return err(fail('unknown-id', { about: id }))
      await running.over(id)
      await archive.run('setups.retry', { id })
      await archive.run('setups.state', { id, state: 'running', problem: null })
      begin(id, undoMs)
      tell()
      return ok(undefined)
    },
    pause: async (id) => {
      const found = await archive.run('setups.get', { id })
      if (found === undefined) return err(fail('unknown-id', { about: id }))
      await running.stop(id)
      if ((await archive.run('setups.get', { id }))?.state === 'running') {
        await archive.run('setups.state', { id, state: 'paused', problem: null })
      }
      tell()
      return ok(undefined)
    },
    remove: async (id) => {
      const found = await get(id)
      if (!found.ok) return found
      if (!(await archive.run('setups.remove', { id }))) return err(fail('under-way'))
      tell()
      return ok(undefined)
    },
    ended: async (id) => {
      await running.over(id)
      return get(id)
    },
    resumeAll: async () => {
      for (const { id, state, problem } of await archive.run('setups.list', undefined)) {
        // Without a problem, it was a person who paused it.
        if (state === 'done' || (state === 'paused' && problem === null)) continue
        await archive.run('setups.state', { id, state: 'running', problem: null })
        begin(id, 0)
      }
    },
    close: () => running.close(),
  }
}

/** What only carrying it out needs does not cross the bridge. */
const rowView = (row: StoredSetupRow): SetupRow => setupRow.parse(row)
