import { type Failure, fail } from '../../core/failure.ts'
import type { ImportChoices, PersonField } from '../../core/people/import-row.ts'
import type { ImportId, ImportSource, RowOutcome } from '../../core/people/import-views.ts'
import type { PlannedPerson } from '../../core/people/import-plan.ts'
import type { User, UserId } from '../../core/person.ts'
import type { NewUser } from '../foyer/client.ts'
import type { PortalContext } from '../context.ts'
import type { StoredRow } from '../storage/tables/import-rows.ts'
import { findByEmail } from './look-up.ts'
import { stopsAll } from './stops-all.ts'

export type WriteOptions = {
  /** How long a portal may take to finish what nobody waits for any more, ms. */
  readonly settleMs: number
}

/** What became of one row: it is over, or the whole import stands still for a reason of its own. */
export type RowEnd = { readonly kind: 'over' } | { readonly kind: 'stop'; readonly problem: Failure }

type Job = { readonly id: ImportId; readonly source: ImportSource; readonly choices: ImportChoices }

const mostSends = 3

/** P1.9, P1.10: carries one row of the plan out. Rejects only when the signal is aborted during a wait. */
export const writeRow = async (
  context: PortalContext,
  job: Job,
  row: StoredRow,
  { settleMs }: WriteOptions,
  signal: AbortSignal,
): Promise<RowEnd> => {
  const { foyer, archive, ports } = context
  const { planned, number } = row
  const which = { importId: job.id, number }

  const done = async (outcome: RowOutcome, userId: UserId): Promise<RowEnd> => {
    const link = { source: job.source, sourceId: planned.row.sourceId, at: ports.clock.now() }
    await archive.run('imports.done', { ...which, outcome, userId, ...link })
    return { kind: 'over' }
  }
  const failed = async (problem: Failure): Promise<RowEnd> => {
    if (stopsAll(problem)) return { kind: 'stop', problem }
    await archive.run('imports.failed', { ...which, problem })
    return { kind: 'over' }
  }

  const create = async (person: PlannedPerson & { readonly kind: 'new' }): Promise<RowEnd> => {
    let sends = row.sends
    for (;;) {
      const there = await findByEmail(foyer, person.email, { signal })
      if (!there.ok) return failed(there.error)
      // Found after a request of ours: that request made it.
      if (there.value !== null) return done(sends > 0 ? 'created' : 'there', there.value.id)
      if (sends >= mostSends)
        return failed({ ...fail('server-error', { about: person.email }), unsure: true })
      await archive.run('imports.sending', which)
      sends += 1
      const made = await foyer.users.create(newUser(person, job.choices), { signal })
      if (made.ok) return done('created', made.value.id)
      const problem: Failure = { ...made.error, about: person.email }
      if (made.error.unsure === true) {
        await ports.clock.sleep(settleMs, signal)
        continue
      }
      if (made.error.code !== 'invalid') return failed(problem)
      // "Already exists" is what was wanted.
      const other = await findByEmail(foyer, person.email, { signal })
      if (!other.ok) return failed(other.error)
      return other.value === null ? failed(problem) : done('there', other.value.id)
    }
  }

  const change = async (person: PlannedPerson & { readonly kind: 'changed' }): Promise<RowEnd> => {
    const about = person.row.email ?? person.userId
    const now = await foyer.users.get(person.userId, { signal })
    if (!now.ok) return failed({ ...now.error, about })
    const wanted = person.changes.filter(({ field, from }) => textOf(now.value, field) === (from ?? ''))
    const isThere = person.changes.every(({ field, to }) => textOf(now.value, field) === to)
    // Whoever changed it meanwhile is right.
    if (wanted.length === 0) return done(isThere ? 'changed' : 'left', person.userId)
    await archive.run('imports.sending', which)
    const update = Object.fromEntries(wanted.map(({ field, to }) => [field, to]))
    const changed = await foyer.users.update(person.userId, update, { signal })
    return changed.ok ? done('changed', person.userId) : failed({ ...changed.error, about })
  }

  switch (planned.kind) {
    case 'new':
      return create(planned)
    case 'changed':
      return change(planned)
    case 'same':
    case 'decision':
    case 'skipped':
      return { kind: 'over' }
  }
}

const textOf = (user: User, field: PersonField): string => (user[field] ?? '').trim()

const newUser = (
  { row, email, role }: PlannedPerson & { readonly kind: 'new' },
  choices: ImportChoices,
): NewUser => ({
  email,
  role,
  ...(row.firstName === null ? {} : { firstName: row.firstName }),
  ...(row.lastName === null ? {} : { lastName: row.lastName }),
  ...(row.phoneNumber === null ? {} : { phoneNumber: row.phoneNumber }),
  sendRegistrationEmail: choices.invite,
  ...(choices.makeDefaultSpace && role === 'client' ? { makeDefaultSpace: true } : {}),
})
