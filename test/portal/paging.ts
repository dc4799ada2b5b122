import { z } from 'zod'

import { refusal } from './refusal.ts'

const search = z.object({
  query: z.string().nullish(),
  order_by: z.array(z.object({ id: z.string(), dir: z.enum(['asc', 'desc']) })).nullish(),
  page_size: z.int('page_size must be a whole number').min(1).max(100).default(25),
  page_number: z.int('page_number must be a whole number').min(1).default(1),
})

export type Order = { readonly id: string; readonly dir: 'asc' | 'desc' }
export type Search = {
  readonly query: string
  readonly order: readonly Order[]
  readonly skip: number
  readonly take: number
}

/** Reads the body of a search. `orderable` are the ids the object may be ordered by; any other is refused. */
export function parseSearch(body: unknown, orderable: readonly string[]): Search {
  const { query, order_by, page_size, page_number } = parseBody(search, body)
  for (const { id } of order_by ?? [])
    if (!orderable.includes(id)) throw refusal(400, `order_by: "${id}" is not one of ${orderable.join(', ')}`)
  return {
    query: (query ?? '').trim().toLowerCase(),
    order: order_by ?? [],
    skip: (page_number - 1) * page_size,
    take: page_size,
  }
}

/** Parses a request's body or answers 400 naming the field that is wrong. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {})
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.') ?? ''
  throw refusal(400, `${field === '' ? 'body' : field}: ${issue?.message ?? 'not valid'}`)
}

type Field<T> = (item: T) => string | number

/** One page of `items`: filtered by the query, ordered, with the count of all that match. */
export function page<T extends { readonly id: string }>(
  items: Iterable<T>,
  request: Search,
  how: {
    readonly text: (item: T) => string
    readonly fields: Readonly<Record<string, Field<T>>>
    readonly otherwise: readonly Order[]
    /** Sorts before everything else, whatever the order asked for. */
    readonly first?: Field<T>
  },
): { results: T[]; count: number } {
  const matching = [...items].filter(
    (item) => request.query === '' || how.text(item).toLowerCase().includes(request.query),
  )
  const order = request.order.length > 0 ? request.order : how.otherwise
  const keys = order.flatMap(({ id, dir }) => {
    const field = how.fields[id]
    return field === undefined ? [] : [{ field, sign: dir === 'asc' ? 1 : -1 }]
  })
  if (how.first !== undefined) keys.unshift({ field: how.first, sign: 1 })
  // The id breaks ties, so that a page boundary never depends on chance.
  keys.push({ field: (item) => item.id, sign: 1 })
  matching.sort((a, b) => {
    for (const { field, sign } of keys) {
      const difference = compare(field(a), field(b))
      if (difference !== 0) return sign * difference
    }
    return 0
  })
  return { results: matching.slice(request.skip, request.skip + request.take), count: matching.length }
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
