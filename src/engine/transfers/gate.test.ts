import { describe, expect, test } from 'vitest'
import { type Failure, fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { Clock, Random } from '../ports.ts'
import { createGate } from './gate.ts'
import { defaultOptions } from './options.ts'

/** A gate over a clock that jumps to the end of every sleep. */
const createWorld = (portal: () => Result<unknown> = () => ok('me')) => {
  let now = 0
  const reasons: (string | null)[] = []
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      now += ms
    },
  }
  const random: Random = { number: () => 0.5, uuid: () => 'u', bytes: (count) => new Uint8Array(count) }
  const gate = createGate({
    ...{ clock, random, options: defaultOptions, onTrouble: () => undefined },
    knock: async () => portal(),
    onChange: () => reasons.push(gate.waitingFor()?.code ?? null),
  })
  return { gate, reasons }
}

const going = new AbortController().signal
const silence: Failure = fail('timed-out', { about: 'portal.test' })

/** Work that ends like this, one after another; whatever comes after is well. Counts how often it was asked. */
const script = (...ends: readonly (Failure | 'ok')[]) => {
  const left = [...ends]
  const asked = { times: 0 }
  const work = async (): Promise<Result<string>> => {
    asked.times += 1
    const end = left.shift() ?? 'ok'
    return end === 'ok' ? ok('done') : err(end)
  }
  return Object.assign(work, { asked })
}
const silentFor = (times: number): Failure[] => Array.from({ length: times }, () => silence)

describe('T1.60: requests without an answer', () => {
  test('T1.60: one that hangs alone is tried six times, and fails; the gate stays open', async () => {
    const { gate, reasons } = createWorld()
    const hangs = script(...silentFor(9))
    expect(await gate.run(hangs, going)).toEqual(err(silence))
    expect([hangs.asked.times, reasons]).toEqual([6, []])
  })

  test.each([silence, fail('unreachable'), fail('proxy')])(
    'T1.60: one that hangs alone waits when the portal answers nothing else either ($code)',
    async (answer) => {
      let knocks = 0
      const { gate, reasons } = createWorld(() => ((knocks += 1) > 3 ? ok('me') : err(answer)))
      const hangs = script(...silentFor(20))
      expect(await gate.run(hangs, going)).toEqual(ok('done'))
      expect([hangs.asked.times, knocks, gate.waitingFor()]).toEqual([21, 3, null])
      expect(reasons).toContain(answer === silence ? 'unreachable' : answer.code)
    },
  )

  test('T1.60: a job that ends meanwhile is no failure', async () => {
    const ending = new AbortController()
    const { gate } = createWorld(() => {
      ending.abort()
      return err(fail('cancelled'))
    })
    expect(await gate.run(script(...silentFor(9)), ending.signal)).toEqual(err(fail('cancelled')))
  })

  test('T1.60: different ones in a row close the gate for as long as it takes, and none fails', async () => {
    const { gate, reasons } = createWorld()
    let swallowed = 0
    const work = async (): Promise<Result<string>> => ((swallowed += 1) > 60 ? ok('done') : err(silence))
    const ends = await Promise.all([1, 2, 3].map(() => gate.run(work, going, { asks: 'storage' })))
    expect(ends).toEqual([ok('done'), ok('done'), ok('done')])
    expect(new Set(reasons)).toEqual(new Set(['unreachable', null]))
    expect(gate.waitingFor()).toBeNull()
  })

  test('T1.60: an answer in between shows that the server works: the one that hangs counts its tries', async () => {
    const { gate, reasons } = createWorld()
    const hangs = script(...silentFor(9))
    let answered = 0
    const work = async (): Promise<Result<string>> => {
      await gate.run(script(answered % 2 === 0 ? 'ok' : fail('invalid')), going)
      answered += 1
      return hangs()
    }
    expect(await gate.run(work, going)).toEqual(err(silence))
    expect([hangs.asked.times, reasons]).toEqual([6, []])
  })

  test('T1.60: what the portal answers says nothing of the storage', async () => {
    const { gate, reasons } = createWorld()
    await gate.run(script(silence), going, { asks: 'storage' })
    await gate.run(script(silence), going, { asks: 'portal' })
    expect(reasons).toEqual([])
    const silentTo = (asks: 'portal' | 'storage') => gate.run(script(...silentFor(8)), going, { asks })
    const mixed = await Promise.all([silentTo('storage'), silentTo('storage'), gate.run(script(), going)])
    expect(mixed).toEqual([ok('done'), ok('done'), ok('done')])
    expect(reasons).toContain('unreachable')
  })

  test('T1.60: a 408 is an answer', async () => {
    const { gate, reasons } = createWorld()
    const late = fail('timed-out', { status: 408 })
    const both = await Promise.all([1, 2].map(() => gate.run(script(...Array<Failure>(9).fill(late)), going)))
    expect(both).toEqual([err(late), err(late)])
    expect(reasons).toEqual([])
  })

  test('T1.60: a request that may have arrived is answered at once and stays in doubt', async () => {
    const { gate } = createWorld()
    const doubt: Failure = { ...silence, unsure: true }
    const asked = [script(doubt), script(doubt), script(doubt)]
    const ends = await Promise.all(asked.map((work) => gate.run(work, going, { creates: true })))
    for (const end of ends) expect(end).toMatchObject({ ok: false, error: { unsure: true } })
    expect(asked.map((work) => work.asked.times)).toEqual([1, 1, 1])
  })

  test('T1.60: a wait begins the count of tries anew', async () => {
    const { gate } = createWorld()
    const flapping = Array.from({ length: 4 }, () => [...silentFor(3), fail('unreachable')]).flat()
    const work = script(...flapping)
    expect(await gate.run(work, going)).toEqual(ok('done'))
    expect(work.asked.times).toBe(17)
  })
})
