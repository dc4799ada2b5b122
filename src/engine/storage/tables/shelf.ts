import {
  type Place,
  placeOf,
  seenUpTo,
  shelve,
  type Shown,
  type SpaceAction,
  type SpaceChange,
  type SpaceMark,
  undone,
} from '../../../core/inbox/shelf.ts'
import type { UserId } from '../../../core/person.ts'
import type { SpaceId } from '../../../core/space.ts'
import { integer, integerOrNull, text } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'

type Shelf = Omit<SpaceMark, 'spaceId' | 'readAt' | 'unread'>

const shelfOf = (row: Row | undefined): Shelf => ({
  pinnedAt: row === undefined ? null : integerOrNull(row, 'pinned_at'),
  doneAt: row === undefined ? null : integerOrNull(row, 'done_portal_at'),
  snoozedAt: row === undefined ? null : integerOrNull(row, 'snoozed_portal_at'),
  snoozeUntil: row === undefined ? null : integerOrNull(row, 'snooze_until'),
})

const markOf = (journal: Database, spaceId: SpaceId): SpaceMark => {
  const read = journal.get('SELECT read_at, unread FROM space_marks WHERE space_id = ?', [spaceId])
  return {
    spaceId,
    readAt: read === undefined ? null : integer(read, 'read_at'),
    unread: read !== undefined && integer(read, 'unread') === 1,
    ...shelfOf(journal.get('SELECT * FROM space_shelf WHERE space_id = ?', [spaceId])),
  }
}

const writeMark = (journal: Database, mark: SpaceMark, portalNow: number): void => {
  const { spaceId, readAt, unread, pinnedAt, doneAt, snoozedAt, snoozeUntil } = mark
  // A mark without a beginning of reading is written as of now: only "unread" asks for one.
  if (readAt !== null || unread) {
    journal.run(
      `INSERT INTO space_marks (space_id, read_at, unread, files_seen_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (space_id) DO UPDATE SET read_at = excluded.read_at, unread = excluded.unread`,
      [spaceId, readAt ?? portalNow, unread ? 1 : 0, portalNow],
    )
  } else journal.run('DELETE FROM space_marks WHERE space_id = ?', [spaceId])
  if (pinnedAt === null && doneAt === null && snoozedAt === null) {
    journal.run('DELETE FROM space_shelf WHERE space_id = ?', [spaceId])
    return
  }
  journal.run(
    `INSERT OR REPLACE INTO space_shelf (space_id, pinned_at, done_portal_at, snoozed_portal_at, snooze_until)
     VALUES (?, ?, ?, ?, ?)`,
    [spaceId, pinnedAt, doneAt, snoozedAt, snoozeUntil],
  )
}

/** Where spaces stand that a person put somewhere; the others stand in the inbox. A fixed number of queries (A1.7). */
export const placesOnShelf = (
  { cache, journal }: Databases,
  me: UserId,
  now: number,
): ReadonlyMap<string, Place & { readonly pinned: boolean }> => {
  const shelves = new Map(
    journal.all('SELECT * FROM space_shelf').map((row) => [text(row, 'space_id'), shelfOf(row)]),
  )
  if (shelves.size === 0) return new Map()
  const asked = [...shelves].flatMap(([id, { doneAt, snoozedAt }]): [string, number][] => {
    const from = snoozedAt ?? doneAt
    return from === null ? [] : [[id, from]]
  })
  const since = new Map(
    cache
      .all(
        `SELECT marks.value ->> 0 AS id,
           EXISTS (SELECT 1 FROM messages m WHERE m.space = s.number AND m.created_at > marks.value ->> 1
             AND m.user_id <> ?2) OR coalesce(s.newest_file_at > marks.value ->> 1, 0) AS news,
           coalesce(s.clients_newest_at > marks.value ->> 1, 0) AND EXISTS (
             SELECT 1 FROM messages m WHERE m.space = s.number AND m.side = 0
             AND m.created_at > marks.value ->> 1 AND m.user_id <> ?2) AS answered
         FROM json_each(?1) AS marks JOIN spaces s ON s.id = marks.value ->> 0`,
        [JSON.stringify(asked), me],
      )
      .map((row) => [
        text(row, 'id'),
        { news: integer(row, 'news') === 1, answered: integer(row, 'answered') === 1 },
      ]),
  )
  const nothing = { news: false, answered: false }
  return new Map(
    [...shelves].map(([id, shelf]) => [
      id,
      { ...placeOf(shelf, since.get(id) ?? nothing, now), pinned: shelf.pinnedAt !== null },
    ]),
  )
}

export const shelfOperations = {
  /** I1.5: applies an action to all of these spaces, or to none; answers how each stood before and stands now. */
  'shelf.act': (
    { cache, journal }: Databases,
    input: {
      readonly spaceIds: readonly SpaceId[]
      readonly action: SpaceAction
      /** The newest time the window showed of each space; a space it says nothing of counts as seen whole. */
      readonly shown?: readonly Shown[]
      readonly now: number
      readonly portalNow: number
    },
  ): readonly SpaceChange[] => {
    const { action, now, portalNow } = input
    const shown = new Map(input.shown?.map(({ spaceId, at }) => [spaceId, at]))
    const known = cache.all(
      `SELECT id, nullif(max(coalesce(newest_message_at, -1), coalesce(newest_file_at, -1)), -1) AS newest,
         messages_as_of FROM spaces WHERE id IN (SELECT value FROM json_each(?))`,
      [JSON.stringify(input.spaceIds)],
    )
    return journal.transaction(() =>
      known.map((row) => {
        const before = markOf(journal, text(row, 'id') as SpaceId)
        const isRead = integerOrNull(row, 'messages_as_of') !== null
        const newest = integerOrNull(row, 'newest') ?? (isRead ? 0 : null)
        const newestAt = seenUpTo(newest, shown.get(before.spaceId))
        writeMark(journal, shelve(before, action, { now, portalNow, newestAt }), portalNow)
        return { before, after: markOf(journal, before.spaceId) }
      }),
    )
  },

  /** I1.5: takes back what an action changed, where nothing else changed it since. */
  'shelf.restore': (
    { journal }: Databases,
    input: { readonly changes: readonly SpaceChange[]; readonly portalNow: number },
  ): void =>
    journal.transaction(() => {
      for (const change of input.changes) {
        const now = markOf(journal, change.before.spaceId)
        writeMark(journal, undone(now, change), input.portalNow)
      }
    }),
}
