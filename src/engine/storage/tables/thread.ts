import type { ExportedMessage } from '../../../core/export/message.ts'
import type { SpaceId } from '../../../core/space.ts'
import { integer, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import { knownSpace } from './numbers.ts'
import { nameOf } from './people.ts'

export const threadOperations = {
  /** What the archive holds of a space's messages after one of them, oldest first. */
  'thread.page': (
    { cache }: Databases,
    input: {
      readonly spaceId: SpaceId
      readonly after: { readonly at: number; readonly id: string } | null
      readonly limit: number
    },
  ): readonly ExportedMessage[] => {
    const space = knownSpace(cache, input.spaceId)
    if (space === undefined) return []
    const { at, id } = input.after ?? { at: Number.MIN_SAFE_INTEGER, id: '' }
    return cache
      .all(
        `SELECT m.id, m.user_id, m.content, m.created_at, u.role, u.first_name, u.last_name, u.email
         FROM messages m LEFT JOIN users u ON u.id = m.user_id
         WHERE m.space = ? AND (m.created_at, m.id) > (?, ?) ORDER BY m.created_at, m.id LIMIT ?`,
        [space, at, id, input.limit],
      )
      .map((row) => ({
        id: text(row, 'id'),
        at: integer(row, 'created_at'),
        userId: text(row, 'user_id'),
        author: nameOf(row),
        email: textOrNull(row, 'email') ?? '',
        role: textOrNull(row, 'role') ?? '',
        content: text(row, 'content'),
      }))
  },
}
