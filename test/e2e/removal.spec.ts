import { expect, type Locator, type Page, test } from '@playwright/test'
import type { Portal } from '../portal/server.ts'
import { violationsInBothThemes } from './axe.ts'
import { connect, type Desk, openSpace } from './desktop.ts'
import { openLine } from './line.ts'
import { useOffice } from './office.ts'

// Deleting a message: out of sight at once, back when one thinks again, gone at the portal afterwards, once.

const spaceName = 'Harper & Lowe LLP'

let portal: Portal
let desk: Desk
useOffice((office) => {
  portal = office.portal
  desk = office.desk
})

/** How often the portal holds a message of these words. */
const held = (words: string): number =>
  [...portal.state.spaces.keys()]
    .flatMap((id) => [...portal.state.messages(id).all()])
    .filter(({ content }) => content === words).length

const deletions = (): number => portal.log.entries().filter(({ method }) => method === 'DELETE').length

const messages = (page: Page): Locator => page.getByRole('log', { name: 'Messages' })
const article = (page: Page, words: string): Locator =>
  messages(page).getByRole('article').filter({ hasText: words })

const setUndo = async (page: Page, seconds: 'Off: send at once' | '60 seconds'): Promise<void> => {
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Undo send').selectOption({ label: seconds })
  await page.getByRole('link', { name: 'Inbox' }).click()
}

/** Writes a message and waits until the portal has it. */
const write = async (page: Page, words: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Message' }).fill(words)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => held(words), { timeout: 30_000 }).toBe(1)
  await expect(article(page, words).getByRole('button', { name: 'Message actions' })).toBeAttached()
}

const deleteByMenu = async (page: Page, words: string): Promise<void> => {
  const row = article(page, words)
  await row.hover()
  await row.getByRole('button', { name: 'Message actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
}

test('O1.34 O1.35: deleted by the menu and undone it is back; deleted by the keyboard and left it is gone', async () => {
  const { page } = await desk.launch()
  await connect(page, portal)
  await setUndo(page, 'Off: send at once')
  await openSpace(page, spaceName)
  await write(page, 'Wrong recipient')
  await setUndo(page, '60 seconds')
  await openSpace(page, spaceName)

  await deleteByMenu(page, 'Wrong recipient')
  await expect(article(page, 'Wrong recipient')).toHaveCount(0)
  await expect(page.getByText('Message deleted')).toBeVisible()
  await expect(page.getByRole('listbox', { name: 'Spaces' })).not.toContainText('Wrong recipient')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(article(page, 'Wrong recipient')).toHaveCount(1)
  expect([held('Wrong recipient'), deletions()]).toEqual([1, 0])

  await setUndo(page, 'Off: send at once')
  await openSpace(page, spaceName)
  await article(page, 'Wrong recipient').getByRole('button', { name: 'Message actions' }).focus()
  await page.keyboard.press('Delete')
  await expect(article(page, 'Wrong recipient')).toHaveCount(0)
  await expect(messages(page)).toBeFocused()
  await expect.poll(() => held('Wrong recipient'), { timeout: 30_000 }).toBe(0)
  expect(deletions()).toBe(1)
})

test('O1.33: the messages of others can’t be deleted until staff mode is on', async () => {
  const words = 'Written by somebody else'
  const client = [...portal.state.users.values()].find(({ role }) => role === 'client')
  const space = [...portal.state.spaces.values()].find(({ name }) => name === spaceName)
  await fetch(`${portal.url}/v1/spaces/${space?.id ?? ''}/messages`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${portal.key}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ content: words, user_id: client?.id }),
  })
  const { page } = await desk.launch()
  await connect(page, portal)
  await openSpace(page, spaceName)
  await article(page, words).hover()
  await article(page, words).getByRole('button', { name: 'Message actions' }).click()
  await expect(page.getByRole('menuitem', { name: 'Copy text' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Delete', exact: true })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await setUndo(page, 'Off: send at once')
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('switch', { name: 'Staff mode' }).click()
  await expect(page.getByRole('switch', { name: 'Staff mode' })).toBeChecked()
  await page.getByRole('link', { name: 'Inbox' }).click()
  await openSpace(page, spaceName)
  await deleteByMenu(page, words)
  await expect.poll(() => held(words), { timeout: 30_000 }).toBe(0)
})

test('O1.34 O1.35 O1.37: deleted without a network and restarted it is gone once; a refusal brings it back', async () => {
  const line = await openLine(portal.url)
  const first = await desk.launch()
  await connect(first.page, { url: line.url, key: portal.key })
  await setUndo(first.page, 'Off: send at once')
  await openSpace(first.page, spaceName)
  await write(first.page, 'On the train: delete')
  await write(first.page, 'On the train: keep')
  await line.cut()
  await deleteByMenu(first.page, 'On the train: delete')
  await expect(article(first.page, 'On the train: delete')).toHaveCount(0)
  const waiting = first.page.getByRole('list', { name: 'Deletions' }).getByRole('listitem')
  await expect(waiting).toContainText('Waiting to be deleted')
  expect(await violationsInBothThemes(first, 'A deletion that waits')).toEqual([])
  // Another one is taken back without a network.
  await deleteByMenu(first.page, 'On the train: keep')
  await waiting.filter({ hasText: 'On the train: keep' }).getByRole('button', { name: 'Undo' }).click()
  await expect(article(first.page, 'On the train: keep')).toHaveCount(1)
  await first.app.close()

  const { page, app } = await desk.launch()
  await openSpace(page, spaceName)
  await expect(article(page, 'On the train: keep')).toHaveCount(1)
  await expect(article(page, 'On the train: delete')).toHaveCount(0)
  expect(held('On the train: delete')).toBe(1)
  await line.mend()
  await expect.poll(() => held('On the train: delete'), { timeout: 120_000 }).toBe(0)
  await expect(page.getByRole('list', { name: 'Deletions' })).toHaveCount(0)
  await expect(article(page, 'On the train: delete')).toHaveCount(0)
  expect(deletions()).toBe(1)

  portal.faults.add({ route: 'DELETE /v1/spaces/:id/messages/:id', status: 403, count: 1 })
  await deleteByMenu(page, 'On the train: keep')
  const refused = page.getByRole('list', { name: 'Deletions' }).getByRole('listitem')
  await expect(refused).toContainText('Not deleted')
  expect(await violationsInBothThemes({ app, page }, 'A deletion that was refused')).toEqual([])
  await expect(article(page, 'On the train: keep')).toHaveCount(1)
  await refused.getByRole('button', { name: 'Leave it' }).click()
  await expect(page.getByRole('list', { name: 'Deletions' })).toHaveCount(0)
  expect(held('On the train: keep')).toBe(1)
  await app.close()
  await line.cut()
})
