import type { User } from './records.ts'

/** People by their address, so that looking one up among ten thousand is no walk over all of them. */
export type EmailIndex = {
  put(user: User): void
  remove(user: User): void
  /** Whoever has this very address, capitals aside. */
  having(email: string): readonly User[]
  /** Everybody a search for this (lower-case) text can find, and maybe more; undefined: it can be anybody. */
  candidates(query: string): Iterable<User> | undefined
}

const tailLength = 3

export function createEmailIndex(): EmailIndex {
  const exact = new Map<string, Set<User>>()
  const tails = new Map<string, Set<User>>()
  /** Under which keys somebody stands: an address may have changed since. */
  const keys = new Map<string, { readonly email: string; readonly tail: string }>()
  /** Whose name or phone number may hold a piece of an address too. */
  const odd = new Set<User>()

  const take = (map: Map<string, Set<User>>, key: string, user: User): void => {
    const users = map.get(key)
    users?.delete(user)
    if (users?.size === 0) map.delete(key)
  }
  const give = (map: Map<string, Set<User>>, key: string, user: User): void => {
    const users = map.get(key)
    if (users === undefined) map.set(key, new Set([user]))
    else users.add(user)
  }
  const remove = (user: User): void => {
    const known = keys.get(user.id)
    if (known === undefined) return
    take(exact, known.email, user)
    take(tails, known.tail, user)
    odd.delete(user)
    keys.delete(user.id)
  }

  return {
    remove,
    put: (user) => {
      remove(user)
      const email = user.email.toLowerCase()
      const tail = tailOf(email.slice(0, Math.max(0, email.lastIndexOf('@'))))
      keys.set(user.id, { email, tail })
      give(exact, email, user)
      give(tails, tail, user)
      if ([user.first_name, user.last_name, user.phone_number].some((text) => text?.includes('@') === true))
        odd.add(user)
    },
    having: (email) => [...(exact.get(email.toLowerCase()) ?? [])],
    candidates: (query) => {
      const at = query.indexOf('@')
      if (at < tailLength || at !== query.lastIndexOf('@')) return undefined
      // What stands before the "@" ends as the address's own name does.
      return new Set([...(tails.get(tailOf(query.slice(0, at))) ?? []), ...odd])
    },
  }
}

function tailOf(name: string): string {
  return name.slice(-tailLength)
}
