import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { startFoundry } from '../foundry/server.ts'
import { startPortal } from '../portal/server.ts'
import { wcagViolations } from './axe.ts'
import { connect, createDesk, setTheme } from './desktop.ts'

// WCAG 2.2 AA where people are imported and apps are set up: axe in light and dark, and an import by keyboard alone.

const table = [
  'Nachname;E-Mail;Vorname;Team',
  ...Array.from(
    { length: 12 },
    (_, index) => `Surname ${index};person${index}@new.example;Given ${index};Board`,
  ),
  'Other;PERSON4@new.example;Elsewhere;',
  'Nobody;;Nobody;',
].join('\r\n')

for (const theme of ['light', 'dark'] as const) {
  test(`importing people and setting up apps passes axe in ${theme}`, async () => {
    const portal = await startPortal({ fixture: 'office', blobs: 'discard' })
    const foundry = await startFoundry({ people: 60 })
    const desk = await createDesk()
    const found: string[] = []
    const { app, page } = await desk.launch()
    const look = async (screen: string): Promise<void> => {
      found.push(...(await wcagViolations(page, screen)))
      await page.screenshot({ path: test.info().outputPath(`${screen}.png`) })
    }
    const path = join(desk.folder, 'people.csv')
    await writeFile(path, table)
    try {
      await setTheme(app, theme)
      await connect(page, portal)
      await expect(page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first()).toBeVisible()
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click()
      await page.getByRole('button', { name: 'Import people…' }).click()
      await look('Import, nothing yet')
      await page.getByLabel('Choose the table of people').setInputFiles(path)
      await expect(page.getByText('14 people in people.csv')).toBeVisible()
      await look('Import, columns')
      await page.getByRole('button', { name: 'Preview' }).click()
      await expect(page.getByRole('button', { name: /^Add 11 people/ })).toBeVisible()
      await look('Import, plan')
      portal.faults.add({
        ...{ route: 'POST /v1/users', skip: 3, count: 1, status: 422 },
        body: { result: { message: 'email: no such domain' } },
      })
      await page.getByRole('button', { name: /^Add 11 people/ }).click()
      await expect(page.getByText('1 row failed. The others are in the portal.')).toBeVisible({
        timeout: 60_000,
      })
      await look('Import, report')
      await page.getByRole('button', { name: 'Import something else' }).click()
      await expect(page.getByRole('list', { name: 'Imports so far' })).toBeVisible()
      await look('Import, earlier ones')
      await page.getByRole('radio', { name: 'Foundry' }).click()
      await look('Import, not connected to Foundry')
      await page.getByRole('button', { name: 'Connect to Foundry…' }).click()
      const dialog = page.getByRole('dialog', { name: 'EVERFI Foundry' })
      await dialog.getByText('How Foundry is reached').click()
      await dialog.getByRole('textbox', { name: 'Base URL' }).fill(foundry.url)
      await dialog.getByRole('textbox', { name: 'Client id' }).fill(foundry.clientId)
      await dialog.getByRole('textbox', { name: 'Requests a minute' }).fill('900')
      await dialog.getByLabel('Client secret').fill('cs_wrong')
      await look('Foundry, a wrong number')
      await dialog.getByRole('textbox', { name: 'Requests a minute' }).fill('100')
      await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
      await expect(dialog.getByRole('alert')).toContainText('Check client id and secret')
      await look('Foundry, refused')
      await dialog.getByLabel('Client secret').fill(foundry.clientSecret)
      await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
      await expect(dialog).toBeHidden()
      await expect(page.getByRole('combobox', { name: 'Category label' })).toBeVisible()
      await look('Import, from Foundry')

      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Apps' }).click()
      const course = page
        .getByRole('navigation', { name: 'Apps' })
        .getByRole('button', { name: 'Course catalogue' })
      await course.click()
      await look('Apps')
      await page
        .getByRole('button', { name: /^Set up for / })
        .first()
        .click()
      await expect(page.getByRole('textbox', { name: 'Everything else, as JSON' })).toBeVisible()
      await page.getByRole('textbox', { name: 'Address' }).fill('payroll')
      await page.getByRole('textbox', { name: 'Everything else, as JSON' }).fill('{ "seats": ')
      await look('Apps, a person with mistakes')
      await page.getByRole('textbox', { name: 'Address' }).fill('/courses')
      await page.getByRole('textbox', { name: 'Everything else, as JSON' }).fill('{ "seats": 3 }')
      await expect(page.getByRole('region', { name: 'What will change' }).getByRole('listitem')).toHaveCount(
        2,
      )
      await look('Apps, a person')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await expect(page.getByRole('textbox', { name: 'Address' })).toHaveCount(0)
      const [client] = [...portal.state.users.values()].filter(({ role }) => role === 'client')
      const values = join(desk.folder, 'values.csv')
      await writeFile(
        values,
        `E-Mail;Link;Seats\n${client?.email ?? ''};/payroll/1;1\nnobody@nowhere.example;/x;1\n`,
      )
      await page.getByRole('button', { name: 'Set for many…' }).click()
      const sheet = page.getByRole('dialog', { name: 'Set Course catalogue for many' })
      await look('Apps, many')
      await sheet.getByLabel('Choose a table of values').setInputFiles(values)
      await expect(sheet.getByRole('button', { name: 'Preview changes' })).toBeEnabled()
      await look('Apps, many, columns')
      await sheet.getByRole('button', { name: 'Preview changes' }).click()
      const plan = page.getByRole('region', { name: 'Planned changes' })
      await expect(plan.getByRole('button', { name: 'Change 1 person' })).toBeVisible()
      await look('Apps, planned changes')
      await plan.getByRole('button', { name: 'Change 1 person' }).click()
      await expect(plan.getByRole('status')).toContainText('Done')
      await look('Apps, changed')
      await plan.getByRole('button', { name: 'Back', exact: true }).click()
      await page.getByRole('tab', { name: 'Changes' }).click()
      await expect(page.getByRole('list', { name: 'Changes from this computer' })).toBeVisible()
      await look('Apps, changes')
      await page.getByRole('button', { name: 'Training status…' }).click()
      await expect(page.getByText('Never read yet.')).toBeVisible()
      await look('Training status')
      await page.getByRole('button', { name: 'Read from Foundry' }).click()
      await expect(page.getByText('60 standings changed')).toBeVisible()
      await page.getByRole('button', { name: 'Read from Foundry' }).click()
      await expect(page.getByText('Nothing new in Foundry')).toBeVisible()
      await look('Training status, read')
      expect(found).toEqual([])
    } finally {
      await app.close()
      await portal.close()
      await foundry.close()
      await desk.remove()
    }
  })
}

test('P1.1, P1.13: people are imported by keyboard alone, a conflict decided, a report saved', async () => {
  const portal = await startPortal({ fixture: 'small', blobs: 'discard' })
  const desk = await createDesk()
  const { app, page } = await desk.launch()
  const path = join(desk.folder, 'people.csv')
  await writeFile(path, table)
  try {
    await connect(page, portal)
    await expect(page.getByRole('listbox', { name: 'Spaces' })).toBeVisible()
    await page.keyboard.press('Control+K')
    await expect(page.getByRole('combobox', { name: 'Command' })).toBeFocused()
    await page.keyboard.type('Import people')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Import people' })).toBeVisible()
    const chooser = page.waitForEvent('filechooser')
    await tabTo(page, 'Choose a table…')
    await page.keyboard.press('Enter')
    await (await chooser).setFiles(path)
    await expect(page.getByText('14 people in people.csv')).toBeVisible()
    await tabTo(page, 'Preview')
    await page.keyboard.press('Enter')
    await expect(page.getByText('11 new, 0 changed, 0 unchanged, 2 in conflict, 1 left out.')).toBeVisible()
    await tabTo(page, /^Conflicts/)
    await page.keyboard.press('Enter')
    await tabTo(page, 'Use the row of person4@new.example, line 6')
    await page.keyboard.press('Enter')
    await expect(page.getByText('12 new, 0 changed, 0 unchanged, 0 in conflict, 2 left out.')).toBeVisible()
    await tabTo(page, 'Add 12 people, send no e-mail')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Everything is in the portal.')).toBeVisible({ timeout: 60_000 })
    const saved = join(desk.folder, 'report.csv')
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, saved)
    await tabTo(page, 'Save report…')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Report saved')).toBeVisible()
    const made = [...portal.state.users.values()].filter(({ email }) => email.endsWith('@new.example'))
    expect(made).toHaveLength(12)
  } finally {
    await app.close()
    await portal.close()
    await desk.remove()
  }
})

/** Walks with Tab until the button of this name has the focus, as somebody without a mouse does. */
const tabTo = async (page: Page, name: string | RegExp): Promise<void> => {
  const wanted = page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) })
  await expect(wanted).toBeEnabled()
  for (let step = 0; step < 80; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The keyboard never reaches ${String(name)}`)
}
