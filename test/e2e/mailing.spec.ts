import { expect, type Page, test } from '@playwright/test'
import type { Portal } from '../portal/server.ts'
import { connect, type Desk, spaceRow } from './desktop.ts'
import { useOffice } from './office.ts'

let portal: Portal
let desk: Desk
useOffice((office) => {
  portal = office.portal
  desk = office.desk
})

/** Opens the writer from the palette: by the row the cursor stands on, if it stands on one. */
const openWriter = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+K')
  await page.getByRole('combobox', { name: 'Command' }).fill('write to many')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Write to many spaces' })).toBeVisible()
}
const writer = (page: Page) => {
  const section = page.getByRole('region', { name: 'Message and spaces' })
  const spaces = section.getByRole('list', { name: 'Spaces' })
  return {
    text: section.getByRole('textbox', { name: 'Text' }),
    find: section.getByRole('textbox', { name: /^To \d+ space/ }),
    box: (name: string) => spaces.getByRole('checkbox', { name }),
    button: (name: string | RegExp) => section.getByRole('button', { name }),
  }
}

test('O1.26: a message to many spaces survives Esc, another screen and a restart, and is gone once it was sent', async () => {
  const first = await desk.launch()
  await connect(first.page, portal)
  await spaceRow(first.page, 'Northbeam Energy')
  await openWriter(first.page)
  const before = writer(first.page)
  await before.text.fill('About the new lease')
  await before.box('Harper & Lowe LLP').check()
  await before.find.fill('north')
  await before.box('Northbeam Energy').check()
  await first.page.keyboard.press('Escape')
  await first.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click()
  await openWriter(first.page)
  await expect(before.text).toHaveValue('About the new lease')
  await first.app.close()

  const { page } = await desk.launch()
  await spaceRow(page, 'Northbeam Energy')
  await openWriter(page)
  const again = writer(page)
  await expect(again.text).toHaveValue('About the new lease')
  await expect(again.find).toHaveValue('north')
  await expect(again.box('Northbeam Energy')).toBeChecked()
  await again.find.fill('')
  await expect(again.box('Harper & Lowe LLP')).toBeChecked()

  await again.button('Discard').click()
  await expect(again.text).toHaveValue('')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(again.text).toHaveValue('About the new lease')

  await again.button('Preview').click()
  await page.getByRole('button', { name: 'Send to 2 spaces' }).click()
  const sent = () =>
    [...portal.state.spaces.values()]
      .filter(({ id }) =>
        [...portal.state.messages(id).all()].some(({ content }) => content === 'About the new lease'),
      )
      .map(({ name }) => name)
      .toSorted()
  await expect.poll(sent, { timeout: 60_000 }).toEqual(['Harper & Lowe LLP', 'Northbeam Energy'])
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(again.text).toHaveValue('')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click()
  await openWriter(page)
  await expect(again.text).toHaveValue('')
})
