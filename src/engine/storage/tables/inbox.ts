import { inInboxOrder } from '../../../core/inbox/shelf.ts'
import type { UserId } from '../../../core/person.ts'
import type { SpaceSummary } from '../../../core/space.ts'
import { integer, text } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database } from '../driver.ts'
import { placesOnShelf } from './shelf.ts'
import { cachedSpaces } from './spaces.ts'
import { draftsBySpace, outgoingBySpace } from './waiting.ts'

type Mark = { readonly readAt: number; readonly unread: boolean }

const marksOf = (journal: Database): ReadonlyMap<string, Mark> =>
  new Map(
    journal
      .all('SELECT space_id, read_at, unread FROM space_marks')
      .map((row) => [
        text(row, 'space_id'),
        { readAt: integer(row, 'read_at'), unread: integer(row, 'unread') === 1 },
      ]),
  )

/** Counting stops here: nobody reads a number larger than this. */
const mostUnread = 1000

/** Messages from others newer than the marks; only spaces with something newer are looked at. */
const countUnread = (
  cache: Database,
  marks: ReadonlyMap<string, Mark>,
  newest: ReadonlyMap<string, number>,
  me: UserId,
): ReadonlyMap<string, number> => {
  const behind = [...marks].flatMap(([id, { readAt }]): [string, number][] =>
    (newest.get(id) ?? -Infinity) > readAt ? [[id, readAt]] : [],
  )
  const rows = cache.all(
    `SELECT marks.value ->> 0 AS id, (
       SELECT count(*) FROM (
         SELECT 1 FROM spaces s JOIN messages m ON m.space = s.number
         WHERE s.id = marks.value ->> 0 AND m.created_at > marks.value ->> 1 AND m.user_id <> ?2 LIMIT ${mostUnread}
       )
     ) AS unread FROM json_each(?1) AS marks`,
    [JSON.stringify(behind), me],
  )
  return new Map(rows.map((row) => [text(row, 'id'), integer(row, 'unread')]))
}

const nowhere = { standing: 'inbox', pinned: false, snoozedUntil: null, returnedAt: null } as const

export const inboxOperations = {
  /** Every space of the inbox, newest thing first: a few queries, whatever the number of spaces and messages (A1.7). */
  'inbox.list': (
    databases: Databases,
    input: { readonly me: UserId; readonly now: number },
  ): readonly SpaceSummary[] => {
    const { cache, journal } = databases
    const places = placesOnShelf(databases, input.me, input.now)
    const spaces = cachedSpaces(cache, input.me)
    const marks = marksOf(journal)
    const outgoing = outgoingBySpace(journal)
    const drafts = draftsBySpace(journal)
    const newest = new Map(
      spaces.flatMap(({ id, newestMessageAt }): [string, number][] =>
        newestMessageAt === null ? [] : [[id, newestMessageAt]],
      ),
    )
    const unread = countUnread(cache, marks, newest, input.me)
    const rows = spaces.flatMap((space): readonly SpaceSummary[] => {
      const ours = outgoing.get(space.id) ?? { waiting: 0, scheduled: 0 }
      const draft = drafts.get(space.id) ?? null
      // S1.9: a vanished space stays in sight while something of ours waits there.
      if (!space.listed && ours.waiting + ours.scheduled === 0 && draft === null) return []
      const marked = marks.get(space.id)?.unread === true && space.newestMessageAt !== null
      return [
        {
          id: space.id,
          name: space.name,
          newest: space.newest,
          unread: Math.max(unread.get(space.id) ?? 0, marked ? 1 : 0),
          waiting: space.waiting,
          outgoing: ours.waiting,
          draft,
          ...(places.get(space.id) ?? nowhere),
        },
      ]
    })
    return inInboxOrder(rows)
  },
}
