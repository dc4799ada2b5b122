import { expect, test } from '@playwright/test'
import type { Portal } from '../portal/server.ts'
import { connect, type Desk, openSpace } from './desktop.ts'
import { openLine } from './line.ts'
import { useOffice } from './office.ts'

// On a train: read, search and write with no network at all, and nothing is lost or doubled when it returns.

const spaceName = 'Harper & Lowe LLP'

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

test('O1.1 O1.2 O1.3: after a restart without a network one reads, searches, writes three and takes one back; two arrive, once, in order', async () => {
  const line = await openLine(portal.url)
  const first = await desk.launch()
  await connect(first.page, { url: line.url, key: portal.key })
  await openSpace(first.page, spaceName)
  await expect(first.page.getByRole('log', { name: 'Messages' }).getByRole('article').first()).toBeVisible()
  await first.app.close()
  await line.cut()

  const { app, page } = await desk.launch()
  await openSpace(page, spaceName)
  const log = page.getByRole('log', { name: 'Messages' })
  await expect(log.getByRole('article').first()).toBeVisible()
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Offline')

  await page.getByRole('searchbox', { name: 'Search everything' }).fill('harper')
  await expect(
    page.getByRole('listbox', { name: 'Search results' }).getByRole('option', { name: spaceName }).first(),
  ).toBeVisible()
  await page.keyboard.press('Escape')

  const box = page.getByRole('textbox', { name: 'Message' })
  for (const [index, words] of ['one', 'two', 'three'].entries()) {
    await box.fill(`From the train: ${words}`)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await expect(log.getByText('Waiting to send')).toHaveCount(index + 1)
  }
  const second = log.getByRole('article').filter({ hasText: 'From the train: two' })
  await second.getByRole('button', { name: 'Undo send' }).click()
  await expect(log.getByText('Waiting to send')).toHaveCount(2)
  await expect(box).toHaveValue('From the train: two')
  await app.close()
  expect(saying('From the train')).toEqual([])

  // Another start, still without a network: everything is as it was left.
  const again = await desk.launch()
  await openSpace(again.page, spaceName)
  const lateLog = again.page.getByRole('log', { name: 'Messages' })
  await expect(lateLog.getByText('Waiting to send')).toHaveCount(2)
  await expect(again.page.getByRole('textbox', { name: 'Message' })).toHaveValue('From the train: two')

  await line.mend()
  await expect(lateLog.getByText('Waiting to send')).toHaveCount(0, { timeout: 120_000 })
  await expect
    .poll(() => saying('From the train'), { timeout: 30_000 })
    .toEqual(['From the train: one', 'From the train: three'])
  await expect(lateLog.getByText('From the train: one')).toHaveCount(1)
  await expect(lateLog.getByText('From the train: three')).toHaveCount(1)
  await expect(again.page.getByRole('status', { name: 'Connection' })).toContainText('Online')
  expect(saying('From the train')).toHaveLength(2)
  await again.app.close()
  await line.cut()
})

test('S1.19: a portal that only has errors to answer with is not said to be online, and is again once it answers', async () => {
  const { page } = await desk.launch()
  await connect(page, portal)
  await openSpace(page, spaceName)
  const status = page.getByRole('status', { name: 'Connection' })
  await expect(status).toContainText('Online')
  portal.faults.add({ route: '/v1/*', status: 500 })
  await expect(status).toContainText('Portal trouble', { timeout: 60_000 })
  const told = page.getByText('The portal has trouble answering · as of')
  await expect(told).toBeVisible()
  // By keyboard: the line may be gone by itself before a click's wait for it to stand still has ended.
  await page.getByRole('button', { name: 'Check again' }).focus()
  portal.faults.clear()
  await page.keyboard.press('Enter')
  await expect(status).toContainText('Online', { timeout: 60_000 })
  await expect(told).toHaveCount(0)
})
