import { expect, test } from 'vitest'
import { portalId } from '../../core/portal.ts'
import { spaceId } from '../../core/space.ts'
import { type Drop, endDrop, planDrop, usePlace } from './place.ts'

const drop = (dropId: string): Drop => ({
  ...{ portalId: portalId.parse('p'), spaceId: spaceId.parse('s'), folderId: null, path: 'Space', dropId },
})
const shown = (): string | undefined => usePlace.getState().drop?.dropId

test('a drop that comes while another’s plan is on the screen is shown after it; a late end closes no other’s', () => {
  const [first, second, third] = [drop('first'), drop('second'), drop('third')]
  for (const each of [first, second, third]) planDrop(each)
  expect(shown()).toBe('first')
  endDrop(second)
  endDrop(first)
  expect(shown()).toBe('third')
  // The answer to the first one's start, which took its time.
  endDrop(first)
  expect(shown()).toBe('third')
  endDrop(third)
  expect(shown()).toBeUndefined()
})
