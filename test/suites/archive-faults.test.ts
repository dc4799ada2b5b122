import { describe, expect, it } from 'vitest'
import type { FaultOptions, Outcome } from '../faults/outcome.ts'
import { outboxKill } from '../faults/outbox-kill.ts'

/** Runs a fault a few times; a seed that once found something belongs here. */
const through = async (
  run: (options: FaultOptions) => Promise<Outcome>,
  runs: number,
  seed: number,
): Promise<Outcome> => {
  const outcome = await run({ runs, seed })
  const { lost, doubled, corrupt, broken } = outcome
  expect({ seed, lost, doubled, corrupt, broken }).toEqual({
    ...{ seed, lost: 0, doubled: 0, corrupt: 0, broken: [] },
  })
  return outcome
}

// They mostly wait, so they run side by side.
describe.concurrent('the archive, whatever happens to it', { timeout: 120_000 }, () => {
  it('O1.1–O1.12: a sender killed at random moments, by a portal that times out, loses, doubles and swallows no message', async () => {
    const { notes } = await through(outboxKill, 4, 21)
    expect(notes['requests saved though nobody heard']).toBeGreaterThan(0)
  })
})
