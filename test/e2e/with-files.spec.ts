import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Portal } from '../portal/server.ts'
import { choose, connect, type Desk, openSpace } from './desktop.ts'
import { useOffice } from './office.ts'

const spaceName = 'Harper & Lowe LLP'

let portal: Portal
let desk: Desk
useOffice((office) => {
  portal = office.portal
  desk = office.desk
})

test('O1.18 O1.23 O1.24: a message with files is asked about before anything goes, and may be as long as any', async () => {
  const letter = join(desk.folder, 'Engagement letter.txt')
  await writeFile(letter, 'Dear Grace')
  const long = `The letter. ${'Please read it with care. '.repeat(600)}`.trim()
  const arrived = () =>
    [...portal.state.spaces.keys()]
      .flatMap((id) => [...portal.state.messages(id).all()])
      .filter(({ content }) => content.startsWith('The letter.'))
      .map(({ content }) => content)

  const { page } = await desk.launch()
  await connect(page, portal)
  await openSpace(page, spaceName)
  const composer = page.getByRole('textbox', { name: 'Message', exact: true })
  await composer.fill(`${long} Yours, {client.first}`)
  await page.getByLabel('Choose files to send with this message').setInputFiles(letter)
  const plan = page.getByRole('dialog', { name: 'Upload plan' })
  const asked = page.getByRole('dialog', { name: 'Who will read this' })
  const start = plan.getByRole('button', { name: 'Start upload' })
  await start.click()
  await expect(asked).toContainText('{client.first}')
  await asked.getByRole('button', { name: 'Back to the message' }).click()
  await expect(asked).toHaveCount(0)
  await expect(start).toBeVisible()

  const text = plan.getByRole('textbox', { name: 'Message' })
  await expect(text).toHaveValue(`${long} Yours, {client.first}`)
  await text.fill(long)
  await start.click()
  await expect(plan).toHaveCount(0)
  await expect.poll(arrived, { timeout: 60_000 }).toEqual([long])

  // Asked always, it is asked for each of them.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
  await choose(page, 'Ask who will read a message', 'Before every message')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Inbox' }).click()
  await composer.fill('The letter. Once more')
  await page.getByLabel('Choose files to send with this message').setInputFiles(letter)
  await start.click()
  await expect(asked).toContainText('Grace Harper')
  expect(arrived()).toHaveLength(1)
  await asked.getByRole('button', { name: 'Start upload' }).click()
  await expect.poll(arrived, { timeout: 60_000 }).toEqual([long, 'The letter. Once more'])
  await expect(plan).toHaveCount(0)
  await expect(composer).toHaveValue('')
})
