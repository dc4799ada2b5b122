import type { FileId } from '../../../core/file.ts'
import type { Message } from '../../../core/message.ts'
import type { SpaceId } from '../../../core/space.ts'
import { planFolder } from '../../../core/sync/folder.ts'
import type { Gap } from '../../../core/sync/gaps.ts'
import { bounds, planPage } from '../../../core/sync/page.ts'
import { type CountedPage, planSweep } from '../../../core/sync/sweep.ts'
import { integer, integerOrNull, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { asideBefore, dropAside, newestNumber, sortPage } from './aside.ts'
import { removeTree } from './files.ts'
import { addMessages, changeMessages } from './messages.ts'
import { knownSpace, spaceNumber } from './numbers.ts'
import { removeMessages, storedNear } from './stored-messages.ts'

/** SQLite's integers know no infinity. */
const finite = (value: number): number =>
  Math.min(Number.MAX_SAFE_INTEGER, Math.max(Number.MIN_SAFE_INTEGER, value))

const gapsOf = (cache: Database, space: number): readonly Gap[] =>
  cache
    .all('SELECT upper_at, lower_at FROM message_gaps WHERE space = ? ORDER BY upper_at DESC', [space])
    .map((row) => ({ upper: integer(row, 'upper_at'), lower: integerOrNull(row, 'lower_at') }))

const writeGaps = (cache: Database, space: number, gaps: readonly Gap[]): void => {
  cache.run('DELETE FROM message_gaps WHERE space = ?', [space])
  for (const gap of gaps) {
    cache.run('INSERT INTO message_gaps (space, upper_at, lower_at) VALUES (?, ?, ?)', [
      space,
      gap.upper,
      gap.lower,
    ])
  }
}

export type PageStored = {
  readonly added: number
  readonly changed: number
  readonly removed: number
  /** It joins what is known above it; otherwise it moved no gap (S1.4). */
  readonly connected: boolean
  /** Gaps that are left, and whether this page closed the last one. */
  readonly gaps: number
  readonly closed: boolean
}

/** A space as the poll planner needs it. */
export type SyncSpace = {
  readonly id: SpaceId
  readonly newestAt: number | null
  readonly messagesStarted: boolean
  readonly gaps: number
  readonly messagesSweptAt: number | null
  readonly rootListedAt: number | null
}

const nullable = (row: { readonly [name: string]: unknown }): number => Number(row['number'] ?? 0)

type Removable = { readonly id: string; readonly number: number; readonly createdAt: number }

const removable = (row: Row): Removable => ({
  id: text(row, 'id'),
  number: integer(row, 'number'),
  createdAt: integer(row, 'created_at'),
})

const only = <T extends { readonly id: string }>(all: readonly T[], ids: readonly string[]): readonly T[] => {
  if (ids.length === 0) return []
  const wanted = new Set(ids)
  return all.filter(({ id }) => wanted.has(id))
}

export const syncOperations = {
  /** The newest rows' numbers: what is stored later than this is not judged by a listing asked for now (S1.5). */
  'sync.mark': ({ cache }: Databases): { readonly messages: number; readonly files: number } => {
    const files = cache.get('SELECT max(number) AS number FROM files')
    return {
      messages: newestNumber(cache),
      files: files === undefined ? 0 : nullable(files),
    }
  },

  /**
   * Stores one page of a space's messages and what it means (core/sync/page.ts), all or nothing (S1.1).
   * `passAt`: when the pass this page belongs to began, ms.
   */
  'sync.messagesPage': (
    databases: Databases,
    input: {
      readonly spaceId: SpaceId
      readonly messages: readonly Message[]
      readonly first: boolean
      readonly short: boolean
      readonly mark: number
      readonly passAt: number
    },
  ): PageStored => {
    const { cache } = databases
    return cache.transaction(() => {
      const space = spaceNumber(cache, input.spaceId)
      const aside = asideBefore(cache, space, input.mark)
      const { messages, items, known: knownAside } = sortPage(databases, space, input.messages)
      const listing = { items, first: input.first, short: input.short }
      const { from, to } = bounds(listing)
      const known = storedNear(cache, space, messages)
      const inside = cache
        .all(
          `SELECT id, number, created_at FROM messages
           WHERE space = ? AND created_at > ? AND created_at < ? AND number <= ?`,
          [space, finite(from), finite(to), input.mark],
        )
        .map(removable)
      const below = cache.get(
        'SELECT created_at FROM messages WHERE space = ? AND created_at < ? ORDER BY created_at DESC LIMIT 1',
        [space, finite(from)],
      )
      const before = gapsOf(cache, space)
      const fresh = addMessages(cache, space, messages, true, known)
      const ids = new Set<string>([
        ...knownAside,
        ...[...known].flatMap(([id, one]) =>
          one.listed && one.space === space && one.number <= fresh.standing.last ? [id] : [],
        ),
      ])
      const actions = planPage(listing, {
        ids,
        inside: [...inside, ...aside],
        below: below === undefined ? null : integer(below, 'created_at'),
        gaps: before,
      })
      const removed = removeMessages(cache, space, only(inside, actions.remove))
      if (aside.length > 0)
        dropAside(
          cache,
          only(aside, actions.remove).map(({ id }) => id),
        )
      const { added, changed } = changeMessages(cache, space, messages, true, known, fresh)
      writeGaps(cache, space, actions.gaps)
      if (input.first) {
        cache.run(
          `UPDATE spaces SET messages_started = 1, messages_top_at = max(coalesce(messages_top_at, 0), ?)
           WHERE number = ?`,
          [input.passAt, space],
        )
      }
      // S1.8: "as of" moves only when nothing is known to be missing, and no further than the newest page was read.
      if (actions.connected && actions.gaps.length === 0) {
        cache.run(
          `UPDATE spaces SET messages_as_of = max(coalesce(messages_as_of, 0), messages_top_at)
           WHERE number = ? AND messages_top_at IS NOT NULL`,
          [space],
        )
      }
      return {
        added,
        changed,
        removed,
        connected: actions.connected,
        gaps: actions.gaps.length,
        closed: before.length > 0 && actions.gaps.length === 0,
      }
    })
  },

  /** The newest gap of a space and how many stored messages lie above it; null: there is none. */
  'sync.gap': (
    { cache }: Databases,
    input: { readonly spaceId: SpaceId },
  ): { readonly gap: Gap; readonly above: number } | null => {
    const space = knownSpace(cache, input.spaceId)
    const gap = space === undefined ? undefined : gapsOf(cache, space)[0]
    if (space === undefined || gap === undefined) return null
    const row = cache.get('SELECT count(*) AS above FROM messages WHERE space = ? AND created_at >= ?', [
      space,
      gap.upper,
    ])
    return { gap, above: row === undefined ? 0 : integer(row, 'above') }
  },

  /** Ends a complete listing of a space's messages: what was stored before it and not listed goes (S1.6). */
  'sync.messagesSwept': (
    { cache }: Databases,
    input: {
      readonly spaceId: SpaceId
      readonly ids: readonly string[]
      readonly mark: number
      readonly at: number
    },
  ): number =>
    cache.transaction(() => {
      const space = knownSpace(cache, input.spaceId)
      if (space === undefined) return 0
      const stored = cache
        .all('SELECT id, number, created_at FROM messages WHERE space = ? AND number <= ?', [
          space,
          input.mark,
        ])
        .map(removable)
      const aside = asideBefore(cache, space, input.mark)
      const { remove } = planSweep(
        input.ids,
        [...stored, ...aside].map(({ id }) => id),
      )
      dropAside(
        cache,
        only(aside, remove).map(({ id }) => id),
      )
      const removed = removeMessages(cache, space, only(stored, remove))
      cache.run('UPDATE spaces SET messages_swept_at = ? WHERE number = ?', [input.at, space])
      return removed
    }),

  /** Ends the listing of one folder (null: the top level), whose entries were stored as they came (S1.7). */
  'sync.folderListed': (
    { cache }: Databases,
    input: {
      readonly spaceId: SpaceId
      readonly parentId: FileId | null
      readonly pages: readonly CountedPage[]
      readonly mark: number
      readonly at: number
    },
  ): { readonly removed: number; readonly complete: boolean } =>
    cache.transaction(() => {
      const space = spaceNumber(cache, input.spaceId)
      const stored = cache
        .all('SELECT id FROM files WHERE space = ? AND parent_id IS ? AND number <= ?', [
          space,
          input.parentId,
          input.mark,
        ])
        .map((row) => text(row, 'id'))
      const { remove, complete } = planFolder(input.pages, stored)
      let removed = 0
      for (const id of remove) removed += removeTree(cache, space, id)
      if (complete && input.parentId === null) {
        cache.run('UPDATE spaces SET root_listed_at = ? WHERE number = ?', [input.at, space])
      } else if (complete) {
        cache.run('UPDATE files SET listed_at = ? WHERE id = ? AND space = ?', [
          input.at,
          input.parentId,
          space,
        ])
      }
      return { removed, complete }
    }),

  /** A folder the portal no longer knows. Answers how many entries went. */
  'sync.folderGone': (
    { cache }: Databases,
    input: { readonly spaceId: SpaceId; readonly folderId: FileId },
  ): number =>
    cache.transaction(() => {
      const space = knownSpace(cache, input.spaceId)
      return space === undefined ? 0 : removeTree(cache, space, input.folderId)
    }),

  /** Folders (null: the top level) never listed or not since `before`, longest ago first. */
  'sync.folders': (
    { cache }: Databases,
    input: { readonly spaceId: SpaceId; readonly before: number; readonly limit: number },
  ): readonly (FileId | null)[] => {
    const space = spaceNumber(cache, input.spaceId)
    return cache
      .all(
        `SELECT NULL AS id, root_listed_at AS listed_at FROM spaces
           WHERE number = ?1 AND coalesce(root_listed_at, -1) < ?2
         UNION ALL
         SELECT id, listed_at FROM files WHERE space = ?1 AND is_folder = 1 AND coalesce(listed_at, -1) < ?2
         ORDER BY listed_at, id LIMIT ?3`,
        [space, input.before, input.limit],
      )
      .map((row) => textOrNull(row, 'id') as FileId | null)
  },

  /** Every listed space, the most recently active first. */
  'sync.spaces': ({ cache }: Databases): readonly SyncSpace[] => {
    return cache
      .all(
        `SELECT s.id, s.messages_started, s.messages_swept_at, s.root_listed_at,
           nullif(max(coalesce(s.newest_message_at, -1), coalesce(s.newest_file_at, -1)), -1) AS newest_at,
           (SELECT count(*) FROM message_gaps g WHERE g.space = s.number) AS gaps
         FROM spaces s WHERE s.listed = 1
         ORDER BY max(coalesce(s.newest_message_at, -1), coalesce(s.newest_file_at, -1)) DESC, s.updated_at DESC`,
      )
      .map((row) => ({
        id: text(row, 'id') as SpaceId,
        newestAt: integerOrNull(row, 'newest_at'),
        messagesStarted: integer(row, 'messages_started') === 1,
        gaps: integer(row, 'gaps'),
        messagesSweptAt: integerOrNull(row, 'messages_swept_at'),
        rootListedAt: integerOrNull(row, 'root_listed_at'),
      }))
  },

  /** A number kept under a name (`first-sync-done`); null: none. */
  'sync.fact': ({ cache }: Databases, input: { readonly name: string }): number | null => {
    const row = cache.get('SELECT value FROM facts WHERE name = ?', [input.name])
    return row === undefined ? null : integer(row, 'value')
  },

  'sync.keepFact': ({ cache }: Databases, input: { readonly name: string; readonly value: number }): void => {
    cache.run(
      'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      [input.name, input.value],
    )
  },
}
