import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startPortal } from '../portal/server.ts'
import { violations } from './axe.ts'
import { connect, createDesk, openSpace } from './desktop.ts'

test('P1.8: a file is kept, the portal goes, and its copy opens all the same', async () => {
  const portal = await startPortal({ fixture: 'office' })
  const desk = await createDesk()
  try {
    const source = join(desk.folder, 'engagement.txt')
    await writeFile(source, 'The letter of engagement, as signed.')
    const { app, page } = await desk.launch()
    await connect(page, portal)
    await openSpace(page, 'Harper & Lowe LLP')
    await page.getByRole('tab', { name: 'Files' }).click()
    await page.getByLabel('Choose files to upload').setInputFiles(source)
    await page
      .getByRole('dialog', { name: 'Upload plan' })
      .getByRole('button', { name: 'Start upload' })
      .click()
    const row = page.getByRole('row', { name: 'engagement.txt' })
    await expect(row.getByText('Sent, verified')).toBeAttached({ timeout: 60_000 })
    await row.click()
    await page.getByRole('button', { name: 'More ways to save' }).click()
    await page.getByRole('menuitem', { name: 'Keep on this computer' }).click()
    await expect(row.getByText('Kept on this computer')).toBeAttached({ timeout: 30_000 })

    await portal.close()
    await app.evaluate(({ shell }) => {
      shell.openPath = async (path) => {
        Object.assign(globalThis, { opened: path })
        return ''
      }
    })
    await row.click()
    await page.keyboard.press('Space')
    const details = page.getByRole('dialog', { name: 'Details of engagement.txt' })
    await expect(details.getByText('it opens without the portal')).toBeVisible()
    expect(await violations(page, { within: 'dialog' })).toEqual([])
    await details.getByRole('button', { name: 'Open the kept copy' }).click()
    const opened = (): Promise<string> => app.evaluate(() => String(Reflect.get(globalThis, 'opened') ?? ''))
    await expect.poll(opened).toContain('engagement.txt')
    expect(await readFile(await opened(), 'utf8')).toBe('The letter of engagement, as signed.')
    await page.keyboard.press('Escape')

    await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Offline', {
      timeout: 30_000,
    })
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('combobox', { name: 'Room for files kept offline' }).selectOption('5000000000')
    await expect(page.getByText(/: 36 B of 5(\.\d)? GB, 1 file/)).toBeVisible()
  } finally {
    await desk.remove()
    await portal.close()
  }
})
