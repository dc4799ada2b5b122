import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { type ElectronApplication, expect, type Locator, type Page, test } from '@playwright/test'
import type { Bridge } from '../../src/contract/index.ts'
import { type Portal, startPortal } from '../portal/server.ts'
import { connect, createDesk, type Desk, openSpace } from './desktop.ts'

// Control in the middle of a job, in the real app: pause, resume, cancel, quit, kill; and the rest arrives once.

const spaceName = 'Harper & Lowe LLP'
const smallFiles = 60

let portal: Portal
let desk: Desk
let root: string

test.beforeEach(async () => {
  portal = await startPortal({ fixture: 'office' })
  desk = await createDesk()
  root = join(desk.folder, 'Year end')
  await mkdir(join(root, 'Scans'), { recursive: true })
  for (let index = 0; index < smallFiles; index += 1) {
    await writeFile(join(root, `document ${index}.pdf`), randomBytes(2_000 + index * 137))
  }
  await writeFile(join(root, 'Scans', 'large.zip'), randomBytes(40 * 1_048_576))
})

test.afterEach(async () => {
  portal.faults.clear()
  await desk.remove()
  await portal.close()
})

const slowDown = (): string => portal.faults.add({ blob: true, route: 'PUT /*', delayMs: 2_000 })

/** Connects, opens the space and starts the upload on a slow line; resolves when some of it has arrived. */
const beginUpload = async (page: Page): Promise<Locator> => {
  await connect(page, portal)
  await openSpace(page, spaceName)
  await page.getByRole('tab', { name: 'Files' }).click()
  await expect(page.getByRole('treegrid', { name: 'Files' })).toBeVisible()
  await page.locator('input[type=file][webkitdirectory]').setInputFiles(root)
  const plan = page.getByRole('dialog', { name: 'Upload plan' })
  slowDown()
  await plan.getByRole('button', { name: 'Start upload' }).click()
  const panel = page.getByRole('region', { name: 'Transfers' })
  await expect(panel.getByText(/\b([5-9]|[1-4]\d) of 61 files/).first()).toBeVisible({ timeout: 60_000 })
  return panel
}

/** Entries of the space below the upload's folder, as the portal has them: name, versions and hash of the newest. */
const arrived = async (): Promise<Readonly<Record<string, { versions: number; hash: string }>>> => {
  const spaceId = [...portal.state.spaces.values()].find(({ name }) => name === spaceName)?.id ?? ''
  const found: Record<string, { versions: number; hash: string }> = {}
  const headers = { authorization: `Basic ${Buffer.from(`${portal.key}:`).toString('base64')}` }
  const answer = await fetch(`${portal.url}/v1/spaces/${spaceId}/sas`, { headers })
  const text = await answer.text()
  const sas = /https?:\/\/[^"\\]+/.exec(text)?.[0]
  if (sas === undefined) throw new Error(`No token: ${answer.status}`)
  for (const entry of portal.state.files(spaceId).all()) {
    const name = entry.name
    if (!/^(document \d+\.pdf|large\.zip)$/.test(name)) continue
    const blob = entry.versions.at(-1)?.blob ?? ''
    const url = new URL(sas)
    url.pathname = `${url.pathname.replace(/\/$/, '')}/${blob}`
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer())
    // Two entries of one name would be one too many.
    const versions = (found[name]?.versions ?? 0) + entry.versions.length
    found[name] = { versions, hash: createHash('sha256').update(bytes).digest('hex') }
  }
  return found
}

const expectAllOnce = async (without: readonly string[] = []): Promise<void> => {
  const there = await arrived()
  const names = (await readdir(root, { recursive: true })).filter((name) => /\.(pdf|zip)$/.test(name))
  const wanted: Record<string, { versions: number; hash: string }> = {}
  for (const path of names) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    if (without.includes(name)) continue
    const hash = createHash('sha256')
      .update(await readFile(join(root, path)))
      .digest('hex')
    wanted[name] = { versions: 1, hash }
  }
  expect(there).toEqual(wanted)
}

const chooseForFile = async (page: Page, panel: Locator, name: string, action: string): Promise<void> => {
  await panel.getByRole('row', { name }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: action }).click()
}

const openPanel = async (page: Page): Promise<Locator> => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Transfers' }).click()
  return page.getByRole('region', { name: 'Transfers' })
}

const doneText = /are in the portal, verified/

test('T1.64, T1.90: pauses and goes on with the job and with one file, and everything arrives once', async () => {
  const { page } = await desk.launch()
  await beginUpload(page)
  const panel = await openPanel(page)
  await panel.getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(panel.getByText('Paused').first()).toBeVisible()
  await panel.getByRole('button', { name: 'Resume', exact: true }).click()

  await panel.getByRole('searchbox', { name: 'Find in this transfer' }).fill('LARGE')
  await expect(panel.getByRole('row', { name: 'large.zip' })).toBeVisible()
  await chooseForFile(page, panel, 'large.zip', 'Pause this file')
  await expect(panel.getByRole('row', { name: /large\.zip.*Paused/ })).toBeVisible()
  portal.faults.clear()
  await expect(panel.getByText('1 paused file is left').first()).toBeVisible({ timeout: 60_000 })
  // By keyboard: to the row, its menu, the first entry.
  await panel.getByRole('grid').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Go on with this file' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(panel.getByText(doneText).first()).toBeVisible({ timeout: 60_000 })
  await expectAllOnce()
})

test('T1.90: cancels one file, then the job; what is complete stays', async () => {
  const { page } = await desk.launch()
  await beginUpload(page)
  const panel = await openPanel(page)
  await panel.getByRole('searchbox', { name: 'Find in this transfer' }).fill('large')
  await chooseForFile(page, panel, 'large.zip', 'Cancel this file')
  await expect(panel.getByRole('row', { name: /large\.zip.*Cancelled/ })).toBeVisible()
  await panel.getByRole('button', { name: 'Cancel', exact: true }).click()
  const question = page.getByRole('dialog', { name: 'Cancel this transfer?' })
  await expect(question.getByText(/What is complete stays: \d+ of 61 files/)).toBeVisible()
  await question.getByRole('button', { name: 'Cancel transfer' }).click()
  await expect(panel.getByText('Cancelled').first()).toBeVisible()
  portal.faults.clear()
  const there = Object.entries(await arrived())
  expect(there.length).toBeGreaterThanOrEqual(5)
  expect(there.length).toBeLessThan(smallFiles)
  for (const [name, { versions, hash }] of there) {
    const bytes = await readFile(join(root, name))
    expect([versions, hash]).toEqual([1, createHash('sha256').update(bytes).digest('hex')])
  }
})

const finishAfterRestart = async (): Promise<void> => {
  portal.faults.clear()
  const { page } = await desk.launch()
  const panel = await openPanel(page)
  await expect(panel.getByText(doneText).first()).toBeVisible({ timeout: 90_000 })
  await expectAllOnce()
}

test('T1.3: quits in the middle and finishes by itself at the next start', async () => {
  const { app, page } = await desk.launch()
  await beginUpload(page)
  await app.close()
  await finishAfterRestart()
})

test('T1.3: killed in the middle, it finishes by itself at the next start', async () => {
  const { app, page } = await desk.launch()
  await beginUpload(page)
  const child = app.process()
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  await finishAfterRestart()
})

/** What the person answers in the system's own dialog; answers how often it was asked. */
const answerWith = (app: ElectronApplication, response: number): Promise<void> =>
  app.evaluate(({ dialog }, chosen) => {
    const asked = globalThis as { asked?: number }
    dialog.showMessageBox = () => {
      asked.asked = (asked.asked ?? 0) + 1
      return Promise.resolve({ response: chosen, checkboxChecked: false })
    }
  }, response)

test('T1.95: closing the window in the middle asks once; keeping on sending keeps the window', async () => {
  const { app, page } = await desk.launch()
  const panel = await beginUpload(page)
  await answerWith(app, 0)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(() => app.evaluate(() => (globalThis as { asked?: number }).asked)).toBe(1)
  await expect(panel.getByRole('progressbar').first()).toBeVisible()
  await answerWith(app, 1)
  const closed = app.waitForEvent('close')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await closed
  await finishAfterRestart()
})

test('T1.71, T1.94: the window hears of progress at most ten times a second, and the computer stays awake', async () => {
  const { app, page } = await desk.launch()
  await page.evaluate(() => {
    const heard = globalThis as typeof globalThis & { progressAt?: number[] }
    heard.progressAt = []
    const { foyer } = window as unknown as { foyer: Bridge }
    foyer.on['transfers.progress'](() => heard.progressAt?.push(performance.now()))
  })
  const panel = await beginUpload(page)
  await expect.poll(() => app.evaluate(({ powerSaveBlocker }) => powerSaveBlocker.isStarted(0))).toBe(true)
  portal.faults.clear()
  await expect(panel.getByText(doneText).first()).toBeVisible({ timeout: 60_000 })
  await expect.poll(() => app.evaluate(({ powerSaveBlocker }) => powerSaveBlocker.isStarted(0))).toBe(false)
  const times = await page.evaluate(
    () => (globalThis as typeof globalThis & { progressAt?: number[] }).progressAt ?? [],
  )
  expect(times.length).toBeGreaterThan(3)
  // In any second: ten, and one more at its very end.
  const most = Math.max(
    ...times.map((at) => times.filter((other) => other >= at && other < at + 1000).length),
  )
  expect(most).toBeLessThanOrEqual(11)
})
