import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { type Portal, startPortal } from '../portal/server.ts'
import { violationsInBothThemes } from './axe.ts'
import { connect, createDesk, type Desk, openSpace } from './desktop.ts'

// Watched folders and the comparison, in the real window. The system's own dialog can't be driven from outside: what it
// would answer is set in the main process.

const spaceName = 'Harper & Lowe LLP'

let portal: Portal
let desk: Desk

test.beforeEach(async () => {
  portal = await startPortal({ fixture: 'office' })
  desk = await createDesk()
})

test.afterEach(async () => {
  await portal.close()
  await desk.remove()
})

const answerDialog = (app: ElectronApplication, folder: string): Promise<void> =>
  app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, folder)

const openFiles = async (page: Page): Promise<void> => {
  await connect(page, portal)
  await openSpace(page, spaceName)
  await page.getByRole('tab', { name: 'Files' }).click()
  await expect(page.getByRole('treegrid', { name: 'Files' })).toBeVisible()
}

/** How many versions the portal has of files of this name. */
const versions = (name: string): number =>
  [...portal.state.spaces.keys()]
    .flatMap((id) => [...portal.state.files(id).all()])
    .filter((entry) => entry.name === name)
    .reduce((sum, entry) => sum + entry.versions.length, 0)

test('W1.1, W1.3: a folder is watched from the Files tab, its files go by themselves, after a restart too', async () => {
  const folder = join(desk.folder, 'Scanner')
  await mkdir(folder)
  await writeFile(join(folder, 'before.pdf'), randomBytes(1000))
  const { app, page } = await desk.launch()
  await openFiles(page)
  await answerDialog(app, folder)

  await page.getByRole('button', { name: 'More ways to fill this folder' }).click()
  await page.getByRole('menuitem', { name: 'Watch a folder for this space…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Watch a folder' })
  await expect(sheet.getByRole('button', { name: 'Start watching' })).toBeDisabled()
  await sheet.getByRole('button', { name: 'Choose…' }).click()
  await expect(sheet.getByText(folder)).toBeVisible()
  expect(await violationsInBothThemes({ app, page }, 'Watched folders')).toEqual([])
  await sheet.getByRole('button', { name: 'Start watching' }).click()

  const card = page.getByRole('listitem', { name: 'Scanner' })
  await expect(card.getByText('Watching')).toBeVisible()
  await writeFile(join(folder, 'scan 1.pdf'), randomBytes(3000))
  await expect(card.getByText('1 sent')).toBeVisible({ timeout: 30_000 })
  expect(versions('scan 1.pdf')).toBe(1)
  expect(versions('before.pdf')).toBe(0)
  await card.getByRole('button', { name: 'Recent', exact: true }).click()
  await expect(card.getByText('scan 1.pdf')).toBeVisible()
  expect(await violationsInBothThemes({ app, page }, 'Watched folders')).toEqual([])

  await card.getByRole('button', { name: 'Pause' }).click()
  await expect(card.getByText('Paused')).toBeVisible()
  await card.getByRole('button', { name: 'Resume' }).click()
  await app.close()

  await writeFile(join(folder, 'scan 2.pdf'), randomBytes(3000))
  const again = await desk.launch()
  await expect.poll(() => versions('scan 2.pdf'), { timeout: 30_000 }).toBe(1)
  await again.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Transfers' }).click()
  await again.page.getByRole('radio', { name: 'Watched folders' }).click()
  const card2 = again.page.getByRole('listitem', { name: 'Scanner' })
  await expect(card2.getByText('2 sent')).toBeVisible()
  await card2.getByRole('button', { name: 'Actions for Scanner' }).click()
  await again.page.getByRole('menuitem', { name: 'Stop watching' }).click()
  await expect(again.page.getByText('No folder is watched')).toBeVisible()
  expect(versions('scan 1.pdf')).toBe(1)
  await again.app.close()
})

test('T1.45, T1.48: a folder is compared with the space, and the difference alone is sent', async () => {
  const folder = join(desk.folder, 'Year end')
  await mkdir(join(folder, 'deep'), { recursive: true })
  await writeFile(join(folder, 'letter to the client.pdf'), randomBytes(2000))
  await writeFile(join(folder, 'deep', 'figures of the year.xlsx'), randomBytes(3000))
  const { app, page } = await desk.launch()
  await openFiles(page)
  await answerDialog(app, folder)

  const open = async () => {
    await page.getByRole('button', { name: 'More ways to fill this folder' }).click()
    await page.getByRole('menuitem', { name: 'Compare with a folder…' }).click()
    return page.getByRole('dialog', { name: 'Compare' })
  }
  const sheet = await open()
  await sheet.getByRole('button', { name: /^Only here/ }).click()
  const grid = sheet.getByRole('treegrid', { name: 'Comparison' })
  await expect(grid.getByRole('row', { name: 'letter to the client.pdf, Only here' })).toBeVisible()
  await expect(grid.getByRole('row', { name: 'figures of the year.xlsx, Only here' })).toBeVisible()
  expect(await violationsInBothThemes({ app, page }, 'Watched folders')).toEqual([])
  await sheet.getByRole('button', { name: 'Send 2 files (5 KB)' }).click()
  const transfers = page.getByRole('region', { name: 'Transfers' })
  await expect(transfers.getByText('2 of 2 files').first()).toBeVisible({ timeout: 60_000 })
  expect([versions('letter to the client.pdf'), versions('figures of the year.xlsx')]).toEqual([1, 1])

  const second = await open()
  await second.getByRole('button', { name: /^Same/ }).click()
  await expect(second.getByRole('row', { name: 'letter to the client.pdf, Same size' })).toBeVisible()
  await second.getByRole('button', { name: 'Compare contents' }).click()
  await expect(second.getByRole('row', { name: 'letter to the client.pdf, Same content' })).toBeVisible()
  await expect(second.getByRole('button', { name: 'Nothing to send' })).toBeDisabled()
  await second.getByRole('button', { name: 'Close' }).click()
  await app.close()
})
