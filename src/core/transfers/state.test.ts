import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fail } from '../failure.ts'
import { emptyBitmap } from './blocks.ts'
import { isEnded, step, type TransferEvent, type TransferState } from './state.ts'

const failure = fail('server-error')
const events: readonly TransferEvent[] = [
  { kind: 'claimed', staged: emptyBitmap(8) },
  { kind: 'acknowledged', block: 3 },
  { kind: 'found', staged: emptyBitmap(8) },
  { kind: 'restarted' },
  { kind: 'committed', intentAt: null },
  { kind: 'committed', intentAt: 5 },
  { kind: 'intent-dropped' },
  { kind: 'registered', fileId: 'f' },
  { kind: 'verified', fileId: 'f' },
  { kind: 'failed', failure },
  { kind: 'retried' },
  { kind: 'cancelled' },
  { kind: 'skipped' },
]
const history = fc.array(fc.constantFrom(...events), { maxLength: 30 })
const planned: TransferState = { phase: 'planned' }

describe('the phases of a transfer', () => {
  test('T1.1: go one after another to verified', () => {
    const path: TransferEvent[] = [
      { kind: 'claimed', staged: emptyBitmap(1) },
      { kind: 'acknowledged', block: 0 },
      { kind: 'committed', intentAt: 7 },
      { kind: 'registered', fileId: 'f' },
      { kind: 'verified', fileId: 'f' },
    ]
    expect(path.reduce(step, planned)).toEqual({ phase: 'verified', fileId: 'f' })
  })

  test('T1.2: only a read back of a registered file makes it verified', () => {
    fc.assert(
      fc.property(history, (happened) => {
        let state: TransferState = step(planned, { kind: 'retried' })
        for (const event of happened) {
          const next = step(state, event)
          if (next.phase === 'verified' && state.phase !== 'verified') expect(state.phase).toBe('registered')
          if (next.phase === 'registered' && state.phase !== 'registered') {
            expect(['committed', 'failed']).toContain(state.phase)
          }
          state = next
        }
      }),
    )
  })

  test('T1.2: nothing leaves verified, cancelled or skipped', () => {
    fc.assert(
      fc.property(history, history, (before, after) => {
        const state = before.reduce(step, planned)
        if (isEnded(state.phase) && state.phase !== 'failed') expect(after.reduce(step, state)).toBe(state)
      }),
    )
  })

  test('T1.2: a retry goes on from where the transfer failed, with the blocks it had', () => {
    fc.assert(
      fc.property(history, (happened) => {
        const state = happened.reduce(step, planned)
        if (isEnded(state.phase)) return
        expect(step(step(state, { kind: 'failed', failure }), { kind: 'retried' })).toEqual(state)
      }),
    )
  })

  test('T1.2: a restart never throws a registered file away', () => {
    const registered: TransferState = { phase: 'registered', fileId: 'f' }
    expect(step(registered, { kind: 'restarted' })).toBe(registered)
  })
})
