import { expect, it } from 'vitest'
import type { SpaceId } from '../../../core/space.ts'
import { begun } from './view.ts'

const ids = (...names: readonly string[]) => names as readonly SpaceId[]
const kept = { body: 'Dear', spaceIds: [...ids('a', 'b')], finding: 'x' }
const empty = { body: 'Dear', spaceIds: [], finding: '' }

it.each([
  ['as it was', kept, null, kept],
  ['as it was when nothing is selected', kept, { ids: [], byHand: false }, kept],
  ['as it was for the row under the cursor', kept, { ids: ids('c'), byHand: false }, kept],
  [
    'with the row under the cursor where no space was chosen',
    empty,
    { ids: ids('c'), byHand: false },
    { ...empty, spaceIds: ['c'] },
  ],
  [
    'with the spaces selected by hand, the text kept',
    kept,
    { ids: ids('c'), byHand: true },
    { body: 'Dear', spaceIds: ['c'], finding: '' },
  ],
  ['as it was when the same are selected', kept, { ids: ids('b', 'a'), byHand: true }, kept],
])('O1.26 the writer opens %s', (_how, before, chosen, wanted) => {
  expect(begun(before, chosen)).toEqual(wanted)
})
