import type { FileId } from '../../../core/file.ts'
import type { MessageId } from '../../../core/message.ts'
import type { UserId } from '../../../core/person.ts'
import { matchExpression } from '../../../core/search/expression.ts'
import {
  anyFacet,
  authorFacet,
  endingFacet,
  everything,
  kindFacet,
  spaceFacet,
} from '../../../core/search/facets.ts'
import type { SearchKind, SearchQuery } from '../../../core/search/parse.ts'
import { bestFound, type Ranked, type SearchOrder, tiers } from '../../../core/search/ranked.ts'
import { createRelevance, score } from '../../../core/search/rank.ts'
import { markText } from '../../../core/search/snippet.ts'
import { numberInRow, rowsBetween } from '../../../core/search/time-order.ts'
import type { SpaceId } from '../../../core/space.ts'
import { integer, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'
import { nameOf } from './people.ts'
import {
  authorsNamed,
  type Found,
  type FoundHit,
  nameLength,
  people,
  spaces,
  spacesNamed,
  type Wanted,
} from './search-names.ts'
import { catchUp, indexedBySearch } from './word-backlog.ts'

type FileHit = Extract<FoundHit, { kind: 'file' }>

/** Q1.5: so many of the newest matches are weighed; what is found more often than that is ranked among its newest. */
const weighed = 400
/** A filter that stands for more people or spaces than this is looked up row by row, which then finds enough soon. */
const facetsAtMost = 200
const snippetLength = 160
/** Names shown before messages and files, of each kind, when nothing else was asked for. */
const namesFirst = 5

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

const fileHit = (row: Row, wanted: Wanted): FileHit => ({
  kind: 'file',
  spaceId: text(row, 'space_id') as SpaceId,
  spaceName: text(row, 'space_name'),
  fileId: text(row, 'id') as FileId,
  folderId: textOrNull(row, 'parent_id') as FileId | null,
  isFolder: integer(row, 'is_folder') === 1,
  at: integer(row, 'created_at'),
  size: integer(row, 'size'),
  snippet: markText(text(row, 'name'), wanted.terms, nameLength),
  inside: null,
})

/** Runs one search over messages or files: the newest matches, which are then ranked when that was asked for (Q1.5). */
const newestMatches = (
  cache: Database,
  wanted: Wanted,
  source: {
    readonly table: 'messages' | 'files'
    readonly columns: string
    readonly joins: string
    /** The column whose words are looked at. */
    readonly body: 'content' | 'name'
    readonly facets: readonly (readonly string[])[]
    readonly more: readonly (Clause | null)[]
  },
  toHit: (row: Row, wanted: Wanted) => FoundHit,
): readonly Found[] => {
  const { filter, order, limit, expression } = wanted
  const { table, columns, joins, body } = source
  const clauses = clausesOf(wanted, source.more)
  // A filter that nobody and nothing fits.
  if (source.facets.some(({ length }) => length === 0)) return []
  const words = table === 'messages' ? 'message_words' : 'file_words'
  const facets = source.facets.filter(({ length }) => length <= facetsAtMost).map(anyFacet)
  const narrow = [...(expression === null ? [] : [expression]), ...facets]
  const { first, last } = rowsBetween(filter.after, filter.before)
  // The index is read from its newest row on and left as soon as there is enough; CROSS JOIN keeps it the outer loop.
  const rows = cache.all(
    `SELECT ${columns}, s.id AS space_id, s.name AS space_name
     FROM ${words} CROSS JOIN ${table} t ON t.number = ${numberInRow(`${words}.rowid`)}
     CROSS JOIN spaces s ON s.number = t.space ${joins}
     WHERE ${words} MATCH ? AND ${words}.rowid BETWEEN ? AND ? AND ${clauses.sql}
     ORDER BY ${words}.rowid DESC LIMIT ?`,
    [
      narrow.length === 0 ? anyFacet([everything]) : narrow.join(' AND '),
      first,
      last,
      ...clauses.params,
      // The hour of the last one may hold newer ones: some more than are shown are put in order.
      expression === null || order === 'newest' ? limit + 200 : weighed,
    ],
  )
  const relevance = createRelevance(wanted.terms)
  const byTime = expression === null || order === 'newest'
  return rows
    .map((row) => {
      const at = integer(row, 'created_at')
      return { row, score: byTime ? at : score(relevance(text(row, body)), at, wanted.now) }
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ row, score: points }) => ({ tier: tiers.thing, score: points, hit: toHit(row, wanted) }))
}

const messages = (cache: Database, wanted: Wanted): readonly Found[] =>
  newestMatches(
    cache,
    wanted,
    {
      table: 'messages',
      columns: 't.id, t.content, t.created_at, u.email, u.first_name, u.last_name',
      joins: 'LEFT JOIN users u ON u.id = t.user_id',
      body: 'content',
      facets: [
        ...(wanted.spaces === null ? [] : [wanted.spaces.map(spaceFacet)]),
        ...(wanted.authors === null ? [] : [wanted.authors.map(authorFacet)]),
      ],
      more: [
        wanted.authors === null
          ? null
          : {
              sql: 't.user_id IN (SELECT value FROM json_each(?))',
              params: [JSON.stringify(wanted.authors)],
            },
      ],
    },
    messageHit,
  )

const endingsClause = (endings: readonly string[]): Clause | null =>
  endings.length === 0
    ? null
    : {
        sql: `EXISTS (SELECT 1 FROM json_each(?) e
          WHERE lower(substr(t.name, -length(e.value) - 1)) = '.' || e.value)`,
        params: [JSON.stringify(endings)],
      }

const files = (cache: Database, wanted: Wanted, kinds: readonly ('file' | 'folder')[]): readonly Found[] => {
  const endings = wanted.filter.endings.map(endingFacet).filter((facet) => facet !== null)
  return newestMatches(
    cache,
    wanted,
    {
      table: 'files',
      columns: 't.id, t.parent_id, t.name, t.is_folder, t.size, t.created_at',
      joins: '',
      body: 'name',
      facets: [
        ...(wanted.spaces === null ? [] : [wanted.spaces.map(spaceFacet)]),
        kinds.map(kindFacet),
        ...(wanted.filter.endings.length === 0 ? [] : [endings]),
      ],
      more: [endingsClause(wanted.filter.endings)],
    },
    fileHit,
  )
}

/** P1.6: files whose text has it, each with its best passage. */
const contents = (cache: Database, wanted: Wanted): readonly Ranked<FileHit>[] => {
  if (wanted.expression === null) return []
  const clauses = clausesOf(wanted, [endingsClause(wanted.filter.endings)])
  const rows = cache.all(
    `SELECT t.id, t.parent_id, t.name, t.is_folder, t.size, t.created_at, p.page, p.text,
       s.id AS space_id, s.name AS space_name
     FROM passage_words CROSS JOIN pinned_passages p ON p.number = passage_words.rowid
     JOIN pinned_contents c ON c.number = p.content JOIN files t ON t.id = c.file_id
     JOIN spaces s ON s.number = t.space
     WHERE passage_words MATCH ? AND ${clauses.sql} ORDER BY passage_words.rowid DESC LIMIT ?`,
    [wanted.expression, ...clauses.params, weighed],
  )
  const relevance = createRelevance(wanted.terms)
  const best = new Map<string, { readonly row: Row; readonly score: number }>()
  for (const row of rows) {
    const at = integer(row, 'created_at')
    const points = wanted.order === 'newest' ? at : score(relevance(text(row, 'text')), at, wanted.now)
    const id = text(row, 'id')
    if (points > (best.get(id)?.score ?? -Infinity)) best.set(id, { row, score: points })
  }
  return [...best.values()].slice(0, wanted.limit).map(({ row, score: points }) => ({
    tier: tiers.thing,
    score: points,
    hit: {
      ...fileHit(row, wanted),
      inside: {
        page: integer(row, 'page'),
        snippet: markText(text(row, 'text'), wanted.terms, snippetLength),
      },
    },
  }))
}

/** A file that is found by its name and by its text is one hit, worth what the better of them is. */
const withContents = (named: readonly Found[], inside: readonly Ranked<FileHit>[]): readonly Found[] => {
  const found = new Map<string, Found>()
  for (const one of named) if (one.hit.kind === 'file') found.set(one.hit.fileId, one)
  for (const one of inside) {
    const known = found.get(one.hit.fileId)
    found.set(one.hit.fileId, { ...one, score: Math.max(one.score, known?.score ?? -Infinity) })
  }
  return [...found.values()]
}

const isFiltered = ({ filter }: Pick<SearchQuery, 'filter'>): boolean =>
  filter.from.length + filter.in.length + filter.kinds.length > 0 ||
  filter.before !== null ||
  filter.after !== null

export const searchOperations = {
  /** Q1.10: indexes so many more of the messages that wait for it; answers how many are left. */
  'search.catchUp': ({ cache }: Databases, input: { readonly limit: number }): number =>
    catchUp(cache, input.limit),

  /** A1.9–A1.13: spaces and people whose name fits first, then messages and files, best or newest first. */
  'search.find': (
    { cache }: Databases,
    input: {
      readonly query: SearchQuery
      readonly limit: number
      readonly order: SearchOrder
      readonly now: number
      readonly me: UserId
    },
  ): readonly Found[] => {
    const { query, limit, order } = input
    const expression = matchExpression(query.terms)
    if (expression === null && (query.terms.length > 0 || !isFiltered(query))) return []
    catchUp(cache, indexedBySearch)
    const { filter } = query
    const wanted: Wanted = {
      expression,
      names: matchExpression(query.terms, 'beginning'),
      terms: query.terms,
      filter,
      authors: authorsNamed(cache, filter.from, input.me),
      spaces: spacesNamed(cache, filter.in),
      limit,
      order,
      now: input.now,
    }
    const asked = (kind: SearchKind): boolean => filter.kinds.length === 0 || filter.kinds.includes(kind)
    const timeless =
      filter.from.length === 0 && filter.in.length === 0 && filter.before === null && filter.after === null
    const names = filter.kinds.length === 0 ? Math.min(namesFirst, limit) : limit
    const fileKinds = (['file', 'folder'] as const).filter((kind) => asked(kind) && filter.from.length === 0)
    return bestFound(
      [
        timeless && asked('space') ? spaces(cache, wanted, names) : [],
        timeless && asked('person') ? people(cache, wanted, names) : [],
        asked('message') ? messages(cache, wanted) : [],
        withContents(
          fileKinds.length > 0 ? files(cache, wanted, fileKinds) : [],
          fileKinds.includes('file') ? contents(cache, wanted) : [],
        ),
      ],
      limit,
    )
  },
}
