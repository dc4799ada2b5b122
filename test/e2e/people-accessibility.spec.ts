import { expect, test } from '@playwright/test'
import { startPortal } from '../portal/server.ts'
import { wcagViolations } from './axe.ts'
import { connect, createDesk, openSpace, setTheme } from './desktop.ts'

// WCAG 2.2 AA on the screens and dialogs where people, groups and spaces are managed, light and dark.

for (const theme of ['light', 'dark'] as const) {
  test(`managing people, groups, spaces and templates passes axe in ${theme}`, async () => {
    const portal = await startPortal({ fixture: 'office' })
    const desk = await createDesk()
    const found: string[] = []
    const { app, page } = await desk.launch()
    const look = async (screen: string): Promise<void> => {
      found.push(...(await wcagViolations(page, screen)))
    }
    const dialog = async (name: string): Promise<void> => {
      await expect(page.getByRole('dialog', { name })).toBeVisible()
      await look(name)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog', { name })).toHaveCount(0)
    }
    try {
      await setTheme(app, theme)
      await connect(page, portal)
      await openSpace(page, 'Harper & Lowe LLP')
      await page.getByRole('tab', { name: 'People' }).click()
      await look('Members')
      await page.getByRole('button', { name: 'Who can see this' }).click()
      await expect(page.getByText('As the portal says now')).toBeVisible()
      await dialog('Who can see this, and why')
      await page.getByRole('button', { name: 'Edit members…' }).click()
      await dialog('Edit space')
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click()
      await page.getByRole('list', { name: 'People' }).getByRole('button').first().click()
      await expect(page.getByRole('button', { name: 'Use a template…' })).toBeVisible()
      await look('A person')
      await page.getByRole('button', { name: 'New person' }).click()
      await page.getByRole('textbox', { name: 'E-mail' }).fill('nobody')
      await page.getByRole('button', { name: 'Add person' }).click()
      await expect(page.getByRole('alert')).toHaveText('This is no e-mail address.')
      await dialog('New person')
      await page.getByRole('button', { name: 'New space', exact: true }).click()
      await dialog('New space')
      await page.getByRole('button', { name: 'Groups', exact: true }).click()
      await page.getByRole('list', { name: 'Groups' }).getByRole('button').first().click()
      await expect(page.getByRole('list', { name: /^Members of/ })).toBeVisible()
      await look('Groups')
      await page.getByRole('button', { name: 'New group' }).click()
      await dialog('New group')
      await page.getByRole('button', { name: 'Space templates' }).click()
      await look('No templates')
      await page.getByRole('button', { name: 'New template' }).first().click()
      await page.getByRole('textbox', { name: 'Template name' }).fill('Year-end')
      await look('New template')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('button', { name: 'Use “Year-end”' }).click()
      const choices = page.getByRole('list', { name: 'People and groups to choose from' })
      await choices.getByRole('checkbox').first().check()
      await look('Set up spaces')
      await page.getByRole('button', { name: 'Preview' }).click()
      await dialog('Spaces to set up')
      expect(found).toEqual([])
    } finally {
      await app.close()
      await portal.close()
      await desk.remove()
    }
  })
}

test('a person is added by keyboard alone', async () => {
  const portal = await startPortal({ fixture: 'small' })
  const desk = await createDesk()
  const { app, page } = await desk.launch()
  try {
    await connect(page, portal)
    await expect(page.getByRole('listbox', { name: 'Spaces' })).toBeVisible()
    await page.keyboard.press('Control+K')
    await expect(page.getByRole('combobox', { name: 'Command' })).toBeFocused()
    await page.keyboard.type('New person')
    await page.keyboard.press('Enter')
    const email = page.getByRole('textbox', { name: 'E-mail' })
    await expect(email).toBeVisible()
    await page.keyboard.type('kay.board@example.com')
    await expect(email).toHaveValue('kay.board@example.com')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Kay')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('region', { name: 'About Kay' })).toBeVisible()
    const made = [...portal.state.users.values()].find(({ email }) => email === 'kay.board@example.com')
    expect(made).toMatchObject({ first_name: 'Kay', role: 'client' })
  } finally {
    await app.close()
    await portal.close()
    await desk.remove()
  }
})
