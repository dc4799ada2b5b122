import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startPortal } from '../portal/server.ts'
import { wcagViolations } from './axe.ts'
import { connect, createDesk, openSpace, setTheme, spaceRow } from './desktop.ts'
import { writeNestedFiles } from './trees.ts'

// WCAG 2.2 AA on every screen, light and dark, in the real window.

for (const theme of ['light', 'dark'] as const) {
  test(`every screen passes axe in ${theme}`, async () => {
    const portal = await startPortal({ fixture: 'office' })
    const desk = await createDesk()
    const found: string[] = []
    const { app, page } = await desk.launch()
    try {
      await setTheme(app, theme)
      await expect(page.getByRole('heading', { name: 'Connect a portal' })).toBeVisible()
      found.push(...(await wcagViolations(page, 'Connect')))
      await connect(page, portal)
      await openSpace(page, 'Harper & Lowe LLP')
      await expect(page.getByRole('log', { name: 'Messages' }).getByRole('article').first()).toBeVisible()
      found.push(...(await wcagViolations(page, 'Messages')))
      await page.getByRole('button', { name: 'Snooze…' }).click()
      await expect(page.getByRole('dialog', { name: 'Snooze until' })).toBeVisible()
      found.push(...(await wcagViolations(page, 'Snooze')))
      await page.keyboard.press('Escape')
      await page.getByTitle('Show who will read this').click()
      await expect(page.getByRole('list', { name: 'Readers' }).getByRole('listitem').first()).toBeVisible()
      found.push(...(await wcagViolations(page, 'Readers')))
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Insert a template' }).click()
      await page.getByRole('button', { name: 'New template' }).click()
      found.push(...(await wcagViolations(page, 'New template')))
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      for (const tab of ['Files', 'People', 'Activity'] as const) {
        await page.getByRole('tab', { name: tab }).click()
        await expect(page.getByRole('tabpanel')).toBeVisible()
        found.push(...(await wcagViolations(page, tab)))
      }
      await page.keyboard.press('Escape')
      await (await spaceRow(page, 'Harper & Lowe LLP')).press('m')
      await expect(page.getByRole('heading', { name: 'Write to many spaces' })).toBeVisible()
      found.push(...(await wcagViolations(page, 'Write to many spaces')))
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Inbox' }).click()
      await openSpace(page, 'Harper & Lowe LLP')
      const root = join(desk.folder, 'Year end')
      await mkdir(root)
      await writeNestedFiles(root, 12)
      await page.getByRole('tab', { name: 'Files' }).click()
      await page.locator('input[type=file][webkitdirectory]').setInputFiles(root)
      const plan = page.getByRole('dialog', { name: 'Upload plan' })
      await expect(plan.getByRole('button', { name: 'Start upload' })).toBeEnabled()
      found.push(...(await wcagViolations(page, 'Upload plan')))
      await plan.getByRole('button', { name: 'Start upload' }).click()
      await expect(page.getByRole('region', { name: 'Transfers' })).toBeVisible()
      for (const place of ['Transfers', 'People', 'Apps', 'Settings'] as const) {
        await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click()
        await expect(page.getByRole('heading').first()).toBeVisible()
        found.push(...(await wcagViolations(page, place)))
      }
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Transfers' }).click()
      await page.getByRole('button', { name: 'Send to many spaces' }).click()
      await page.getByLabel('Choose the folder to send').setInputFiles(root)
      await page.getByRole('textbox', { name: 'Rule' }).fill('**/*{client}*')
      await page.getByRole('button', { name: 'Preview' }).click()
      await expect(page.getByRole('list', { name: 'Where each file goes' })).toBeVisible()
      found.push(...(await wcagViolations(page, 'Send files to many spaces')))
      expect(found).toEqual([])
    } finally {
      await app.close()
      await portal.close()
      await desk.remove()
    }
  })
}
