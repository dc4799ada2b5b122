import { describe, expect, it } from 'vitest'
import { diskError } from '../faults/disk-error.ts'
import { diskFull } from '../faults/disk-full.ts'
import { downloadKill } from '../faults/download-kill.ts'
import { networkFlap } from '../faults/network-flap.ts'
import type { FaultOptions, Outcome } from '../faults/outcome.ts'
import { powerCut } from '../faults/power-cut.ts'
import { registerLostReply } from '../faults/register-lost-reply.ts'
import { sasExpiry } from '../faults/sas-expiry.ts'
import { sourceChanges } from '../faults/source-changes.ts'
import { throttle } from '../faults/throttle.ts'
import { uploadKill, uploadKillLateCommit } from '../faults/upload-kill.ts'

type Run = (options: FaultOptions) => Promise<Outcome>

/** Runs a fault a few times; a seed that once found something belongs here. */
const through = async (run: Run, runs: number, seed: number): Promise<Outcome> => {
  const outcome = await run({ runs, seed })
  const { lost, doubled, corrupt, broken } = outcome
  expect({ seed, lost, doubled, corrupt, broken }).toEqual({
    seed,
    lost: 0,
    doubled: 0,
    corrupt: 0,
    broken: [],
  })
  expect(outcome.notes['files']).toBeGreaterThan(0)
  return outcome
}

// Those that mostly wait run side by side.
describe('transfers, whatever happens to them', { timeout: 180_000 }, () => {
  it('T1.3, T1.16: a sender killed at random moments loses, doubles and spoils no file and sends no block again', async () => {
    const { notes } = await through(uploadKill, 5, 1)
    expect(notes['acknowledged blocks sent again']).toBe(0)
  })

  it('T1.28: a sender killed while the portal saves up to twice the settle time late doubles no file', async () => {
    const { notes } = await through(uploadKillLateCommit, 4, 7)
    expect(notes['registrations saved late']).toBeGreaterThan(0)
  })

  it('T1.25: a registration whose reply was lost is not made twice', async () => {
    const { notes } = await through(registerLostReply, 1, 2)
    expect(notes['replies lost']).toBeGreaterThan(0)
  })

  it.concurrent(
    'T1.20, T1.21: tokens that end in the middle of a job, and of a request, fail no file',
    async () => {
      const { notes } = await through(sasExpiry, 1, 3)
      expect(notes['files that failed']).toBe(0)
      expect(notes['requests refused for an ended token']).toBeGreaterThan(0)
    },
  )

  it.concurrent('T1.60: a network that comes and goes fails no file', async () => {
    const { notes } = await through(networkFlap, 1, 4)
    expect(notes['files that failed']).toBe(0)
    expect(notes['connections cut']).toBeGreaterThan(0)
  })

  it.concurrent('T1.60: a portal and a storage that ask for patience get it', async () => {
    const { notes } = await through(throttle, 1, 5)
    expect(notes['files that failed']).toBe(0)
    expect(notes['requests refused']).toBeGreaterThan(0)
  })

  it('T1.50: sources that grow, shrink, are replaced, deleted and renamed arrive as one version, or fail by name', async () => {
    const { notes } = await through(sourceChanges, 2, 8)
    expect(notes['changes']).toBeGreaterThan(0)
  })

  it('T1.55, T1.57: a full disk, under the files or under the journal, costs nothing that was acknowledged', async () => {
    const { notes } = await through(diskFull, 2, 9)
    expect(notes['files that found no room']).toBeGreaterThan(0)
    expect(notes['jobs that stood still']).toBe(1)
  })

  it('T1.55, T1.57: a disk that dies, under the files or under the journal, costs nothing that was told as done', async () => {
    const { notes } = await through(diskError, 2, 5)
    expect(notes['files that the disk refused']).toBeGreaterThan(0)
    expect(notes['jobs that stood still']).toBe(1)
  })

  it('T1.54: a power cut costs nothing that was acknowledged, either way', async () => {
    await through(powerCut, 6, 4)
  })

  it('T1.51–T1.54: a receiver killed at random moments never leaves a short or wrong file under a final name', async () => {
    await through(downloadKill, 4, 6)
  })
})
