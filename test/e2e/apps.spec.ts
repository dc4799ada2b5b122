import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { type Foundry, startFoundry } from '../foundry/server.ts'
import type { Portal } from '../portal/server.ts'
import { connect, type Desk, repository } from './desktop.ts'
import { useOffice } from './office.ts'

// Apps person by person, for many, and training status; with the real keyring, over real HTTP.

let portal: Portal
let desk: Desk

useOffice((office) => {
  portal = office.portal
  desk = office.desk
})

const openApps = async (page: Page, app: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Apps' }).click()
  await page.getByRole('navigation', { name: 'Apps' }).getByRole('button', { name: app }).click()
  await expect(page.getByRole('region', { name: app })).toBeVisible()
}

/** Connected, with the first spaces there: before that, the window is still on its way to the inbox. */
const begin = async (): Promise<{ readonly app: ElectronApplication; readonly page: Page }> => {
  const started = await desk.launch()
  await connect(started.page, portal)
  await expect(
    started.page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first(),
  ).toBeVisible()
  return started
}

/** The list holds only the rows in view: whoever is looked for is found by address. */
const openPerson = async (page: Page, { name, email }: { name: string; email: string }): Promise<void> => {
  await page.getByRole('searchbox', { name: 'Find people by name or e-mail' }).fill(email)
  await page.getByRole('button', { name: `Set up for ${name}` }).click()
}

const client = (index: number) => {
  const found = [...portal.state.users.values()].filter(({ role }) => role === 'client')[index]
  if (found === undefined) throw new Error('The office has too few clients')
  return { ...found, name: [found.first_name, found.last_name].join(' ') }
}

const configOf = (email: string): unknown =>
  [...portal.state.customizations.values()].find(
    ({ user_id: id }) => portal.state.users.get(id)?.email === email,
  )?.config

test('sets one person’s customization with the difference in view, and rolls it back', async () => {
  const { page } = await begin()
  await openApps(page, 'Payroll portal')
  const { name, email } = client(0)
  await openPerson(page, client(0))
  const sheet = page.getByRole('dialog', { name: `Payroll portal for ${name}` })
  const save = sheet.getByRole('button', { name: 'Save' })
  await expect(save).toBeDisabled()

  // What is wrong stands where it is wrong.
  await sheet.getByRole('textbox', { name: 'Address' }).fill('payroll')
  await expect(sheet.getByText('This is no web address and no path of the portal.')).toBeVisible()
  await sheet.getByRole('textbox', { name: 'Everything else, as JSON' }).fill('{ "seats": ')
  await expect(sheet.getByText(/This is no JSON/)).toBeVisible()
  await expect(save).toBeDisabled()

  await sheet.getByRole('textbox', { name: 'Address' }).fill('https://payroll.example/ana')
  await sheet.getByRole('textbox', { name: 'Everything else, as JSON' }).fill('{ "seats": 3 }')
  const changes = sheet.getByRole('region', { name: 'What will change' })
  await expect(changes.getByRole('listitem')).toHaveText([
    /seats added 3/,
    /url added “https:\/\/payroll\.example\/ana”/,
  ])
  // The portal's own words go to the field they name.
  portal.faults.add({
    ...{ route: 'PUT /v1/apps/*', count: 1, status: 422, body: { result: { message: 'url is blocked' } } },
  })
  await save.click()
  await expect(sheet.getByText('The portal says: “url is blocked”')).toBeVisible()
  expect(configOf(email)).toBeUndefined()
  await save.click()
  await expect(sheet).toBeHidden()
  expect(configOf(email)).toEqual({ seats: 3, url: 'https://payroll.example/ana' })

  // Somebody else changes it while it is open: nothing of theirs is lost.
  await page.getByRole('button', { name: `Set up for ${name}` }).click()
  await sheet.getByRole('textbox', { name: 'seats' }).fill('5')
  const [stored] = [...portal.state.customizations.values()]
  Object.assign(stored ?? {}, { config: { seats: 4, url: 'https://payroll.example/ana' } })
  await save.click()
  await expect(sheet.getByRole('alert')).toContainText('Somebody changed seats')
  expect(configOf(email)).toMatchObject({ seats: 4 })
  await sheet.getByRole('button', { name: 'Keep mine, over theirs' }).click()
  await expect(changes.getByRole('listitem')).toHaveText([/seats changed 4 5/])
  await save.click()
  await expect(sheet).toBeHidden()
  expect(configOf(email)).toMatchObject({ seats: 5 })

  await page.getByRole('button', { name: `Set up for ${name}` }).click()
  const history = sheet.getByRole('region', { name: 'Changed from this computer' })
  await expect(history.getByRole('button', { name: 'Roll back' })).toHaveCount(2)
  await history.getByRole('button', { name: 'Roll back' }).first().click()
  const plan = page.getByRole('region', { name: 'Planned changes' })
  await expect(plan.getByRole('status')).toContainText('Nothing is written yet.')
  await plan.getByRole('button', { name: 'Roll back 1 person' }).click()
  await expect(plan.getByRole('status')).toContainText('Done')
  expect(configOf(email)).toMatchObject({ seats: 4 })
})

test('sets many from a table after a dry run, and undoes the whole of it', async () => {
  const { page } = await begin()
  await openApps(page, 'Payroll portal')
  const table = join(desk.folder, 'payroll.csv')
  await writeFile(
    table,
    `E-Mail;Link;Seats\n${client(0).email};/payroll/1;1\n${client(1).email};/payroll/2;\nnobody@nowhere.example;/x;1\n`,
  )
  await page.getByRole('button', { name: 'Set for many…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Set Payroll portal for many' })
  await sheet.getByLabel('Choose a table of values').setInputFiles(table)
  await sheet.getByRole('textbox', { name: 'Name of the value of “Link”' }).fill('url')
  await sheet.getByRole('button', { name: 'Preview changes' }).click()

  const plan = page.getByRole('region', { name: 'Planned changes' })
  await expect(plan.getByRole('status')).toContainText('2 people will change · 1 left out')
  await expect(
    plan.getByRole('listitem').filter({ hasText: 'Nobody in the portal has this address' }),
  ).toHaveCount(1)
  expect(portal.state.customizations.size).toBe(0)
  await plan.getByRole('button', { name: 'Change 2 people' }).click()
  await expect(plan.getByRole('status')).toContainText('Done · 2 changed')
  expect([configOf(client(0).email), configOf(client(1).email)]).toEqual([
    { url: '/payroll/1', Seats: 1 },
    { url: '/payroll/2' },
  ])

  // One of them is changed in the browser meanwhile: that one stays.
  const theirs = [...portal.state.customizations.values()].find(({ user_id: id }) => id === client(1).id)
  Object.assign(theirs ?? {}, { config: { url: '/theirs' } })
  await plan.getByRole('button', { name: 'Roll back…' }).click()
  await expect(plan.getByText('Somebody changed url since: it stays as it is.')).toBeVisible()
  await plan.getByRole('button', { name: 'Roll back 1 person' }).click()
  await expect(plan.getByRole('status')).toContainText('Done · 1 changed')
  expect([configOf(client(0).email), configOf(client(1).email)]).toEqual([undefined, { url: '/theirs' }])
})

test('publishes training status out of Foundry, shows it on the person, and rolls it back', async () => {
  const foundry: Foundry = await startFoundry({ people: 120 })
  try {
    // Three clients are known to Foundry by their addresses.
    const known = [0, 1, 2].map((index) => {
      const person = client(index)
      const source = foundry.directory.people[index]
      if (source === undefined) throw new Error('Foundry has too few people')
      Object.assign(source, { email: person.email.toUpperCase() })
      return { person, source }
    })
    const first = await begin()
    await first.app.close()
    const run = promisify(execFile)
    const cli = (...words: readonly string[]) => [
      ...[join(repository, 'src/main/cli.ts'), ...words, '--user-data-dir', desk.profile],
    ]
    const listed = await run(process.execPath, cli('portals', 'list', '--json'))
    const { name } = JSON.parse(listed.stdout) as { name: string }
    const connecting = run(
      process.execPath,
      cli('foundry', 'connect', '--client-id', foundry.clientId, '--url', foundry.url, '--portal', name),
    )
    connecting.child.stdin?.end(foundry.clientSecret)
    await connecting

    const { page } = await desk.launch()
    await openApps(page, 'Course catalogue')
    await page.getByRole('button', { name: 'Training status…' }).click()
    const sheet = page.getByRole('dialog', { name: 'Training status' })
    await expect(sheet.getByRole('status')).toHaveText('Never read yet.')
    await sheet.getByRole('button', { name: 'Read from Foundry' }).click()
    await expect(sheet.getByText('120 standings changed')).toBeVisible()
    await expect(sheet.getByRole('status')).toContainText(
      '3 with courses, 117 of Foundry are not in the portal',
    )
    await sheet.getByRole('button', { name: 'Preview what is published' }).click()

    const plan = page.getByRole('region', { name: 'Planned changes' })
    await plan.getByRole('button', { name: 'Change 3 people' }).click()
    await expect(plan.getByRole('status')).toContainText('Done · 3 changed')
    for (const { person, source } of known) {
      const [course] = foundry.directory.assignments.filter(({ userId }) => userId === source.id)
      expect(configOf(person.email)).toMatchObject({
        training: { assigned: 1, courses: [{ name: course?.name, status: course?.status }] },
      })
    }
    await plan.getByRole('button', { name: 'Back', exact: true }).click()

    await page.getByRole('tab', { name: 'People' }).click()
    await openPerson(page, client(0))
    const person = page.getByRole('dialog', { name: `Course catalogue for ${client(0).name}` })
    const [course] = foundry.directory.assignments
    await expect(person.getByRole('region', { name: 'Training' })).toContainText(course?.name ?? '')
    await person.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click()
    await page.getByRole('searchbox', { name: 'Find a person' }).fill(client(0).email)
    await page
      .getByRole('list', { name: 'People' })
      .getByRole('button', { name: client(0).name })
      .click()
    await expect(page.getByRole('region', { name: 'Training' })).toContainText(course?.name ?? '')
    await openApps(page, 'Course catalogue')

    await page.getByRole('tab', { name: 'Changes' }).click()
    await page.getByRole('list', { name: 'Changes from this computer' }).getByRole('button').first().click()
    await plan.getByRole('button', { name: 'Roll back…' }).click()
    await plan.getByRole('button', { name: 'Roll back 3 people' }).click()
    await expect(plan.getByRole('status')).toContainText('Done · 3 changed')
    expect(known.map(({ person: { email } }) => configOf(email))).toEqual([undefined, undefined, undefined])
  } finally {
    await foundry.close()
  }
})
