import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { startFoundry } from '../foundry/server.ts'
import { type Portal, startPortal } from '../portal/server.ts'
import { connect, createDesk, type Desk } from './desktop.ts'

// People brought over from a table and from EVERFI Foundry, in the real window.

let portal: Portal
let desk: Desk

test.beforeEach(async () => {
  portal = await startPortal({ fixture: 'small', blobs: 'discard' })
  desk = await createDesk()
})

test.afterEach(async () => {
  await portal.close()
  await desk.remove()
})

const emails = (): readonly string[] =>
  [...portal.state.users.values()].map(({ email }) => email.toLowerCase())
const timesOf = (email: string): number => emails().filter((each) => each === email).length

/** Sends a request of its own to the portal, as a colleague's program would. */
const addPerson = async (person: Record<string, string>): Promise<string> => {
  const answer = await fetch(`${portal.url}/v1/users`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${portal.key}:`).toString('base64')}`,
    },
    body: JSON.stringify({ role: 'client', ...person }),
  })
  return ((await answer.json()) as { result: { id: string } }).result.id
}

const begin = async () => {
  const opened = await desk.launch()
  await connect(opened.page, portal)
  await expect(opened.page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first()).toBeVisible()
  return opened
}

const openImport = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Import people…' }).click()
  await expect(page.getByRole('heading', { name: 'Import people' })).toBeVisible()
}

const rowsOf = (page: Page): Locator => page.getByRole('list', { name: 'What happens to each person' })
const rowOf = (page: Page, email: string): Locator =>
  rowsOf(page).getByRole('listitem').filter({ hasText: email })

test('P1.1–P1.13: twenty people from a table, three conflicts decided, a report saved', async () => {
  const known = await addPerson({ email: 'person3@new.example', last_name: 'Old', phone_number: '' })
  const names = Array.from({ length: 17 }, (_, index) => `person${index}@new.example`)
  const lines = names.map((email, index) => `Surname ${index};${email};Given ${index};0${index};Board`)
  // Three addresses that the table has twice, in other capitals and with other names.
  const twice = [4, 5, 6].map((index) => `Other ${index};PERSON${index}@new.example;Elsewhere;;`)
  const path = join(desk.folder, 'people.csv')
  await writeFile(
    path,
    Buffer.from(['Nachname;E-Mail;Vorname;Telefon;Team', ...lines, ...twice].join('\r\n'), 'latin1'),
  )

  const { app, page } = await begin()
  await openImport(page)
  await page.getByLabel('Choose the table of people').setInputFiles(path)
  await expect(page.getByText('20 people in people.csv')).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Separator' })).toHaveValue('semicolon')
  await expect(page.getByRole('combobox', { name: 'What “E-Mail” is' })).toHaveValue('email')
  await expect(page.getByRole('combobox', { name: 'What “Team” is' })).toHaveValue('groups')
  await page.getByRole('button', { name: 'Preview' }).click()

  // What would be done, before it is: nobody is in the portal yet.
  await expect(page.getByText('13 new, 1 changed, 0 unchanged, 6 in conflict, 0 left out.')).toBeVisible()
  expect(timesOf('person0@new.example')).toBe(0)
  await expect(rowOf(page, 'person3@new.example')).toContainText('keeps “Old”, not “Surname 3”')
  const start = page.getByRole('button', { name: /^Add \d+ people/ })
  await expect(start).toHaveText('Add 13 people, change 1, send no e-mail')

  await page.getByRole('button', { name: /^Conflicts/ }).click()
  await expect(rowsOf(page).getByRole('listitem')).toHaveCount(6)
  await page.getByRole('button', { name: 'Use the row of person4@new.example, line 6' }).click()
  await expect(page.getByText('14 new, 1 changed, 0 unchanged, 4 in conflict, 1 left out.')).toBeVisible()
  await page.getByRole('button', { name: /^Use the row of PERSON5@new.example/ }).click()
  await expect(page.getByText('15 new, 1 changed, 0 unchanged, 2 in conflict, 2 left out.')).toBeVisible()
  await page.getByRole('button', { name: /^Leave out the row of person6@new.example/ }).click()
  await expect(page.getByText('16 new, 1 changed, 0 unchanged, 0 in conflict, 3 left out.')).toBeVisible()

  // Choices: one field is written over, and invitations count themselves on the button.
  await page.getByRole('checkbox', { name: 'Replace Last name' }).check()
  await expect(rowOf(page, 'person3@new.example')).toContainText('Old → Surname 3')
  await page.getByRole('checkbox', { name: 'Send registration e-mails' }).check()
  await expect(start).toHaveText('Add 16 people, change 1, send 16 e-mails')
  await page.getByRole('checkbox', { name: 'Send registration e-mails' }).uncheck()
  await expect(start).toHaveText('Add 16 people, change 1, send no e-mail')

  await start.click()
  await expect(page.getByText('Everything is in the portal.')).toBeVisible({ timeout: 60_000 })
  expect(names.map(timesOf)).toEqual(names.map(() => 1))
  expect(portal.state.users.get(known)).toMatchObject({ first_name: 'Given 3', last_name: 'Surname 3' })
  const byEmail = new Map([...portal.state.users.values()].map((user) => [user.email.toLowerCase(), user]))
  expect(byEmail.get('person4@new.example')?.last_name).toBe('Surname 4')
  expect(byEmail.get('person5@new.example')?.last_name).toBe('Other 5')
  expect(byEmail.get('person6@new.example')?.last_name).toBe('Other 6')
  expect(portal.state.invitations).toEqual([])
  const board = [...portal.state.groups.values()].find(({ name }) => name === 'Board')
  expect(board?.users).toHaveLength(15)

  // The report goes where the person says.
  const saved = join(desk.folder, 'report.csv')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, saved)
  await page.getByRole('button', { name: 'Save report…' }).click()
  await expect(page.getByText('Report saved')).toBeVisible()
  const report = await readFile(saved, 'utf8')
  expect(report.split('\r\n')[0]).toBe(
    '\uFEFFLine,Id,E-mail,First name,Last name,Result,Why,The portal’s words',
  )
  expect(report).toContain('person0@new.example,Given 0,Surname 0,Added,,')
  expect(report).toContain('Left out,Left out as you decided,')

  // The same table once more has nothing to do.
  await page.getByRole('button', { name: 'Import something else' }).click()
  await page.getByLabel('Choose the table of people').setInputFiles(path)
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByText('0 new, 0 changed, 14 unchanged, 6 in conflict, 0 left out.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Nothing to do' })).toBeDisabled()
})

test('F1.2, P1.12: Foundry is connected, imported by location, killed in the middle and gone on with', async () => {
  const foundry = await startFoundry({ people: 400 })
  try {
    const [place] = foundry.directory.locations
    const wanted = foundry.directory.people.filter(
      ({ active, location_id: at }) => active && at === Number(place?.id),
    )
    const { app, page } = await begin()
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Foundry…' }).click()
    const dialog = page.getByRole('dialog', { name: 'EVERFI Foundry' })
    await dialog.getByText('How Foundry is reached').click()
    await dialog.getByRole('textbox', { name: 'Base URL' }).fill(foundry.url)
    await dialog.getByRole('textbox', { name: 'Client id' }).fill(foundry.clientId)
    await dialog.getByLabel('Client secret').fill('cs_wrong')
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(dialog.getByRole('alert')).toContainText('Check client id and secret')
    await expect(dialog.getByLabel('Client secret')).toHaveValue('')
    await dialog.getByLabel('Client secret').fill(foundry.clientSecret)
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(dialog).toBeHidden()

    await page.getByRole('button', { name: 'Foundry…' }).click()
    await expect(dialog.getByText(`Connected as …${foundry.clientId.slice(-4)}`)).toBeVisible()
    await expect(dialog.getByLabel('Client secret')).toHaveValue('')
    await dialog.getByRole('button', { name: 'Test connection' }).click()
    await expect(dialog.getByText('It works: 8 locations.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel' }).click()

    await openImport(page)
    await page.getByRole('radio', { name: 'Foundry' }).click()
    await page.getByRole('checkbox', { name: place?.name ?? '' }).check()
    await expect(page.getByRole('combobox', { name: 'Groups' })).toHaveValue('location')
    await page.getByRole('button', { name: 'Preview' }).click()
    const start = page.getByRole('button', { name: `Add ${wanted.length} people, send no e-mail` })
    await expect(start).toBeVisible()
    await expect(page.getByText(`New group, ${wanted.length} people`)).toBeVisible()

    // Slow enough that a person's clicks, and the kill, come in the middle of it.
    portal.faults.add({ route: 'POST /v1/users', delayMs: 400 })
    await start.click()
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Resume', exact: true })).toBeVisible()
    expect(wanted.map(({ email }) => timesOf(email ?? '')).filter((times) => times > 0).length).toBeLessThan(
      wanted.length,
    )
    await page.getByRole('button', { name: 'Resume', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
    const child = app.process()
    const died = once(child, 'exit')
    child.kill('SIGKILL')
    await died
    portal.faults.clear()

    const again = await desk.launch()
    await openImport(again.page)
    await again.page
      .getByRole('list', { name: 'Imports so far' })
      .getByRole('button', { name: new RegExp(`Foundry: ${place?.name ?? ''}`) })
      .first()
      .click()
    await expect(again.page.getByText('Everything is in the portal.')).toBeVisible({ timeout: 90_000 })
    expect(wanted.map(({ email }) => timesOf(email ?? ''))).toEqual(wanted.map(() => 1))
    const group = [...portal.state.groups.values()].filter(({ name }) => name === place?.name)
    expect(group.map(({ users }) => users.length)).toEqual([wanted.length])
    expect(portal.state.invitations).toEqual([])
    expect(foundry.rate.refused()).toBe(0)

    await again.page.getByRole('button', { name: 'Import something else' }).click()
    await again.page.getByRole('radio', { name: 'Foundry' }).click()
    await again.page.getByRole('checkbox', { name: place?.name ?? '' }).check()
    await again.page.getByRole('button', { name: 'Preview' }).click()
    await expect(
      again.page.getByText(`0 new, 0 changed, ${wanted.length} unchanged, 0 in conflict, 0 left out.`),
    ).toBeVisible()
    await expect(again.page.getByRole('button', { name: 'Nothing to do' })).toBeDisabled()
  } finally {
    await foundry.close()
  }
})
