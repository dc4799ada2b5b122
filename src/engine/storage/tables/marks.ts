import type { UserId } from '../../../core/person.ts'
import { filesLook } from '../../../core/marks.ts'
import { firstReadAt } from '../../../core/marks.ts'
import type { SpaceId } from '../../../core/space.ts'
import { integer, integerOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import { knownSpace } from './numbers.ts'

export const markOperations = {
  /** Everything up to `upTo` (ms) counts as read here. `now` begins the files' mark where there is none yet. */
  'marks.read': (
    { journal }: Databases,
    input: { readonly spaceId: SpaceId; readonly upTo: number; readonly now: number },
  ): void => {
    journal.run(
      `INSERT INTO space_marks (space_id, read_at, unread, files_seen_at) VALUES (?, ?, 0, ?)
       ON CONFLICT (space_id) DO UPDATE SET read_at = max(read_at, excluded.read_at), unread = 0`,
      [input.spaceId, input.upTo, input.now],
    )
  },

  /** A1.6: marked unread by hand; what was read stays known. */
  'marks.unread': (
    { journal }: Databases,
    input: { readonly spaceId: SpaceId; readonly now: number },
  ): void => {
    journal.run(
      `INSERT INTO space_marks (space_id, read_at, unread, files_seen_at) VALUES (?, ?, 1, ?)
       ON CONFLICT (space_id) DO UPDATE SET unread = 1`,
      [input.spaceId, input.now, input.now],
    )
  },

  /** A1.5: where reading begins in a space this computer never had before; an existing mark stays as it is. */
  'marks.begin': (
    { cache, journal }: Databases,
    input: { readonly spaceId: SpaceId; readonly me: UserId; readonly now: number },
  ): void => {
    if (journal.get('SELECT 1 FROM space_marks WHERE space_id = ?', [input.spaceId]) !== undefined) return
    const space = knownSpace(cache, input.spaceId)
    const answer =
      space === undefined
        ? undefined
        : cache.get(
            `SELECT created_at AS at FROM messages WHERE space = ? AND (side = 1 OR user_id = ?)
             ORDER BY created_at DESC LIMIT 1`,
            [space, input.me],
          )
    const answeredAt = answer === undefined ? null : integerOrNull(answer, 'at')
    journal.run('INSERT INTO space_marks (space_id, read_at, unread, files_seen_at) VALUES (?, ?, 0, ?)', [
      input.spaceId,
      firstReadAt(input.now, answeredAt),
      input.now,
    ])
  },

  /** The files are on screen: answers the moment (ms) after which a file counts as new in this look. */
  'marks.lookAtFiles': (
    { journal }: Databases,
    input: { readonly spaceId: SpaceId; readonly now: number },
  ): number => {
    const row = journal.get('SELECT files_seen_at, files_looked_at FROM space_marks WHERE space_id = ?', [
      input.spaceId,
    ])
    const look = filesLook(
      row === undefined
        ? { seenAt: input.now, lookedAt: null }
        : { seenAt: integer(row, 'files_seen_at'), lookedAt: integerOrNull(row, 'files_looked_at') },
      input.now,
    )
    // Written at most once a minute, so that re-reading a list does not wear the disk.
    if (row === undefined || look.write) {
      journal.run(
        `INSERT INTO space_marks (space_id, read_at, unread, files_seen_at, files_looked_at) VALUES (?, ?, 0, ?, ?)
         ON CONFLICT (space_id) DO UPDATE SET files_seen_at = excluded.files_seen_at,
           files_looked_at = excluded.files_looked_at`,
        [input.spaceId, input.now, look.seenAt, look.lookedAt],
      )
    }
    return look.seenAt
  },
}
