import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { type Portal, startPortal } from '../portal/server.ts'
import { jpeg } from '../suites/transfers/pictures.ts'
import { violations } from './axe.ts'
import { connect, createDesk, type Desk, openSpace } from './desktop.ts'

// Features 30 and 74 in the real app: a picture in its row, a quick look at it, and the receipt of what was sent.

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

test('T1.116: a picture that was sent stands in its row, is looked at with the space bar, and has its receipt', async () => {
  const photo = join(desk.folder, 'harbour.jpg')
  await writeFile(photo, await jpeg(320, 200))
  const letter = join(desk.folder, 'harbour letter.pdf')
  await writeFile(letter, 'no picture')
  const { page } = await desk.launch()
  await connect(page, portal)
  await openSpace(page, 'Harper & Lowe LLP')
  await page.getByRole('tab', { name: 'Files' }).click()
  await page.getByLabel('Choose files to upload').setInputFiles([photo, letter])
  await page
    .getByRole('dialog', { name: 'Upload plan' })
    .getByRole('button', { name: 'Start upload' })
    .click()
  const row = page.getByRole('row', { name: 'harbour.jpg' })
  await expect(row.getByText('Sent, verified')).toBeAttached({ timeout: 60_000 })
  const small = row.locator('img')
  await expect(small).toBeVisible()
  expect(await small.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256)

  await row.click()
  await page.keyboard.press('Space')
  const details = page.getByRole('dialog', { name: 'Details of harbour.jpg' })
  const whole = details.getByRole('img', { name: 'Picture harbour.jpg' })
  await expect(whole).toBeVisible()
  expect(await whole.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320)
  await expect(details.getByText(/^[0-9a-f]{64}$/)).toBeVisible()
  expect(await violations(page, { within: 'dialog' })).toEqual([])

  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('dialog', { name: 'Details of harbour letter.pdf' })).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('img')).toHaveCount(0)
  await page.keyboard.press('Space')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
