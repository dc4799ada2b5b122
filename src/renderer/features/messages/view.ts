import type { MessageCursor, MessageGap, MessageId, MessageView } from '../../../core/message.ts'
import type { OutgoingView } from '../../../core/outbox/outgoing.ts'
import { dayKey } from '../../lib/time.ts'

export type Item =
  | { readonly kind: 'top'; readonly key: string }
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string }
  | { readonly kind: 'gap'; readonly key: string }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly message: MessageView
      readonly compact: boolean
    }
  | {
      readonly kind: 'outgoing'
      readonly key: string
      readonly row: OutgoingView
      readonly compact: boolean
    }

/** Messages of one author within this time of each other stand together under one name. */
const runMs = 5 * 60_000

/**
 * The rows of the timeline: what stands above everything, a heading per calendar day, "New" before the first
 * unread message, the messages, and after them what this computer still has to send.
 */
export const timelineItems = (
  messages: readonly MessageView[],
  outgoing: readonly OutgoingView[],
  firstNew: MessageId | null,
  gaps: readonly MessageGap[] = [],
): readonly Item[] => {
  const items: Item[] = [{ kind: 'top', key: 'top' }]
  let day = ''
  let previous: { readonly who: string; readonly at: number } | null = null
  const begin = (at: number): void => {
    const key = dayKey(at)
    if (key === day) return
    day = key
    previous = null
    items.push({ kind: 'day', key: `day-${key}`, at })
  }
  const follows = (who: string, at: number): boolean =>
    previous !== null && previous.who === who && at - previous.at < runMs

  let above: MessageView | null = null
  for (const message of messages) {
    const from = above
    // S1.4: messages may be missing between the two; what lies above the first one is told of at the top.
    const gap = gaps.find(({ upper }) => from !== null && from.at < upper && message.at >= upper)
    if (gap !== undefined) {
      items.push({ kind: 'gap', key: `gap-${gap.upper}` })
      previous = null
    }
    above = message
    begin(message.at)
    if (message.id === firstNew) {
      items.push({ kind: 'new', key: 'new' })
      previous = null
    }
    const who = message.mine ? 'me' : message.userId
    items.push({ kind: 'message', key: message.id, message, compact: follows(who, message.at) })
    previous = { who, at: message.at }
  }
  for (const row of inTimeline(outgoing)) {
    const at = row.sendAt ?? row.queuedAt
    begin(at)
    items.push({ kind: 'outgoing', key: `out-${row.id}`, row, compact: follows('me', at) })
    previous = { who: 'me', at }
  }
  return items
}

/** In the order of sending; what is scheduled comes last, soonest first. */
const inTimeline = (outgoing: readonly OutgoingView[]): readonly OutgoingView[] => [
  ...outgoing.filter(({ sendAt }) => sendAt === null),
  ...outgoing.filter(({ sendAt }) => sendAt !== null).toSorted((a, b) => (a.sendAt ?? 0) - (b.sendAt ?? 0)),
]

/** The first of the newest `unread` messages of others; null when there is none. */
export const firstUnread = (messages: readonly MessageView[], unread: number): MessageId | null => {
  let left = unread
  let found: MessageId | null = null
  for (let index = messages.length - 1; index >= 0 && left > 0; index--) {
    const message = messages[index]
    if (message === undefined || message.mine) continue
    found = message.id
    left--
  }
  return found
}

export type Page = {
  readonly messages: readonly MessageView[]
  /** Where older ones go on; null: none in the archive. */
  readonly older: MessageCursor | null
  /** The archive reaches back to the space's first message. */
  readonly complete: boolean
  /** Stretches of the whole space that may hold messages the archive lacks. */
  readonly gaps: readonly MessageGap[]
}

const isBefore = (a: { at: number; id: string }, b: { at: number; id: string }): boolean =>
  a.at < b.at || (a.at === b.at && a.id < b.id)

/**
 * The most messages held at once: the work of a new page stays the same however far one scrolls. Several times what a
 * tall window shows, so that what is dropped is never near.
 */
export const mostHeld = 600

/**
 * An older page in front of what is shown; what both hold is taken once. The newest go when there are too many:
 * then the page no longer ends where the space does.
 */
export const prepend = (shown: Page, older: Page, most = mostHeld): Page => {
  const known = new Set(shown.messages.map(({ id }) => id))
  return {
    messages: [...older.messages.filter(({ id }) => !known.has(id)), ...shown.messages].slice(0, most),
    older: older.older,
    complete: older.complete,
    gaps: older.gaps,
  }
}

/**
 * The newest page, read again, laid over what is shown: within its span it is the truth (a message missing there
 * was deleted), before it the older ones stay. When it no longer touches what was shown, only it is kept:
 * a gap nobody sees would be a lie.
 */
export const refresh = (shown: Page, newest: Page): Page => {
  const first = newest.messages[0]
  const last = shown.messages.at(-1)
  if (first === undefined || last === undefined || newest.older === null) return newest
  if (isBefore(last, first)) return newest
  const kept = shown.messages.filter((message) => isBefore(message, first))
  if (kept.length === 0) return newest
  return {
    messages: [...kept, ...newest.messages],
    older: shown.older,
    complete: shown.complete,
    gaps: newest.gaps,
  }
}

/** Messages after what is shown, for reading on from the middle of the history; the oldest go when there are too many. */
export const append = (shown: Page, more: readonly MessageView[], most = mostHeld): Page => {
  const known = new Set(shown.messages.map(({ id }) => id))
  const all = [...shown.messages, ...more.filter(({ id }) => !known.has(id))]
  const messages = all.slice(-most)
  const first = messages[0]
  return messages.length === all.length || first === undefined
    ? { ...shown, messages }
    : { ...shown, messages, older: { at: first.at, id: first.id } }
}
