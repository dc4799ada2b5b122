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

/** The longest task of the main process while 300 files upload, from Chromium's own trace, against the bar of 50 ms. */
export const mainThread = async (): Promise<readonly Measured[]> => {
  const desk = await officeDesk({ sync: true })
  const root = join(desk.profile, '..', `foyer-bench-tree-${process.pid}`)
  try {
    await writeTree(root)
    const longest = await longestTask(desk.profile, root)
    return [measured('main-thread', longest, limitMs, 'ms', files)]
  } finally {
    await rm(root, { recursive: true, force: true })
    await desk.close()
  }
}

type TraceEvent = {
  name: string
  ph: string
  dur?: number
  tdur?: number
  tid: number
  pid: number
  args?: { name?: string }
}

const longestTask = async (profile: string, root: string): Promise<number> => {
  const app = await _electron.launch({
    args: ['.', ...rootFlags(), `--user-data-dir=${profile}`],
    cwd: repository,
  })
  try {
    const page = await app.firstWindow()
    await page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first().click()
    await page.getByRole('tab', { name: 'Files' }).click()
    await app.evaluate(({ contentTracing }) =>
      contentTracing.startRecording({ included_categories: ['toplevel'], excluded_categories: ['*'] }),
    )
    await page.locator('input[type=file][webkitdirectory]').setInputFiles(root)
    const plan = page.getByRole('dialog', { name: 'Upload plan' })
    await plan.getByRole('button', { name: 'Start upload' }).click()
    const transfers = page.getByRole('region', { name: 'Transfers' })
    await expect(transfers.getByText(/300 of 300/).first()).toBeVisible({ timeout: 180_000 })
    const path = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording())
    return await longestIn(path)
  } finally {
    await app.close()
  }
}

const longestIn = async (path: string): Promise<number> => {
  const { readFile } = await import('node:fs/promises')
  const trace = JSON.parse(await readFile(path, 'utf8')) as { traceEvents: TraceEvent[] }
  const main = trace.traceEvents.find(
    (event) => event.name === 'thread_name' && event.args?.name === 'CrBrowserMain',
  )
  if (main === undefined) throw new Error('The trace names no main thread')
  const own = trace.traceEvents.filter(
    (event) => event.pid === main.pid && event.tid === main.tid && event.ph === 'X',
  )
  if (own.length === 0) throw new Error('The trace holds no task of the main thread')
  // Time on the processor, not on the clock: on a busy machine a task may wait its turn in the middle.
  return Math.max(...own.map((event) => (event.tdur ?? event.dur ?? 0) / 1000))
}
