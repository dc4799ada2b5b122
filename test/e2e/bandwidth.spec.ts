import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type Portal, startPortal } from '../portal/server.ts'
import { connect, createDesk, type Desk, openSpace } from './desktop.ts'

let portal: Portal
let desk: Desk

test.beforeEach(async () => {
  portal = await startPortal({ fixture: 'office' })
  desk = await createDesk()
})

test.afterEach(async () => {
  await desk.remove()
  await portal.close()
})

/** Requests that bring bytes to the storage. */
const puts = () =>
  portal.log.entries().filter(({ service, method }) => service === 'blob' && method === 'PUT')

const toSettings = (page: Page): Promise<void> =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()

test('T1.83: the speed limit is kept, counts from the start on, and is lifted at once', async () => {
  const source = join(desk.folder, 'minutes.bin')
  // At the lowest limit this would take an hour.
  await writeFile(source, randomBytes(4_000_000))
  const first = await desk.launch()
  await connect(first.page, portal)
  await openSpace(first.page, 'Harper & Lowe LLP')
  await toSettings(first.page)
  await first.page.getByRole('checkbox', { name: 'Limit the speed of transfers' }).click()
  const amount = first.page.getByRole('textbox', { name: 'Speed limit' })
  await expect(amount).toHaveValue('1')
  await amount.fill('nothing')
  await expect(first.page.getByText('From 1 KB/s to 10,000 MB/s.')).toBeVisible()
  await amount.fill('1')
  await first.page.getByRole('combobox', { name: 'Unit of the speed limit' }).selectOption('KB/s')
  await expect
    .poll(async () => readFile(join(desk.profile, 'settings.json'), 'utf8').catch(() => ''))
    .toMatch(/"bytesPerSecond": 1000\b/)
  await first.app.close()

  const { page } = await desk.launch()
  await openSpace(page, 'Harper & Lowe LLP')
  await page.getByRole('tab', { name: 'Files' }).click()
  await page.getByLabel('Choose files to upload').setInputFiles([source])
  await page
    .getByRole('dialog', { name: 'Upload plan' })
    .getByRole('button', { name: 'Start upload' })
    .click()
  // It is under way and stays so: its one request is answered when all of it has arrived.
  await expect.poll(() => puts().map(({ status }) => status)).toEqual([null])
  await toSettings(page)
  await expect(page.getByRole('textbox', { name: 'Speed limit' })).toHaveValue('1')
  await page.getByRole('checkbox', { name: 'Limit the speed of transfers' }).click()
  await expect.poll(() => puts().map(({ status }) => status), { timeout: 60_000 }).toEqual([201])
})
