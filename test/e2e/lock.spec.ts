import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { dataDirOf } from '../../src/main/profile-dir.ts'
import { violations } from './axe.ts'
import { connect, createDesk, openSpace, setTheme } from './desktop.ts'
import { openLine } from './line.ts'
import { startPortal } from '../portal/server.ts'

const words = 'plum tree, third shelf'
const space = 'Harper & Lowe LLP'

const setPassphrase = async (page: Page): Promise<void> => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Set a passphrase' }).click()
  const sheet = page.getByRole('dialog', { name: 'A passphrase for this window' })
  await sheet.getByLabel('New passphrase', { exact: true }).fill(words)
  await sheet.getByLabel('New passphrase, again').fill(words)
  await sheet.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: 'Lock now' })).toBeVisible()
}

const unlock = async (page: Page, passphrase: string): Promise<void> => {
  await page.getByLabel('Passphrase').fill(passphrase)
  await page.getByRole('button', { name: 'Unlock' }).click()
}

const isLocked = async (page: Page): Promise<void> => {
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible()
}

/** Whatever the page can see or say: its text, names, descriptions and title. */
const everything = (page: Page): Promise<string> =>
  page.evaluate(() => `${document.title} ${document.documentElement.outerHTML}`)

const ask = (page: Page, name: string, input: unknown): Promise<unknown> =>
  page.evaluate(
    ([call, given]) => {
      const { foyer } = globalThis as never as {
        foyer: { call: Record<string, (input: unknown) => Promise<unknown>> }
      }
      return foyer.call[call]?.(given)
    },
    [name, input] as const,
  )

const awayFor = (app: ElectronApplication, state: 'idle' | 'active'): Promise<void> =>
  app.evaluate(({ powerMonitor }, word) => {
    powerMonitor.getSystemIdleState = () => word
  }, state)

test('L1.3–L1.7 a passphrase stands before the window, and nothing of the content passes it', async () => {
  const portal = await startPortal({ fixture: 'office' })
  const desk = await createDesk()
  try {
    const first = await desk.launch()
    const { page } = first
    await connect(page, portal)
    await openSpace(page, space)
    await setPassphrase(page)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Inbox' }).click()
    await page.getByRole('textbox', { name: 'Message' }).fill('Half a sen')
    await expect(page.getByRole('log', { name: 'Messages' }).getByRole('article').last()).toBeVisible()

    await page.keyboard.press('Control+Shift+L')
    await isLocked(page)
    const shown = await everything(page)
    for (const secret of [space, 'Half a sen', 'office', 'article', portal.url])
      expect(shown).not.toContain(secret)
    for (const theme of ['light', 'dark'] as const) {
      await setTheme(first.app, theme)
      expect(await violations(page)).toEqual([])
    }
    // L1.4: asking past the screen is no way in.
    const { portals } = JSON.parse(await readFile(join(dataDirOf(desk.profile), 'portals.json'), 'utf8')) as {
      portals: { id: string }[]
    }
    const portalId = portals[0]?.id
    for (const [name, input] of [
      ['portals.list', undefined],
      ['spaces.list', { portalId }],
      ['search.query', { portalId: null, query: 'the', limit: 10, order: 'best' }],
      ['transfers.list', undefined],
      ['settings.get', undefined],
      ['lock.remove', { current: '' }],
    ] as const) {
      expect(await ask(page, name, input), name).toMatchObject({ ok: false, error: { code: 'locked' } })
    }
    // L1.6: what comes meanwhile is there afterwards.
    await unlock(page, 'plum tree, fourth shelf')
    await expect(page.getByRole('alert')).toContainText('not the passphrase')
    await isLocked(page)
    await unlock(page, words)
    await expect(page.getByRole('heading', { name: space })).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('Half a sen')

    await awayFor(first.app, 'idle')
    await isLocked(page)
    await awayFor(first.app, 'active')
    await unlock(page, words)
    await expect(page.getByRole('heading', { name: space })).toBeVisible()
    await first.app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'))
    await isLocked(page)
    await first.app.close()

    const second = await desk.launch()
    await isLocked(second.page)
    expect(await everything(second.page)).not.toContain(space)
    // After the fifth it is four seconds, which nobody can miss.
    for (const guess of ['one', 'two', 'three', 'four', 'five']) {
      await unlock(second.page, guess)
      await expect(second.page.getByRole('alert')).toContainText('not the passphrase')
    }
    await expect(second.page.getByRole('button', { name: 'Unlock' })).toBeDisabled()
    await expect(second.page.getByRole('button', { name: 'Unlock' })).toBeEnabled()
    await unlock(second.page, words)
    await expect(second.page.getByRole('listbox', { name: 'Spaces' })).toBeVisible()
    await second.page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Settings' })
      .click()
    await second.page.getByRole('button', { name: 'Remove lock' }).click()
    const sheet = second.page.getByRole('dialog', { name: 'Remove the lock?' })
    await sheet.getByLabel('Passphrase until now').fill(words)
    await sheet.getByRole('button', { name: 'Remove lock' }).click()
    await expect(second.page.getByRole('button', { name: 'Set a passphrase' })).toBeVisible()
    await second.app.close()

    const third = await desk.launch()
    await expect(third.page.getByRole('listbox', { name: 'Spaces' })).toBeVisible()
  } finally {
    await desk.remove()
    await portal.close()
  }
})

test('T1.128: a dry run on the screen when it locks is found among the saved plans afterwards', async () => {
  const portal = await startPortal({ fixture: 'office' })
  const desk = await createDesk()
  try {
    const root = join(desk.folder, 'Mailing')
    await mkdir(root)
    await writeFile(join(root, `2026_${space}.pdf`), 'a statement')
    const { page } = await desk.launch()
    await connect(page, portal)
    await openSpace(page, space)
    await setPassphrase(page)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Transfers' }).click()
    await page.getByRole('button', { name: 'Send to many spaces' }).click()
    await page.getByLabel('Choose the folder to send').setInputFiles(root)
    await page.getByRole('textbox', { name: 'Rule' }).fill('*_{client}.pdf')
    await page.getByRole('button', { name: 'Preview' }).click()
    await expect(page.getByRole('button', { name: 'Send 1 file to 1 space' })).toBeVisible()
    await page.keyboard.press('Control+Shift+L')
    await isLocked(page)
    await unlock(page, words)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Transfers' }).click()
    const saved = page.getByRole('region', { name: 'Saved plans' })
    await expect(saved.getByText('Mailing')).toBeVisible()
    await expect(saved.getByText('not sent yet')).toBeVisible()
    await saved.getByRole('button', { name: 'Discard' }).click()
    await expect(saved).toBeHidden()
  } finally {
    await desk.remove()
    await portal.close()
  }
})

test('L1.10: an upload plan on the screen when it locks is there again, with its choices and its message', async () => {
  const portal = await startPortal({ fixture: 'office' })
  const desk = await createDesk()
  try {
    const letter = join(desk.folder, 'Engagement letter.txt')
    await writeFile(letter, 'Dear Grace')
    const { page } = await desk.launch()
    await connect(page, portal)
    await openSpace(page, space)
    await setPassphrase(page)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Inbox' }).click()
    const composer = page.getByRole('textbox', { name: 'Message', exact: true })
    await composer.fill('The letter')
    await page.getByLabel('Choose files to send with this message').setInputFiles(letter)
    const plan = page.getByRole('dialog', { name: 'Upload plan' })
    await plan.getByRole('radio', { name: 'Keep both' }).click()
    await plan.getByRole('textbox', { name: 'Message' }).fill('The letter, as we agreed')

    await page.keyboard.press('Control+Shift+L')
    await isLocked(page)
    expect(await everything(page)).not.toContain('as we agreed')
    await unlock(page, words)
    await expect(plan.getByRole('textbox', { name: 'Message' })).toHaveValue('The letter, as we agreed')
    await expect(plan.getByRole('radio', { name: 'Keep both' })).toBeChecked()

    // A plan of which nothing is left in the main process could not start.
    await plan.getByRole('button', { name: 'Start upload' }).click()
    await expect(plan).toHaveCount(0)
    await expect(composer).toHaveValue('')
    const said = () =>
      [...portal.state.spaces.keys()]
        .flatMap((id) => [...portal.state.messages(id).all()])
        .map(({ content }) => content)
        .filter((content) => content.startsWith('The letter'))
    await expect.poll(said, { timeout: 60_000 }).toEqual(['The letter, as we agreed'])
    // The composer that stands there since the unlocking has taken its text off the disk as well.
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Inbox' }).click()
    await expect(composer).toHaveValue('')
  } finally {
    await desk.remove()
    await portal.close()
  }
})

test('L1.4 O1.25: what a message was being changed to is there after unlocking, down to the last letter', async () => {
  const portal = await startPortal({ fixture: 'office' })
  const line = await openLine(portal.url)
  const desk = await createDesk()
  try {
    const { page } = await desk.launch()
    await connect(page, { url: line.url, key: portal.key })
    await openSpace(page, space)
    await setPassphrase(page)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Inbox' }).click()
    const log = page.getByRole('log', { name: 'Messages' })
    await expect(log.getByRole('article').last()).toBeVisible()
    await line.cut()
    await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Offline')
    await page.getByRole('textbox', { name: 'Message' }).fill('tpyo')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await log.getByRole('article').filter({ hasText: 'tpyo' }).getByRole('button', { name: 'Edit' }).click()
    const field = log.getByRole('textbox', { name: 'Changed text' })
    await field.fill('typo, as')
    await field.press('!')
    await page.keyboard.press('Control+Shift+L')
    await isLocked(page)
    expect(await everything(page)).not.toContain('typo')
    await unlock(page, words)
    await expect(field).toHaveValue('typo, as!')
    await field.press('Enter')
    await expect(log.getByRole('article').filter({ hasText: 'typo, as!' })).toContainText('Waiting to send')
  } finally {
    await desk.remove()
    await portal.close()
  }
})
