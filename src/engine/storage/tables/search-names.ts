import type { UserId } from '../../../core/person.ts'
import { fold } from '../../../core/search/fold.ts'
import type { SearchHit } from '../../../core/search/hit.ts'
import type { SearchFilter, SearchTerm } from '../../../core/search/parse.ts'
import { type Ranked, type SearchOrder, tiers } from '../../../core/search/ranked.ts'
import { markText } from '../../../core/search/snippet.ts'
import type { SpaceId } from '../../../core/space.ts'
import { integer, text } from '../columns.ts'
import type { Database, Row } from '../driver.ts'
import { nameOf } from './people.ts'

// Names of spaces and people: what a query's filters stand for, and what is found by a name (A1.9, A1.10).

/** A hit as one portal's archive finds it; engine/reads adds which portal that is. */
export type FoundHit = SearchHit extends infer H ? (H extends unknown ? Omit<H, 'portalId'> : never) : never

export type Found = Ranked<FoundHit>

export type Wanted = {
  readonly expression: string | null
  /** The expression for names of spaces and people. */
  readonly names: string | null
  readonly terms: readonly SearchTerm[]
  readonly filter: SearchFilter
  /** Ids the filters `from:` and `in:` stand for; null: no such filter. */
  readonly authors: readonly string[] | null
  readonly spaces: readonly number[] | null
  readonly limit: number
  readonly order: SearchOrder
  readonly now: number
}

export const nameLength = 200

export const authorsNamed = (
  cache: Database,
  names: readonly string[],
  me: UserId,
): readonly string[] | null => {
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

export const spacesNamed = (cache: Database, names: readonly string[]): readonly number[] | null => {
  if (names.length === 0) return null
  const wanted = names.map(fold)
  return cache
    .all('SELECT number, id, name FROM spaces WHERE listed = 1')
    .filter((row) =>
      wanted.some((name) => fold(text(row, 'name')).includes(name) || names.includes(text(row, 'id'))),
    )
    .map((row) => integer(row, 'number'))
}

export const spaces = (cache: Database, wanted: Wanted, limit: number): readonly Found[] =>
  byName(
    cache,
    `SELECT s.id, s.name, -bm25(space_words) AS points FROM space_words
     JOIN spaces s ON s.number = space_words.rowid
     WHERE space_words MATCH ? AND s.listed = 1 ORDER BY points DESC, s.name LIMIT ?`,
    [wanted.names, limit],
    (row) => ({
      tier: tiers.space,
      hit: {
        kind: 'space',
        spaceId: text(row, 'id') as SpaceId,
        snippet: markText(text(row, 'name'), wanted.terms, nameLength),
      },
    }),
  )

export const people = (cache: Database, wanted: Wanted, limit: number): readonly Found[] =>
  byName(
    cache,
    `SELECT u.id, u.email, u.role, u.first_name, u.last_name, -bm25(person_words) AS points FROM person_words
     JOIN users u ON u.number = person_words.rowid
     WHERE person_words MATCH ? AND u.listed = 1 ORDER BY points DESC, u.email LIMIT ?`,
    [wanted.names, limit],
    (row) => ({
      tier: tiers.person,
      hit: {
        kind: 'person',
        userId: text(row, 'id') as UserId,
        email: text(row, 'email'),
        role: text(row, 'role'),
        snippet: markText(nameOf(row), wanted.terms, nameLength),
      },
    }),
  )

/** Nothing where the query has no words that names could have. */
const byName = (
  cache: Database,
  sql: string,
  [names, limit]: readonly [names: string | null, limit: number],
  found: (row: Row) => Omit<Found, 'score'>,
): readonly Found[] =>
  names === null
    ? []
    : cache.all(sql, [names, limit]).map((row) => ({ ...found(row), score: integer(row, 'points') }))
