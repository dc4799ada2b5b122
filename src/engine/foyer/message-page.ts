import { z } from 'zod'
import type { Message, MessageId } from '../../core/message.ts'
import type { UserId } from '../../core/person.ts'
import type { SpaceId } from '../../core/space.ts'
import type { Page } from './client.ts'
import { messageWire, pageWire } from './wire.ts'

// A first sync reads hundreds of thousands of messages, nearly all of them in one plain shape. That shape is read by
// hand; whatever differs in anything is left to the schema, which has the last word on every page.

const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/

const isId = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 128

const plainMessage = (wire: unknown): Message | undefined => {
  if (typeof wire !== 'object' || wire === null) return undefined
  const { id, space_id, user_id, content, created_at } = wire as Readonly<Record<string, unknown>>
  if (!isId(id) || !isId(space_id) || !isId(user_id)) return undefined
  if (typeof content !== 'string' || typeof created_at !== 'string' || !utc.test(created_at)) return undefined
  const createdAt = Date.parse(created_at)
  if (Number.isNaN(createdAt)) return undefined
  return {
    id: id as MessageId,
    spaceId: space_id as SpaceId,
    userId: user_id as UserId,
    content,
    createdAt,
  }
}

const plainPage = (value: unknown): Page<Message> | undefined => {
  if (typeof value !== 'object' || value === null || !('results' in value)) return undefined
  if ('count' in value && value.count !== null && typeof value.count !== 'number') return undefined
  if (!Array.isArray(value.results)) return undefined
  const results: Message[] = []
  for (const wire of value.results as readonly unknown[]) {
    const read = plainMessage(wire)
    if (read === undefined) return undefined
    results.push(read)
  }
  return { results, count: 'count' in value && typeof value.count === 'number' ? value.count : null }
}

const schema = pageWire(messageWire)

/** A page of a search for messages. */
export const messagePageWire: z.ZodType<Page<Message>> = z.unknown().transform((value, context) => {
  const plain = plainPage(value)
  if (plain !== undefined) return plain
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  for (const { message, path } of parsed.error.issues) context.addIssue({ code: 'custom', message, path })
  return z.NEVER
})
