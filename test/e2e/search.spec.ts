import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type Portal, startPortal } from '../portal/server.ts'
import { pdfOf } from '../suites/pins/pdf.ts'
import { connect, createDesk, type Desk, openSpace } from './desktop.ts'

// One box over everything on this computer: two portals in one list, and what a kept file says, without any portal.

let portals: Portal[]
let desk: Desk

test.beforeEach(async () => {
  portals = [await startPortal({ fixture: 'office' }), await startPortal({ fixture: 'small', seed: 7 })]
  desk = await createDesk()
})
test.afterEach(async () => {
  await desk.remove()
  for (const portal of portals) await portal.close()
})

const box = (page: Page) => page.getByRole('searchbox', { name: 'Search everything' })
const results = (page: Page) => page.getByRole('listbox', { name: 'Search results' }).getByRole('option')

test('Q1.8, P1.6: searches two portals and a kept file at once, offline, and opens what was found', async () => {
  const [office, small] = portals
  if (office === undefined || small === undefined) throw new Error('No portals')
  const { app, page } = await desk.launch()
  await connect(page, office)
  await openSpace(page, 'Harper & Lowe LLP')

  const letter = join(desk.folder, 'Wayleave letter.pdf')
  await writeFile(letter, pdfOf(['Dear Ms Harper', 'the wayleave was granted to the beekeeper']))
  await page.getByRole('tab', { name: 'Files' }).click()
  await page.getByLabel('Choose files to upload').setInputFiles(letter)
  await page
    .getByRole('dialog', { name: 'Upload plan' })
    .getByRole('button', { name: 'Start upload' })
    .click()
  const row = page
    .getByRole('treegrid', { name: 'Files' })
    .getByRole('row', { name: /^Wayleave letter\.pdf/ })
  await row.click({ timeout: 30_000 })
  await page.getByRole('button', { name: 'More ways to save' }).click()
  await page.getByRole('menuitem', { name: 'Keep on this computer' }).click()
  await expect(row.getByText('Kept on this computer')).toBeAttached({ timeout: 30_000 })

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Add portal' }).click()
  await connect(page, small)
  const spaces = page.getByRole('listbox', { name: 'Spaces' }).getByRole('option')
  await expect(spaces.first()).toBeVisible()
  await expect.poll(() => spaces.count()).toBeLessThan(10)
  for (const portal of portals) await portal.close()

  // A word of the kept file, searched for while the other portal is on screen.
  await box(page).fill('beekeeper')
  await expect(results(page)).toHaveCount(1)
  await expect(results(page).first()).toContainText('the wayleave was granted to the beekeeper')
  await expect(results(page).first()).toContainText('page 2')
  await page.screenshot({ path: test.info().outputPath('kept.png') })
  await box(page).press('Enter')
  await expect(page.getByRole('heading', { name: 'Harper & Lowe LLP' })).toBeVisible()
  await expect(row).toHaveAttribute('aria-selected', 'true')
  await expect(results(page)).toHaveCount(1)

  // A message, in its context.
  await box(page).fill('lease type:message')
  await page.getByRole('radio', { name: 'Newest' }).click()
  await expect(results(page).first()).toContainText(/lease/i)
  await page.screenshot({ path: test.info().outputPath('newest.png') })
  await results(page).nth(3).click()
  await expect(page.getByRole('log', { name: 'Messages' }).getByRole('article').first()).toBeVisible()
  await app.close()
})
