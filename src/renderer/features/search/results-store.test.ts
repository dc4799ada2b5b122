import { beforeEach, expect, test } from 'vitest'
import { searchHit, type SearchHit } from '../../../core/search/hit.ts'
import { expectNothing, forgetHits, onResultsKey, setOrder, showHits, useResults } from './results-store.ts'

const space = (spaceId: string): SearchHit =>
  searchHit.parse({ kind: 'space', portalId: 'p', spaceId, snippet: [] })
const [harper, hartmann, mueller] = [space('harper'), space('hartmann'), space('mueller')] as const

let opened: SearchHit[] = []
const open = (hit: SearchHit): void => void opened.push(hit)

beforeEach(() => {
  opened = []
  forgetHits()
  setOrder('best')
})

test('Enter opens the hit the keyboard is on, when the hits are those of the words in the field', () => {
  showHits('har', [harper, hartmann], 'har', open)
  onResultsKey('ArrowDown', 'har', open)
  expect(onResultsKey('Enter', ' har ', open)).toBe(true)
  expect(opened).toEqual([hartmann])
})

test('Enter waits for the answer to the words in the field and opens its first hit, once', () => {
  showHits('har', [harper], 'har', open)
  expect(onResultsKey('Enter', 'mue', open)).toBe(true)
  expect(opened).toEqual([])
  showHits('mu', [hartmann], 'mue', open)
  expect(opened).toEqual([])
  showHits('mue', [mueller], 'mue', open)
  showHits('mue', [mueller], 'mue', open)
  expect(opened).toEqual([mueller])
})

test('Enter opens nothing when the words are others by the time of the answer, or nothing is found', () => {
  onResultsKey('Enter', 'mue', open)
  showHits('mue', [mueller], 'muel', open)
  onResultsKey('Enter', 'mul', open)
  showHits('mul', [], 'mul', open)
  showHits('mul', [mueller], 'mul', open)
  expect(opened).toEqual([])
})

test.each([
  ['what is typed', expectNothing],
  ['an arrow', () => onResultsKey('ArrowDown', 'mue', open)],
])('%s calls a waiting Enter off', (_, act) => {
  showHits('har', [harper, hartmann], 'har', open)
  onResultsKey('Enter', 'mue', open)
  act()
  showHits('mue', [mueller], 'mue', open)
  expect(opened).toEqual([])
})

test('in another order the first hit is another: Enter waits for it', () => {
  showHits('har', [harper, hartmann], 'har', open)
  setOrder('newest')
  onResultsKey('Enter', 'har', open)
  expect(opened).toEqual([])
  showHits('har', [hartmann, harper], 'har', open)
  expect(opened).toEqual([hartmann])
  expect(useResults.getState().awaited).toBeNull()
})
