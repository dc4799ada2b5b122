import type { AppId } from '../../core/app.ts'
import { type Edits, sameValue, valueAt } from '../../core/customizations/config.ts'
import type { Wish } from '../../core/customizations/table.ts'
import {
  standingsByPerson,
  statusOf,
  statusValue,
  type TrainingStatus,
  usualTrainingKey,
} from '../../core/customizations/training.ts'
import type { CustomizationJobView, TrainingView } from '../../core/customizations/views.ts'
import { emailKey } from '../../core/people/email.ts'
import type { UserId } from '../../core/person.ts'
import { ok, type Result } from '../../core/result.ts'
import type { PortalContext } from '../context.ts'
import type { FoundryDesk } from '../foundry/desk.ts'
import { readEverybody } from '../people/everybody.ts'
import type { Customizations, Reading } from './customizations.ts'

/** Training status of the portal's people, out of EVERFI Foundry. */
export type Training = {
  view(): Promise<TrainingView>
  /** C1.18: what changed in Foundry since the last time. `foundry-missing` where there is no connection. */
  read(signal?: AbortSignal): Promise<Result<{ readonly changed: number; readonly view: TrainingView }>>
  /** Null: Foundry has told of no assignment of this person. */
  of(userId: UserId): Promise<TrainingStatus | null>
  /** C1.21: plans the writing of every changed status, as a job like any other; where to is remembered. */
  plan(
    where: { readonly appId: AppId; readonly key: string },
    reading?: Reading,
  ): Promise<Result<CustomizationJobView>>
}

export const createTraining = (
  context: PortalContext,
  foundry: FoundryDesk,
  customizations: Customizations,
): Training => {
  const { archive, ports, changed } = context
  const known = async () => ({
    links: await archive.run('imports.links', { source: 'foundry' }),
    users: await archive.run('people.list', undefined),
  })

  const view = async (): Promise<TrainingView> => {
    const [stored, connection, standings] = await Promise.all([
      archive.run('training.get', undefined),
      foundry.connection(),
      archive.run('training.standings', undefined),
    ])
    const { people, strangers } = standingsByPerson(standings, await known())
    return {
      ...{ connected: connection !== null, appId: stored.appId, key: stored.key ?? usualTrainingKey },
      ...{ readAt: stored.readAt, people: people.size, strangers },
    }
  }

  /** One reading at a time: two would both begin where the last one ended. */
  let line: Promise<unknown> = Promise.resolve()
  const read: Training['read'] = async (signal) => {
    const client = await foundry.client()
    if (!client.ok) return client
    const connection = await foundry.connection()
    const answer = await client.value.progress(connection?.progressSince ?? null, { signal })
    if (!answer.ok) return answer
    const { rows, since } = answer.value
    await archive.run('training.keep', { rows, since, key: usualTrainingKey, at: ports.clock.now() })
    changed(null, ['training'])
    ports.log.info('training.read', { rows: rows.length })
    return ok({ changed: rows.length, view: await view() })
  }

  return {
    view,
    read: (signal) => {
      const turn = line.then(() => read(signal))
      line = turn.catch(() => undefined)
      return turn
    },
    of: async (userId) => {
      const linked = await known()
      const person = linked.users.find(({ id }) => id === userId)
      const email = person === undefined ? '' : emailKey(person.email)
      const standings = await archive.run('training.standingsOf', { userId, email })
      const own = standingsByPerson(standings, linked).people.get(userId)
      return own === undefined ? null : statusOf(own)
    },
    plan: async ({ appId, key }, reading = {}) => {
      const users = await readEverybody(context, reading.signal)
      if (!users.ok) return users
      const standings = await archive.run('training.standings', undefined)
      const links = await archive.run('imports.links', { source: 'foundry' })
      const { people } = standingsByPerson(standings, { links, users: users.value })
      const newest = await archive.run('customizations.newest', { appId })
      const written = new Map(newest.map((one) => [one.userId, valueAt(one.after, key)]))
      const emails = new Map(users.value.map(({ id, email }) => [id, email]))
      const wishes = [...people].map(([userId, own]): Wish => {
        const to = statusValue(statusOf(own))
        const edits: Edits = sameValue(written.get(userId), to) ? new Map() : new Map([[key, { to }]])
        return { line: null, email: emails.get(userId) ?? userId, userId, edits }
      })
      await archive.run('training.choose', { appId, key })
      changed(null, ['training'])
      return customizations.plan({ appId, kind: 'training', title: key, wishes }, reading)
    },
  }
}
