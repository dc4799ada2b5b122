import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UserId } from '../person.ts'
import type { MemberView } from '../space.ts'
import { audienceOf, manyReaders } from './audience.ts'
import { mailingRowState, stateOfMailing } from './mailing.ts'
import { fieldsIn, merge, valuesFor } from './merge.ts'

const member = (name: string, role: string): MemberView => ({
  id: name as UserId,
  name,
  email: '',
  role,
  avatar: null,
  through: [],
})
const values = valuesFor({
  space: 'Harper & Lowe',
  members: [member('Mei Tanaka', 'client'), member('Ana', 'staff')],
  me: 'Jo Ek',
  date: '22 November',
})

describe('templates', () => {
  it('O1.23 fields are filled from the space, its client and me', () => {
    expect(
      merge('Dear {client.first}, {Client} of { space }: {me.first} on {date}', {
        ...values,
      }),
    ).toEqual({ text: 'Dear Mei, Mei Tanaka of { space }: Jo on 22 November', unfilled: [] })
  })

  it('O1.23 what nobody knows, or has no value, stays as it was written and is named once', () => {
    const empty = { ...values, client: '' }
    expect(merge('{client} {policy number} {client}', empty)).toEqual({
      text: '{client} {policy number} {client}',
      unfilled: ['{client}', '{policy number}'],
    })
  })

  it.each(['{"a": 1}', '{}', '{ }', '{1}', 'a { b', '{{', '{\nclient}', '${x} y {'])(
    'O1.23 %j holds no field',
    (text) => {
      expect(fieldsIn(text).filter((each) => each !== '{x}')).toEqual([])
    },
  )

  it('O1.23 a value is never read as a field again', () => {
    expect(merge('{space}', { ...values, space: '{me}' }).text).toBe('{me}')
  })

  it('O1.23 several clients are named together, a crowd is not', () => {
    const of = (...names: string[]) =>
      valuesFor({ space: '', members: names.map((name) => member(name, 'client')), me: '', date: '' })
    expect(of('Mei Tanaka', 'James Okafor')['client.first']).toBe('Mei and James')
    expect(of('A', 'B', 'C').client).toBe('A, B and C')
    expect(of('A', 'B', 'C', 'D', 'E', 'F').client).toBe('')
    expect(of('林美玲')['client.first']).toBe('林美玲')
  })

  it('O1.23 filling leaves everything outside of fields as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(fieldsIn(text).length === 0)
        expect(merge(text, values)).toEqual({ text, unfilled: [] })
      }),
    )
  })
})

describe('who reads a message', () => {
  const people = [member('Ana', 'staff'), member('Mei', 'client'), member('Gus', 'guest')]
  const before = (...names: string[]) => new Set(names as UserId[])

  it('O1.24 clients come first, and a first message asks nothing', () => {
    const seen = audienceOf(people, null)
    expect(seen.readers.map(({ name }) => name)).toEqual(['Mei', 'Gus', 'Ana'])
    expect(seen).toMatchObject({ clients: 2, joined: [], asks: null })
  })

  it('O1.24 a client who joined since asks, a colleague does not', () => {
    expect(audienceOf(people, before('Ana', 'Mei'))).toMatchObject({ joined: ['Gus'], asks: 'joined' })
    expect(audienceOf(people, before('Mei', 'Gus'))).toMatchObject({ joined: [], asks: null })
  })

  it('O1.24 many readers ask', () => {
    const crowd = Array.from({ length: manyReaders }, (_, index) => member(`p${index}`, 'staff'))
    expect(audienceOf(crowd, null).asks).toBeNull()
    expect(audienceOf([...crowd, member('one more', 'staff')], null).asks).toBe('many')
  })
})

describe('the state of a mailing', () => {
  const none = Object.fromEntries(mailingRowState.options.map((state) => [state, 0])) as Parameters<
    typeof stateOfMailing
  >[1]
  it.each([
    ['draft', false, { waiting: 3 }],
    ['running', true, { queued: 1, waiting: 2 }],
    ['stopped', true, { arrived: 4, waiting: 2 }],
    ['done', true, { arrived: 4, refused: 1, dropped: 1, 'left-out': 2 }],
  ] as const)('O1.21 is %s', (state, started, counts) => {
    expect(stateOfMailing(started, { ...none, ...counts })).toBe(state)
  })
})
