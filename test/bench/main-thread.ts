import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { _electron, expect } from '@playwright/test'
import { rootFlags } from '../../scripts/runtime/prepare.ts'
import { officeDesk, repository } from './desk.ts'
import { measured, type Measured } from './measured.ts'

const files = 300
const limitMs = 50

const writeTree = async (root: string): Promise<void> => {
  for (let index = 0; index < files; index += 1) {
    const folder = join(root, `Folder ${index % 12}`)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, `document ${index}.pdf`), randomBytes(64 * 1024 + index * 512))
  }
}

/**
 * The longest time for which the main process's event loop did not turn while 300 files upload, in wall-clock time
 * (so a busy machine counts against us), against the bar of 50 ms.
 */
export const mainThread = async (): Promise<readonly Measured[]> => {
  const desk = await officeDesk({ sync: true })
  const root = join(desk.profile, '..', `foyer-bench-tree-${process.pid}`)
  try {
    await writeTree(root)
    const longest = await longestDelay(desk.profile, root)
    return [measured('main-thread', longest, limitMs, 'ms', files)]
  } finally {
    await rm(root, { recursive: true, force: true })
    await desk.close()
  }
}

type Histogram = { max: number; enable(): void; disable(): void }
type Watched = typeof globalThis & { loopDelay?: Histogram }

const longestDelay = async (profile: string, root: string): Promise<number> => {
  const app = await _electron.launch({
    args: ['.', ...rootFlags(), `--user-data-dir=${profile}`],
    cwd: repository,
  })
  try {
    const page = await app.firstWindow()
    await page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first().click()
    await page.getByRole('tab', { name: 'Files' }).click()
    await app.evaluate(() => {
      const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
      const watched: Watched = globalThis
      watched.loopDelay = monitorEventLoopDelay({ resolution: 2 })
      watched.loopDelay.enable()
    })
    await page.locator('input[type=file][webkitdirectory]').setInputFiles(root)
    const plan = page.getByRole('dialog', { name: 'Upload plan' })
    await plan.getByRole('button', { name: 'Start upload' }).click()
    const transfers = page.getByRole('region', { name: 'Transfers' })
    await expect(transfers.getByText(/300 of 300/).first()).toBeVisible({ timeout: 180_000 })
    const nanoseconds = await app.evaluate(() => {
      const watched: Watched = globalThis
      watched.loopDelay?.disable()
      return watched.loopDelay?.max ?? 0
    })
    if (nanoseconds === 0) throw new Error('The event loop was not watched')
    return nanoseconds / 1_000_000
  } finally {
    await app.close()
  }
}
