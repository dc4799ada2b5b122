import { expect, type Page, test } from '@playwright/test'
import type { Portal } from '../portal/server.ts'
import { connect, type Desk, openSpace } from './desktop.ts'
import { openLine } from './line.ts'
import { useOffice } from './office.ts'

const spaceName = 'Harper & Lowe LLP'
const another = 'Northbeam Energy'

let portal: Portal
let desk: Desk
useOffice((office) => {
  portal = office.portal
  desk = office.desk
})

/** The portal's own messages that begin with these words, in the order it holds them. */
const saying = (words: string): readonly string[] =>
  [...portal.state.spaces.keys()]
    .flatMap((id) => [...portal.state.messages(id).all()])
    .map(({ content }) => content)
    .filter((content) => content.startsWith(words))

const logOf = (page: Page) => page.getByRole('log', { name: 'Messages' })
const write = async (page: Page, words: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Message' }).fill(words)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(logOf(page).getByRole('article').filter({ hasText: words })).toBeVisible()
}

test('O1.17 O1.25: what a message is being changed to survives scrolling, another space and a restart, and never goes as it was', async () => {
  const line = await openLine(portal.url)
  const first = await desk.launch()
  await connect(first.page, { url: line.url, key: portal.key })
  await openSpace(first.page, spaceName)
  await expect(logOf(first.page).getByRole('article').first()).toBeVisible()
  await line.cut()
  await expect(first.page.getByRole('status', { name: 'Connection' })).toContainText('Offline')

  await write(first.page, 'Plainly: tpyo')
  const row = logOf(first.page).getByRole('article').filter({ hasText: 'Plainly: tpyo' })
  await row.getByRole('button', { name: 'Edit' }).click()
  const field = logOf(first.page).getByRole('textbox', { name: 'Changed text' })
  await expect(field).toBeFocused()
  await field.fill('Plainly: typo')

  // Scrolled away and back: the same field, with its focus.
  await logOf(first.page).evaluate((log) => {
    log.scrollTop = 0
  })
  await expect(field).not.toBeInViewport()
  await expect(field).toBeFocused()
  await first.page.keyboard.press('End')
  await first.page.keyboard.type(', mended')
  await expect(field).toHaveValue('Plainly: typo, mended')

  await openSpace(first.page, another)
  await expect(field).toHaveCount(0)
  await openSpace(first.page, spaceName)
  await expect(field).toHaveValue('Plainly: typo, mended')
  await first.app.close()

  await line.mend()
  const { page } = await desk.launch()
  await openSpace(page, another)
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Online')
  // Time enough for the old words to go, were they free to.
  await write(page, 'Plainly: something else')
  await expect.poll(() => saying('Plainly')).toEqual(['Plainly: something else'])
  await openSpace(page, spaceName)
  const again = logOf(page).getByRole('textbox', { name: 'Changed text' })
  await expect(again).toHaveValue('Plainly: typo, mended')
  await again.press('Enter')
  await expect
    .poll(() => saying('Plainly').toSorted())
    .toEqual(['Plainly: something else', 'Plainly: typo, mended'])
  await expect(again).toHaveCount(0)
  await line.cut()
})
