import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messagePageWire } from './message-page.ts'
import { messageWire, pageWire } from './wire.ts'

const schema = pageWire(messageWire)

const time = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom(
    '2026-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00.000Z',
    '2026-01-01 10:00:00',
    '2026-01-01T10:00:00+02:00',
    '2026-01-01',
    '2026-01-01T25:00:00Z',
    'yesterday',
  ),
  fc.integer(),
)
const odd = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(undefined), fc.object())
const id = fc.oneof({ weight: 8, arbitrary: fc.uuid() }, fc.string({ maxLength: 200 }), odd)
const wire = fc.record(
  {
    id,
    space_id: id,
    user_id: id,
    content: fc.oneof({ weight: 4, arbitrary: fc.string() }, odd),
    created_at: fc.oneof({ weight: 8, arbitrary: time }, odd),
    files: odd,
  },
  { requiredKeys: [] },
)
const plain = fc.record({
  id: fc.uuid(),
  space_id: fc.uuid(),
  user_id: fc.uuid(),
  content: fc.string(),
  created_at: time,
})

describe('a page of messages', () => {
  it.each([
    [
      'of all shapes',
      fc.record({ results: fc.array(wire, { maxLength: 4 }), count: odd }, { requiredKeys: [] }),
    ],
    ['of the usual shape', fc.record({ results: fc.array(plain, { maxLength: 4 }) })],
    ['that is none', odd],
  ])('%s is read as its schema reads it', (_name, pages) => {
    fc.assert(
      fc.property(pages, (value) => {
        const read = messagePageWire.safeParse(value)
        const wanted = schema.safeParse(value)
        expect(read.success).toBe(wanted.success)
        expect(read.data).toEqual(wanted.data)
        expect(read.error?.issues.map(({ path }) => path)).toEqual(
          wanted.error?.issues.map(({ path }) => path),
        )
      }),
    )
  })
})
