import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Portal, startPortal } from '../portal/server.ts'
import { openTestArchive, type TestArchive } from './archive.ts'
import { expectArchiveEquals } from './archive-equals.ts'

const driver = fileURLToPath(new URL('./sync-driver.ts', import.meta.url))

let portal: Portal
let test: TestArchive

beforeEach(async () => {
  portal = await startPortal({ fixture: 'office', blobs: 'discard', latencyMs: 2 })
  test = await openTestArchive()
})
afterEach(async () => {
  await test.close()
  await portal.close()
})

/** Runs the driver and kills it once it has printed `lines` lines; Infinity lets it end. Answers its last line. */
const run = async (lines: number): Promise<string> => {
  const child = spawn(
    process.execPath,
    [driver, test.cachePath, test.journalPath, test.keyHex, portal.url, portal.key, portal.state.keyUser],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = once(child, 'exit')
  let seen = 0
  let last = ''
  for await (const line of createInterface({ input: child.stdout })) {
    last = line
    seen += 1
    if (seen === lines) child.kill('SIGKILL')
  }
  await ended
  return last
}

describe('a process killed during a sync', () => {
  it('A1.2, S1.1: leaves an archive that opens, and the next sync completes it', async () => {
    await test.archive.close()
    for (const lines of [1, 2, 9, 20]) expect(await run(lines)).not.toBe('complete')
    expect(await run(Infinity)).toBe('complete')
    await test.reopen()
    await expectArchiveEquals(test.archive, portal.state)
  }, 120_000)
})
