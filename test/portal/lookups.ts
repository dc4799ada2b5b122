import type { User } from './records.ts'
import { refusal } from './refusal.ts'
import type { Store } from './store.ts'

export function findUser(store: Store, id: string): User {
  const user = store.users.get(id)
  if (user === undefined) throw refusal(404, 'User not found')
  return user
}

/** Refuses a list that names somebody who is not there. */
export function checkUsers(store: Store, ids: readonly string[]): void {
  const unknown = ids.find((id) => !store.users.has(id))
  if (unknown !== undefined) throw refusal(400, `users: "${unknown}" is not a user`)
}
