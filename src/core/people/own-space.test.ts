import { expect, test } from 'vitest'
import { groupId, userId } from '../person.ts'
import { type Space, spaceId } from '../space.ts'
import { ownSpace } from './own-space.ts'

const members = (...users: readonly string[]) => ({
  ...{ users: users.map((id) => userId.parse(id)), groups: [groupId.parse('g1')] },
})
const space = (id: string, ...users: readonly string[]): Space => ({
  ...{ id: spaceId.parse(id), name: 'Twins Ltd', members: members(...users), createdAt: 1, updatedAt: 1 },
})
const noted = [spaceId.parse('old')]
const old = space('old', 'ada', 'bo')

test('P1.27: a space that was noted before is never ours, even with the members that were sent', () => {
  expect(ownSpace([old], noted, members('ada', 'bo'))).toEqual({ kind: 'none' })
  expect(ownSpace([], noted, members('ada'))).toEqual({ kind: 'none' })
})

test('P1.27: the only space that came is ours, whatever the portal made of its members', () => {
  const ours = space('new', 'ada', 'owner')
  expect(ownSpace([old, ours], noted, members('ada'))).toEqual({ kind: 'ours', space: ours })
})

test('P1.27: of several that came, ours has the members that were sent, in any order and named twice or once', () => {
  const theirs = space('theirs', 'cy')
  const ours = space('ours', 'bo', 'ada')
  const there = [old, theirs, ours]
  expect(ownSpace(there, noted, members('ada', 'bo', 'ada'))).toEqual({ kind: 'ours', space: ours })
  expect(ownSpace(there.toReversed(), noted, members('ada', 'bo'))).toEqual({ kind: 'ours', space: ours })
  expect(ownSpace(there, noted, members('ada'))).toEqual({ kind: 'several' })
})
