import type { GroupId, UserId } from '../person.ts'
import type { Space, SpaceId } from '../space.ts'

type Members = { readonly users: readonly UserId[]; readonly groups: readonly GroupId[] }

export type OwnSpace =
  | { readonly kind: 'ours'; readonly space: Space }
  | { readonly kind: 'none' }
  /** Several came in the meantime, and none of them has the members that ours was given. */
  | { readonly kind: 'several' }

/**
 * P1.27: which of the spaces of a name is the one whose making got no answer. Several spaces may have one name: ours
 * is the one that was not noted before, and where more than one came, the one with the members that were sent.
 */
export const ownSpace = (there: readonly Space[], noted: readonly SpaceId[], sent: Members): OwnSpace => {
  const known = new Set(noted)
  const fresh = there.filter(({ id }) => !known.has(id))
  const [only, another] = fresh
  if (only === undefined) return { kind: 'none' }
  const space = another === undefined ? only : fresh.find(({ members }) => isSame(members, sent))
  return space === undefined ? { kind: 'several' } : { kind: 'ours', space }
}

const isSame = (a: Members, b: Members): boolean => sameSet(a.users, b.users) && sameSet(a.groups, b.groups)

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).size === new Set(b).size && a.every((id) => b.includes(id))
