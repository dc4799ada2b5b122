import { expect, test } from 'vitest'
import { searchHit } from '../../../core/search/hit.ts'
import { groupHits, plainText } from './view.ts'

const hits = [
  { kind: 'person', portalId: 'p', userId: 'u', email: 'e', role: 'client', snippet: [] },
  { kind: 'space', portalId: 'p', spaceId: 's', snippet: [{ text: 'Har\u202Eper', hit: true }] },
  { kind: 'person', portalId: 'p', userId: 'v', email: 'e', role: 'client', snippet: [] },
].map((hit) => searchHit.parse(hit))

test('hits are grouped by what they are, places first, the order within a group kept', () => {
  expect(groupHits(hits).map(({ kind, hits: found }) => [kind, found.length])).toEqual([
    ['space', 1],
    ['person', 2],
  ])
})

test('a marked text read plainly is inert', () => {
  expect(
    plainText([
      { text: 'Har\u202E', hit: true },
      { text: 'per', hit: false },
    ]),
  ).toBe('Harper')
})
