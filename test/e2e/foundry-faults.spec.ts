import { expect, type Page, test } from '@playwright/test'
import { type Foundry, startFoundry } from '../foundry/server.ts'
import { type Portal, startPortal } from '../portal/server.ts'
import { connect, createDesk, type Desk } from './desktop.ts'

// The worst that EVERFI Foundry does, and what a person reads of it in the real window.

let portal: Portal
let foundry: Foundry
let desk: Desk

test.beforeEach(async () => {
  portal = await startPortal({ fixture: 'small', blobs: 'discard' })
  foundry = await startFoundry({ people: 230 })
  desk = await createDesk()
})

test.afterEach(async () => {
  await portal.close()
  await foundry.close()
  await desk.remove()
})

const photograph = (page: Page, name: string) =>
  page.screenshot({ path: test.info().outputPath(`${name}.png`) })

test('F1.12, F1.14: the catch-all, ignored page names, 429 once and for ever, each in its words', async () => {
  const { page } = await desk.launch()
  await connect(page, portal)
  await expect(page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first()).toBeVisible()
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Import people…' }).click()
  await page.getByRole('radio', { name: 'Foundry' }).click()
  await expect(page.getByText('Not connected to EVERFI Foundry yet')).toBeVisible()
  await page.getByRole('button', { name: 'Connect to Foundry…' }).click()
  const dialog = page.getByRole('dialog', { name: 'EVERFI Foundry' })
  await dialog.getByText('How Foundry is reached').click()
  await dialog.getByRole('textbox', { name: 'Base URL' }).fill(foundry.url)
  await dialog.getByRole('textbox', { name: 'Client id' }).fill(foundry.clientId)
  await dialog.getByLabel('Client secret').fill(foundry.clientSecret)

  foundry.faults.add({
    ...{ route: '/v1/*', status: 403, body: { errors: [{ title: 'Public API access is not allowed' }] } },
  })
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/^EVERFI Foundry says no without saying why/)).toBeVisible()
  await expect(
    page.getByText(
      'It gives this answer for many reasons. Ask EVERFI whether the API is switched on for your organisation.',
    ),
  ).toBeVisible()
  await expect(page.getByText('Foundry says: “Public API access is not allowed”')).toBeVisible()
  await photograph(page, 'catch-all')

  // Away for a moment: the window says until when, and goes on by itself.
  foundry.faults.clear()
  foundry.faults.add({ route: '/v1/admin/locations', count: 1, status: 503, headers: { 'retry-after': '4' } })
  await page.getByRole('button', { name: 'Try again' }).click()
  const [place] = foundry.directory.locations
  await expect(page.getByRole('status').filter({ hasText: /It is asked again at \d/ })).toBeVisible()
  await photograph(page, 'away')
  await expect(page.getByRole('checkbox', { name: place?.name ?? '' })).toBeVisible()

  const alert = page.getByRole('alert')
  const preview = page.getByRole('button', { name: 'Preview' })
  Object.assign(foundry.behaviour, { pageNames: 'ignored', links: false })
  await preview.click()
  await expect(alert).toContainText('EVERFI Foundry answers the first page, whichever page is asked for.')
  await expect(alert).toContainText('The list can’t be read as a whole, so nothing was planned.')
  await photograph(page, 'ignored-pages')
  Object.assign(foundry.behaviour, { pageNames: 'both', links: true })

  const tooMany = {
    ...{ route: '/v1/admin/users', status: 429 },
    body: { errors: [{ title: 'Too Many Requests' }] },
  }
  foundry.faults.add({ ...tooMany, headers: { 'retry-after': '0' } })
  await preview.click()
  await expect(alert).toContainText('EVERFI Foundry asks for fewer requests', { timeout: 60_000 })
  await expect(alert).toContainText(
    'Try again in some minutes, or lower the requests a minute in the connection’s settings.',
  )
  await expect(alert).toContainText('Foundry says: “Too Many Requests”')
  await photograph(page, 'too-many-for-ever')

  foundry.faults.clear()
  foundry.faults.add({ ...tooMany, count: 1, headers: { 'retry-after': '4' } })
  await preview.click()
  await expect(
    page.getByRole('status').filter({ hasText: /^Foundry asks for fewer requests\. It goes on at \d/ }),
  ).toBeVisible()
  await photograph(page, 'too-many-once')
  const active = foundry.directory.people.filter((person) => person.active)
  await expect(page.getByRole('button', { name: `Add ${active.length} people, send no e-mail` })).toBeVisible(
    {
      timeout: 30_000,
    },
  )
  // All the while nothing was written anywhere.
  expect(
    portal.log.entries().filter(({ method, route }) => method === 'POST' && route === '/v1/users'),
  ).toEqual([])
  expect(foundry.seen.filter(({ method, url }) => method !== 'GET' && url !== '/oauth/token')).toEqual([])
})
