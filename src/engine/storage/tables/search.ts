import type { FileId } from '../../../core/file.ts'
import type { MessageId } from '../../../core/message.ts'
import type { UserId } from '../../../core/person.ts'
import { matchExpression } from '../../../core/search/expression.ts'
import { fold } from '../../../core/search/fold.ts'
import type { SearchHit } from '../../../core/search/hit.ts'
import type { SearchFilter, SearchKind, SearchQuery, SearchTerm } from '../../../core/search/parse.ts'
import { score } from '../../../core/search/rank.ts'
import { markText } from '../../../core/search/snippet.ts'
import type { SpaceId } from '../../../core/space.ts'
import { integer, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { nameOf } from './people.ts'

/** A hit as one portal's archive finds it; engine/reads adds which portal that is. */
export type FoundHit = SearchHit extends infer H ? (H extends unknown ? Omit<H, 'portalId'> : never) : never

type Scored = { readonly score: number; readonly hit: FoundHit }

type Wanted = {
  readonly expression: string | null
  readonly terms: readonly SearchTerm[]
  readonly filter: SearchFilter
  /** Ids the filters `from:` and `in:` stand for; null: no such filter. */
  readonly authors: readonly string[] | null
  readonly spaces: readonly number[] | null
  readonly limit: number
  readonly now: number
}

/** So many best matches are weighed against their age; a word found more often than that is ranked by its best. */
const weighed = 400
const snippetLength = 160
const nameLength = 200
/** Names shown before messages and files, of each kind, when nothing else was asked for. */
const namesFirst = 5

const authorsNamed = (cache: Database, names: readonly string[], me: UserId): readonly string[] | null => {
  if (names.length === 0) return null
  const wanted = names.map(fold)
  return cache
    .all('SELECT id, email, first_name, last_name FROM users')
    .filter((row) => {
      const known = fold(`${nameOf(row)} ${text(row, 'email')}`)
      return wanted.some((name) => known.includes(name) || (name === 'me' && text(row, 'id') === me))
    })
    .map((row) => text(row, 'id'))
}

const spacesNamed = (cache: Database, names: readonly string[]): readonly number[] | null => {
  if (names.length === 0) return null
  const wanted = names.map(fold)
  return cache
    .all('SELECT number, id, name FROM spaces WHERE listed = 1')
    .filter((row) =>
      wanted.some((name) => fold(text(row, 'name')).includes(name) || names.includes(text(row, 'id'))),
    )
    .map((row) => integer(row, 'number'))
}

type Clause = { readonly sql: string; readonly params: readonly (string | number)[] }

/** The filters as SQL over a table `t` with space and created_at. */
const clausesOf = (wanted: Wanted, more: readonly (Clause | null)[]): Clause => {
  const { filter, spaces } = wanted
  const clauses: readonly (Clause | null)[] = [
    { sql: 's.listed = 1', params: [] },
    spaces === null
      ? null
      : { sql: 't.space IN (SELECT value FROM json_each(?))', params: [JSON.stringify(spaces)] },
    filter.before === null ? null : { sql: 't.created_at < ?', params: [filter.before] },
    filter.after === null ? null : { sql: 't.created_at >= ?', params: [filter.after] },
    ...more,
  ]
  const given = clauses.filter((clause) => clause !== null)
  return { sql: given.map(({ sql }) => sql).join(' AND '), params: given.flatMap(({ params }) => params) }
}

const messageHit = (row: Row, wanted: Wanted): FoundHit => ({
  kind: 'message',
  spaceId: text(row, 'space_id') as SpaceId,
  spaceName: text(row, 'space_name'),
  messageId: text(row, 'id') as MessageId,
  author: nameOf(row),
  at: integer(row, 'created_at'),
  snippet: markText(text(row, 'content'), wanted.terms, snippetLength),
})

const fileHit = (row: Row, wanted: Wanted): FoundHit => ({
  kind: 'file',
  spaceId: text(row, 'space_id') as SpaceId,
  spaceName: text(row, 'space_name'),
  fileId: text(row, 'id') as FileId,
  folderId: textOrNull(row, 'parent_id') as FileId | null,
  isFolder: integer(row, 'is_folder') === 1,
  at: integer(row, 'created_at'),
  size: integer(row, 'size'),
  snippet: markText(text(row, 'name'), wanted.terms, nameLength),
})

/** Runs one search over messages or files: by rank and age when there are words, else newest first. */
const ranked = (
  cache: Database,
  wanted: Wanted,
  source: { readonly table: 'messages' | 'files'; readonly columns: string; readonly joins: string },
  more: readonly (Clause | null)[],
  toHit: (row: Row, wanted: Wanted) => FoundHit,
): readonly Scored[] => {
  const clauses = clausesOf(wanted, more)
  const { table, columns, joins } = source
  const words = table === 'messages' ? 'message_words' : 'file_words'
  if (wanted.expression === null) {
    const rows = cache.all(
      `SELECT ${columns}, s.id AS space_id, s.name AS space_name
       FROM ${table} t JOIN spaces s ON s.number = t.space ${joins}
       WHERE ${clauses.sql} ORDER BY t.created_at DESC LIMIT ?`,
      [...clauses.params, wanted.limit],
    )
    return rows.map((row) => ({ score: integer(row, 'created_at'), hit: toHit(row, wanted) }))
  }
  // Without a filter the index alone finds the best; looking up every match's row would cost more than ranking it.
  const narrowed = isFiltered(wanted)
    ? `JOIN ${table} t ON t.number = ${words}.rowid JOIN spaces s ON s.number = t.space
       WHERE ${words} MATCH ? AND ${clauses.sql}`
    : `WHERE ${words} MATCH ?`
  const rows = cache.all(
    `SELECT ${columns}, s.id AS space_id, s.name AS space_name, best.points AS rank
     FROM (
       SELECT ${words}.rowid AS number, rank AS points FROM ${words} ${narrowed} ORDER BY rank LIMIT ${weighed}
     ) best JOIN ${table} t ON t.number = best.number JOIN spaces s ON s.number = t.space ${joins}
     WHERE s.listed = 1`,
    isFiltered(wanted) ? [wanted.expression, ...clauses.params] : [wanted.expression],
  )
  return rows
    .map((row) => ({ row, score: score(integer(row, 'rank'), integer(row, 'created_at'), wanted.now) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, wanted.limit)
    .map(({ row, score: points }) => ({ score: points, hit: toHit(row, wanted) }))
}

const messages = (cache: Database, wanted: Wanted): readonly Scored[] =>
  ranked(
    cache,
    wanted,
    {
      table: 'messages',
      columns: 't.id, t.content, t.created_at, u.email, u.first_name, u.last_name',
      joins: 'LEFT JOIN users u ON u.id = t.user_id',
    },
    [
      wanted.authors === null
        ? null
        : { sql: 't.user_id IN (SELECT value FROM json_each(?))', params: [JSON.stringify(wanted.authors)] },
    ],
    messageHit,
  )

const files = (cache: Database, wanted: Wanted, kinds: readonly ('file' | 'folder')[]): readonly Scored[] =>
  ranked(
    cache,
    wanted,
    { table: 'files', columns: 't.id, t.parent_id, t.name, t.is_folder, t.size, t.created_at', joins: '' },
    [
      kinds.length === 2 ? null : { sql: 't.is_folder = ?', params: [kinds[0] === 'folder' ? 1 : 0] },
      wanted.filter.endings.length === 0
        ? null
        : {
            sql: `EXISTS (SELECT 1 FROM json_each(?) e
              WHERE lower(substr(t.name, -length(e.value) - 1)) = '.' || e.value)`,
            params: [JSON.stringify(wanted.filter.endings)],
          },
    ],
    fileHit,
  )

const spaces = (cache: Database, wanted: Wanted, limit: number): readonly FoundHit[] =>
  wanted.expression === null
    ? []
    : cache
        .all(
          `SELECT s.id, s.name FROM space_words JOIN spaces s ON s.number = space_words.rowid
           WHERE space_words MATCH ? AND s.listed = 1 ORDER BY bm25(space_words), s.name LIMIT ?`,
          [wanted.expression, limit],
        )
        .map((row) => ({
          kind: 'space',
          spaceId: text(row, 'id') as SpaceId,
          snippet: markText(text(row, 'name'), wanted.terms, nameLength),
        }))

const people = (cache: Database, wanted: Wanted, limit: number): readonly FoundHit[] =>
  wanted.expression === null
    ? []
    : cache
        .all(
          `SELECT u.id, u.email, u.role, u.first_name, u.last_name FROM person_words
           JOIN users u ON u.number = person_words.rowid
           WHERE person_words MATCH ? AND u.listed = 1 ORDER BY bm25(person_words), u.email LIMIT ?`,
          [wanted.expression, limit],
        )
        .map((row) => ({
          kind: 'person',
          userId: text(row, 'id') as UserId,
          email: text(row, 'email'),
          role: text(row, 'role'),
          snippet: markText(nameOf(row), wanted.terms, nameLength),
        }))

const isFiltered = ({ filter }: Pick<SearchQuery, 'filter'>): boolean =>
  filter.from.length + filter.in.length + filter.kinds.length > 0 ||
  filter.before !== null ||
  filter.after !== null

export const searchOperations = {
  /** A1.9–A1.13: spaces and people whose name fits first, then messages and files, best first. */
  'search.find': (
    { cache }: Databases,
    input: { readonly query: SearchQuery; readonly limit: number; readonly now: number; readonly me: UserId },
  ): readonly FoundHit[] => {
    const { query, limit } = input
    const expression = matchExpression(query.terms)
    if (expression === null && (query.terms.length > 0 || !isFiltered(query))) return []
    const { filter } = query
    const wanted: Wanted = {
      expression,
      terms: query.terms,
      filter,
      authors: authorsNamed(cache, filter.from, input.me),
      spaces: spacesNamed(cache, filter.in),
      limit,
      now: input.now,
    }
    const asked = (kind: SearchKind): boolean => filter.kinds.length === 0 || filter.kinds.includes(kind)
    const timeless =
      filter.from.length === 0 && filter.in.length === 0 && filter.before === null && filter.after === null
    const names = filter.kinds.length === 0 ? Math.min(namesFirst, limit) : limit
    const fileKinds = (['file', 'folder'] as const).filter((kind) => asked(kind) && filter.from.length === 0)
    const first = [
      ...(timeless && asked('space') ? spaces(cache, wanted, names) : []),
      ...(timeless && asked('person') ? people(cache, wanted, names) : []),
    ]
    const rest = [
      ...(asked('message') ? messages(cache, wanted) : []),
      ...(fileKinds.length > 0 ? files(cache, wanted, fileKinds) : []),
    ].sort((a, b) => b.score - a.score)
    return [...first, ...rest.map(({ hit }) => hit)].slice(0, limit)
  },
}
