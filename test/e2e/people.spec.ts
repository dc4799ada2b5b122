import { expect, type Page, test } from '@playwright/test'
import type { Portal } from '../portal/server.ts'
import { connect, type Desk, openSpace } from './desktop.ts'
import { useOffice } from './office.ts'
import { messagesSaying } from './portal-view.ts'

// People, groups and spaces managed by the window, on a real portal over HTTP.

let portal: Portal
let desk: Desk

useOffice((office) => {
  portal = office.portal
  desk = office.desk
})

const spaceName = 'Harper & Lowe LLP'

const begin = async () => {
  const { app, page } = await desk.launch()
  await connect(page, portal)
  await expect(page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first()).toBeVisible()
  return { app, page }
}

const toPeople = (page: Page) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click()

const staffMode = async (page: Page): Promise<void> => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('switch', { name: 'Staff mode' }).click()
  await expect(page.getByRole('switch', { name: 'Staff mode' })).toBeChecked()
}

const userOf = (email: string) => [...portal.state.users.values()].find((user) => user.email === email)
const spaceOf = (name: string) => [...portal.state.spaces.values()].find((space) => space.name === name)

test('onboards a client in one sitting: person, group, space with folders and a first message', async () => {
  const { app, page } = await begin()
  await toPeople(page)

  // A person, with the portal’s refusal at the field it is about.
  await page.getByRole('button', { name: 'New person' }).click()
  const person = page.getByRole('dialog', { name: 'New person' })
  const refusal = portal.faults.add({
    ...{ route: 'POST /v1/users', count: 1, status: 400 },
    body: { result: { message: 'phone_number: too short' } },
  })
  await person.getByRole('textbox', { name: 'E-mail' }).fill('ida.onboard@example.com')
  await person.getByRole('textbox', { name: 'First name' }).fill('Ida')
  await person.getByRole('textbox', { name: 'Last name' }).fill('Onboard')
  await person.getByRole('textbox', { name: 'Phone number' }).fill('1')
  await person.getByRole('checkbox', { name: 'Send a registration e-mail' }).check()
  await person.getByRole('button', { name: 'Add and send 1 e-mail' }).click()
  await expect(person.getByRole('textbox', { name: 'Phone number' })).toHaveAccessibleDescription(
    /phone_number: too short/,
  )
  portal.faults.remove(refusal)
  await person.getByRole('textbox', { name: 'Phone number' }).fill('+49 30 1234')
  await person.getByRole('button', { name: 'Add and send 1 e-mail' }).click()
  const about = page.getByRole('region', { name: 'About Ida Onboard' })
  await expect(about.getByText('ida.onboard@example.com')).toBeVisible()
  const ida = userOf('ida.onboard@example.com')
  expect(ida).toMatchObject({ role: 'client', first_name: 'Ida', phone_number: '+49 30 1234' })
  expect(portal.state.invitations).toEqual([ida?.id])

  // A group with her in it.
  await page.getByRole('button', { name: 'Groups' }).click()
  await expect(page.getByRole('list', { name: 'Groups' }).getByText('built in')).toHaveCount(4)
  await page.getByRole('button', { name: 'New group' }).click()
  const group = page.getByRole('dialog', { name: 'New group' })
  await group.getByRole('textbox', { name: 'Name' }).fill('Onboard family')
  await group.getByRole('searchbox', { name: 'Find people' }).fill('onboard')
  await group.getByRole('checkbox', { name: 'Ida Onboard' }).check()
  await group.getByRole('button', { name: 'Add group' }).click()
  await expect(
    page.getByRole('list', { name: 'Members of Onboard family' }).getByText('Ida Onboard'),
  ).toBeVisible()

  // A space for that group, with folders and a first message.
  await page.getByRole('button', { name: 'New space' }).click()
  const space = page.getByRole('dialog', { name: 'New space' })
  await space.getByRole('textbox', { name: 'Name' }).fill('Onboard estate')
  await space.getByRole('searchbox', { name: 'Find people and groups' }).fill('onboard family')
  await space.getByRole('checkbox', { name: 'Onboard family' }).check()
  await space.getByRole('textbox', { name: 'Folders' }).fill('Contracts/Signed\nLetters')
  const words = 'Welcome to Onboard estate. Your letters go here.'
  await space
    .getByRole('textbox', { name: 'First message' })
    .fill('Welcome to {space}. Your letters go here.')
  portal.faults.add({
    ...{ route: 'POST /v1/spaces', count: 1, status: 400 },
    body: { result: { message: 'Space name is reserved' } },
  })
  await space.getByRole('button', { name: 'Create space' }).click()
  // Nothing of what was typed is lost.
  await expect(space.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(
    'Space name is reserved',
  )
  await expect(space.getByRole('textbox', { name: 'Folders' })).toHaveValue('Contracts/Signed\nLetters')
  await space.getByRole('button', { name: 'Create space' }).click()

  await expect(page.getByRole('heading', { name: 'Onboard estate' })).toBeVisible()
  await expect(page.getByRole('log', { name: 'Messages' }).getByText(words)).toBeVisible()
  await expect.poll(() => messagesSaying(portal, words)).toBe(1)
  const made = spaceOf('Onboard estate')
  expect(made?.members.groups).toHaveLength(1)
  const folders = [...portal.state.files(made?.id ?? '').all()].map(({ name }) => name)
  expect(folders.sort()).toEqual(['Contracts', 'Letters', 'Signed'])
  await page.getByRole('tab', { name: 'Files' }).click()
  await expect(
    page.getByRole('treegrid', { name: 'Files' }).getByRole('row', { name: 'Contracts' }),
  ).toBeVisible()

  // Who can see it, and why.
  await page.getByRole('button', { name: 'Space actions' }).click()
  await page.getByRole('menuitem', { name: 'Who can see this' }).click()
  const access = page.getByRole('dialog', { name: 'Who can see this, and why' })
  await access.getByRole('searchbox', { name: 'Find a person' }).fill('ida')
  await expect(access.getByRole('listitem').filter({ hasText: 'Ida Onboard' })).toContainText(
    'Through the group “Onboard family”',
  )
  await app.close()
})

test('members changed by two at once: both people’s changes are kept, and a name that truly clashes is asked about', async () => {
  const { app, page } = await begin()
  await openSpace(page, spaceName)
  await page.getByRole('tab', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Edit members…' }).click()
  const form = page.getByRole('dialog', { name: 'Edit space' })
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue(spaceName)

  // Meanwhile somebody else adds one and takes one out, by the portal's API.
  const space = spaceOf(spaceName)
  if (space === undefined) throw new Error('The office has no such space')
  const outsiders = [...portal.state.users.values()].filter(({ id }) => !space.members.users.includes(id))
  const [theirs, mine] = outsiders
  const gone = space.members.users[0]
  if (theirs === undefined || mine === undefined) throw new Error('Everybody is a member')
  const answer = await fetch(`${portal.url}/v1/spaces/${space.id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Basic ${Buffer.from(`${portal.key}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      name: 'Harper, Lowe & Partners',
      members: {
        users: [...space.members.users.filter((id) => id !== gone), theirs.id],
        groups: space.members.groups,
      },
    }),
  })
  expect(answer.status).toBe(200)

  await form.getByRole('searchbox', { name: 'Find people and groups' }).fill(mine.email)
  await form.getByRole('listitem').filter({ hasText: mine.email }).getByRole('checkbox').check()
  await form.getByRole('textbox', { name: 'Name' }).fill('Harper & Lowe Holding')
  await form.getByRole('button', { name: 'Save' }).click()
  const clash = page.getByRole('dialog', { name: 'Somebody else changed this too' })
  await expect(clash.getByText('Theirs: Harper, Lowe & Partners')).toBeVisible()
  expect(spaceOf('Harper, Lowe & Partners')?.members.users).not.toContain(mine.id)
  await clash.getByRole('radio', { name: /^Theirs/ }).check()
  await clash.getByRole('button', { name: 'Save my choice' }).click()
  await expect(form).toHaveCount(0)

  const now = spaceOf('Harper, Lowe & Partners')?.members.users
  expect(now).toContain(mine.id)
  expect(now).toContain(theirs.id)
  expect(now).not.toContain(gone)
  await expect(page.getByRole('heading', { name: 'Harper, Lowe & Partners' })).toBeVisible()
  await app.close()
})

test('finds a person whom only the portal knows yet, changes them, and deletes them once staff mode is on', async () => {
  const { app, page } = await begin()
  await toPeople(page)
  const list = page.getByRole('list', { name: 'People' })
  await expect(list.getByRole('listitem').first()).toBeVisible()
  const made = await fetch(`${portal.url}/v1/users`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${portal.key}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      email: 'zed.late@example.com',
      role: 'client',
      first_name: 'Zed',
      last_name: 'Late',
    }),
  })
  expect(made.status).toBe(200)
  await page.getByRole('searchbox', { name: 'Find a person' }).fill('zed.late')
  await list.getByRole('button', { name: /Zed Late/ }).click()
  const about = page.getByRole('region', { name: 'About Zed Late' })
  await about.getByRole('button', { name: 'Delete…' }).click()
  const locked = page.getByRole('dialog', { name: 'Delete Zed Late?' })
  await expect(locked.getByRole('alert')).toContainText('This is locked')
  await expect(locked.getByRole('button', { name: 'Delete' })).toBeDisabled()
  await page.keyboard.press('Escape')

  await about.getByRole('button', { name: 'Edit' }).click()
  const form = page.getByRole('dialog', { name: 'Edit person' })
  await expect(form.getByRole('combobox', { name: 'Role' })).toBeDisabled()
  await form.getByRole('textbox', { name: 'Last name' }).fill('Early')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('region', { name: 'About Zed Early' })).toBeVisible()
  expect(userOf('zed.late@example.com')?.last_name).toBe('Early')

  await staffMode(page)
  await toPeople(page)
  await list.getByRole('button', { name: /Zed Early/ }).click()
  await page.getByRole('button', { name: 'Delete…' }).click()
  const sure = page.getByRole('dialog', { name: 'Delete Zed Early?' })
  await expect(sure.getByRole('button', { name: 'Delete' })).toBeDisabled()
  await sure.getByRole('textbox', { name: 'Type the name to be sure' }).fill('Zed Early')
  await sure.getByRole('button', { name: 'Delete' }).click()
  await expect(list.getByRole('button', { name: /Zed/ })).toHaveCount(0)
  expect(userOf('zed.late@example.com')).toBeUndefined()
  await app.close()
})

test('a space template for two people: dry run, killed on the way, gone on with: nothing is missing, nothing doubled', async () => {
  const first = await begin()
  await toPeople(first.page)
  await first.page.getByRole('button', { name: 'Space templates' }).click()
  await first.page.getByRole('button', { name: 'New template' }).first().click()
  const form = first.page.getByRole('dialog', { name: 'New template' })
  await form.getByRole('textbox', { name: 'Template name' }).fill('Year-end')
  await form.getByRole('textbox', { name: 'Name of the space' }).fill('{{client}} {{year}}')
  await form.getByRole('textbox', { name: 'Folders' }).fill('Ledgers/{year}')
  await form.getByRole('textbox', { name: 'First message' }).fill('The {year} ledgers go here.')
  await form.getByRole('textbox', { name: 'Own fields' }).fill('year = 2026')
  await form.getByRole('button', { name: 'Save' }).click()

  await first.page.getByRole('button', { name: 'Use “Year-end”' }).click()
  const apply = first.page.getByRole('dialog', { name: 'Set up spaces: Year-end' })
  const clients = [...portal.state.users.values()].filter(({ role }) => role === 'client').slice(0, 2)
  for (const { email } of clients) {
    await apply.getByRole('searchbox', { name: 'Find people' }).fill(email)
    await apply.getByRole('listitem').filter({ hasText: email }).getByRole('checkbox').check()
  }
  await apply.getByRole('textbox', { name: 'year' }).fill('2027')
  await apply.getByRole('button', { name: 'Preview' }).click()
  const rows = first.page.getByRole('dialog', { name: 'Spaces to set up' })
  await expect(rows.getByText('2 spaces will be made')).toBeVisible()
  const before = portal.state.spaces.size
  // The answer to the first space is lost, and the program ends before it could look for it.
  portal.faults.add({ route: 'POST /v1/spaces', count: 1, lostReply: true })
  await rows.getByRole('button', { name: 'Set up 2 spaces' }).click()
  await expect.poll(() => portal.state.spaces.size).toBe(before + 1)
  const killed = first.app.process()
  killed.kill('SIGKILL')
  await expect.poll(() => killed.signalCode).toBe('SIGKILL')

  const second = await desk.launch()
  await expect.poll(() => portal.state.spaces.size, { timeout: 90_000 }).toBe(before + 2)
  await expect.poll(() => messagesSaying(portal, 'The 2027 ledgers go here.'), { timeout: 60_000 }).toBe(2)
  const made = [...portal.state.spaces.values()].filter(({ name }) => name.endsWith(' 2027'))
  expect(made).toHaveLength(2)
  for (const { id } of made) {
    expect([...portal.state.files(id).all()].map(({ name }) => name).sort()).toEqual(['2027', 'Ledgers'])
  }
  await toPeople(second.page)
  await second.page.getByRole('button', { name: 'Space templates' }).click()
  await expect(second.page.getByText('All done · 2 of 2 done')).toBeVisible()
  await second.app.close()
})
