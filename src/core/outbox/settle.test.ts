import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Message, MessageId } from '../message.ts'
import type { UserId } from '../person.ts'
import type { SpaceId } from '../space.ts'
import type { OutboxId } from './outgoing.ts'
import { clockGraceMs, type Doubt, isAnothers, type Listing, settle } from './settle.ts'

const me = 'me' as UserId
const you = 'you' as UserId
const intendedAt = 10_000_000

const doubt = (id: string, more: Partial<Doubt> = {}): Doubt => ({
  id: id as OutboxId,
  content: 'hello',
  sends: 1,
  intendedAt,
  since: intendedAt - 3_600_000,
  known: new Set(),
  author: me,
  ...more,
})
const message = (id: string, more: Partial<Message> = {}): Message => ({
  id: id as MessageId,
  spaceId: 'a' as SpaceId,
  userId: me,
  content: 'hello',
  createdAt: intendedAt + 100,
  ...more,
})
const listing = (messages: readonly Message[], more: Partial<Listing> = {}): Listing => ({
  messages,
  complete: true,
  me,
  claimed: new Set(),
  ...more,
})
const kinds = (doubts: readonly Doubt[], found: Listing): readonly (string | undefined)[] => {
  const verdicts = settle(doubts, found)
  return doubts.map(({ id }) => {
    const verdict = verdicts.get(id)
    return verdict?.kind === 'arrived' ? `arrived ${verdict.message.id}` : verdict?.kind
  })
}

describe('whose a row is', () => {
  it.each([
    ['O1.32 one that was sent with another’s key', { sends: 1, author: you }, true],
    [
      'O1.32 one of which nothing can have arrived goes with the key of now',
      { sends: 0, author: you },
      false,
    ],
    ['O1.32 where nobody noted it, it is ours', { sends: 2, author: null }, false],
    ['O1.32 our own', { sends: 1, author: me }, false],
  ] as const)('%s', (_what, row, anothers) => expect(isAnothers(row, me)).toBe(anothers))
})

describe('what became of unsure rows', () => {
  it.each<[string, readonly Doubt[], Listing, readonly string[]]>([
    [
      'O1.7 a message by us with the same body is the row’s',
      [doubt('1')],
      listing([message('m')]),
      ['arrived m'],
    ],
    ['O1.8 nothing found: it did not arrive', [doubt('1')], listing([]), ['absent']],
    [
      'O1.7 somebody else’s words are not ours',
      [doubt('1')],
      listing([message('m', { userId: 'you' as UserId })]),
      ['absent'],
    ],
    [
      'O1.32 it is looked for among the messages of whoever’s key sent it',
      [doubt('1', { author: you })],
      listing([message('m', { userId: you }), message('n')]),
      ['arrived m'],
    ],
    [
      'O1.32 not there, it would be sent again under another user: a person decides',
      [doubt('1', { author: you }), doubt('2')],
      listing([]),
      ['other-author', 'absent'],
    ],
    [
      'O1.32 equal texts of two users are told apart',
      [doubt('1', { author: you }), doubt('2')],
      listing([message('n')]),
      ['other-author', 'arrived n'],
    ],
    [
      'O1.7 another body is not ours',
      [doubt('1')],
      listing([message('m', { content: 'hello!' })]),
      ['absent'],
    ],
    [
      'O1.7 a body the server tidied is ours',
      [doubt('1', { content: ' a\r\nb\u0065\u0301 ' })],
      listing([message('m', { content: 'a\nb\u00e9' })]),
      ['arrived m'],
    ],
    [
      'O1.7 what was known before is not ours',
      [doubt('1', { known: new Set(['m' as MessageId]) })],
      listing([message('m')]),
      ['absent'],
    ],
    [
      'O1.7 what another row claimed is not ours',
      [doubt('1')],
      listing([message('m')], { claimed: new Set(['m' as MessageId]) }),
      ['absent'],
    ],
    [
      'O1.7 what is older than all we knew is not ours',
      [doubt('1', { since: intendedAt })],
      listing([message('m', { createdAt: intendedAt - 1 })]),
      ['absent'],
    ],
    [
      'O1.8 three equal texts that all arrived stay three',
      [doubt('1'), doubt('2'), doubt('3')],
      listing([message('a'), message('b'), message('c')]),
      ['arrived a', 'arrived b', 'arrived c'],
    ],
    [
      'O1.8 two of three arrived: one is sent again',
      [doubt('1'), doubt('2'), doubt('3')],
      listing([message('a'), message('b')]),
      ['arrived a', 'arrived b', 'absent'],
    ],
    [
      'O1.8 two requests of one row may both have arrived',
      [doubt('1', { sends: 2 })],
      listing([message('a'), message('b')]),
      ['arrived a'],
    ],
    [
      'O1.9 more messages than requests: unclear',
      [doubt('1')],
      listing([message('a'), message('b')]),
      ['unclear'],
    ],
    [
      'O1.9 a search that did not reach back: unclear',
      [doubt('1')],
      listing([message('a')], { complete: false }),
      ['unclear'],
    ],
    [
      'O1.9 only a message clearly older than the intent: unclear',
      [doubt('1')],
      listing([message('a', { createdAt: intendedAt - clockGraceMs - 1 })]),
      ['unclear'],
    ],
    [
      'O1.7 a message within the grace for clocks is ours',
      [doubt('1')],
      listing([message('a', { createdAt: intendedAt - clockGraceMs })]),
      ['arrived a'],
    ],
    [
      'O1.9 an old and a timely one: the timely one is ours',
      [doubt('1')],
      listing([message('old', { createdAt: intendedAt - clockGraceMs - 1 }), message('new')]),
      ['arrived new'],
    ],
    [
      'O1.9 three requests that left nothing: the person decides',
      [doubt('1', { sends: 3 })],
      listing([]),
      ['unclear'],
    ],
    [
      'O1.7 different texts are settled apart',
      [doubt('1'), doubt('2', { content: 'bye' })],
      listing([message('b', { content: 'bye' })]),
      ['absent', 'arrived b'],
    ],
  ])('%s', (_rule, doubts, found, wanted) => {
    expect(kinds(doubts, found)).toEqual(wanted)
  })

  it('O1.8 whatever arrived of equal rows, exactly the missing ones are sent again, in any order of the listing', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 6 })
          .chain((rows) => fc.tuple(fc.constant(rows), fc.integer({ min: 0, max: rows }))),
        fc.array(fc.integer({ min: -50_000, max: 50_000 }), { minLength: 6, maxLength: 6 }),
        fc.boolean(),
        ([rows, arrived], times, reversed) => {
          const doubts = Array.from({ length: rows }, (_, index) => doubt(`${index}`))
          const found = Array.from({ length: arrived }, (_, index) =>
            message(`m${index}`, { createdAt: intendedAt + (times[index] ?? 0) }),
          )
          const noise = [message('x', { userId: 'you' as UserId }), message('y', { content: 'other' })]
          const all = [...found, ...noise]
          const verdicts = [...settle(doubts, listing(reversed ? all.toReversed() : all)).values()]
          const claimed = verdicts.flatMap((verdict) =>
            verdict.kind === 'arrived' ? [verdict.message.id] : [],
          )
          expect(new Set(claimed).size).toBe(arrived)
          expect(verdicts.filter(({ kind }) => kind === 'absent')).toHaveLength(rows - arrived)
        },
      ),
    )
  })

  it('O1.9 never says "absent" while a message by us with that body is unexplained', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: -3_600_000, max: 60_000 }), { maxLength: 6 }),
        fc.boolean(),
        (rows, offsets, complete) => {
          const doubts = Array.from({ length: rows }, (_, index) => doubt(`${index}`))
          const found = offsets.map((offset, index) =>
            message(`m${index}`, { createdAt: intendedAt + offset }),
          )
          const verdicts = [...settle(doubts, listing(found, { complete })).values()]
          const explained = verdicts.filter(({ kind }) => kind === 'arrived').length
          if (verdicts.some(({ kind }) => kind === 'absent')) expect(explained).toBe(found.length)
        },
      ),
    )
  })
})
