import { type Group, type GroupId, isOurSide, type User, type UserId } from '../person.ts'
import type { Space } from '../space.ts'

/** One way by which a person sees a space. */
export type Way =
  | { readonly kind: 'member' }
  | { readonly kind: 'group'; readonly groupId: GroupId; readonly name: string; readonly builtIn: boolean }
  /** Admins see every space of their portal. */
  | { readonly kind: 'admin' }

export type Viewer = { readonly user: User; readonly ways: readonly Way[] }

/** P1.15: everybody who can see a space, with every way that leads there; clients first, then by name as given. */
export const audienceOf = (
  space: Pick<Space, 'members'>,
  users: readonly User[],
  groups: readonly (Group & { readonly builtIn: boolean })[],
): readonly Viewer[] => {
  const ways = new Map<UserId, Way[]>()
  const add = (id: UserId, way: Way): void => {
    ways.set(id, [...(ways.get(id) ?? []), way])
  }
  for (const id of new Set(space.members.users)) add(id, { kind: 'member' })
  for (const id of new Set(space.members.groups)) {
    const group = groups.find((each) => each.id === id)
    if (group === undefined) continue
    for (const member of new Set(group.users)) {
      add(member, { kind: 'group', groupId: id, name: group.name, builtIn: group.builtIn })
    }
  }
  for (const user of users) if (user.role === 'admin') add(user.id, { kind: 'admin' })
  return users
    .flatMap((user): Viewer[] => {
      const own = ways.get(user.id)
      return own === undefined ? [] : [{ user, ways: own }]
    })
    .toSorted((a, b) => Number(isOurSide(a.user.role)) - Number(isOurSide(b.user.role)))
}
