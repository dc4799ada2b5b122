import { basename, join } from 'node:path'
import { mkdir } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import type { Portal } from '../portal/server.ts'
import { filesHolding, holds } from './canary.ts'
import { connect, type Desk, openSpace } from './desktop.ts'
import { useOffice } from './office.ts'
import { messagesSaying, requestsTo } from './portal-view.ts'
import { fingerprints, writeLargeFile, writeNestedFiles } from './trees.ts'

// The main job, end to end, on real parts: a real window, the real keyring, HTTP, Azure Blob with real SAS tokens.

const spaceName = 'Harper & Lowe LLP'

let portal: Portal
let desk: Desk

useOffice((office) => {
  portal = office.portal
  desk = office.desk
})

test('connects, reads, sends, uploads 300 files and a 300 MB one, brings them back the same, and leaks no key', async () => {
  test.setTimeout(600_000)
  const root = join(desk.folder, 'Year end')
  await mkdir(root)
  await writeNestedFiles(root, 300)
  await writeLargeFile(join(root, 'scans of the year.zip'), 300)

  const { app, page } = await desk.launch()
  const consoleText: string[] = []
  page.on('console', (message) => consoleText.push(message.text()))
  await connect(page, portal)

  const spaces = page.getByRole('listbox', { name: 'Spaces' })
  await expect(spaces.getByRole('option').first()).toBeVisible()
  await openSpace(page, spaceName)

  // Reads and sends messages.
  const log = page.getByRole('log', { name: 'Messages' })
  await expect(log.getByRole('article').first()).toBeVisible()
  const words = `The year-end folder follows within the hour. (${Date.now()})`
  await page.getByRole('textbox', { name: 'Message' }).fill(words)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(log.getByText(words)).toBeVisible()
  await expect.poll(() => messagesSaying(portal, words)).toBe(1)
  await expect(log.getByText('Waiting to send')).toHaveCount(0)

  // Drops a folder and watches it upload.
  await page.getByRole('tab', { name: 'Files' }).click()
  await expect(page.getByRole('treegrid', { name: 'Files' })).toBeVisible()
  await page.locator('input[type=file][webkitdirectory]').setInputFiles(root)
  const plan = page.getByRole('dialog', { name: 'Upload plan' })
  await expect(plan.getByText('301', { exact: true })).toBeVisible()
  // A slow line: the whole takes longer than a token lives.
  const slowLine = portal.faults.add({ blob: true, route: 'PUT /*', delayMs: 2_500 })
  await plan.getByRole('button', { name: 'Start upload' }).click()
  const transfers = page.getByRole('region', { name: 'Transfers' })
  await expect(transfers.getByRole('progressbar').first()).toBeVisible()
  await expect(transfers.getByText(/301 of 301|Done|Verified/i).first()).toBeVisible({ timeout: 300_000 })

  portal.faults.remove(slowLine)

  // The token lives 20 s and was renewed on the way, never once running out.
  expect(requestsTo(portal, 'GET', /\/sas$/).length).toBeGreaterThan(1)

  // Downloads it again.
  const row = page.getByRole('treegrid', { name: 'Files' }).getByRole('row', { name: basename(root) })
  await row.click()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  const back = join(desk.downloads, basename(root))
  const sent = await fingerprints(root)
  expect(Object.keys(sent)).toHaveLength(301)
  await expect
    .poll(async () => Object.keys(await fingerprints(back).catch(() => ({}))).length, {
      timeout: 300_000,
      intervals: [1000],
    })
    .toBe(301)
  expect(await fingerprints(back)).toEqual(sent)

  // The key is nowhere: not in the page, not in its storage, not in its heap.
  expect(holds(Buffer.from(await page.content()), portal.key)).toBe(false)
  const stored = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]),
  )
  expect(holds(Buffer.from(stored), portal.key)).toBe(false)
  expect(holds(Buffer.from(consoleText.join('\n')), portal.key)).toBe(false)
  const heap = await heapOf(page)
  expect(heap.length).toBeGreaterThan(100_000)
  expect(holds(heap, portal.key)).toBe(false)

  await app.close()
  // Nor anywhere under the profile folder, logs and crash files included; nor is any message text.
  expect(await filesHolding(desk.profile, portal.key)).toEqual([])
  expect(await filesHolding(desk.profile, words)).toEqual([])

  // A restart shows what was there without asking for anything again.
  const again = await desk.launch()
  await expect(again.page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first()).toBeVisible()
  await again.app.close()
})

test('keeps the archive when the portal is away: the inbox is there after a restart without a network', async () => {
  const first = await desk.launch()
  await connect(first.page, portal)
  await openSpace(first.page, spaceName)
  const log = first.page.getByRole('log', { name: 'Messages' })
  await expect(log.getByRole('article').first()).toBeVisible()
  await first.app.close()
  await portal.close()

  const second = await desk.launch()
  await openSpace(second.page, spaceName)
  await expect(second.page.getByRole('log', { name: 'Messages' }).getByRole('article').first()).toBeVisible()
  await expect(second.page.getByRole('status', { name: 'Connection' })).toContainText('Offline')
  const words = 'Written on the train.'
  await second.page.getByRole('textbox', { name: 'Message' }).fill(words)
  await second.page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(second.page.getByText('Waiting to send')).toBeVisible()
  await second.app.close()
  expect(await filesHolding(desk.profile, words)).toEqual([])
})

/** The window's whole JavaScript heap, as a snapshot. */
const heapOf = async (page: Page): Promise<Buffer> => {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return Buffer.from(chunks.join(''))
}
