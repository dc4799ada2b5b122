// What all processes hold in memory, the inbox open on the archive of a million messages, against an empty window.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { _electron, type ElectronApplication, expect } from '@playwright/test'
import { rootFlags } from '../../scripts/runtime/prepare.ts'
import { archiveDesk } from './archive-desk.ts'
import { repository } from './desk.ts'
import { measured, type Measured, median } from './measured.ts'

const rounds = 3
const settleMs = 8_000

/** Shared pages counted once, in shares (PSS); megabytes. Where the system tells no shares, what each process says itself. */
const memoryOf = async (app: ElectronApplication): Promise<number> => {
  const processes = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ pid, memory }) => ({ pid, kilobytes: memory.workingSetSize })),
  )
  let kilobytes = 0
  for (const one of processes) {
    const told = await readFile(`/proc/${one.pid}/smaps_rollup`, 'utf8').catch(() => '')
    const share = /^Pss:\s+(\d+) kB/m.exec(told)?.[1]
    kilobytes += share === undefined ? one.kilobytes : Number(share)
  }
  return kilobytes / 1024
}

const launch = (path: string, profile: string): Promise<ElectronApplication> =>
  _electron.launch({ args: [path, ...rootFlags(), `--user-data-dir=${profile}`], cwd: repository })

const ours = async (profile: string): Promise<number> => {
  const app = await launch('.', profile)
  try {
    const page = await app.firstWindow()
    await page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first().click()
    await expect(page.getByRole('article').first()).toBeVisible()
    await wait(settleMs)
    return await memoryOf(app)
  } finally {
    await app.close()
  }
}

const empty = async (): Promise<number> => {
  const profile = await mkdtemp(join(tmpdir(), 'foyer-empty-'))
  const app = await launch(join(import.meta.dirname, 'empty-window'), profile)
  try {
    await app.firstWindow()
    await wait(settleMs)
    return await memoryOf(app)
  } finally {
    await app.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

/** Megabytes, medians; a space is open on its newest messages. */
export const memory = async (): Promise<readonly Measured[]> => {
  const desk = await archiveDesk('million')
  const own: number[] = []
  const peer: number[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      peer.push(await empty())
      own.push(await ours(desk.profile))
    }
  } finally {
    await desk.close()
  }
  return [measured('memory', median(own), median(peer), 'MB', rounds)]
}
