import type { Message } from './records.ts'

/** Messages that were there from the start, oldest first; they may be computed when asked for. */
export type BaseMessages = {
  readonly count: number
  at(index: number): Message
  indexOf(id: string): number | undefined
}

type MessagePage = {
  readonly skip: number
  readonly take: number
  readonly direction: 'asc' | 'desc'
  readonly matches?: (message: Message) => boolean
}

/** One space's messages in the order they were sent. */
export type MessageLog = {
  append(message: Message): void
  get(id: string): Message | undefined
  remove(id: string): boolean
  size(): number
  page(page: MessagePage): Message[]
  all(): Iterable<Message>
}

const none: BaseMessages = {
  count: 0,
  at: () => {
    throw new RangeError('an empty log has no message')
  },
  indexOf: () => undefined,
}

export function createMessageLog(base: BaseMessages = none): MessageLog {
  const appended: Message[] = []
  const places = new Map<string, number>()
  const removed = new Set<number>()

  const total = () => base.count + appended.length
  const at = (index: number): Message => {
    const later = appended[index - base.count]
    return later ?? base.at(index)
  }
  const indexOf = (id: string) => places.get(id) ?? base.indexOf(id)

  function* indices(direction: 'asc' | 'desc'): Generator<number> {
    for (let step = 0; step < total(); step += 1) {
      const index = direction === 'asc' ? step : total() - 1 - step
      if (!removed.has(index)) yield index
    }
  }

  function page({ skip, take, direction, matches }: MessagePage): Message[] {
    if (matches === undefined && removed.size === 0) {
      // The common case costs the page, not the log: a million messages are paged as fast as ten.
      const from = Math.min(skip, total())
      const to = Math.min(skip + take, total())
      return Array.from({ length: to - from }, (_, step) =>
        at(direction === 'asc' ? from + step : total() - 1 - from - step),
      )
    }
    const found: Message[] = []
    let passed = 0
    for (const index of indices(direction)) {
      const message = at(index)
      if (matches !== undefined && !matches(message)) continue
      passed += 1
      if (passed > skip) found.push(message)
      if (found.length === take) break
    }
    return found
  }

  return {
    append: (message) => {
      places.set(message.id, total())
      appended.push(message)
    },
    get: (id) => {
      const index = indexOf(id)
      return index === undefined || removed.has(index) ? undefined : at(index)
    },
    remove: (id) => {
      const index = indexOf(id)
      if (index === undefined || removed.has(index)) return false
      removed.add(index)
      return true
    },
    size: () => total() - removed.size,
    page,
    *all() {
      for (const index of indices('asc')) yield at(index)
    },
  }
}

/** A log's start made of messages that are simply held. */
export function heldMessages(messages: readonly Message[]): BaseMessages {
  const places = new Map(messages.map((message, index) => [message.id, index]))
  return {
    count: messages.length,
    at: (index) => {
      const message = messages[index]
      if (message === undefined) throw new RangeError(`no message at ${index}`)
      return message
    },
    indexOf: (id) => places.get(id),
  }
}
