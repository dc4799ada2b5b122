import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fail } from '../failure.ts'
import { type Bitmap, emptyBitmap, hasBit, withBit } from './blocks.ts'
import { step, type TransferEvent, type TransferState } from './state.ts'

const blocks = 10
const bitmap: fc.Arbitrary<Bitmap> = fc
  .uniqueArray(fc.nat({ max: blocks - 1 }))
  .map((indexes) => indexes.reduce(withBit, emptyBitmap(blocks)))
const fileId = fc.constantFrom('f1', 'f2')
const event: fc.Arbitrary<TransferEvent> = fc.oneof(
  fc.record({ kind: fc.constant('claimed' as const), staged: bitmap }),
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('acknowledged' as const), block: fc.nat({ max: 9 }) }),
  },
  fc.record({ kind: fc.constant('found' as const), staged: bitmap }),
  fc.record({ kind: fc.constant('committed' as const), intentAt: fc.option(fc.nat()) }),
  fc.record({ kind: fc.constantFrom('registered' as const, 'verified' as const), fileId }),
  fc.record({ kind: fc.constant('failed' as const), failure: fc.constant(fail('server-error')) }),
  fc
    .constantFrom('restarted', 'intent-dropped', 'retried', 'cancelled', 'skipped')
    .map((kind): TransferEvent => ({ kind })),
)
const events = fc.array(event, { maxLength: 40 })

/** Every state on the way, the first one included. */
const way = (happened: readonly TransferEvent[]): readonly TransferState[] => {
  const states: TransferState[] = [{ phase: 'planned' }]
  for (const each of happened) states.push(step(states.at(-1) ?? { phase: 'planned' }, each))
  return states
}

const allowed: Readonly<Record<TransferState['phase'], readonly TransferState['phase'][]>> = {
  planned: ['staging', 'failed', 'cancelled', 'skipped'],
  staging: ['planned', 'committed', 'failed', 'cancelled', 'skipped'],
  committed: ['planned', 'registered', 'failed', 'cancelled', 'skipped'],
  registered: ['verified', 'failed', 'cancelled'],
  failed: ['planned', 'staging', 'committed', 'registered', 'cancelled'],
  verified: [],
  cancelled: [],
  skipped: [],
}

describe('any sequence of events', () => {
  test('T1.2: moves along the arrows alone', () => {
    fc.assert(
      fc.property(events, (happened) => {
        const states = way(happened)
        for (const [index, state] of states.entries()) {
          const next = states[index + 1]
          if (next !== undefined && next.phase !== state.phase)
            expect(allowed[state.phase]).toContain(next.phase)
        }
      }),
    )
  })

  test('T1.2: an event that changes nothing answers the very state, and no event alters a state in place', () => {
    fc.assert(
      fc.property(events, event, (happened, last) => {
        const state = way(happened).at(-1) ?? { phase: 'planned' }
        const copy = structuredClone(state)
        const next = step(state, last)
        expect(state).toEqual(copy)
        // The same event once more has nothing left to do, unless it is a failure's retry that failed again.
        if (last.kind !== 'claimed' && last.kind !== 'found' && last.kind !== 'committed')
          expect(step(next, last)).toEqual(next)
      }),
    )
  })

  test('T1.16: an acknowledged block is forgotten only by a restart, a claim or the storage’s own list', () => {
    fc.assert(
      fc.property(events, (happened) => {
        let state: TransferState = { phase: 'planned' }
        const known = new Set<number>()
        for (const each of happened) {
          const before: TransferState = state
          state = step(state, each)
          if (each.kind === 'found' && before.phase === 'staging') known.clear()
          if (state.phase === 'planned') known.clear()
          if (each.kind === 'acknowledged' && before.phase === 'staging') known.add(each.block)
          const held: TransferState = state.phase === 'failed' ? state.before : state
          if (held.phase !== 'staging') continue
          const { staged } = held
          expect([...known].every((index) => hasBit(staged, index))).toBe(true)
        }
      }),
    )
  })

  test('T1.25: the intent to register is lost only by a restart, a refusal or another intent', () => {
    fc.assert(
      fc.property(events, (happened) => {
        let state: TransferState = { phase: 'planned' }
        for (const each of happened) {
          const before: TransferState = state
          state = step(state, each)
          if (before.phase !== 'committed' || before.intentAt === null) continue
          const held: TransferState = state.phase === 'failed' ? state.before : state
          if (held.phase === 'committed' && held.intentAt !== before.intentAt)
            expect(['committed', 'intent-dropped']).toContain(each.kind)
          if (held.phase === 'planned') expect(each.kind).toBe('restarted')
          expect(held.phase).not.toBe('skipped')
        }
      }),
    )
  })
})
