import { describe, expect, it } from 'vitest'
import type { Failure } from '../../core/failure.ts'
import { err, ok } from '../../core/result.ts'
import type { PortalContext } from '../context.ts'
import { createGate } from './gate.ts'

/** A gate over a clock that jumps to the end of every sleep, and a portal that answers probes as told. */
const world = (answers: readonly (Failure | 'up')[]) => {
  let now = 0
  const probes: number[] = []
  const left = [...answers]
  const context = {
    ports: {
      clock: {
        now: () => now,
        sleep: async (ms: number) => {
          now += ms
        },
      },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    foyer: {
      me: async () => {
        probes.push(now)
        const answer = left.shift() ?? 'up'
        return answer === 'up' ? ok(undefined) : err(answer)
      },
    },
  }
  const closing = new AbortController()
  // The gate uses no more of a context than this.
  return {
    gate: createGate(context as unknown as PortalContext, closing.signal),
    probes,
    closing,
    now: () => now,
    setBack: (ms: number) => {
      now -= ms
    },
  }
}

describe('the gate before the portal', () => {
  it('S1.11: after trouble on the way it backs off, and one answered probe opens it', async () => {
    const unreachable: Failure = { code: 'unreachable' }
    const { gate, probes } = world([unreachable, unreachable, 'up'])
    gate.trouble(unreachable, false)
    await Promise.all([gate.pass(), gate.pass()])
    expect(probes).toEqual([5000, 15_000, 35_000])
  })

  it('S1.11, fault 13: a clock that is set back meanwhile makes no pause longer', async () => {
    const unreachable: Failure = { code: 'unreachable' }
    const { gate, probes, setBack } = world(['up'])
    gate.trouble(unreachable, false)
    setBack(3_600_000)
    await gate.pass()
    expect(probes).toEqual([5000 - 3_600_000])
  })

  it('S1.11: a refused key is probed once a minute, however often it is woken', async () => {
    const refused: Failure = { code: 'key-refused' }
    const { gate, probes } = world([refused, refused, 'up'])
    gate.trouble(refused, false)
    gate.retry()
    gate.setOnline(true)
    await gate.pass()
    expect(probes).toEqual([60_000, 120_000, 180_000])
  })

  it('S1.11: a failure about one thing leaves it open, unless nothing else can be asked', async () => {
    const { gate, probes, now } = world([])
    gate.trouble({ code: 'forbidden' }, false)
    await gate.pass()
    expect([now(), probes.length]).toEqual([0, 0])
    gate.trouble({ code: 'forbidden' }, true)
    await gate.pass()
    expect([now(), probes.length]).toEqual([5000, 1])
  })

  it('closing lets everybody through', async () => {
    const { gate, closing } = world([])
    gate.setOnline(false)
    closing.abort()
    await gate.pass()
    expect(closing.signal.aborted).toBe(true)
  })
})
