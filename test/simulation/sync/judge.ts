import type { SpaceId } from '../../../src/core/space.ts'
import type { Databases } from '../../../src/engine/storage/databases.ts'
import { operations } from '../../../src/engine/storage/operations.ts'
import type { Judge } from '../judge.ts'
import type { SyncPortal } from './portal.ts'

/** Our idea of the portal's clock is this good: its Date header tells seconds, and the way there takes time. */
const slackMs = 3_000

const sorted = (rows: readonly string[]): string => [...rows].sort().join(' ')

const difference = (here: readonly string[], there: readonly string[]): string => {
  const [ours, theirs] = [new Set(here), new Set(there)]
  const missing = there.filter((one) => !ours.has(one))
  const extra = here.filter((one) => !theirs.has(one))
  return `lacks ${missing.slice(0, 5).join(', ') || 'nothing'} (${missing.length}), has too much ${extra.slice(0, 5).join(', ') || 'nothing'} (${extra.length})`
}

/** S1.13: row by row. */
export const judgeEqual = (databases: Databases, portal: SyncPortal, judge: Judge, rule: string): void => {
  const compare = (what: string, here: readonly string[], there: readonly string[]): void => {
    if (sorted(here) !== sorted(there)) judge.accuse(rule, `${what} ${difference(here, there)}`)
  }
  compare(
    'people',
    operations['people.list'](databases).map(({ id, role }) => `${id}:${role}`),
    [...portal.people.values()].map(({ id, role }) => `${id}:${role}`),
  )
  compare(
    'groups',
    operations['groups.list'](databases).map(({ id, users }) => `${id}:${sorted(users)}`),
    [...portal.groups.values()].map(({ id, users }) => `${id}:${sorted(users)}`),
  )
  compare(
    'spaces',
    operations['spaces.all'](databases).map(
      ({ id, name, members }) => `${id}:${name}:${sorted(members.users)}`,
    ),
    [...portal.spaces.values()].map(
      ({ id, name, members }) => `${id}:${name}:${sorted([...new Set(members)])}`,
    ),
  )
  for (const space of portal.spaces.values()) {
    const spaceId = space.id as SpaceId
    compare(
      `messages of ${space.id}`,
      operations['messages.all'](databases, { spaceId }).map(
        (one) => `${one.id}:${one.createdAt}:${one.content}`,
      ),
      space.messages.map((one) => `${one.id}:${one.createdAt}:${one.content}`),
    )
    compare(
      `files of ${space.id}`,
      operations['files.all'](databases, { spaceId }).map(
        (one) => `${one.id}:${one.parentId ?? ''}:${one.name}`,
      ),
      space.files.map((one) => `${one.id}:${one.parentId ?? ''}:${one.name}`),
    )
  }
}

/** S1.8: "as of" is true or absent: what was there then, and still is, is here. */
export const judgeFreshness = (databases: Databases, portal: SyncPortal, judge: Judge): void => {
  for (const space of portal.spaces.values()) {
    const spaceId = space.id as SpaceId
    const detail = operations['spaces.detail'](databases, { spaceId })
    if (detail === undefined) continue
    if (detail.messagesAsOf !== null) {
      const asOf = detail.messagesAsOf - slackMs
      // One whose deletion is pending is here, out of sight (O1.38).
      const deleted = operations['removals.ofSpace'](databases, { spaceId })
      const here = new Set<string>(
        [...operations['messages.all'](databases, { spaceId }), ...deleted].map(({ id }) => id),
      )
      // What comes with an old stamp is found by a sweep only, and "as of" is about what is new.
      const lacking = space.messages.filter(
        ({ id, arrivedAt, createdAt }) =>
          arrivedAt < asOf && Math.abs(arrivedAt - createdAt) < 1_500 && !here.has(id),
      )
      if (lacking.length > 0)
        judge.accuse(
          'S1.8',
          `messages of ${space.id} as of ${asOf} lack ${lacking.length}: ${lacking[0]?.id ?? ''}`,
        )
    }
    if (detail.filesAsOf !== null) {
      const asOf = detail.filesAsOf - slackMs
      const here = new Set<string>(operations['files.all'](databases, { spaceId }).map(({ id }) => id))
      const lacking = space.files.filter(({ id, arrivedAt }) => arrivedAt < asOf && !here.has(id))
      if (lacking.length > 0)
        judge.accuse('S1.8', `files of ${space.id} lack ${lacking.length}: ${lacking[0]?.id ?? ''}`)
    }
  }
}
