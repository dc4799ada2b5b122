import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ensureElectron } from '../../scripts/runtime/electron.ts'
import { rootFlags } from '../../scripts/runtime/prepare.ts'
import { archiveDesk } from './archive-desk.ts'
import { officeDesk, repository } from './desk.ts'
import { measured, type Measured, median } from './measured.ts'

const rounds = 11

/** From the process's start to the line it prints once its window is painted, in milliseconds. */
const timeToPaint = (electron: string, args: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const startedAt = Date.now()
    const child = spawn(electron, [...args, ...rootFlags()], {
      env: { ...process.env, FOYER_BENCH_START: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let took: number | undefined
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{"painted"')) return
      const painted = JSON.parse(line) as { at: number }
      took = painted.at - startedAt
      child.kill('SIGTERM')
    })
    child.once('error', reject)
    child.once('close', () => {
      if (took === undefined) reject(new Error('The window ended without having been painted'))
      else resolve(took)
    })
  })

/** The inbox painted from the archive of a million messages, against the same window on an archive with nothing in it. */
export const startMillion = async (): Promise<readonly Measured[]> => {
  const { path } = await ensureElectron()
  const full = await archiveDesk('million')
  const none = await archiveDesk('empty')
  const ours: number[] = []
  const empty: number[] = []
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const peer = await timeToPaint(path, [repository, `--user-data-dir=${none.profile}`])
      const own = await timeToPaint(path, [repository, `--user-data-dir=${full.profile}`])
      if (round === 0) continue
      empty.push(peer)
      ours.push(own)
    }
  } finally {
    await full.close()
    await none.close()
  }
  return [measured('start-million', median(ours) / 1000, median(empty) / 1000, 's', rounds)]
}

/** The inbox of the office fixture painted from the archive, against a window that loads an empty page. */
export const start = async (): Promise<readonly Measured[]> => {
  const { path } = await ensureElectron()
  const desk = await officeDesk({ sync: true })
  // Painted before any network answer: there is no portal any more to answer.
  await desk.portal.close()
  const ours: number[] = []
  const empty: number[] = []
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const nowhere = await mkdtemp(join(tmpdir(), 'foyer-empty-'))
      const peer = await timeToPaint(path, [
        join(import.meta.dirname, 'empty-window'),
        `--user-data-dir=${nowhere}`,
      ])
      const own = await timeToPaint(path, [repository, `--user-data-dir=${desk.profile}`])
      await rm(nowhere, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
      // The first round warms the disk's cache for both.
      if (round === 0) continue
      empty.push(peer)
      ours.push(own)
    }
  } finally {
    await desk.close()
  }
  return [measured('start', median(ours) / 1000, median(empty) / 1000, 's', rounds)]
}
