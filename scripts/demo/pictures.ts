// The headless demo: opens the app unseen, waits until the inbox is full and leaves pictures of it.
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { repository } from '../runtime/repository.ts'

const folder = join(repository, 'screenshots')
const FULL_MS = 90_000

export type Opening = {
  readonly electron: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

/** Returns the paths of the pictures: light, then dark. */
export const takePictures = async (opening: Opening): Promise<readonly string[]> => {
  const app = await _electron.launch({
    executablePath: opening.electron,
    args: [...opening.args],
    cwd: repository,
    // Playwright would otherwise pretend that the system is light, whatever the app is told.
    colorScheme: null,
    env: defined(opening.env),
  })
  try {
    const page = await app.firstWindow()
    await mkdir(folder, { recursive: true })
    await untilInboxIsFull(page)
    // The newest space, opened: an inbox is there to be read.
    await page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first().click()
    await page.getByRole('log', { name: 'Messages' }).getByRole('article').first().waitFor()
    return [
      await picture(app, page, 'light', 'inbox.png'),
      await picture(app, page, 'dark', 'inbox-dark.png'),
    ]
  } finally {
    await app.close()
  }
}

const untilInboxIsFull = async (page: Page): Promise<void> => {
  const deadline = performance.now() + FULL_MS
  const options = page.getByRole('listbox', { name: 'Spaces' }).getByRole('option')
  for (;;) {
    const visible = await options.count()
    // The list is virtual: what is off screen has no element, but each option tells the size of the whole.
    const whole = visible === 0 ? null : await options.first().getAttribute('aria-setsize')
    const full = visible >= 20 || (visible > 0 && Number(whole) >= 40)
    if (full && !(await isReading(page))) return
    if (performance.now() > deadline) {
      const path = join(folder, 'demo-failed.png')
      await page.screenshot({ path })
      throw new Error(`The inbox did not fill (${visible} spaces in ${FULL_MS / 1000} s). See ${path}`)
    }
    await pause(100)
  }
}

/** A list of names alone is not full yet: whether the portal is still being read for the first time. */
const isReading = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const { foyer } = globalThis as unknown as { foyer: { call: Record<string, () => Promise<unknown>> } }
    const answer = await foyer.call['portals.list']?.()
    return JSON.stringify(answer).includes('"firstSync":{')
  })

const picture = async (
  app: ElectronApplication,
  page: Page,
  theme: 'light' | 'dark',
  name: string,
): Promise<string> => {
  // The app follows the system's theme, so the system's theme is what is set.
  await app.evaluate(({ nativeTheme }, source) => {
    nativeTheme.themeSource = source
  }, theme)
  const path = join(folder, name)
  await page.screenshot({ path, animations: 'disabled' })
  return path
}

const defined = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined))
