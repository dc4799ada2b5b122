import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type Portal, startPortal } from '../portal/server.ts'
import { choose, connect, createDesk, type Desk, openSpace } from './desktop.ts'

// Bad input gets clear words and loses nothing.

const spaceName = 'Harper & Lowe LLP'

let desk: Desk

test.beforeEach(async () => {
  desk = await createDesk()
})

test.afterEach(async () => {
  await desk.remove()
})

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const tryToConnect = async (page: Page, url: string, key: string): Promise<void> => {
  await choose(page, 'Region', 'Custom')
  await page.getByRole('textbox', { name: 'API URL' }).fill(url)
  await page.getByLabel('API key').fill(key)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
}

test('Connect names what is wrong: key, host, scheme, certificate, a page instead of data', async () => {
  const portal = await startPortal({ fixture: 'small' })
  const html = createServer((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<html><body>Welcome to the hotel</body></html>')
  })
  const fixtures = join(import.meta.dirname, '../fixtures/tls')
  const selfSigned = createTlsServer(
    {
      key: await readFile(join(fixtures, 'self-signed.key')),
      cert: await readFile(join(fixtures, 'self-signed.crt')),
    },
    (_request, response) => response.end('{}'),
  )
  const closed = createServer()
  const closedHost = await listen(closed)
  await new Promise((resolve) => closed.close(resolve))
  const { app, page } = await desk.launch()
  try {
    const alert = page.getByRole('alert')
    const cases: readonly (readonly [string, string, RegExp])[] = [
      [portal.url, 'a-wrong-key', /does not accept this key/i],
      [`http://${closedHost}`, portal.key, /can(’t|not) be reached/i],
      ['http://portal.example', portal.key, /https/i],
      [`https://${await listen(selfSigned)}`, portal.key, /certificate/i],
      [
        `http://${await listen(html)}`,
        portal.key,
        /not (an )?answer|page instead|sign-in|not data|web page/i,
      ],
      ['not a url at all', portal.key, /address/],
    ]
    for (const [url, key, words] of cases) {
      await tryToConnect(page, url, key)
      await expect(alert).toContainText(words)
      await expect(alert).not.toContainText(key)
      // What was typed stays, so that it can be mended.
      await expect(page.getByRole('textbox', { name: 'API URL' })).toHaveValue(url)
    }
    // And nothing stands in the way of the right input afterwards.
    await connect(page, portal)
    await expect(page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first()).toBeVisible()
  } finally {
    await app.close()
    html.close()
    selfSigned.close()
    await portal.close()
  }
})

test('a file that vanishes between drop and upload fails alone, by name, and can be tried again', async () => {
  const portal: Portal = await startPortal({ fixture: 'office' })
  const root = join(desk.folder, 'Statements')
  await mkdir(root)
  for (const name of ['one.pdf', 'two.pdf', 'three.pdf'])
    await writeFile(join(root, name), `content of ${name}`)
  const { app, page } = await desk.launch()
  try {
    await connect(page, portal)
    await openSpace(page, spaceName)
    await page.getByRole('tab', { name: 'Files' }).click()
    await page.locator('input[type=file][webkitdirectory]').setInputFiles(root)
    const plan = page.getByRole('dialog', { name: 'Upload plan' })
    await expect(plan.getByRole('button', { name: 'Start upload' })).toBeEnabled()
    await rm(join(root, 'two.pdf'))
    await plan.getByRole('button', { name: 'Start upload' }).click()
    const transfers = page.getByRole('region', { name: 'Transfers' })
    await expect(transfers.getByText(/two\.pdf/).first()).toBeVisible()
    await expect(transfers.getByRole('button', { name: 'Retry failed' })).toBeVisible()
    await writeFile(join(root, 'two.pdf'), 'content of two.pdf')
    await transfers.getByRole('button', { name: 'Retry failed' }).click()
    await expect(transfers.getByText(/3 of 3/).first()).toBeVisible()
  } finally {
    await app.close()
    await portal.close()
  }
})
