import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type Portal, startPortal } from '../portal/server.ts'
import { connect, createDesk, type Desk, openSpace } from './desktop.ts'

// What a person decides before an upload: file by file, later, or where each file goes.

const spaceName = 'Harper & Lowe LLP'

let portal: Portal
let desk: Desk

test.beforeEach(async () => {
  portal = await startPortal({ fixture: 'office' })
  desk = await createDesk()
})

test.afterEach(async () => {
  await portal.close()
  await desk.remove()
})

const writeFiles = async (root: string, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const path = join(root, name)
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, randomBytes(2_000))
    const past = new Date(Date.now() - 3_600_000)
    await utimes(path, past, past)
  }
}

const dropFolder = async (page: Page, root: string) => {
  await page.locator('input[type=file][webkitdirectory]').setInputFiles(root)
  const sheet = page.getByRole('dialog', { name: 'Upload plan' })
  await expect(sheet.getByRole('radiogroup', { name: 'If a file exists' })).toBeVisible()
  return sheet
}

const spaceOf = (name: string) => {
  const space = [...portal.state.spaces.values()].find((one) => one.name === name)
  if (space === undefined) throw new Error(`No space ${name}`)
  return space
}

const versionsIn = (name: string): Record<string, number> => {
  const entries = [...portal.state.files(spaceOf(name).id).all()].filter((entry) => !entry.is_folder)
  return Object.fromEntries(entries.map((entry) => [entry.name, entry.versions.length]))
}

test('T1.38: asks file by file, keeps the plan over a restart, and does as it was told', async () => {
  const root = join(desk.folder, 'Asked')
  await writeFiles(root, ['one.pdf', 'two.pdf', 'three.pdf'])
  const first = await desk.launch()
  await connect(first.page, portal)
  await openSpace(first.page, spaceName)
  await first.page.getByRole('tab', { name: 'Files' }).click()
  await (await dropFolder(first.page, root)).getByRole('button', { name: 'Start upload' }).click()
  await expect
    .poll(() => versionsIn(spaceName), { timeout: 60_000 })
    .toMatchObject({ 'one.pdf': 1, 'two.pdf': 1, 'three.pdf': 1 })

  const sheet = await dropFolder(first.page, root)
  await expect(sheet.getByText('3 files get a new version')).toBeVisible()
  await sheet.getByRole('radio', { name: 'Ask me' }).click()
  const start = sheet.getByRole('button', { name: 'Start upload' })
  await expect(start).toBeDisabled()
  await sheet.getByRole('combobox', { name: 'What happens to Asked/one.pdf' }).selectOption('keep-both')
  await expect(sheet.getByText('2 files to decide about')).toBeVisible()
  await sheet.getByRole('button', { name: 'Skip', exact: true }).click()
  await expect(sheet.getByText('All decided')).toBeVisible()
  await expect(start).toBeEnabled()
  await sheet.getByRole('button', { name: 'Save for later' }).click()
  await expect(sheet).toBeHidden()
  await first.app.close()

  const { page } = await desk.launch()
  await page.getByRole('link', { name: 'Transfers' }).click()
  const saved = page.getByRole('region', { name: 'Saved plans' })
  await expect(saved.getByText('Asked')).toBeVisible()
  await writeFiles(root, ['four.pdf'])
  await saved.getByRole('button', { name: 'Start…' }).click()
  const again = page.getByRole('dialog', { name: 'Upload plan' })
  await expect(again.getByText('1 file is new.')).toBeVisible()
  await expect(again.getByRole('radio', { name: 'Ask me' })).toBeChecked()
  await again.getByRole('button', { name: 'Start upload' }).click()
  await expect.poll(() => versionsIn(spaceName)['four.pdf'], { timeout: 60_000 }).toBe(1)
  await expect.poll(() => versionsIn(spaceName)['one (2).pdf'], { timeout: 60_000 }).toBe(1)
  expect(versionsIn(spaceName)).toMatchObject({ 'one.pdf': 1, 'two.pdf': 1, 'three.pdf': 1 })
  await expect(saved).toBeHidden()
})

test('T1.120–T1.127: a folder is sorted to many spaces, seen first, kept for later and sent then', async () => {
  const names = [...portal.state.spaces.values()].map(({ name }) => name)
  const [one = '', two = ''] = names.filter((name) => /^[\w &]+$/.test(name))
  const root = join(desk.folder, 'Mailing')
  await writeFiles(root, [
    `statements/2026_${one}.pdf`,
    `statements/2026_${two.toLowerCase().replaceAll(' ', '_')}.pdf`,
    'statements/2026_Nobody at all.pdf',
    'cover letter.pdf',
  ])
  const { page } = await desk.launch()
  await connect(page, portal)
  await expect(page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first()).toBeVisible()
  await page.getByRole('link', { name: 'Transfers' }).click()
  await page.getByRole('button', { name: 'Send to many spaces' }).click()
  await page.getByLabel('Choose the folder to send').setInputFiles(root)
  await page.getByRole('textbox', { name: 'Rule' }).fill('statements/*.pdf')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByText('The rule needs {client}')).toBeVisible()
  await page.getByRole('textbox', { name: 'Rule' }).fill('statements/*_{client}.pdf')
  await page.getByRole('textbox', { name: 'Folder in each space' }).fill('Statements sent')
  await page.getByRole('button', { name: 'Preview' }).click()
  const rows = page.getByRole('list', { name: 'Where each file goes' })
  await expect(rows.getByRole('listitem')).toHaveCount(4)
  await expect(rows.getByRole('listitem').filter({ hasText: `2026_${one}` })).toContainText(one)
  await expect(rows.getByText('No space called “Nobody at all”')).toBeVisible()
  await page.getByRole('button', { name: /^Unmatched/ }).click()
  await expect(rows.getByRole('listitem')).toHaveCount(2)
  const before = versionsIn(one)
  expect(Object.keys(before)).not.toContain(`2026_${one}.pdf`)

  await page.getByRole('checkbox', { name: 'Don’t notify for each file (silent)' }).check()
  await page.getByRole('checkbox', { name: 'Send one message when everything is there' }).check()
  await page
    .getByRole('textbox', { name: 'Message', exact: true })
    .fill('Your statement is here: {count} file')
  await page.screenshot({ path: test.info().outputPath('fan-out-message.png') })
  // T1.127: saved, found under the transfers, and looked at again with a file more.
  await page.getByRole('button', { name: 'Save for later' }).click()
  const saved = page.getByRole('region', { name: 'Saved plans' })
  await expect(saved.getByText('Mailing')).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('fan-out-saved.png') })
  await writeFiles(root, ['one more letter.pdf'])
  await saved.getByRole('button', { name: 'Start…' }).click()
  await expect(rows.getByRole('listitem')).toHaveCount(5)
  await expect(page.getByText('looked at again just now')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Rule' })).toHaveValue('statements/*_{client}.pdf')
  await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveValue(
    'Your statement is here: {count} file',
  )
  await page.screenshot({ path: test.info().outputPath('fan-out-again.png') })
  // Another rule is not what was looked at.
  const send = page.getByRole('button', { name: 'Send 2 files to 2 spaces' })
  await page.getByRole('textbox', { name: 'Rule' }).fill('*_{client}.pdf')
  await expect(send).toBeDisabled()
  await page.getByRole('textbox', { name: 'Rule' }).fill('statements/*_{client}.pdf')
  await send.click()
  const transfers = page.getByRole('region', { name: 'Transfers' })
  await expect(transfers.getByText('Mailing to 2 spaces')).toBeVisible()
  await expect(transfers.getByText('2 of 2 spaces done').first()).toBeVisible({ timeout: 60_000 })
  expect(versionsIn(one)).toEqual({ ...before, [`2026_${one}.pdf`]: 1 })
  expect(versionsIn(two)).toMatchObject({ [`2026_${two.toLowerCase().replaceAll(' ', '_')}.pdf`]: 1 })
  await expect(saved).toBeHidden()
  const told = 'Your statement is here: 1 file'
  for (const name of [one, two]) {
    const texts = (): number =>
      [...portal.state.messages(spaceOf(name).id).all()].filter(({ content }) => content === told).length
    await expect.poll(texts, { timeout: 60_000 }).toBe(1)
  }
})

test('T1.128: a dry run left on the screen is found again after a restart', async () => {
  const names = [...portal.state.spaces.values()].map(({ name }) => name)
  const one = names.find((name) => /^[\w &]+$/.test(name)) ?? ''
  const root = join(desk.folder, 'Mailing')
  await writeFiles(root, [`2026_${one}.pdf`])
  const first = await desk.launch()
  await connect(first.page, portal)
  const listed = first.page.getByRole('listbox', { name: 'Spaces' }).getByRole('option')
  await expect(listed.first()).toBeVisible()
  await first.page.getByRole('link', { name: 'Transfers' }).click()
  await first.page.getByRole('button', { name: 'Send to many spaces' }).click()
  await first.page.getByLabel('Choose the folder to send').setInputFiles(root)
  await first.page.getByRole('textbox', { name: 'Rule' }).fill('*_{client}.pdf')
  await first.page.getByRole('button', { name: 'Preview' }).click()
  await expect(first.page.getByRole('button', { name: 'Send 1 file to 1 space' })).toBeVisible()
  await first.app.close()

  const { page } = await desk.launch()
  await page.getByRole('link', { name: 'Transfers' }).click()
  const saved = page.getByRole('region', { name: 'Saved plans' })
  await expect(saved.getByText('Mailing')).toBeVisible()
  await expect(saved.getByText('not sent yet')).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('fan-out-left.png') })
  await saved.getByRole('button', { name: 'Start…' }).click()
  await expect(page.getByText('looked at again just now')).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('fan-out-left-again.png') })
  await page.getByRole('button', { name: 'Send 1 file to 1 space' }).click()
  await expect.poll(() => versionsIn(one)[`2026_${one}.pdf`], { timeout: 60_000 }).toBe(1)
  await expect(saved).toBeHidden()
})

test('T1.64, T1.125: what is left of a fan-out is cancelled at once, after it was asked', async () => {
  const names = [...portal.state.spaces.values()].map(({ name }) => name)
  const [one = '', two = ''] = names.filter((name) => /^[\w &]+$/.test(name))
  const root = join(desk.folder, 'Mailing')
  await writeFiles(root, [`2026_${one}.pdf`, `2026_${two}.pdf`])
  const before = [versionsIn(one), versionsIn(two)]
  portal.faults.add({ route: 'PUT /*', blob: true, hang: true })
  const { page } = await desk.launch()
  await connect(page, portal)
  await expect(page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first()).toBeVisible()
  await page.getByRole('link', { name: 'Transfers' }).click()
  await page.getByRole('button', { name: 'Send to many spaces' }).click()
  await page.getByLabel('Choose the folder to send').setInputFiles(root)
  await page.getByRole('textbox', { name: 'Rule' }).fill('*_{client}.pdf')
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('button', { name: 'Send 2 files to 2 spaces' }).click()
  const transfers = page.getByRole('region', { name: 'Transfers' })
  await expect(transfers.getByText('Mailing to 2 spaces')).toBeVisible()
  await transfers.getByRole('button', { name: 'Cancel', exact: true }).first().click()
  const question = page.getByRole('dialog', { name: 'Cancel this transfer?' })
  await expect(question.getByText('Mailing to 2 spaces')).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('fan-out-cancel.png') })
  await question.getByRole('button', { name: 'Cancel transfer' }).click()
  await expect(transfers.getByRole('button', { name: 'Pause' })).toHaveCount(0)
  await expect(transfers.getByText('0 of 2 spaces done').first()).toBeVisible()
  expect([versionsIn(one), versionsIn(two)]).toEqual(before)
})
