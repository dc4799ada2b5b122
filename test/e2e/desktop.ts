// Launches the built app as a person would, on a fresh profile, against a real test portal.
import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, expect, type Locator, type Page } from '@playwright/test'

export const repository = resolve(import.meta.dirname, '../..')

/** Root can't use Chromium's sandbox; everybody else keeps it. */
export const sandboxFlags: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : []

export type Desk = {
  /** A folder of this test alone: home, profile, downloads. */
  readonly folder: string
  readonly profile: string
  readonly downloads: string
  launch(env?: Readonly<Record<string, string>>): Promise<{ app: ElectronApplication; page: Page }>
  remove(): Promise<void>
}

export const createDesk = async (): Promise<Desk> => {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-e2e-'))
  const profile = join(folder, 'profile')
  const downloads = join(folder, 'Downloads')
  await mkdir(downloads)
  const apps = new Set<ElectronApplication>()
  return {
    folder,
    profile,
    downloads,
    launch: async (env = {}) => {
      const inherited = Object.fromEntries(
        Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
      )
      const app = await _electron.launch({
        args: ['.', ...sandboxFlags, `--user-data-dir=${profile}`],
        cwd: repository,
        // Playwright would otherwise pretend that the system is light, whatever nativeTheme says.
        colorScheme: null,
        // Electron asks the home folder for Downloads, so that a test's files stay in its own folder.
        env: { ...inherited, HOME: folder, XDG_CONFIG_HOME: join(folder, '.config'), ...env },
      })
      askAgain(app)
      apps.add(app)
      app.once('close', () => apps.delete(app))
      const page = await app.firstWindow()
      await page.waitForLoadState('domcontentloaded')
      return { app, page }
    },
    remove: async () => {
      // After a failed expectation a window is still open, and would keep the test's process waiting.
      await Promise.all([...apps].map((app) => app.close()))
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

/**
 * An answer of the main process can be collected as garbage there before Playwright has fetched it, which is nobody's
 * fault: then it is asked once more.
 */
const askAgain = (app: ElectronApplication): void => {
  const ask = app.evaluate.bind(app) as (...asked: readonly unknown[]) => Promise<unknown>
  const asking = async (...asked: readonly unknown[]): Promise<unknown> => {
    try {
      return await ask(...asked)
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('promise was garbage collected')) throw error
      return ask(...asked)
    }
  }
  Object.assign(app, { evaluate: asking })
}

/** Connects a portal on the Connect screen. */
export const connect = async (page: Page, portal: { url: string; key: string }): Promise<void> => {
  await expect(page.getByRole('heading', { name: 'Connect a portal' })).toBeVisible()
  await choose(page, 'Region', 'Custom')
  await page.getByRole('textbox', { name: 'API URL' }).fill(portal.url)
  await page.getByLabel('API key').fill(portal.key)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
}

/** Picks an option of a combobox, be it the system's or our own. */
export const choose = async (page: Page, name: string, option: string): Promise<void> => {
  const box = page.getByRole('combobox', { name })
  const tag = await box.evaluate((element) => element.tagName)
  if (tag === 'SELECT') {
    await box.selectOption({ label: option })
    return
  }
  await box.click()
  await page.getByRole('option', { name: option }).click()
}

/** A space's row. While the first sync sorts the list it may lie beyond what is rendered: it is scrolled to. */
export const spaceRow = async (page: Page, name: string): Promise<Locator> => {
  const list = page.getByRole('listbox', { name: 'Spaces' })
  const row = list.getByRole('option', { name }).first()
  await expect(async () => {
    for (let top = 0; top < 4_000 && (await row.count()) === 0; top += 400) {
      // Two frames: the list hears of it in the first and has its rows in the second.
      await list.evaluate(async (element, to) => {
        if (element.parentElement !== null) element.parentElement.scrollTop = to
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      }, top)
    }
    await expect(row).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 20_000 })
  return row
}

/** Opens a space from the inbox by its name. During a first sync the row may move away under the pointer: once more. */
export const openSpace = async (page: Page, name: string): Promise<void> => {
  await expect(async () => {
    const row = await spaceRow(page, name)
    await row.click({ timeout: 4_000 })
    await expect(page.getByRole('heading', { name })).toBeVisible({ timeout: 4_000 })
  }).toPass({ timeout: 20_000 })
}

/** Shows the window in this theme, whatever the computer's own is. */
export const setTheme = (app: ElectronApplication, theme: 'light' | 'dark'): Promise<void> =>
  app.evaluate(({ nativeTheme }, source) => {
    nativeTheme.themeSource = source
  }, theme)
