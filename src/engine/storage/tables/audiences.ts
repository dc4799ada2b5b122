import type { UserId } from '../../../core/person.ts'
import type { SpaceId } from '../../../core/space.ts'
import { type Audience, audienceOf } from '../../../core/writing/audience.ts'
import { json } from '../columns.ts'
import type { Databases } from '../databases.ts'
import { readersOf } from './spaces.ts'

/** O1.24: notes who can read along, as a message of ours goes to the outbox. */
export const noteAudience = ({ cache, journal }: Databases, spaceId: SpaceId): void => {
  const ids = readersOf(cache, spaceId).map(({ id }) => id)
  journal.run('INSERT OR REPLACE INTO audiences (space_id, readers) VALUES (?, ?)', [
    spaceId,
    JSON.stringify(ids),
  ])
}

export const audienceOperations = {
  'audience.of': ({ cache, journal }: Databases, input: { readonly spaceId: SpaceId }): Audience => {
    const noted = journal.get('SELECT readers FROM audiences WHERE space_id = ?', [input.spaceId])
    return audienceOf(
      readersOf(cache, input.spaceId),
      noted === undefined ? null : new Set(json(noted, 'readers') as UserId[]),
    )
  },
}
