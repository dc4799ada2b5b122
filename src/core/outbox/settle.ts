import type { Message, MessageId } from '../message.ts'
import type { UserId } from '../person.ts'
import type { OutboxId } from './outgoing.ts'

/** An unsure row. Times are by the portal's clock. */
export type Doubt = {
  readonly id: OutboxId
  readonly content: string
  /** How many requests for it were begun. */
  readonly sends: number
  /** When its first request was about to begin. */
  readonly intendedAt: number
  /** No message at or before which could be its own: what the archive knew is older. */
  readonly since: number
  /** Whose key its requests were sent with (O1.32). */
  readonly author: UserId
  /** Messages known when the intent was written. */
  readonly known: ReadonlySet<MessageId>
}

/** What a search brought, and what else is known. */
export type Listing = {
  readonly messages: readonly Message[]
  /** Whether it reached back to the intents of all doubts. */
  readonly complete: boolean
  /** Whose key it is now. */
  readonly me: UserId
  readonly claimed: ReadonlySet<MessageId>
}

export type Verdict =
  | { readonly kind: 'arrived'; readonly message: Message }
  | { readonly kind: 'absent' }
  /** Absent, and to be sent again under another user: the person decides (O1.32). */
  | { readonly kind: 'other-author' }
  | { readonly kind: 'unclear' }

/** How wrong our idea of the portal's clock may be before a message counts as older than the intent. */
export const clockGraceMs = 120_000

/** How often a row is sent at most before a person is asked (O1.8). */
const mostSends = 3

/** O1.32: to be sent again, though another user's key sent it before. `author` null: nobody noted whose. */
export const isAnothers = (
  row: { readonly sends: number; readonly author: UserId | null },
  me: UserId,
): boolean => row.sends > 0 && row.author !== null && row.author !== me

/** O1.7 to O1.9, O1.32: what became of the unsure rows of one space, given in the order they were written. */
export const settle = (doubts: readonly Doubt[], listing: Listing): ReadonlyMap<OutboxId, Verdict> => {
  const verdicts = new Map<OutboxId, Verdict>()
  for (const author of new Set(doubts.map((doubt) => doubt.author))) {
    const own = doubts.filter((doubt) => doubt.author === author)
    for (const body of new Set(own.map(({ content }) => bodyOf(content)))) {
      const equal = own.filter(({ content }) => bodyOf(content) === body)
      for (const [id, verdict] of settleEqual(equal, { author, body }, listing)) verdicts.set(id, verdict)
    }
  }
  return verdicts
}

const settleEqual = (
  doubts: readonly Doubt[],
  { author, body }: { readonly author: UserId; readonly body: string },
  listing: Listing,
): readonly (readonly [OutboxId, Verdict])[] => {
  const ours = listing.messages
    .filter(({ userId, content, id }) => {
      return userId === author && bodyOf(content) === body && !listing.claimed.has(id)
    })
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  const fits = (doubt: Doubt, message: Message): boolean =>
    message.createdAt >= doubt.since && !doubt.known.has(message.id)
  const isTimely = (doubt: Doubt, message: Message): boolean =>
    fits(doubt, message) && message.createdAt >= doubt.intendedAt - clockGraceMs

  const candidates = ours.filter((message) => doubts.some((doubt) => isTimely(doubt, message)))
  const sends = doubts.reduce((sum, doubt) => sum + doubt.sends, 0)
  // More messages than requests: somebody writes the same with the same key elsewhere. Which are ours, nobody knows.
  if (!listing.complete || candidates.length > sends) return doubts.map(({ id }) => [id, { kind: 'unclear' }])

  const taken = new Set<MessageId>()
  return doubts.map((doubt) => {
    const own = candidates.find((message) => !taken.has(message.id) && isTimely(doubt, message))
    if (own !== undefined) {
      taken.add(own.id)
      return [doubt.id, { kind: 'arrived', message: own }]
    }
    const isOldOneThere = ours.some((message) => !taken.has(message.id) && fits(doubt, message))
    const isSpent = doubt.sends >= mostSends
    if (isOldOneThere || isSpent) return [doubt.id, { kind: 'unclear' }]
    return [doubt.id, { kind: author === listing.me ? 'absent' : 'other-author' }]
  })
}

/** A text as it is compared: servers may tidy line ends, Unicode form and outer white space. */
const bodyOf = (content: string): string => content.normalize('NFC').replace(/\r\n?/g, '\n').trim()
