import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SpaceId } from '../space.ts'
import { nextInOrder, type QueueRow } from './order.ts'
import type { OutboxId } from './outgoing.ts'

const now = 1_000_000
const row = (id: string, more: Partial<QueueRow> = {}): QueueRow => ({
  id: id as OutboxId,
  spaceId: 'a' as SpaceId,
  state: 'queued',
  asks: false,
  queuedAt: now - 60_000,
  undoMs: 5_000,
  resting: false,
  changing: false,
  sendAt: null,
  ...more,
})
const b = 'b' as SpaceId
const nothing = { send: [], settle: [], finish: [], ripe: [], wakeAt: null }

describe('which row goes next', () => {
  it.each<[string, readonly QueueRow[], Partial<ReturnType<typeof nextInOrder>>]>([
    ['O1.3 the first of a space is sent, and only it', [row('1'), row('2')], { send: ['1' as OutboxId] }],
    [
      'O1.3 spaces do not wait for each other',
      [row('1'), row('2', { spaceId: b })],
      { send: ['1', '2'] as OutboxId[] },
    ],
    [
      'O1.2 nothing is sent during its undo window',
      [row('1', { queuedAt: now - 1_000 })],
      { wakeAt: now + 4_000 },
    ],
    [
      'O1.2 a window ends with its last millisecond',
      [row('1', { queuedAt: now - 5_000 })],
      { send: ['1' as OutboxId] },
    ],
    [
      'O1.2 a clock set back ends the window',
      [row('1', { queuedAt: now + 3_600_000 })],
      { send: ['1' as OutboxId] },
    ],
    [
      'O1.3 an undo window holds back the later ones',
      [row('1', { queuedAt: now }), row('2')],
      { wakeAt: now + 5_000 },
    ],
    [
      'O1.14 a scheduled message holds back nobody',
      [row('1', { sendAt: now + 9_000 }), row('2')],
      { send: ['2' as OutboxId], wakeAt: now + 9_000 },
    ],
    ['O1.15 its time has come', [row('1', { sendAt: now })], { ripe: ['1' as OutboxId] }],
    ['O1.17 a scheduled message that is held is left alone', [row('1', { sendAt: now, resting: true })], {}],
    [
      'O1.25 a scheduled message that is being changed is left alone',
      [row('1', { sendAt: now, changing: true })],
      {},
    ],
    [
      'O1.25 an edit nobody works on waits for a person and holds back nobody',
      [row('1', { changing: true }), row('2')],
      { send: ['2' as OutboxId] },
    ],
    [
      'O1.17 O1.25 an edit that is worked on holds back the later ones',
      [row('1', { changing: true, resting: true }), row('2')],
      {},
    ],
    ['O1.3 a retry holds back the later ones', [row('1', { resting: true }), row('2')], {}],
    ['O1.3 a request in flight holds back the later ones', [row('1', { state: 'sending' }), row('2')], {}],
    [
      'O1.6 a doubt that rests is not searched for',
      [row('1', { state: 'unsure', resting: true }), row('2')],
      {},
    ],
    [
      'O1.3 a doubt goes before the later ones',
      [row('1', { state: 'unsure' }), row('2')],
      { settle: ['1' as OutboxId] },
    ],
    [
      'O1.4 what waits for a person holds back nobody',
      [row('1', { state: 'refused' }), row('2', { state: 'unsure', asks: true }), row('3')],
      { send: ['3' as OutboxId] },
    ],
    [
      'O1.12 what has arrived is finished first',
      [row('1', { state: 'arrived' }), row('2')],
      { finish: ['1' as OutboxId] },
    ],
    ['an empty outbox wants nothing', [], {}],
  ])('%s', (_rule, rows, wanted) => {
    expect(nextInOrder(rows, new Set(), now)).toEqual({ ...nothing, ...wanted })
  })

  it('O1.3 never begins a second row of a space, nor one out of order', () => {
    const anyRow = fc.record({
      spaceId: fc.constantFrom('a', 'b', 'c').map((id) => id as SpaceId),
      state: fc.constantFrom('queued', 'sending', 'unsure', 'refused', 'arrived'),
      asks: fc.boolean(),
      queuedAt: fc.integer({ min: now - 10_000, max: now + 10_000 }),
      undoMs: fc.integer({ min: 0, max: 10_000 }),
      resting: fc.boolean(),
      changing: fc.boolean(),
      sendAt: fc.option(fc.integer({ min: now - 10_000, max: now + 10_000 })),
    })
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 12 }), fc.boolean(), (given, isBusy) => {
        const rows = given.map((each, index): QueueRow => ({ ...each, id: `${index}` as OutboxId }))
        const next = nextInOrder(rows, new Set(isBusy ? [b] : []), now)
        const begun = [...next.send, ...next.settle, ...next.finish].map((id) => rows[Number(id)])
        const spaces = begun.map((each) => each?.spaceId)
        expect(new Set(spaces).size).toBe(spaces.length)
        if (isBusy) expect(spaces).not.toContain(b)
        for (const each of begun) {
          const earlier = rows.slice(0, Number(each?.id)).filter(({ spaceId }) => spaceId === each?.spaceId)
          expect(
            earlier.every(
              ({ state, asks, sendAt, changing, resting }) =>
                state === 'refused' ||
                (state === 'unsure' && asks) ||
                (state === 'queued' && (sendAt !== null || (changing && !resting))),
            ),
          ).toBe(true)
        }
      }),
    )
  })
})
