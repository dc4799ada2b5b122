import { z } from 'zod'
import { type UserId, userId } from '../person.ts'
import { isOurSide } from '../side.ts'
import { memberView } from '../space.ts'

/** O1.24: who will read a message, and why the window should ask first. */
export const audience = z.object({
  /** Groups expanded; clients first, then our side, each by name. */
  readers: z.array(memberView),
  clients: z.number().int(),
  /** Clients who could not read along when something was last sent from here. */
  joined: z.array(userId),
  asks: z.enum(['joined', 'many']).nullable(),
})
export type Audience = Readonly<z.infer<typeof audience>>

/** More readers than this are worth a question. */
export const manyReaders = 25

type Reader = z.infer<typeof memberView>

/** `before`: who could read the last message sent from here; null: none was. */
export const audienceOf = (members: readonly Reader[], before: ReadonlySet<UserId> | null): Audience => {
  const clients = members.filter(({ role }) => !isOurSide(role))
  const joined = before === null ? [] : clients.filter(({ id }) => !before.has(id)).map(({ id }) => id)
  return {
    readers: [...clients, ...members.filter(({ role }) => isOurSide(role))],
    clients: clients.length,
    joined,
    asks: joined.length > 0 ? 'joined' : members.length > manyReaders ? 'many' : null,
  }
}
